"""Logging in and out through the pages."""

import pytest

from tests.portal.web.world import PASSWORD, World, open_world, token_in


def log_in(world: World, account_id: str, password: str = PASSWORD, client=None):
    """Fill in the form as a browser would."""
    client = client or world.anonymous()
    form = token_in(client.get("/inloggen").text)
    fields = {"formulier": form, "account": account_id, "wachtwoord": password}
    return client, client.post("/inloggen", data=fields)


@pytest.mark.parametrize(
    ("account_id", "home"),
    [("anja", "/werkvoorraad"), ("woonhof-account", "/leveringen"), ("fg", "/logboek")],
)
def test_after_logging_in_everybody_starts_at_their_own_work(world, account_id, home):
    """By role."""
    client, answer = log_in(world, account_id)
    assert (answer.status_code, answer.headers["location"]) == (303, home)
    assert client.get(home).status_code == 200
    assert client.get("/").headers["location"] == home
    assert client.get("/inloggen").headers["location"] == home


def test_the_session_cookie_is_for_the_server_alone(world):
    """No script reads it, no other site sends it, it ends with the session."""
    _, answer = log_in(world, "anja")
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("vs_session=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800"):
        assert part in cookie
    assert "Domain" not in cookie


def test_over_https_the_session_cookie_is_bound_to_the_host(tmp_path):
    """The prefix `__Host-` makes the browser check that."""
    world = open_world(tmp_path, public_url="https://127.0.0.1")
    client = world.anonymous()
    client.base_url = "https://127.0.0.1"
    _, answer = log_in(world, "anja", client=client)
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-vs_session=")
    assert "Secure" in cookie


def test_an_account_name_is_not_case_sensitive(world):
    """A telephone starts with a capital."""
    assert log_in(world, " Anja ")[1].status_code == 303


@pytest.mark.parametrize(("account_id", "password"), [("anja", "fout"), ("niemand", PASSWORD)])
def test_a_wrong_login_is_told_without_saying_what_was_wrong(world, account_id, password):
    """The password does not come back in the page, and there is no session."""
    client, answer = log_in(world, account_id, password)
    assert answer.status_code == 400
    assert "horen niet bij elkaar" in answer.text
    assert f'value="{account_id}"' in answer.text
    assert PASSWORD not in answer.text
    assert client.get("/werkvoorraad").status_code == 303


def test_after_five_failures_the_form_asks_to_wait(world):
    """Also with the right password."""
    client = world.anonymous()
    for _ in range(5):
        log_in(world, "anja", "fout", client)
    answer = log_in(world, "anja", client=client)[1]
    assert answer.status_code == 429
    assert "kwartier" in answer.text


def test_the_login_form_of_another_site_is_refused(world):
    """Else somebody could be logged in as somebody else without noticing."""
    client = world.anonymous()
    client.get("/inloggen")
    fields = {"formulier": "x" * 43, "account": "anja", "wachtwoord": PASSWORD}
    assert client.post("/inloggen", data=fields).status_code == 403


def test_two_tabs_with_the_login_form_both_work(world):
    """The second does not spoil the token of the first."""
    client = world.anonymous()
    first = token_in(client.get("/inloggen").text)
    client.get("/inloggen")
    fields = {"formulier": first, "account": "anja", "wachtwoord": PASSWORD}
    assert client.post("/inloggen", data=fields).status_code == 303


def test_logging_in_again_ends_the_session_before(world):
    """One browser, one session."""
    client, _ = log_in(world, "anja")
    old = client.cookies["vs_session"]
    client.cookies.delete("vs_session")
    form = token_in(client.get("/inloggen").text)
    client.cookies.set("vs_session", old)
    fields = {"formulier": form, "account": "fg", "wachtwoord": PASSWORD}
    assert client.post("/inloggen", data=fields).headers["location"] == "/logboek"
    assert [one.actor for one in world.audited("session.ended")] == ["anja"]
    again = world.anonymous()
    again.cookies.set("vs_session", old)
    assert again.get("/werkvoorraad").status_code == 303


def test_logging_out_ends_the_session_everywhere(world):
    """Also for who kept the cookie."""
    client, _ = log_in(world, "anja")
    secret = client.cookies["vs_session"]
    form = token_in(client.get("/werkvoorraad").text)
    assert client.post("/uitloggen", data={"formulier": form}).headers["location"] == "/inloggen"
    assert "vs_session" not in client.cookies
    client.cookies.set("vs_session", secret)
    assert client.get("/werkvoorraad").status_code == 303


def test_logging_in_and_out_is_written_down(world):
    """With the account, never with the password."""
    client, _ = log_in(world, "anja")
    form = token_in(client.get("/werkvoorraad").text)
    client.post("/uitloggen", data={"formulier": form})
    log_in(world, "anja", "fout")
    told = [line.action for line in reversed(world.lines()) if line.object_type == "account"]
    assert told == ["session.started", "session.ended", "session.refused"]


def test_a_hostile_account_name_is_shown_as_text(world):
    """The page repeats the name that was typed, and nothing of it runs."""
    answer = log_in(world, '"><script>alert(1)</script>', "fout")[1]
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
