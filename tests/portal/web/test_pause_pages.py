"""What a worker sees and does about the pauses of a case: breaches, extension, an early end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.access import Visit
from portal.casework import AttemptMade, record_contact
from protocols.covenant.pause_words import Breach, EndReason
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from store import access, cases, pauses
from store.engine import reading
from tests.portal.web.world import Browser, World, open_world
from tests.support import made

TERMS = {
    "feedback": ("help_accepted",),
    "pause_extension_days": 30,
    "pause_broken": ("costs_void", "talk"),
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A portal on which resident 1 accepted help."""
    city = made.city()
    agreed = made.covenant("woonhof", **TERMS)
    world = open_world(
        tmp_path, city=replace(city, covenants={**city.covenants, "woonhof": agreed})
    )
    world.send([made.signal(1)])
    with reading(world.platform.engine) as tx:
        (case,) = cases.caseload(tx, "w-1") + cases.caseload(tx, "w-2")
        worker = next(one for one in access.accounts(tx) if one.subject == case.worker_id)
    call = ContactAttempt(made.ON, Channel.PHONE, DayPart.MORNING, Reached.YES, Outcome.ADVICE)
    record_contact(
        world.platform, Visit(worker, world.clock.at), AttemptMade(case.case_id, 1, call)
    )
    return world


@pytest.fixture
def path(world: World) -> str:
    """Where the pauses of the case are."""
    (noted,) = world.audited("case.closed")
    return f"/zaken/{noted.object_id}/pauzes"


@pytest.fixture
def worker(world: World) -> Browser:
    """Whose case it is."""
    (noted,) = world.audited("case.closed")
    return world.browser(noted.actor)


def state(world: World):
    """How the pause stands."""
    with reading(world.platform.engine) as tx:
        return pauses.state(tx, "d1-1")


def send(worker: Browser, path: str, what: str, on: object):
    """Fill in the form."""
    return worker.post(path, signaal="d1-1", wat=what, dag=str(on))


def test_the_case_leads_to_its_pauses_and_its_timeline_tells_them(
    worker: Browser, path: str
) -> None:
    """The creditor by name, and the last day."""
    case = worker.get(path.removesuffix("/pauzes")).text
    assert f'href="{path}"' in case
    assert "Pauze gevraagd aan Woonhof" in case
    page = worker.get(path)
    assert page.status_code == 200
    assert "Loopt, tot en met 22 december 2026" in page.text


def test_a_breach_is_recorded_once_and_shown_with_what_follows(
    world: World, worker: Browser, path: str
) -> None:
    """By the covenant; sending the form again changes nothing."""
    answer = send(worker, path, Breach.COSTS, made.ON)
    assert answer.headers["location"] == f"{path}?gedaan=verbroken"
    again = send(worker, path, Breach.COSTS, made.ON)
    assert again.headers["location"] == f"{path}?gedaan=niets"
    page = worker.get(path).text
    assert page.count("Pauze verbroken door Woonhof") == 1
    assert "Door kosten gerekend. Gevolg volgens het convenant: de kosten vervallen; een" in page
    assert [one.breach for one in state(world).broken] == [Breach.COSTS]
    assert len(world.audited("pause.broken")) == 1
    assert "Pauze verbroken" in worker.get(path.removesuffix("/pauzes")).text


def test_what_was_not_paused_breaks_nothing(world: World, worker: Browser, path: str) -> None:
    """The covenant pauses costs, no eviction."""
    answer = send(worker, path, Breach.EVICTION, made.ON)
    assert answer.headers["location"] == f"{path}?gedaan=niets"
    assert "verbreekt de pauze niet" in worker.get(f"{path}?gedaan=niets").text
    assert state(world).broken == ()


def test_a_pause_is_extended_within_the_covenant_only(
    world: World, worker: Browser, path: str
) -> None:
    """Thirty days more, and not one beyond."""
    last = made.ON + timedelta(days=60)
    refused = send(worker, path, "verlengen", last + timedelta(days=1))
    assert refused.status_code == 409
    assert "niet verder dan het convenant" in refused.text
    assert send(worker, path, "verlengen", last).status_code == 303
    assert state(world).until_on == last


def test_a_pause_is_ended_and_then_no_more(world: World, worker: Browser, path: str) -> None:
    """With its reason, which the creditor's page does not tell."""
    assert send(worker, path, EndReason.HELP_STOPPED, made.ON).status_code == 303
    assert send(worker, path, EndReason.HELP_STOPPED, made.ON).status_code == 409
    creditor = world.browser("woonhof-account").get("/pauzes").text
    assert "Eerder beëindigd" in creditor
    assert "hulp" not in creditor


@pytest.mark.parametrize(
    ("what", "on", "told"),
    [
        ("", "2026-11-22", ["Kies wat"]),
        ("costs", "", ["Kies een dag"]),
        ("costs", "2026-11-23", ["Kies een dag"]),
        ("zomaar", "gisteren", ["Kies wat", "Kies een dag"]),
    ],
)
def test_a_form_that_is_wrong_tells_all_of_it_and_changes_nothing(
    world: World, worker: Browser, path: str, what: str, on: str, told: list[str]
) -> None:
    """And keeps what was filled in."""
    before = state(world)
    answer = send(worker, path, what, on)
    assert answer.status_code == 400
    assert not [text for text in told if text not in answer.text]
    assert state(world) == before


def test_a_signal_of_another_household_is_refused(worker: Browser, path: str) -> None:
    """Whatever a form names."""
    answer = worker.post(path, signaal="d9-9", wat="costs", dag="2026-11-22")
    assert answer.status_code == 409


def test_another_worker_sees_and_changes_nothing(world: World, worker: Browser, path: str) -> None:
    """404 like a case that is not there, and the denial is written down."""
    (noted,) = world.audited("case.closed")
    other = world.browser("bram" if noted.actor == "anja" else "anja")
    before = state(world)
    for answer in (other.get(path), send(other, path, Breach.COSTS, made.ON)):
        assert answer.status_code == 404
        assert "Woonhof" not in answer.text
    assert state(world) == before
    assert {one.result for one in world.audited("access.denied")} == {"not-assigned"}
