"""In which order casework had its effect: the audit log tells when, the log which event it was.

Who gets a case hangs on how many everybody has, so on the order between households. That order is
in no topic, as partitions are handled side by side; it is in the audit log, whose lines casework
writes one batch at a time. The topic `cases` names the event behind every line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from store import replaying
from store.audit import AuditLine
from store.engine import Tx
from store.log import Record
from streams import topics
from streams.events import CaseData

WEIGHED = ".gewogen"
RETURNED = ".teruggenomen-"
_OUT_OF_CASE = frozenset({topics.SIGNAL_WITHDRAWN, topics.SIGNAL_RETURNED})
read_case = msgspec.json.Decoder(CaseData).decode


@dataclass(frozen=True, slots=True)
class Told:
    """What `cases` tells of an event: which one it was, and what it came to."""

    part: int
    cause: str
    case: CaseData


class Weighings:
    """The events of `cases`, each found by the audit line that was written with it."""

    def __init__(self, source: Tx) -> None:
        parts = range(topics.CASES.partitions)
        self._events = [replaying.events(source, topics.CASES.name, part) for part in parts]
        self._heads = [next(events, None) for events in self._events]

    def of(self, line: AuditLine) -> Told | None:
        """What was told with a line; None when the log lost it."""
        for part, head in enumerate(self._heads):
            if head is None or head.ce_time != line.at:
                continue
            case = read_case(head.data)
            if case.case_id == line.object_id:
                self._heads[part] = next(self._events[part], None)
                return Told(part, head.ce_id.removesuffix(WEIGHED), case)
        return None


@dataclass(slots=True)
class Partition:
    """A partition of `matched`, taken event by event. `parked` are events that were put aside.

    `passed` are events that had no effect in their place: what was put back had it later.
    """

    events: Iterator[Record]
    parked: frozenset[str]
    passed: dict[str, Record] = field(default_factory=dict)
    _ahead: list[Record] = field(default_factory=list)

    def upto(self, ce_id: str, is_done: Callable[[str], bool]) -> Sequence[Record]:
        """An event, after those before it that told the audit log nothing; empty when it was
        passed by or handled before."""
        if ce_id in self.passed or (not self.is_near(ce_id) and is_done(ce_id)):
            return ()
        spot = self._find(lambda one: one.ce_id == ce_id)
        return () if spot is None else self._take(spot)

    def closing(self, household_id: str) -> Sequence[Record]:
        """The next event that takes a signal out of a household, with those before it.

        Every signal that comes in is told with a line of its own, so it lies before the next one.
        """
        spot = self._find(
            lambda one: one.key == household_id and self._takes_out(one),
            lambda one: one.ce_type == topics.SIGNAL_MATCHED,
        )
        return () if spot is None else self._take(spot)

    def rest(self, end: int) -> Iterator[Sequence[Record]]:
        """What was handled of what is left, up to and not including offset `end`."""
        while self._ahead or self._more():
            page, self._ahead = self._ahead, []
            yield self._silent([one for one in page if one.off < end])

    def _takes_out(self, one: Record) -> bool:
        return one.ce_type in _OUT_OF_CASE and one.ce_id not in self.parked

    def is_near(self, ce_id: str) -> bool:
        """Whether an event is among those that were looked at and have had no effect yet."""
        return any(one.ce_id == ce_id for one in self._ahead)

    def _find(
        self,
        wanted: Callable[[Record], bool],
        stop: Callable[[Record], bool] = lambda _one: False,
    ) -> int | None:
        at = 0
        while at < len(self._ahead) or self._more():
            one = self._ahead[at]
            if wanted(one):
                return at
            if stop(one):
                return None
            at += 1
        return None

    def _more(self) -> bool:
        page = tuple(islice(self.events, replaying.PAGE))
        self._ahead += page
        return bool(page)

    def _take(self, spot: int) -> Sequence[Record]:
        cause, before = self._ahead[spot], self._ahead[:spot]
        del self._ahead[: spot + 1]
        if RETURNED in cause.ce_id:
            self._ahead[:0] = before
            return (cause,)
        return (*self._silent(before), cause)

    def _silent(self, before: Sequence[Record]) -> Sequence[Record]:
        """Changes that no line tells of; a signal without a line never got into its household."""
        changes = []
        for one in before:
            if one.ce_type == topics.SIGNAL_MATCHED or one.ce_id in self.parked:
                self.passed[one.ce_id] = one
            else:
                changes.append(one)
        return changes
