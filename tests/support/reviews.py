"""Unsure signals and decisions about them, for tests of the line."""

from datetime import datetime
from typing import Any

from protocols.covenant.signal import Delivered, MessageKind
from protocols.ids import DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Name, Person
from protocols.work.clock import local_day
from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from protocols.work.decide import REASONS, Verdict
from store import cases, decisions, log, signals
from store.cases import Case
from store.engine import begin, reading
from streams import topics
from streams.reviews import decide_different, decide_same
from streams.rulings import Ruling
from streams.undoing import finish, undo
from tests.support import made
from tests.support.line import Line

ATTEMPT = ContactAttempt(made.ON, Channel.PHONE, DayPart.MORNING, Reached.NO)


def unsure(row: int, about: int | None = None, delivery: str = "d1", **changes: Any) -> Delivered:
    """A signal about resident `about` of which only surname and address are known: it is held."""
    number = row if about is None else about
    wanted = {
        "signal_id": SignalId(f"{delivery}-{row}"),
        "delivery_id": DeliveryId(delivery),
        "person": Person(Name(surname=made.surname(number)), None, made.address(number)),
        "reference": f"U{row}",
    }
    return made.signal(row, number, **{**wanted, **changes})


def changed(one: Delivered, delivery: str, kind: MessageKind, cents: int = 0) -> Delivered:
    """A later withdrawal or correction of a signal, by its reference."""
    return made.signal(
        1,
        signal_id=SignalId(f"{delivery}-1"),
        delivery_id=DeliveryId(delivery),
        kind=kind,
        reference=one.reference,
        amount_cents=Cents(cents),
        person=Person(),
    )


def decide(
    line: Line, signal_id: str, resident_id: str = "", at: datetime = made.AT, **why: Any
) -> None:
    """Decide as anja, with the first reason that fits unless another is given."""
    verdict = Verdict.SAME if resident_id else Verdict.DIFFERENT
    given = {"reason": REASONS[verdict][0], "actor": "anja", **why}
    ruling = Ruling(signal_id, at=at, resident_id=resident_id, **given)
    with begin(line.engine) as tx:
        if not resident_id:
            decide_different(tx, line.city, line.vault, ruling)
            return
        matching = line.residents.matching(tx, local_day(at))
        decide_same(tx, line.city, line.vault, matching, ruling)


def take_back(line: Line, signal_id: str, at: datetime = made.AT, actor: str = "bram") -> None:
    """Undo as bram."""
    with begin(line.engine) as tx:
        undo(tx, line.city, line.vault, signal_id, actor=actor, at=at)


def end_terms(line: Line, at: datetime) -> int:
    """What the clock does with decisions whose term has passed."""
    with begin(line.engine) as tx:
        past = decisions.past(tx, local_day(at))
        finish(tx, past)
    return len(past)


def seek_contact(line: Line, case: Case, at: datetime = made.AT) -> None:
    """Record a contact attempt that leaves the case open."""
    with begin(line.engine) as tx:
        cases.record_attempt(tx, case.case_id, ATTEMPT, case.worker_id, at)


def waiting(line: Line) -> list[str]:
    """The signals that wait for a human."""
    with reading(line.engine) as tx:
        return [one.signal_id for one in signals.held(tx)]


def open_cases(line: Line) -> list[Case]:
    """Every open case."""
    with reading(line.engine) as tx:
        return [case for worker in ("w-1", "w-2", "w-3", "") for case in cases.caseload(tx, worker)]


def events(line: Line, ce_type: str) -> list[log.Record]:
    """Every event of a type."""
    with reading(line.engine) as tx:
        return [
            record
            for topic in topics.TOPICS
            for part in range(topic.partitions)
            for record in log.read(tx, topic.name, part, 0, 1_000)
            if record.ce_type == ce_type
        ]
