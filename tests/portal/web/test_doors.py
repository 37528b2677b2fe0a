"""Every door: who may in, who may not, and what is written down behind it."""

import re

import pytest
from starlette.routing import Mount, Route

from portal.access import Role
from portal.health import ALIVE, READY
from portal.web.api.doors import API_DOORS
from portal.web.doors import Anyone, Door, Unlogged
from portal.web.pages.feedback import KEYS_PATH
from portal.web.table import DOORS
from protocols.privacy.audit import Action
from store import cases, signals
from store.engine import reading
from tests.portal.web.world import ACCOUNTS, World
from tests.support import made

ACCOUNT_OF = {
    Role.CREDITOR: "woonhof-account",
    Role.WORKER: "anja",
    Role.OFFICER: "fg",
    Role.DIRECTOR: "directeur",
}
GUARDED = [door for door in DOORS if door.who is not Anyone.EVERYONE]
FOR_ONE_ROLE = [door for door in DOORS if isinstance(door.who, Role)]


def name(door: Door) -> str:
    """How a door is called in a test report."""
    return f"{door.method} {door.path}"


@pytest.fixture
def busy(world: World) -> World:
    """A portal with a case, a held signal and a delivery."""
    world.send([made.signal(n) for n in range(1, 5)])
    return world


def address(world: World, door: Door) -> str:
    """The address of a door for something that exists."""
    case_id = world.case_of("w-1").case_id
    return door.path.format(
        case_id=case_id,
        signal_id="d1-1",
        delivery_id="d1",
        resident_id=resident_of(world, case_id),
        purpose="dossier",
        dossier_id="d-none",
    )


def resident_of(world: World, case_id: str) -> str:
    """The resident that a case is about."""
    with reading(world.platform.engine) as tx:
        case = cases.find(tx, case_id)
        kept = signals.of_case(tx, case.household_id, case_id)
    return str(kept[0].resident_id)


def knock(world: World, door: Door, account_id: str):
    """Go through a door as somebody; forms carry the right token and nothing else."""
    browser = world.browser(account_id)
    path = address(world, door)
    return browser.get(path) if door.method == "GET" else browser.post(path)


def test_every_route_is_a_door_of_the_table(world):
    """A route that names no role and no action does not exist, but for those of health."""
    routes = [route for route in world.app().routes if isinstance(route, Route)]
    doors = {route.name for route in routes if route.path not in {ALIVE, READY}}
    assert doors == {name(door) for door in DOORS}
    mounts = [route for route in world.app().routes if isinstance(route, Mount)]
    assert [mount.path for mount in mounts] == ["/v1"]


def test_every_route_of_the_api_is_a_door_of_its_table(world):
    """Except the description, which is for everybody."""
    mount = next(route for route in world.app().routes if isinstance(route, Mount))
    found = {
        (method, path) for path, methods in _api_routes(mount.app) for method in methods - {"HEAD"}
    }
    assert found == {(door.method, door.path) for door in API_DOORS} | {("GET", "/openapi.json")}


def _api_routes(api) -> list[tuple[str, set[str]]]:
    paths = api.openapi()["paths"] if api.openapi_url else {}
    if paths:
        return [(path, {method.upper() for method in item}) for path, item in paths.items()]
    return [
        (route.path, set(route.methods or ())) for route in api.routes if hasattr(route, "methods")
    ]


def test_every_door_names_who_and_what():
    """A door without an action shows nothing of anybody."""
    silent = {door.path for door in DOORS if isinstance(door.action, Unlogged)}
    assert silent == {"/", "/static/portal.css", "/inloggen", "/stand", KEYS_PATH}
    assert all(isinstance(door.action, Action) for door in API_DOORS)


def test_only_uploads_may_be_large():
    """Everything else fits in 64 kB."""
    large = {name(door) for door in DOORS if door.most_bytes > 64 * 1024}
    assert large == {"POST /leveringen", "POST /leveringen/controle"}


@pytest.mark.parametrize("door", GUARDED, ids=name)
def test_who_is_not_logged_in_is_sent_to_the_login(busy, door):
    """And nothing is told or done."""
    before = len(busy.lines())
    answer = busy.anonymous().request(door.method, address(busy, door))
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    assert len(busy.lines()) == before


@pytest.mark.parametrize("door", FOR_ONE_ROLE, ids=name)
def test_a_door_opens_for_its_role(busy, door):
    """Whatever the answer is, it is not 403."""
    assert knock(busy, door, ACCOUNT_OF[door.who]).status_code != 403
    assert not [one for one in busy.audited("access.denied") if one.result == "role"]


@pytest.mark.parametrize(
    ("door", "account_id"),
    [
        pytest.param(door, account_id, id=f"{name(door)} {role}")
        for door in FOR_ONE_ROLE
        for role, account_id in ACCOUNT_OF.items()
        if role != door.who
    ],
)
def test_a_door_stays_shut_for_every_other_role(busy, door, account_id):
    """403, and the denial is written down with the door but without the address."""
    assert knock(busy, door, account_id).status_code == 403
    denied = busy.audited("access.denied")[0]
    assert (denied.actor, denied.result) == (account_id, "role")
    assert denied.object_id == name(door)


@pytest.mark.parametrize(
    "door",
    [
        door
        for door in FOR_ONE_ROLE
        if door.method == "GET"
        and isinstance(door.action, Action)
        and not {"signal_id", "purpose"} & set(re.findall(r"{(\w+)}", door.path))
    ],
    ids=name,
)
def test_every_reading_is_written_down(busy, door):
    """Reading a dossier is an act too. (A held signal and a receipt have tests of their own.)"""
    assert knock(busy, door, ACCOUNT_OF[door.who]).status_code == 200
    line = busy.audited(door.action.value)[0]
    assert (line.actor, line.origin) == (ACCOUNT_OF[door.who], "web")


@pytest.mark.parametrize("door", [d for d in GUARDED if d.method == "POST"], ids=name)
@pytest.mark.parametrize("token", ["", "form-of-somebody-else"])
def test_a_form_without_the_token_of_the_session_does_nothing(busy, door, token):
    """Cross-site request forgery: the other site does not know the token."""
    account_id = ACCOUNT_OF.get(door.who, "anja")
    browser = busy.browser(account_id)
    browser.token = token
    assert browser.post(address(busy, door)).status_code == 403
    denied = busy.audited("access.denied")[0]
    assert (denied.actor, denied.result) == (account_id, "form")


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://127.0.0.1:8425"}, True),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "https://elders.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(world, headers, allowed):
    """The browser tells where a form came from."""
    browser = world.browser("anja")
    answer = browser.client.post("/uitloggen", data={"formulier": browser.token}, headers=headers)
    assert answer.status_code == (303 if allowed else 403)


def test_a_session_that_expired_is_no_session(world):
    """After eight hours everybody logs in again."""
    browser = world.browser("anja")
    assert browser.get("/werkvoorraad").status_code == 200
    world.clock.forward(hours=8)
    assert browser.get("/werkvoorraad").headers["location"] == "/inloggen"


def test_a_made_up_cookie_is_no_session(world):
    """Nor is one of somebody who logged out."""
    client = world.anonymous()
    client.cookies.set("vs_session", "zomaar-iets")
    assert client.get("/werkvoorraad").status_code == 303


def test_there_is_an_account_for_every_role():
    """So that the tests above try them all."""
    assert {role for _, role, _ in ACCOUNTS} == {role.value for role in Role}
