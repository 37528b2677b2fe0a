"""What stands around every answer: headers, hosts, limits, and no internals when it breaks."""

import asyncio
import sqlite3

import pytest
import structlog

from portal.web.shell import Shell
from tests.portal.web.world import open_world
from tests.support import made

PATHS = ("/", "/inloggen", "/static/portal.css", "/nergens", "/v1/openapi.json", "/v1/leveringen")
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(world, path):
    """ASVS 3.4 and the REST API Design Rules; also errors and redirects."""
    answer = world.anonymous().get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_over_https_the_browser_is_told_to_stay_there(tmp_path):
    """And the session cookie is bound to the host."""
    world = open_world(tmp_path, public_url="https://vroegsignaal.example")
    answer = world.anonymous().get("/inloggen")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-vs_form=")
    assert "Secure" in cookie


def test_over_http_there_is_no_such_promise(world):
    """A development machine would lock itself out."""
    assert "strict-transport-security" not in world.anonymous().get("/inloggen").headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8425", 200),
        ("localhost", 200),
        ("[::1]:8425", 200),
        ("vroegsignaal.example", 400),
        ("127.0.0.1.elders.example", 400),
        ("", 400),
    ],
)
def test_only_expected_host_names_are_answered(world, host, status):
    """A forged Host header ends up in links and caches."""
    answer = world.anonymous().get("/inloggen", headers={"host": host})
    assert answer.status_code == status


def test_the_public_name_is_expected(tmp_path):
    """Whatever it is set to."""
    world = open_world(tmp_path, public_url="https://vroegsignaal.example")
    answer = world.anonymous().get("/inloggen", headers={"host": "vroegsignaal.example"})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/werkvoorraad/", "/inloggen/", "/v1/leveringen/"])
def test_a_trailing_slash_is_not_found(world, path):
    """No redirect: one address per thing."""
    assert world.anonymous().get(path).status_code == 404


def test_an_unknown_page_is_told_in_dutch(world):
    """With a way back, and without what was asked for."""
    answer = world.anonymous().get("/jan-jansen")
    assert answer.status_code == 404
    assert "Niet gevonden" in answer.text
    assert "jan-jansen" not in answer.text


def test_a_method_that_a_page_does_not_know_is_told_too(world):
    """405, as a page."""
    assert "Dit kan hier niet" in world.anonymous().delete("/inloggen").text


@pytest.mark.parametrize("path", ["/werkvoorraad", "/v1/leveringen"])
def test_a_database_that_fails_is_told_to_come_back(world, tmp_path, path):
    """503, and nothing about the database."""
    browser = world.browser("anja")
    with sqlite3.connect(tmp_path / "portal.db") as raw:
        raw.execute("alter table account rename to elsewhere")
    raw.close()
    answer = browser.client.get(path, headers={"authorization": "Bearer x"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "account" not in answer.text


def test_a_bug_shows_no_internals_and_logs_no_message(world):
    """The message of an exception may hold somebody's data; where it happened does not."""
    world.send([made.signal(1)])
    with sqlite3.connect(world.settings.home / "portal.db") as raw:
        raw.execute("update cases set explanation = '\"Geheim Persoon\"'")
    raw.close()
    browser = world.browser("anja")
    with structlog.testing.capture_logs() as logs:
        answer = browser.get("/werkvoorraad")
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert "Er ging iets mis" in answer.text
    assert logs[0]["event"] == "request-failed"
    assert any("read_explanation" in frame for frame in logs[0]["frames"])
    assert "Geheim" not in str(logs) + answer.text


def test_a_form_of_more_than_64_kb_is_refused(world):
    """413, without reading on."""
    answer = world.browser("anja").post("/uitloggen", veel="x" * 70_000)
    assert answer.status_code == 413


def test_a_form_with_hundreds_of_fields_is_refused(world):
    """No form of ours has so many."""
    fields = {f"veld-{n}": "x" for n in range(100)}
    assert world.browser("anja").post("/uitloggen", **fields).status_code == 400


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_what_is_no_form_is_refused(world, kind):
    """JSON from a script of another site, for instance."""
    client = world.browser("anja").client
    answer = client.post("/uitloggen", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 400


def test_a_broken_upload_is_refused(world):
    """A multipart form that is none."""
    client = world.browser("woonhof-account").client
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/leveringen", content=b"iets anders", headers=kind).status_code == 400
    kind = {"content-type": "multipart/form-data"}
    assert client.post("/leveringen", content=b"--x", headers=kind).status_code == 400


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(world):
    """Who announces 60 MB is refused at once."""
    client = world.browser("woonhof-account").client
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(60 << 20)}
    assert client.post("/leveringen", content=b"--x", headers=headers).status_code == 413


def test_who_may_not_deliver_is_refused_before_anything_is_read(world):
    """A large upload of somebody else costs nothing."""
    client = world.browser("anja").client
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(60 << 20)}
    assert client.post("/leveringen", content=b"--x", headers=headers).status_code == 403


def test_the_shell_lets_other_protocols_through(world):
    """The start and stop messages of the server are none of its business."""
    heard = []

    async def app(scope, receive, send):
        heard.append(scope["type"])

    shell = Shell(app, settings=world.settings, errors=None)
    asyncio.run(shell({"type": "lifespan"}, None, None))
    assert heard == ["lifespan"]
