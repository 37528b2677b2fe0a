"""A human decides about an unsure signal: once, for a reason, and written down."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from protocols.ids import ResidentId
from protocols.people import Name, Residency
from protocols.privacy.terms import Kept
from protocols.work.decide import MOST_NOTE, REASONS, DecisionReason, Verdict
from store import audit, decisions, deliveries, signals
from store.engine import StoreUnavailable, begin, reading
from streams.reviews import BadReason, NotACandidate, NotWaiting
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.reviews import decide, open_cases, unsure, waiting

NOTE = "Zelfde huis, dochter van de bewoner"


@pytest.fixture
def held(line: Line) -> Line:
    """A line on which signal d1-1, about resident 1, waits for a human."""
    line.send([unsure(1)])
    assert waiting(line) == ["d1-1"]
    return line


def _told(line: Line, action: str) -> list[audit.AuditLine]:
    with reading(line.engine) as tx:
        return list(audit.latest(tx, action=action))


@pytest.mark.parametrize("resident_id", ["r-1", ""])
def test_a_decision_is_written_down_with_who_when_why_and_rule(
    held: Line, resident_id: str
) -> None:
    """AVG art. 5(2); the rule is the one by which the matcher was not sure."""
    verdict = Verdict.SAME if resident_id else Verdict.DIFFERENT
    with reading(held.engine) as tx:
        review = signals.find_held(tx, "d1-1")
    decide(held, "d1-1", resident_id, note=NOTE)
    (line,) = _told(held, "review.decided")
    assert (line.actor, line.object_id, line.result) == ("anja", "d1-1", verdict.value)
    assert line.at == "2026-11-22T09:00:00.000Z"
    detail = msgspec.json.decode(line.detail)
    assert review is not None
    assert detail.pop("rule")
    assert detail == {
        "reason": REASONS[verdict][0].value,
        "candidate": 1 if resident_id else 0,
        "candidates": 1,
        "note_length": len(NOTE),
        "undo_until": "2026-12-06",
    }


def test_a_note_is_sealed_and_stands_in_no_log(held: Line, database: Path) -> None:
    """People write names in notes, whatever the form asks."""
    decide(held, "d1-1", note=NOTE)
    content = b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert NOTE.encode() not in content
    assert made.surname(1).encode() not in content


@pytest.mark.parametrize(
    ("resident_id", "why"),
    [
        ("r-1", {"reason": DecisionReason.NAMESAKE}),
        ("", {"reason": DecisionReason.SPELLING}),
        ("", {"reason": DecisionReason.OTHER}),
        ("r-1", {"note": "x" * (MOST_NOTE + 1)}),
    ],
)
def test_without_a_good_reason_nothing_is_decided(held: Line, resident_id: str, why: dict) -> None:
    """The signal still waits, and no entry tells otherwise."""
    with pytest.raises(BadReason) as caught:
        decide(held, "d1-1", resident_id, **why)
    assert caught.value.faults
    assert waiting(held) == ["d1-1"]
    assert _told(held, "review.decided") == []


@pytest.mark.parametrize("resident_id", ["r-2", "r-999"])
def test_only_who_stands_beside_it_can_be_chosen(held: Line, resident_id: str) -> None:
    """Whatever a form was made to send."""
    with pytest.raises(NotACandidate):
        decide(held, "d1-1", resident_id)
    assert waiting(held) == ["d1-1"]


@pytest.mark.parametrize(
    "changes",
    [{"residency": Residency.DECEASED}, {"residency": Residency.ELSEWHERE}, {"address": None}],
)
def test_who_does_not_live_here_any_more_cannot_be_chosen(held: Line, changes: dict) -> None:
    """The register of today counts, not that of the day of the match."""
    with_residents(held, [made.resident(1, **changes)])
    with pytest.raises(NotACandidate):
        decide(held, "d1-1", "r-1")
    with_residents(held, [made.resident(2)])
    with pytest.raises(NotACandidate):
        decide(held, "d1-1", "r-1")
    assert waiting(held) == ["d1-1"]


@pytest.mark.parametrize("first", ["r-1", ""])
@pytest.mark.parametrize("second", ["r-1", ""])
def test_a_signal_is_decided_once(held: Line, first: str, second: str) -> None:
    """Who comes second hears so; the first decision stands."""
    decide(held, "d1-1", first)
    with pytest.raises(NotWaiting):
        decide(held, "d1-1", second)
    held.embedded.drain()
    assert len(open_cases(held)) == bool(first)
    assert len(_told(held, "review.decided")) == 1


def test_the_same_resident_goes_on_down_the_line(held: Line) -> None:
    """As if it had matched at once."""
    decide(held, "d1-1", "r-1")
    held.embedded.drain()
    (case,) = open_cases(held)
    assert (case.signals_count, case.total_cents) == (1, 50_001)
    assert waiting(held) == []


def test_one_of_two_candidates_is_the_one_that_was_chosen(line: Line) -> None:
    """Father and son at one address: the audit log tells which, by its place on the screen."""
    son = made.resident(
        200, name=Name("Bas", "B", surname=made.surname(1)), address=made.address(1)
    )
    with_residents(line, [made.resident(1), son])
    line.send([unsure(1)])
    decide(line, "d1-1", "r-200")
    line.embedded.drain()
    with reading(line.engine) as tx:
        kept = signals.find(tx, "d1-1")
    assert kept is not None
    assert kept.resident_id == ResidentId("r-200")
    detail = msgspec.json.decode(_told(line, "review.decided")[0].detail)
    assert detail["candidates"] == 2
    assert detail["candidate"] in {1, 2}


def test_a_different_person_is_set_aside_and_not_yet_erased(held: Line) -> None:
    """Nothing goes on, nothing is counted, nothing is lost."""
    decide(held, "d1-1")
    held.embedded.drain()
    found = held.counts()
    assert (found["set aside"], found["cases"], found["signals"]) == (1, 0, 0)
    assert "tally probable:different" not in found
    with reading(held.engine) as tx:
        assert deliveries.data_keys(tx, ["d1-1"])


def test_the_receipt_is_the_same_whatever_was_decided(line: Line) -> None:
    """A creditor never hears whether somebody is a resident."""
    line.send([unsure(1), unsure(2), unsure(3)])
    before = line.receipts()
    decide(line, "d1-1", "r-1")
    decide(line, "d1-2")
    line.embedded.drain()
    assert line.receipts() == before
    assert len({replace(one, row=0) for one in before.values()}) == 1


def _without_term(url: str) -> Line:
    """A city that decided nothing on taking back."""
    privacy = made.privacy()
    days = {kept: rows for kept, rows in privacy.retention_days.items() if kept != Kept.DECISION}
    city = made.city(privacy=replace(privacy, retention_days=days))
    return with_residents(open_line(url, city), [made.resident(1)])


def test_without_a_term_a_different_person_is_erased_at_once(url: str) -> None:
    """What nobody decided to keep is not kept."""
    line = _without_term(url)
    line.send([unsure(1)])
    decide(line, "d1-1")
    found = line.counts()
    assert (found["set aside"], found["tally probable:different"]) == (0, 1)
    with reading(line.engine) as tx:
        assert not deliveries.data_keys(tx, ["d1-1"])
        assert decisions.find(tx, "d1-1") is None
    assert '"undo_until":""' in _told(line, "review.decided")[0].detail


def test_without_a_term_nothing_of_the_delivery_is_kept_beside_the_case(url: str) -> None:
    """The same person: the decision is final, so undoing needs nothing."""
    line = _without_term(url)
    line.send([unsure(1)])
    decide(line, "d1-1", "r-1")
    line.embedded.drain()
    with reading(line.engine) as tx:
        assert decisions.find(tx, "d1-1") is None
    assert len(open_cases(line)) == 1


def test_a_decision_late_in_the_term_can_be_taken_back_no_longer_than_the_signal_may_live(
    held: Line,
) -> None:
    """Received on the 22nd: 28 days to decide and 14 to take back, and not a day more."""
    decide(held, "d1-1", at=made.AT + timedelta(days=28))
    with reading(held.engine) as tx:
        decision = decisions.find(tx, "d1-1")
    assert decision is not None
    assert decision.undo_until == (made.ON + timedelta(days=42)).isoformat()


@pytest.mark.parametrize("resident_id", ["r-1", ""])
def test_what_cannot_be_written_down_is_not_decided(held: Line, resident_id: str) -> None:
    """Decision and audit entry share a transaction."""
    with begin(held.engine) as tx:
        tx.connection.exec_driver_sql("alter table audit rename to elsewhere")
    with pytest.raises(StoreUnavailable):
        decide(held, "d1-1", resident_id)
    assert waiting(held) == ["d1-1"]
    with reading(held.engine) as tx:
        assert decisions.find(tx, "d1-1") is None
