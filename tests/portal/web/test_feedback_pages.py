"""What a creditor sees of its feedback and pauses: on pages, as files, over the API."""

import base64
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from portal.access import Visit, new_token
from portal.casework import AttemptMade, record_contact
from portal.web.pages.feedback import KEYS_PATH
from protocols.covenant.feedback import Code, Feedback, Reference
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from store import access, channels, feedback
from store.channels import Channel as Webhook
from store.engine import begin, reading
from store.signing import verifies
from tests.portal.web.world import World, open_world
from tests.support import made

SAFE = ("received", "rejected", "in_treatment", "help_accepted", "closed")
CREDITOR_PATHS = (
    "/terugkoppelingen",
    "/terugkoppelingen.csv",
    "/terugkoppelingen.json",
    "/pauzes",
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A portal on which the safe set is agreed with every creditor."""
    city = made.city()
    agreed = {
        creditor: made.covenant(creditor, feedback=SAFE, pause_extension_days=30)
        for creditor in ("woonhof",)
    }
    covenants = {**city.covenants, **agreed}
    return open_world(tmp_path, city=replace(city, covenants=covenants))


@pytest.fixture
def helped(world: World) -> World:
    """A portal on which a resident accepted help, as its worker recorded it."""
    world.send([made.signal(1)])
    case = next(one for w in ("w-1", "w-2") for one in _caseload(world, w))
    with reading(world.platform.engine) as tx:
        worker = next(one for one in access.accounts(tx) if one.subject == case.worker_id)
    call = ContactAttempt(made.ON, Channel.PHONE, DayPart.MORNING, Reached.YES, Outcome.ADVICE)
    made_ = AttemptMade(case.case_id, 1, call)
    record_contact(world.platform, Visit(worker, world.clock.at), made_)
    return world


def _caseload(world: World, worker_id: str):
    from store import cases

    with reading(world.platform.engine) as tx:
        return cases.caseload(tx, worker_id)


def api(world: World, account_id: str, path: str):
    """Ask the API as a creditor."""
    with begin(world.platform.engine) as tx:
        secret = new_token(tx, account_id)
    return world.anonymous().get(path, headers={"Authorization": f"Bearer {secret}"})


def test_a_creditor_sees_that_help_was_accepted_and_until_when_it_pauses(helped: World) -> None:
    """In words, with the code beside it."""
    page = helped.browser("woonhof-account").get("/terugkoppelingen")
    assert page.status_code == 200
    for text in ("De hulp is aanvaard", "22 december 2026", "help_accepted", "/leveringen/d1"):
        assert text in page.text
    pauses = helped.browser("woonhof-account").get("/pauzes")
    assert "22 december 2026" in pauses.text
    assert "Loopt" in pauses.text


@pytest.mark.parametrize("path", CREDITOR_PATHS)
def test_another_creditor_sees_nothing_of_it(helped: World, path: str) -> None:
    """Neither on a page nor in a file."""
    answer = helped.browser("stroom-account").get(path)
    assert answer.status_code == 200
    for text in ("d1", "help_accepted", "De hulp is aanvaard", "22 december"):
        assert text not in answer.text


@pytest.mark.parametrize("path", CREDITOR_PATHS)
def test_no_page_tells_who_it_is_about(helped: World, path: str) -> None:
    """Nor the worker, the case, the household or the amount."""
    case_id = _case_of(helped)
    page = helped.browser("woonhof-account").get(path).text
    for secret in (made.surname(1), "Verzinweg", "anja", "bram", case_id, "w-1", "50001", "500,01"):
        assert secret not in page


def _case_of(world: World) -> str:
    (noted,) = world.audited("case.closed")
    return noted.object_id


def test_the_files_hold_every_feedback_in_order(helped: World) -> None:
    """The same facts in CSV and JSON, more than one page of them."""
    said = [
        Feedback(Code.RECEIVED, Reference(f"d9-{row}"), made.ON)
        for row in range(1, feedback.MOST + 11)
    ]
    with begin(helped.platform.engine) as tx:
        feedback.tell(tx, "woonhof", said, made.AT)
    browser = helped.browser("woonhof-account")
    answer = browser.get("/terugkoppelingen.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [int(row["volgnummer"]) for row in rows] == [*range(1, feedback.MOST + 12)]
    assert rows[0]["pauze tot en met"] == "2026-12-22"
    facts = json.loads(browser.get("/terugkoppelingen.json").content)["terugkoppelingen"]
    assert [one["seq"] for one in facts] == [*range(1, feedback.MOST + 12)]
    assert [one["code"] for one in facts] == [row["code"] for row in rows]
    assert "attachment" in answer.headers["content-disposition"]


def test_the_list_goes_back_page_by_page(helped: World) -> None:
    """A hundred at a time, the newest first; a page that is not there is empty."""
    said = [Feedback(Code.RECEIVED, Reference(f"d9-{row}"), made.ON) for row in range(1, 131)]
    with begin(helped.platform.engine) as tx:
        feedback.tell(tx, "woonhof", said, made.AT)
    browser = helped.browser("woonhof-account")
    first = browser.get("/terugkoppelingen").text
    assert 'href="/terugkoppelingen?voor=32"' in first
    second = browser.get("/terugkoppelingen?voor=32").text
    assert "De hulp is aanvaard" in second
    assert "Oudere terugkoppelingen" not in second
    assert "nog geen terugkoppelingen" in browser.get("/terugkoppelingen?voor=1").text
    assert browser.get("/terugkoppelingen?voor=x").text.count("<tr") == first.count("<tr")


def test_a_stopped_webhook_is_told_on_the_page(helped: World) -> None:
    """And one that is tried again too; one that works says nothing."""
    browser = helped.browser("woonhof-account")
    notes: Mapping[str, Mapping[str, object]] = {
        "is gestopt": {"state": "stopped", "failures": 20},
        "opnieuw na 22 november 2026, 10:00": {
            "failures": 1,
            "next_at": "2026-11-22T09:00:00.000Z",
        },
        "": {},
    }
    for text, changes in notes.items():
        with begin(helped.platform.engine) as tx:
            channels.put(tx, replace(Webhook("woonhof", "https://x.example", "a"), **changes))
        page = browser.get("/terugkoppelingen").text
        assert (text in page) if text else "webhook" not in page


def test_reading_is_audited_each_way(helped: World) -> None:
    """The officer sees what left and to whom."""
    browser = helped.browser("woonhof-account")
    for path in ("/terugkoppelingen", "/pauzes", "/terugkoppelingen.csv"):
        browser.get(path)
    api(helped, "woonhof-account", "/v1/terugkoppelingen")
    noted = helped.audited("feedback.read")
    assert {one.object_id for one in noted} == {"woonhof"}
    assert {one.result for one in noted} == {"feedback", "pauses"}
    assert {one.origin for one in noted} == {"web", "api"}


def test_the_api_gives_pages_with_a_cursor(helped: World) -> None:
    """Oldest first; from the cursor on there is nothing until something new is told."""
    answer = api(helped, "woonhof-account", "/v1/terugkoppelingen")
    assert answer.status_code == 200
    assert answer.json() == {
        "feedback": [
            {
                "feedbackId": "d1-1_help_accepted",
                "seq": 1,
                "deliveryId": "d1",
                "row": 1,
                "code": "help_accepted",
                "toldOn": "2026-11-22",
                "untilOn": "2026-12-22",
            }
        ],
        "cursor": 1,
        "next": None,
    }
    said = [Feedback(Code.RECEIVED, Reference(f"d9-{row}"), made.ON) for row in range(1, 601)]
    with begin(helped.platform.engine) as tx:
        feedback.tell(tx, "woonhof", said, made.AT)
    first = api(helped, "woonhof-account", "/v1/terugkoppelingen?na=1").json()
    assert (first["cursor"], first["next"]) == (501, "/v1/terugkoppelingen?na=501")
    last = api(helped, "woonhof-account", first["next"]).json()
    assert (len(last["feedback"]), last["cursor"], last["next"]) == (100, 601, None)
    empty = api(helped, "woonhof-account", "/v1/terugkoppelingen?na=601").json()
    assert empty == {"feedback": [], "cursor": 601, "next": None}


@pytest.mark.parametrize("after", ["-1", "x", "99999999999"])
def test_a_wrong_cursor_is_refused(helped: World, after: str) -> None:
    """400, without what was sent."""
    answer = api(helped, "woonhof-account", f"/v1/terugkoppelingen?na={after}")
    assert answer.status_code == 400
    assert after not in answer.json()["detail"]


def test_the_api_tells_another_creditor_nothing(helped: World) -> None:
    """The same question with another token."""
    told = api(helped, "stroom-account", "/v1/terugkoppelingen").json()
    assert told == {"feedback": [], "cursor": 0, "next": None}
    assert api(helped, "stroom-account", "/v1/pauzes").json()["pauses"] == []
    assert helped.anonymous().get("/v1/terugkoppelingen").status_code == 401


def test_a_pause_can_be_checked_with_the_published_key(helped: World) -> None:
    """By who trusts nobody here: the key, the statement and the signature are enough."""
    keys = helped.anonymous().get(KEYS_PATH)
    assert keys.headers["access-control-allow-origin"] == "*"
    (jwk,) = keys.json()["keys"]
    answer = api(helped, "woonhof-account", "/v1/pauzes").json()
    (pause,) = answer["pauses"]
    assert answer["kid"] == jwk["kid"]
    public = base64.urlsafe_b64decode(jwk["x"] + "=")
    signature, content = base64.b64decode(pause["signature"]), pause["statement"].encode()
    assert verifies(public, content, signature)
    assert not verifies(public, content.replace(b"2026-12-22", b"2027-12-22"), signature)
    facts = json.loads(content)
    assert (facts["until"], facts["signal"]) == ("2026-12-22", "d1-1")
    assert "d" not in jwk


def test_an_attempt_without_an_outcome_tells_nothing(world: World) -> None:
    """Only what closes a case has an outcome; that somebody was visited stays here."""
    world.send([made.signal(1)])
    case = next(one for w in ("w-1", "w-2") for one in _caseload(world, w))
    with reading(world.platform.engine) as tx:
        worker = next(one for one in access.accounts(tx) if one.subject == case.worker_id)
    visit = ContactAttempt(made.ON, Channel.VISIT, DayPart.MORNING, Reached.NO)
    record_contact(
        world.platform, Visit(worker, world.clock.at), AttemptMade(case.case_id, 1, visit)
    )
    assert world.audited("feedback.told") == []
