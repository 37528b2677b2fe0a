"""`/healthz` and `/readyz` of the portal: the truth, to anybody, and nothing of anybody."""

import pytest
from sqlalchemy import exc

from store.engine import begin
from store.tables import register_version
from tests.portal.web.world import World


def test_a_portal_that_lives_says_so_without_its_database(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who restarts a process because its database is away makes it worse."""

    def gone() -> None:
        raise exc.OperationalError("connect", {}, OSError("gone"))

    with monkeypatch.context() as broken:
        broken.setattr(type(world.platform.engine), "connect", lambda _self: gone())
        answer = world.anonymous().get("/healthz")
        ready = world.anonymous().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert ready.status_code == 503
    assert ready.json() == {"ready": False, "reasons": [{"code": "database"}]}


def test_a_portal_that_can_work_is_ready(world: World) -> None:
    """Somebody watches over it without an account."""
    answer = world.anonymous().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})
    assert answer.headers["cache-control"] == "no-store"


def test_a_portal_without_a_register_is_not_ready(world: World) -> None:
    """And says why in a word that a machine knows."""
    with begin(world.platform.engine) as tx:
        tx.connection.execute(register_version.delete())
    answer = world.anonymous().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": [{"code": "no-register"}]}


@pytest.mark.parametrize("path", ["/metrics", "/v1/metrics"])
def test_the_portal_never_shows_metrics(world: World, path: str) -> None:
    """They have a port of their own: a reverse proxy would show them to everybody."""
    assert world.anonymous().get(path).status_code == 404
