"""Reporting back on the line: in one transaction, once, and the same for who lives here or not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from protocols.city import City
from protocols.covenant.feedback import Code, Reference
from protocols.covenant.pause import PauseRefused, PauseStatus
from protocols.covenant.pause_words import Breach, End, EndReason, Extend
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.privacy.audit import Action, Origin
from protocols.work.contact import Outcome
from store import audit, cases, deliveries, feedback, log, pauses
from store.deliveries import Delivery
from store.engine import Engine, begin, reading
from store.feedback import Told
from store.signing import verifies
from streams import topics
from streams.encoded import OWN
from streams.feedback import report_back, tell_due
from streams.pausing import change, end_all, expire, find_broken
from streams.telling import Teller, reference_of
from tests.support import made
from tests.support.line import Line, open_line, with_residents

SAFE = ("received", "rejected", "in_treatment", "help_accepted", "closed")
AGREED = {"feedback": SAFE, "feedback_closed_days": 60, "pause_extension_days": 30}
DAY = timedelta(days=1)


def city(**terms: object) -> City:
    """The made-up city with the safe set agreed with `woonhof` and `stroom`."""
    covenants = {
        CreditorId("woonhof"): made.covenant("woonhof", **{**AGREED, **terms}),
        CreditorId("stroom"): made.covenant(
            "stroom", "Energie", arrears_types=("electricity",), feedback=("received",)
        ),
    }
    return made.city(covenants=covenants)


@pytest.fixture
def line(url: str) -> Line:
    """A line with residents 1 to 20 on which feedback is agreed."""
    return with_residents(open_line(url, city()), [made.resident(n) for n in range(1, 21)])


def teller(line: Line, days: int = 0) -> Teller:
    """Who tells, so many days after the signals came in."""
    return Teller(line.city, line.vault, "clock", Origin.CLOCK, made.AT + days * DAY)


def told(engine: Engine, creditor_id: str = "woonhof") -> list[Told]:
    """What a creditor was told, in order."""
    with reading(engine) as tx:
        return feedback.page(tx, creditor_id, 0)


def close(line: Line, outcome: Outcome, days: int = 0) -> list[Told]:
    """Record an outcome of the only case and report it back."""
    with begin(line.engine) as tx:
        (case,) = [one for w in ("w-1", "w-2", "w-3") for one in cases.caseload(tx, w)]
        cases.close(tx, case, outcome, made.ON + days * DAY, made.AT + days * DAY)
        return list(report_back(tx, teller(line, days), case, outcome))


def test_accepted_help_is_told_with_event_audit_and_pause(line: Line) -> None:
    """All in one transaction, so none of the four is ever there without the others."""
    line.send([made.signal(1)])
    (one,) = close(line, Outcome.ADVICE)
    assert (one.signal_id, one.code) == ("d1-1", "help_accepted")
    assert one.until_on == (made.ON + 30 * DAY).isoformat()
    with reading(line.engine) as tx:
        part = topics.FEEDBACK.part("woonhof")
        (event,) = log.read(tx, "feedback", part, 0, 9)
        assert (event.key, event.ce_type) == ("woonhof", topics.FEEDBACK_TOLD)
        assert json.loads(event.data) == {
            "creditor_id": "woonhof",
            "seq": 1,
            "signal_id": "d1-1",
            "code": "help_accepted",
            "told_on": "2026-11-22",
            "until_on": "2026-12-22",
        }
        (noted,) = audit.latest(tx, action=Action.FEEDBACK_TOLD.value)
        assert (noted.object_id, noted.result) == (one.feedback_id, "help_accepted")
        (kept,) = pauses.of_creditor(tx, "woonhof")
        assert (kept.status, kept.until_on) == ("running", one.until_on)
        (event,) = pauses.history(tx, "d1-1")
        assert verifies(line.vault.signer.public, event.statement, event.signature)
        assert json.loads(event.statement)["until"] == one.until_on


def _report_and_fail(line: Line) -> None:
    with begin(line.engine) as tx:
        (case,) = cases.caseload(tx, "w-1") + cases.caseload(tx, "w-2")
        assert report_back(tx, teller(line), case, Outcome.ADVICE)
        raise ZeroDivisionError


def test_what_fails_afterwards_takes_the_feedback_with_it(line: Line) -> None:
    """The pair of the test above: nothing of it is there alone."""
    line.send([made.signal(1)])
    with pytest.raises(ZeroDivisionError):
        _report_and_fail(line)
    with reading(line.engine) as tx:
        assert told(line.engine) == []
        assert log.read(tx, "feedback", topics.FEEDBACK.part("woonhof"), 0, 9) == []
        assert pauses.of_creditor(tx, "woonhof") == []


@pytest.mark.parametrize("outcome", [Outcome.NOT_RESIDENT, Outcome.NEVER_REACHED, Outcome.DECEASED])
def test_no_other_outcome_leaves(line: Line, outcome: Outcome) -> None:
    """Not even that there was one."""
    line.send([made.signal(1)])
    assert close(line, outcome) == []
    assert told(line.engine) == []


def test_each_creditor_hears_only_what_was_agreed_with_it(line: Line) -> None:
    """`stroom` has a signal in the same case and a covenant that knows no accepted help."""
    other = made.signal(
        2,
        1,
        creditor_id=CreditorId("stroom"),
        delivery_id=DeliveryId("d2"),
        signal_id=SignalId("d2-1"),
        arrears_type="electricity",
    )
    line.send([made.signal(1)])
    line.send([other])
    assert [one.creditor_id for one in close(line, Outcome.ADVICE)] == ["woonhof"]
    assert told(line.engine, "stroom") == []
    with reading(line.engine) as tx:
        assert pauses.of_creditor(tx, "stroom") == []


def test_an_outcome_is_told_once(line: Line) -> None:
    """A case that is closed again tells nothing new, and its pause keeps its days."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    with begin(line.engine) as tx:
        kept = pauses.of_creditor(tx, "woonhof")
        case = cases.find(tx, kept[0].case_id)
        assert case is not None
        assert report_back(tx, teller(line, 3), case, Outcome.FOLLOW_UP) == []
        assert pauses.of_creditor(tx, "woonhof") == kept


def test_the_clock_tells_residents_and_strangers_alike(line: Line) -> None:
    """The leak rule, end to end: rows 1 and 2 are residents, 3 a stranger, 4 waits for a human."""
    stranger = made.signal(30)
    held = replace(made.signal(4).person, born=None, name=made.signal(5).person.name)
    rows = [
        made.signal(1),
        made.signal(2),
        replace(stranger, row=3, signal_id=SignalId("d1-3")),
        made.signal(4, person=held),
    ]
    line.send(rows)
    counts = line.counts()
    assert (counts["signals"], counts["tally not_resident"]) == (2, 1)
    assert counts["held for review"] == 1
    for days in (0, 1, 2, 59, 60, 61):
        tell_due(line.engine, teller(line, days))
    by_row: dict[str, list[tuple[str, str, str]]] = {}
    for one in told(line.engine):
        row = by_row.setdefault(one.signal_id, [])
        row.append((one.code, one.told_on, one.until_on))
    assert set(by_row) == {"d1-1", "d1-2", "d1-3", "d1-4"}
    assert by_row["d1-1"] == [
        ("received", "2026-11-22", ""),
        ("in_treatment", "2026-11-23", ""),
        ("closed", (made.ON + 60 * DAY).isoformat(), ""),
    ]
    assert len({tuple(said) for said in by_row.values()}) == 1


def test_outcomes_of_a_resident_do_not_change_what_the_clock_tells(line: Line) -> None:
    """A case that closed early hears `closed` on the same day as one that is still open."""
    line.send([made.signal(1), made.signal(2, 30)])
    close(line, Outcome.NOT_RESIDENT, days=3)
    for days in range(0, 62, 3):
        tell_due(line.engine, teller(line, days))
    said = {
        row: [(one.code, one.told_on) for one in told(line.engine) if one.signal_id == row]
        for row in ("d1-1", "d1-2")
    }
    assert said["d1-1"] == said["d1-2"]
    assert len(said["d1-1"]) == 3


def test_the_clock_tells_a_refused_row_that_it_was_and_nothing_later(line: Line) -> None:
    """And telling twice tells nothing more."""
    line.send([made.signal(1, amount_cents=1)])
    assert tell_due(line.engine, teller(line))[Code.REJECTED] == 1
    assert tell_due(line.engine, teller(line))[Code.REJECTED] == 0
    tell_due(line.engine, teller(line, 61))
    assert [one.code for one in told(line.engine)] == ["rejected"]


def test_a_signal_that_came_in_encoded_is_named_as_its_creditor_sent_it(line: Line) -> None:
    """It travels under a delivery of the city's own, which would show that it was opened."""
    with begin(line.engine) as tx:
        deliveries.add(tx, Delivery("d7", "woonhof", b"1", "", 9), made.AT)
        deliveries.add(tx, Delivery("d7e", f"woonhof{OWN}", b"2", "", 1), made.AT)
        deliveries.add(tx, Delivery("d7e-4", f"woonhof{OWN}", b"3", "", 1), made.AT)
        assert reference_of(tx, "woonhof", "d7-1") == "d7-1"
        assert reference_of(tx, "woonhof", "d7e-3") == "d7-3"
        assert reference_of(tx, "woonhof", "d7e-4-4") == "d7-4"
        assert reference_of(tx, "stroom", "d7-1") is None
        assert reference_of(tx, "woonhof", "d8-1") is None


def test_a_new_signal_in_the_pause_breaks_it_once(line: Line) -> None:
    """Noted with the reference of the new signal, in the audit log, and not at every run."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    again = made.signal(
        1, 1, delivery_id=DeliveryId("d2"), signal_id=SignalId("d2-1"), reference="C1b"
    )
    later = made.AT + 2 * DAY
    line.send([replace(again, signal_on=made.ON + 2 * DAY)], at=later)
    assert find_broken(line.engine, teller(line, 3)) == 1
    assert find_broken(line.engine, teller(line, 4)) == 0
    with reading(line.engine) as tx:
        (broken,) = pauses.state(tx, "d1-1").broken
        (noted,) = audit.latest(tx, action=Action.PAUSE_BROKEN.value)
    assert (broken.breach, broken.about) == (Breach.NEW_SIGNAL, Reference("d2-1"))
    assert noted.object_id == "d1-1"


def test_a_pause_ends_by_itself_after_its_last_day(line: Line) -> None:
    """Not on it; and the statement that is signed says so."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    assert expire(line.engine, teller(line, 30)) == 0
    assert expire(line.engine, teller(line, 31)) == 1
    assert expire(line.engine, teller(line, 31)) == 0
    with reading(line.engine) as tx:
        last = pauses.history(tx, "d1-1")[-1]
    assert json.loads(last.statement)["status"] == "expired"
    assert verifies(line.vault.signer.public, last.statement, last.signature)


def test_a_pause_can_be_extended_and_ended_and_then_no_more(line: Line) -> None:
    """Each change signed anew; a refusal records nothing."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    by = teller(line, 5)
    with begin(line.engine) as tx:
        longer = change(tx, by, "d1-1", Extend(by.on, made.ON + 40 * DAY))
        assert longer.until_on == made.ON + 40 * DAY
        ended = change(tx, by, "d1-1", End(by.on, EndReason.ARRANGEMENT))
        assert ended.status is PauseStatus.ENDED
        with pytest.raises(PauseRefused):
            change(tx, by, "d1-1", End(by.on, EndReason.ARRANGEMENT))
        with pytest.raises(PauseRefused):
            change(tx, by, "d9-9", End(by.on, EndReason.ARRANGEMENT))
        assert len(pauses.history(tx, "d1-1")) == 3


def test_every_pause_of_a_household_ends_when_consent_is_withdrawn(line: Line) -> None:
    """Once; what is signed tells the new last day and not the reason."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    by = teller(line, 5)
    with begin(line.engine) as tx:
        (kept,) = pauses.of_creditor(tx, "woonhof")
        assert end_all(tx, by, kept.household_id, EndReason.CONSENT_WITHDRAWN) == 1
        assert end_all(tx, by, kept.household_id, EndReason.CONSENT_WITHDRAWN) == 0
        last = pauses.history(tx, "d1-1")[-1]
    assert json.loads(last.statement)["until"] == by.on.isoformat()
    assert b"consent" not in last.statement


def test_a_pause_that_is_over_is_not_ended_again(line: Line) -> None:
    """The pair of the test above: also when nobody noted yet that it is over."""
    line.send([made.signal(1)])
    close(line, Outcome.ADVICE)
    with begin(line.engine) as tx:
        (kept,) = pauses.of_creditor(tx, "woonhof")
        by = teller(line, 31)
        assert end_all(tx, by, kept.household_id, EndReason.CONSENT_WITHDRAWN) == 0
