"""A database rebuilt from the log is equal to the original; what is not equal is told."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from protocols.covenant.signal import ArrearsType, Delivered, MessageKind
from protocols.errors import Refused
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Address, Name, Person
from protocols.privacy.terms import Kept
from protocols.work.contact import Outcome
from store import log, replaying, signals
from store.engine import StoreUnavailable, Tx, begin, reading
from store.log import Entry, Record
from streams import topics
from streams.events import encode, read_matched
from streams.intake import Unreadable
from streams.processor import Step
from streams.registering import load_register
from streams.undoing import NotUndoable
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.parked import Parking
from tests.support.replayed import Stages, erase, replayed, seek, unequal
from tests.support.reviews import changed, decide, end_terms, open_cases, take_back, unsure

LATER = datetime(2026, 12, 22, 9, tzinfo=UTC)
LONG_AFTER = datetime(2027, 6, 20, 9, tzinfo=UTC)


@pytest.fixture
def target(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[str]:
    """A second, empty database of the same kind."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    with request.getfixturevalue("databases").one() as other:
        yield other


def _row(delivery: int, row: int, about: int, **changes: Any) -> Delivered:
    wanted = {
        "signal_id": SignalId(f"d{delivery}-{row}"),
        "delivery_id": DeliveryId(f"d{delivery}"),
        "reference": f"C{about}",
    }
    return made.signal(row, about, **{**wanted, **changes})


def _power(delivery: int, row: int, about: int) -> Delivered:
    kind = {"creditor_id": CreditorId("stroom"), "arrears_type": ArrearsType.ELECTRICITY}
    return _row(delivery, row, about, **kind, amount_cents=Cents(70_000 + row))


def _stranger(delivery: int, row: int) -> Delivered:
    nobody = Person(Name(surname="Nergenshuizen"), None, Address("Nergens", 9, "", "", "9999ZZ"))
    return _row(delivery, row, row, person=nobody)


def _away(delivery: int, row: int, about: int, kind: MessageKind, cents: int = 0) -> Delivered:
    return _row(delivery, row, about, kind=kind, amount_cents=Cents(cents))


def _busy(line: Line) -> None:
    """Two months of everything: good, refused and unreadable rows, changes, people's decisions."""
    first = [_row(1, n, n) for n in range(1, 31)]
    first += [unsure(n, n, "d1") for n in range(31, 37)]
    first += [_stranger(1, 40), _row(1, 41, 41, amount_cents=Cents(1)), _row(1, 42, 1)]
    line.send(first, unreadable=[Unreadable(43, (("bedrag", "not-an-amount"),))])
    line.send([_power(2, n, n) for n in range(1, 61, 3)])
    gone, other = MessageKind.WITHDRAW, MessageKind.CORRECT
    line.send([_away(3, 1, 4, gone), _away(3, 2, 5, other, 9_900), _away(3, 3, 6, gone)])
    decide(line, "d1-31", "r-31")
    decide(line, "d1-32")
    decide(line, "d1-33", "r-33")
    line.embedded.drain()
    take_back(line, "d1-33")
    take_back(line, "d1-32")
    line.send([changed(unsure(34, 34, "d1"), "d4", other, 8_800)])
    mine = sorted(open_cases(line), key=lambda case: case.case_id)
    seek(line, mine[0])
    seek(line, mine[1], outcome=Outcome.ADVICE)
    seek(line, mine[2], outcome=Outcome.NO_RESPONSE)
    december = [_row(5, n, n, signal_on=LATER.date()) for n in range(1, 21)]
    line.send(december, LATER)


def test_a_rebuilt_database_is_equal_to_the_original(line: Line, target: str) -> None:
    """Row by row: by the report, and by a comparison that knows nothing of it."""
    _busy(line)
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []
    assert report.rows.again > 40
    assert report.rows.decided == 5
    assert report.rows.sealed > 5
    with reading(line.engine) as tx:
        heads = sum(log.position(tx, topics.CASEWORK, "matched", part) for part in range(4))
    assert report.matched == heads


def test_a_rebuilt_database_may_be_of_the_other_kind(postgres_url: str, tmp_path: Path) -> None:
    """A city that outgrows its file can see that the server says the same."""
    residents = [made.resident(n) for n in range(1, 101)]
    line = with_residents(open_line(tmp_path / "small.db"), residents)
    _busy(line)
    report, other = replayed(line, postgres_url)
    assert report.differences == 0, report
    assert unequal(line, other) == []
    back, again = replayed(other, f"sqlite:///{tmp_path / 'back.db'}")
    assert back.differences == 0, back
    assert unequal(line, again) == []


def test_both_go_on_in_the_same_way(line: Line, target: str) -> None:
    """What waits in the source waits in the target, and comes to the same."""
    _busy(line)
    line.deliver([_power(6, n, n) for n in range(2, 40, 2)], LATER)
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert report.rows.apart == 0
    assert other.embedded.waiting() == line.embedded.waiting() == 19
    line.embedded.drain()
    other.embedded.drain()
    assert set(unequal(line, other)) <= {"audit", "event_log", "signal"}
    assert other.counts() == line.counts()


def _with(group: str, faulty: Callable[[Step], Step]) -> Callable[[Stages], Stages]:
    """The steps of a line, but for one group another one."""

    def _change(stages: Stages) -> Stages:
        return [
            (topic, replace(one, step=faulty(one.step)) if one.group == group else one)
            for topic, one in stages
        ]

    return _change


@dataclass(frozen=True, slots=True)
class _CentMore:
    """Casework that takes every signal for a cent more."""

    step: Step

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        return self.step(tx, [_a_cent_more(record) for record in records])


@dataclass(frozen=True, slots=True)
class _CentMoreTold:
    """Admission that tells of a cent more than was delivered."""

    step: Step

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        return [_a_cent_more(entry) for entry in self.step(tx, records)]


def _a_cent_more(event: Any) -> Any:
    if event.ce_type != topics.SIGNAL_MATCHED:
        return event
    told = read_matched(event.data)
    known = told.matched.signal
    more = replace(known, amount_cents=Cents(known.amount_cents + 1))
    return replace(event, data=encode(replace(told, matched=replace(told.matched, signal=more))))


@pytest.mark.parametrize(
    ("group", "faulty", "told"),
    [
        (topics.CASEWORK, _CentMore, {"signal", "cases"}),
        (topics.ADMISSION, _CentMoreTold, {"topic matched"}),
    ],
)
def test_a_step_that_is_one_cent_off_is_told(
    line: Line, target: str, group: str, faulty: Any, told: set[str]
) -> None:
    """The negative control: else "equal" would mean nothing."""
    line.send([_row(1, n, n) for n in range(1, 9)])

    report, _ = replayed(line, target, _with(group, faulty))
    differing = {one.name: one.rows.different for one in report.checked if one.differences}
    assert differing.keys() == told
    assert set(differing.values()) == {8}


@dataclass(frozen=True, slots=True)
class _Lazy:
    """A step that does nothing at all."""

    step: Step

    def __call__(self, _tx: Tx, _records: Sequence[Record]) -> Sequence[Entry]:
        return ()


@pytest.mark.parametrize("group", [topics.ADMISSION, topics.CASEWORK])
def test_a_step_that_does_nothing_is_told(line: Line, target: str, group: str) -> None:
    """What is taken over from the source does not hide what was not made."""
    line.send([_row(1, n, n) for n in range(1, 9)])

    report, _ = replayed(line, target, _with(group, _Lazy))
    assert report.differences >= 8


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_in_whatever_order_comes_out_the_same(
    line: Line, target: str, seed: int
) -> None:
    """Half-handled batches, undone decisions and closed cases between deliveries."""
    rng = Random(seed)
    for delivery in range(1, 9):
        _something(line, rng, delivery)
    line.embedded.drain()
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []


def _something(line: Line, rng: Random, delivery: int) -> None:
    at = made.AT if delivery < 5 else LATER
    rows = []
    for row in range(1, 16):
        about = rng.randint(1, 30)
        match rng.randrange(7):
            case 0:
                rows.append(_away(delivery, row, about, MessageKind.WITHDRAW))
            case 1:
                rows.append(_away(delivery, row, about, MessageKind.CORRECT, 7_000 + row))
            case 2:
                rows.append(unsure(row, about, f"d{delivery}"))
            case _:
                rows.append(_row(delivery, row, about, signal_on=at.date()))
    line.deliver(rows, at)
    for _ in range(rng.randrange(3)):
        replace(line.embedded, batch=rng.choice((1, 3, 50))).poll()
    for case in rng.sample(open_cases(line), min(3, len(open_cases(line)))):
        seek(line, case, at, rng.choice((None, Outcome.ADVICE)))
    with reading(line.engine) as tx:
        held = [one.signal_id for one in signals.held(tx)]
    for signal_id in held[:3]:
        choice = rng.choice(("", f"r-{_about(line, signal_id)}"))
        try:
            decide(line, signal_id, choice, at)
            replace(line.embedded, batch=2).poll()
            if rng.random() < 0.5:
                take_back(line, signal_id, at)
        except (NotUndoable, Refused):
            continue


def _about(line: Line, signal_id: str) -> int:
    with reading(line.engine) as tx:
        review = signals.find_held(tx, signal_id)
    assert review is not None
    judged = line.vault.review.open(bytes.fromhex(review.judgement), f"judgement|{signal_id}")
    first = msgspec.json.decode(judged)["candidates"][0]["resident_id"]
    return int(str(first).removeprefix("r-"))


def test_what_several_workers_did_side_by_side_comes_out_the_same(line: Line, target: str) -> None:
    """Who gets a case hangs on the order between partitions, and no topic tells that."""
    for delivery in (1, 2, 3):
        line.deliver([_row(delivery, n, n + 30 * (delivery - 1)) for n in range(1, 31)])
    hasty = replace(line.embedded, batch=3)
    with ThreadPoolExecutor(3) as workers:
        for done in [workers.submit(hasty.drain) for _ in range(3)]:
            assert done.result() >= 0
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert report.matched == 90
    assert unequal(line, other) == []


def test_pages_of_any_size_come_to_the_same(
    line: Line, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than a page of events is in memory, also when that is three."""
    monkeypatch.setattr(replaying, "PAGE", 3)
    _busy(line)
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []


def test_what_was_put_aside_stays_aside_and_what_was_put_back_counts(
    line: Line, target: str
) -> None:
    """Dead letters: one that is still there, one handled late, one dropped."""
    parking = Parking(line, {"d1-3.gekoppeld", "d1-4.gekoppeld", "d1-5.gekoppeld", "d1-6"})
    parking.send(*(_row(1, n, n) for n in range(1, 12)))
    letters = {one.ce_id: one for one in parking.letters()}
    parking.poison.clear()
    parking.retry(letters["d1-4.gekoppeld"])
    parking.drop(letters["d1-5.gekoppeld"])
    line.send([_away(2, 1, 4, MessageKind.CORRECT, 6_000)])
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []
    assert report.rows.apart == 1


def test_an_event_put_back_after_newer_ones_comes_out_the_same(line: Line, target: str) -> None:
    """A signal that came late, with the correction that went before it."""
    parking = Parking(line, {"d1-1.gekoppeld"})
    parking.send(_row(1, 1, 1), _row(1, 2, 2))
    line.send([_away(2, 1, 1, MessageKind.CORRECT, 6_000)])
    parking.poison.clear()
    parking.send(*(_power(3, n, n) for n in range(1, 9)))
    parking.retry()
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []


def test_what_was_erased_does_not_come_back(line: Line, target: str) -> None:
    """Also while the log still has its events: the case is gone, and so are its signals."""
    line.send([_row(1, n, n) for n in range(1, 11)])
    line.send([_row(2, n, n, signal_on=LATER.date()) for n in range(5, 21)], LATER)
    assert erase(line, Kept.OPEN_SIGNAL, datetime(2027, 6, 1, 9, tzinfo=UTC)) == 4
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert report.erased == 4
    assert unequal(line, other) == []


def _aged(line: Line) -> None:
    """More than half a year of everything, of which the clock erased what was due."""
    _busy(line)
    spring = datetime(2027, 2, 22, 9, tzinfo=UTC)
    line.send([_row(7, n, n, signal_on=spring.date()) for n in range(1, 81, 2)], spring)
    end_terms(line, spring)
    for kept in (Kept.EVENT_LOG, Kept.ADMISSION, Kept.OPEN_SIGNAL):
        assert erase(line, kept, LONG_AFTER) > 0


def test_of_what_the_log_lost_the_state_is_taken_over(line: Line, target: str) -> None:
    """After half a year the log no longer knows the beginning; its end is replayed all the same."""
    _aged(line)
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert unequal(line, other) == []
    assert report.carried > 0
    assert report.matched > 0
    assert report.chosen > 0


def test_also_of_a_log_that_lost_its_beginning_a_cent_is_told(line: Line, target: str) -> None:
    """That some of the state is taken over hides nothing of what is replayed."""
    _aged(line)
    report, _ = replayed(line, target, _with(topics.CASEWORK, _CentMore))
    differing = {one.name: one.rows.different for one in report.checked if one.differences}
    assert differing == {"signal": report.matched, "cases": report.matched}


def test_rows_judged_with_an_earlier_register_are_not_judged_again(line: Line, target: str) -> None:
    """Who has left since would be nobody, and was somebody then."""
    line.send([_row(1, n, n) for n in range(1, 11)])
    with_later_register(line, [made.resident(n) for n in range(5, 101)])
    line.send([_power(2, n, n) for n in range(5, 11)], LATER)
    report, other = replayed(line, target)
    assert report.differences == 0, report
    assert (report.rows.older, report.rows.again) == (10, 6)
    assert unequal(line, other) == []


def with_later_register(line: Line, residents: Any) -> None:
    """Another register, a week after the first."""
    at = datetime(2026, 11, 29, 9, tzinfo=UTC)
    with begin(line.engine) as tx:
        load_register(tx, line.vault, residents, "other", actor="test", at=at)


def test_the_source_cannot_be_written_while_it_is_read(line: Line) -> None:
    """The database itself refuses, so no mistake of ours can change it."""
    with pytest.raises(StoreUnavailable), replaying.snapshot(line.engine) as source:
        log.move(source, "g", "signals", 0, 7)
    with begin(line.engine) as tx:
        log.move(tx, "g", "signals", 0, 7)


def test_an_empty_database_is_told_from_one_that_is_not(url: str) -> None:
    """A schema alone is empty; a row is not, nor is a table of somebody else."""
    line = open_line(url)
    assert replaying.is_empty(line.engine)
    with begin(line.engine) as tx:
        log.move(tx, "g", "signals", 0, 7)
    assert not replaying.is_empty(line.engine)
