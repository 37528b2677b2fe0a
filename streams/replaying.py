"""Rebuilding everything from the log into an empty database, and telling whether it came out equal.

See ADR 0012. What comes from outside is copied; admission does again the rows that can still be
opened; casework does everything again, in the order of the audit log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from protocols.city import City
from protocols.privacy.audit import Action
from protocols.privacy.terms import Depth, Kept
from protocols.work.clock import local_day
from store import copying, replaying, retention
from store.audit import AuditLine
from store.comparing import Compared
from store.engine import Engine, Tx, begin
from store.tables import admission, receipt
from store.vault import Vault
from streams import topics
from streams.processor import Processor
from streams.replaying_carried import Bring, Carried
from streams.replaying_cases import Casework, Past
from streams.replaying_checks import Checked, Checking, Extent
from streams.replaying_rows import REGISTER, Admitting, Rows
from streams.steps.desk import ACTOR
from streams.topics import Topic

_ERASED = (Action.DATA_ERASED.value,)
_PARKED = (Action.EVENT_PARKED.value,)
_LOADED = (*REGISTER, Action.CLAIMS_LOADED.value)
_OF_CASES = frozenset({Kept.OPEN_SIGNAL.value, Kept.CLOSED_CASE.value})
_TOLD = tuple(one for one in topics.TOPICS if one not in (topics.SIGNALS, topics.MATCHED))
"""What nobody on the line reads."""
_EVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Target:
    """An empty database with the newest schema, wired for the city of the source."""

    city: City
    engine: Engine
    vault: Vault
    stages: Sequence[tuple[Topic, Processor]]

    def of(self, group: str) -> Processor:
        """The processor of a group."""
        return next(one for _, one in self.stages if one.group == group)


@dataclass(slots=True)
class Report:
    """How a replay came out.

    `carried_by` counts what came from Kafka, `matched` the events that casework did again, `erased`
    those left out as their case was erased, `carried` households of which the log does not know
    the beginning, `chosen` cases whose worker was taken from the log, `unplaced` audit lines
    without an event. `reloaded` tells that cases were weighed with claims of the city that are not
    the ones it has now.
    """

    rows: Rows = field(default_factory=Rows)
    carried_by: Carried = field(default_factory=Carried)
    given: Mapping[str, int] = field(default_factory=dict)
    checked: Sequence[Checked] = ()
    matched: int = 0
    erased: int = 0
    carried: int = 0
    chosen: int = 0
    unplaced: int = 0
    reloaded: bool = False

    @property
    def differences(self) -> int:
        """Everything that is not as in the source."""
        told = self.unplaced + self.carried_by.different
        return sum(one.differences for one in self.checked) + told


def replay(source: Tx, target: Target, bring: Bring | None = None) -> Report:
    """Rebuild the source, of which one moment is read, in the target; never writes to the source.

    With `bring` the delivered rows are those that Kafka has, where it has them.

    Raises Refused where a step needs an operator, StoreUnavailable when a database fails; what is
    in the target then is of no use.
    """
    report = Report(carried_by=Carried(bring))
    report.given = {
        table.name: copying.copy(source, target.engine, table) for table in replaying.GIVEN
    }
    admitted = _admit(source, target, report)
    past = _past(source)
    copying.carry(source, target.engine, sorted(past.carried))
    casework = Casework(source, target.of(topics.CASEWORK), past)
    casework.replay()
    report.matched, report.erased = casework.handled, casework.erased
    report.carried, report.chosen = len(past.carried), casework.choices.changed
    report.reloaded = _reloaded(source, target.city)
    report.unplaced = 0 if past.chosen else casework.unplaced
    report.checked = [*admitted, *_check(source, target, past), _untouched(target, report.given)]
    for topic in _TOLD:
        copying.copy_topic(source, target.engine, topic.name)
    copying.copy_bookkeeping(source, target.engine)
    return report


def _admit(source: Tx, target: Target, report: Report) -> Sequence[Checked]:
    """Do admission again, and take over what it left behind of all other rows."""
    report.rows = Admitting(source, target.of(topics.ADMISSION), report.carried_by).replay()
    with replaying.snapshot(target.engine) as tx:
        answers = [replaying.rows(tx, table) for table in (receipt, admission)]
    unanswered = sum(abs(report.rows.again - count) for count in answers)
    _erase_again(source, target)
    with replaying.snapshot(target.engine) as tx:
        checking = Checking(source, tx, target.vault)
        made = [checking.matched(), *checking.rows()]
    for topic in (topics.SIGNALS, topics.MATCHED):
        copying.copy_topic(source, target.engine, topic.name)
    for table in replaying.BY_ADMISSION:
        copying.copy(source, target.engine, table)
    answered = Compared(report.rows.again, missing=unanswered)
    return [Checked("één antwoord per rij", answered), *made]


def _erase_again(source: Tx, target: Target) -> None:
    """What the line forgot of these rows when its term was over is forgotten here too."""
    day = _forgotten_before(source, target.city)
    with begin(target.engine) as tx:
        replaying.drop_unasked(tx)
        while day and (keys := retention.due(tx, Kept.ADMISSION, day)):
            retention.erase(tx, Kept.ADMISSION, keys)


def _forgotten_before(source: Tx, city: City) -> date | None:
    last: AuditLine | None = None
    for line in replaying.lines(source, _ERASED):
        last = line if line.object_id == Kept.ADMISSION else last
    if last is None:
        return None
    on = local_day(datetime.fromisoformat(last.at))
    days = city.privacy.retention_on(Kept.ADMISSION, on)
    return None if days is None else on - timedelta(days=days)


def _past(source: Tx) -> Past:
    """What has to be known before the first event: what was put aside, and what is gone."""
    parked = frozenset(
        line.object_id for line in replaying.lines(source, _PARKED) if line.actor == topics.CASEWORK
    )
    erased = any(line.object_id in _OF_CASES for line in replaying.lines(source, _ERASED))
    if replaying.is_whole(source, topics.MATCHED.name):
        return Past(parked, chosen=erased)
    began = replaying.begins_at(source, topics.MATCHED.name)
    day = _day_after(began) if began else _EVER
    return Past(parked, frozenset(replaying.older_households(source, day)), chosen=True)


def _untouched(target: Target, given: Mapping[str, int]) -> Checked:
    """What was copied before is as much as it was: no step made anything of it."""
    with replaying.snapshot(target.engine) as tx:
        now = {one.name: replaying.rows(tx, one) for one in replaying.GIVEN}
    less = sum(max(0, given[name] - count) for name, count in now.items())
    more = sum(max(0, count - given[name]) for name, count in now.items())
    return Checked("overgenomen tabellen", Compared(sum(now.values()) - more, 0, less, more))


def _reloaded(source: Tx, city: City) -> bool:
    """Whether claims, which no log keeps, were replaced after cases had been weighed with them."""
    if all(row.value is Depth.NONE for row in city.privacy.depth):
        return False
    last = max((line.seq for line in replaying.lines(source, _LOADED)), default=0)
    return replaying.was_before(source, (Action.CASE_PRIORITISED.value,), ACTOR, last)


def _day_after(instant: str) -> str:
    return (date.fromisoformat(instant[:10]) + timedelta(days=1)).isoformat()


def _check(source: Tx, target: Target, past: Past) -> Sequence[Checked]:
    extent = Extent.PARTLY if past.chosen else Extent.WHOLE
    with replaying.snapshot(target.engine) as tx:
        checking = Checking(source, tx, target.vault)
        told = [checking.told(one, _extent(one, extent)) for one in _TOLD]
        return [*checking.tables(), *told, checking.audit()]


def _extent(topic: Topic, of_cases: Extent) -> Extent:
    """Other topics than that of cases are not told by steps alone."""
    return of_cases if topic is topics.CASES else Extent.PARTLY
