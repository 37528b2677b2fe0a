"""Doing casework again, in the order in which it was done, with what people did in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from protocols.privacy.audit import Action
from protocols.work.clock import local_day
from protocols.work.contact import Outcome
from store import cases, log, outbox, recorded, replaying, signals
from store.audit import AuditLine
from store.engine import Tx, begin, reading
from store.log import Entry, Record
from streams import topics
from streams.dead_letters import Retried
from streams.late import LateCasework
from streams.processor import Processor, Step
from streams.replaying_rows import Given, unlimited
from streams.replaying_turns import RETURNED, WEIGHED, Partition, Told, Weighings, read_case
from streams.steps.desk import ACTOR

ACTIONS = tuple(
    one.value
    for one in (
        Action.CASE_PRIORITISED,
        Action.CASE_CLOSED,
        Action.CONTACT_RECORDED,
        Action.EVENT_RETRIED,
        Action.REVIEW_UNDONE,
    )
)
MOST = 500
_detail = msgspec.json.Decoder(dict[str, str | int]).decode


@dataclass(frozen=True, slots=True)
class Past:
    """What is known beforehand of what was done. `carried` are households that were taken over
    as they stand; with `chosen` who got a case is taken from the log, too."""

    parked: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()
    chosen: bool = False


@dataclass(slots=True)
class Chosen:
    """The casework step, that gives a case to whom it was given when it was weighed.

    That hangs on how many cases everybody had; of what was erased since nobody can tell.
    """

    step: Step
    told: dict[str, tuple[Told, str]] = field(default_factory=dict)
    changed: int = 0

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Do what the step does, and then put right who has the case."""
        return [self._right(tx, one) for one in self.step(tx, records)]

    def _right(self, tx: Tx, made: Entry) -> Entry:
        told, why = self.told.pop(made.ce_id.removesuffix(WEIGHED), (None, ""))
        if told is None:
            return made
        now, then = read_case(made.data), told.case
        if now.worker_id == then.worker_id or not now.worker_id or not then.worker_id:
            return made
        if recorded.give(tx, then.case_id, then.worker_id, why):
            self.changed += 1
        return replace(made, data=msgspec.json.encode(replace(now, worker_id=then.worker_id)))


class Casework:
    """Does the casework of the source again in the target."""

    def __init__(self, source: Tx, processor: Processor, past: Past) -> None:
        self._source = source
        self._past = past
        self.choices = Chosen(processor.step)
        step: Step = self.choices if past.chosen else processor.step
        self._processor = replace(unlimited(processor), step=step)
        self._weighings = Weighings(source)
        name, parts = topics.MATCHED.name, range(topics.MATCHED.partitions)
        self._parts = [
            Partition(replaying.events(source, name, part), past.parked) for part in parts
        ]
        self._batch: list[Record] = []
        self._part = 0
        self.handled = self.erased = self.unplaced = 0

    def replay(self) -> None:
        """Follow the audit log from its first line to its last, and then what told it nothing."""
        for line in replaying.lines(self._source, ACTIONS):
            self._follow(line)
        self._flush()
        positions = outbox.positions(self._source, topics.CASEWORK)
        for part, partition in enumerate(self._parts):
            for page in partition.rest(positions.get((topics.MATCHED.name, part), 0)):
                self._add(part, page)
        self._flush()

    def _follow(self, line: AuditLine) -> None:
        match line.action:
            case Action.CASE_PRIORITISED:
                self._weighed(line)
            case Action.CASE_CLOSED if line.actor == ACTOR:
                self._emptied(line)
            case Action.CASE_CLOSED | Action.CONTACT_RECORDED:
                self._by_hand(line)
            case Action.EVENT_RETRIED:
                self._put_back(line)
            case _:
                self._undone(line)

    def _weighed(self, line: AuditLine) -> None:
        told = self._weighings.of(line)
        if told is None:
            self.unplaced += 1
            return
        records = self._parts[told.part].upto(told.cause, self._is_done)
        if self._past.chosen and records and told.case.household_id not in self._past.carried:
            if cases.find(self._source, line.object_id) is None:
                self.erased += 1
                records = records[:-1]
            else:
                self.choices.told[told.cause] = (told, str(_detail(line.detail).get("why", "")))
        self._add(told.part, records)

    def _emptied(self, line: AuditLine) -> None:
        case = cases.find(self._source, line.object_id)
        if case is None:
            self.erased += 1
            return
        part = topics.MATCHED.part(case.household_id)
        self._add(part, self._parts[part].closing(case.household_id))

    def _by_hand(self, line: AuditLine) -> None:
        """Somebody sought contact, or closed the case."""
        self._flush()
        with begin(self._processor.engine) as tx:
            case = cases.find(tx, line.object_id)
            if case is None or case.household_id in self._past.carried:
                return
            at = datetime.fromisoformat(line.at)
            if line.action == Action.CASE_CLOSED:
                outcome = Outcome[line.result.upper().replace("-", "_")]
                cases.close(tx, case, outcome, local_day(at), at)
            else:
                cases.put(tx, [replace(case, updated_at=line.at)])

    def _put_back(self, line: AuditLine) -> None:
        """An event that had been put aside was handled after newer ones."""
        detail = _detail(line.detail)
        if detail.get("step") != topics.CASEWORK or detail.get("outcome") != Retried.HANDLED:
            return
        self._flush()
        for part, partition in enumerate(self._parts):
            late = partition.passed.pop(line.object_id, None)
            if late is not None:
                step = LateCasework(self._processor.step)
                self.handled += replace(self._processor, step=step).run(Given([late]))
            elif partition.is_near(line.object_id):
                self._add(part, partition.upto(line.object_id, self._is_done))

    def _undone(self, line: AuditLine) -> None:
        """A signal that left its case without a line of the case's own."""
        self._flush()
        with reading(self._processor.engine) as tx:
            kept = signals.find(tx, line.object_id)
        if kept is not None:
            part = topics.MATCHED.part(kept.household_id)
            ce_id = f"{line.object_id}{RETURNED}{_detail(line.detail)['turn']}"
            self._add(part, self._parts[part].upto(ce_id, self._is_done))

    def _add(self, part: int, records: Sequence[Record]) -> None:
        if part != self._part or len(self._batch) >= MOST:
            self._flush()
        self._part = part
        self._batch += [one for one in records if one.key not in self._past.carried]

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            self._processor.run(Given(batch))
        self.handled += len(batch)

    def _is_done(self, ce_id: str) -> bool:
        if any(one.ce_id == ce_id for one in self._batch):
            return True
        with reading(self._processor.engine) as tx:
            return bool(log.seen(tx, topics.CASEWORK, [ce_id]))
