"""Doing admission again, for the rows that can still be opened and judged as they were."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

import msgspec

from protocols.privacy.audit import Action
from store import deliveries, log, outbox, replaying
from store.engine import Tx, reading
from store.log import Record
from streams import topics
from streams.dead_letters import NO_LIMIT
from streams.processor import Processor
from streams.replaying_carried import Carried
from streams.steps.ledger import ACTOR
from streams.watching import UNWATCHED

REGISTER = (Action.REGISTER_LOADED.value, Action.REGISTER_CHANGED.value)
_JUDGED = (Action.SIGNAL_MATCHED.value, Action.SIGNAL_HELD.value, Action.SIGNAL_MINIMISED.value)
_HUMAN = (Action.REVIEW_DECIDED.value, Action.REVIEW_UNDONE.value)
_CHANGED = (Action.SIGNAL_CORRECTED.value,)
_about = msgspec.json.Decoder(dict[str, str | int]).decode


@dataclass(frozen=True, slots=True)
class Given:
    """A batch whose position is kept elsewhere."""

    records: Sequence[Record]

    def read(self, _tx: Tx) -> Sequence[Record]:
        """The batch."""
        return self.records

    def settle(self, _tx: Tx, _records: Sequence[Record]) -> None:
        """Nothing to note."""


def unlimited(processor: Processor) -> Processor:
    """The processor for who wants every event handled, and what fails seen in the end."""
    return replace(processor, most_dead_letters=NO_LIMIT, watch=UNWATCHED)


@dataclass(slots=True)
class Rows:
    """How many delivered rows were done again, and why the others could not be."""

    again: int = 0
    sealed: int = 0
    decided: int = 0
    older: int = 0
    apart: int = 0

    @property
    def handled(self) -> int:
        """Every row that the source had handled."""
        return self.again + self.sealed + self.decided + self.older + self.apart


@dataclass(slots=True)
class Admitting:
    """Does the rows of the source again in the target."""

    source: Tx
    processor: Processor
    carried: Carried
    rows: Rows = field(default_factory=Rows)
    _since: str = ""
    _touched: frozenset[str] = frozenset()

    def replay(self) -> Rows:
        """Hand every row that can be done again to the step. Raises what `Processor.run` does."""
        self._since, self._touched = _register_since(self.source), _touched(self.source)
        processor, topic = unlimited(self.processor), topics.SIGNALS
        positions = outbox.positions(self.source, processor.group)
        for part in range(topic.partitions):
            end = positions.get((topic.name, part), 0)
            for page in pages(self.carried.events(self.source, topic.name, part, end)):
                records = self._again(page)
                if records:
                    processor.run(Given(records))
                self.rows.again += len(records)
        return self.rows

    def _again(self, page: Sequence[Record]) -> Sequence[Record]:
        ids = [one.ce_id for one in page]
        seen = log.seen(self.source, self.processor.group, ids)
        with reading(self.processor.engine) as tx:
            keys = deliveries.data_keys(tx, ids)
        return [one for one in page if self._can(one.ce_id, one.ce_time, seen, keys.keys())]

    def _can(self, ce_id: str, ce_time: str, seen: Set[str], keys: Set[str]) -> bool:
        rows = self.rows
        if ce_id not in seen:
            rows.apart += 1
        elif ce_id not in keys:
            rows.sealed += 1
        elif ce_id in self._touched:
            rows.decided += 1
        elif ce_time < self._since:
            rows.older += 1
        else:
            return True
        return False


def pages(events: Iterator[Record]) -> Iterator[Sequence[Record]]:
    """Events by the page."""
    while page := tuple(islice(events, replaying.PAGE)):
        yield page


def _register_since(source: Tx) -> str:
    """From when on rows were judged by the register in use; empty when all of them were."""
    last = max(replaying.lines(source, REGISTER), key=lambda line: line.seq, default=None)
    if last is None or not replaying.was_before(source, _JUDGED, ACTOR, last.seq):
        return ""
    return last.at


def _touched(source: Tx) -> frozenset[str]:
    """Signals about which a human decided, or that were corrected where they waited."""
    decided = {line.object_id for line in replaying.lines(source, _HUMAN)}
    changed = {str(_about(one.detail)["about"]) for one in replaying.lines(source, _CHANGED)}
    return frozenset(decided | changed)
