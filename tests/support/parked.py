"""A line in which chosen events are poison, until they are not; and putting them back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from protocols.covenant.signal import Delivered, MessageKind
from protocols.ids import DeliveryId, SignalId
from protocols.money import Cents
from store import cases, dead_letters, log
from store.cases import Case
from store.dead_letters import Letter
from store.engine import Tx, begin, reading
from store.log import Entry, Record
from streams.dead_letters import Operator, Retried, in_order, retry
from streams.dropping import Dropping
from streams.processor import Step
from tests.support import made
from tests.support.line import Line

BY = Operator("command:beheer", "vroegsignalering", made.AT)


@dataclass(slots=True)
class Poisoned:
    """A step that fails on chosen events with an error that tells a secret."""

    step: Step
    poison: set[str]

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Do what the step does, unless there is poison among it."""
        if any(record.ce_id in self.poison for record in records):
            raise ValueError("Nergenshuizen")
        return self.step(tx, records)


@dataclass(slots=True)
class Parking:
    """A line whose events with an id in `poison` are parked."""

    line: Line
    poison: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        stages = [
            (topic, replace(one, step=Poisoned(one.step, self.poison)))
            for topic, one in self.line.embedded.stages
        ]
        self.line = replace(self.line, embedded=replace(self.line.embedded, stages=stages))

    def send(self, *rows: Delivered) -> None:
        """Deliver rows and let the line handle them."""
        self.line.send(rows)

    def letters(self) -> list[Letter]:
        """What is parked, in the order to put it back."""
        with reading(self.line.engine) as tx:
            found = dead_letters.listed(tx)
        return in_order(found, [one.group for _, one in self.line.embedded.stages])

    def retry(self, letter: Letter | None = None) -> Retried:
        """Put one event back (the first, if none is named), and let the line go on."""
        one = letter or self.letters()[0]
        processors = {processor.group: processor for _, processor in self.line.embedded.stages}
        parked = retry(processors[one.step], self.line.vault, one, BY)
        self.line.embedded.drain()
        return parked.outcome

    def drop(self, letter: Letter | None = None) -> None:
        """Drop one event, the first if none is named."""
        one = letter or self.letters()[0]
        with begin(self.line.engine) as tx:
            Dropping(BY, "storing in de koppeling").drop(tx, one.letter_id)

    def cases(self) -> list[Case]:
        """Every open case."""
        with reading(self.line.engine) as tx:
            return [one for worker in ("w-1", "w-2", "w-3") for one in cases.caseload(tx, worker)]

    def answer(self, delivery_id: str = "d1", row: int = 1) -> tuple[str, str]:
        """What a row was answered: outcome and code."""
        one = self.line.receipts(delivery_id)[row]
        return one.outcome, one.code

    def seen(self, group: str, ce_id: str) -> bool:
        """Whether a group has had its effect from an event."""
        with reading(self.line.engine) as tx:
            return bool(log.seen(tx, group, [ce_id]))


def later(row: int, delivery: int, about: int = 1, **changes: Any) -> Delivered:
    """A row of delivery N about resident `about`."""
    return made.signal(
        row,
        about,
        signal_id=SignalId(f"d{delivery}-{row}"),
        delivery_id=DeliveryId(f"d{delivery}"),
        **changes,
    )


def withdrawal(delivery: int) -> Delivered:
    """The withdrawal of the signal about resident 1."""
    return later(1, delivery, kind=MessageKind.WITHDRAW, amount_cents=Cents(0))


def correction(delivery: int, cents: int) -> Delivered:
    """The signal about resident 1 is of another amount."""
    return later(1, delivery, kind=MessageKind.CORRECT, amount_cents=Cents(cents))
