"""Steps 3 to 6, combine, enrich, prioritise and route: from a resident's signal to a caseload."""

from collections.abc import Iterable, Sequence
from datetime import date

from protocols.city import City
from protocols.privacy.terms import Depth
from protocols.work.combine import window_start
from store import cases, register, signals
from store.engine import Tx
from store.log import Entry, Record
from streams import topics
from streams.events import ChangedData, MatchedData, read_changed, read_matched
from streams.steps.desk import Desk
from streams.steps.household import Household
from streams.steps.weighing import Weighing

_CHANGES = frozenset({topics.SIGNAL_CORRECTED, topics.SIGNAL_WITHDRAWN, topics.SIGNAL_RETURNED})


class UnknownEvent(Exception):
    """An event type that this step has no rule for."""


class CaseworkStep:
    """Consumes `matched`, produces `cases`."""

    def __init__(self, city: City) -> None:
        self._city = city

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Handle every event in order; each household is read once and written once."""
        told = [(record, _read(record)) for record in records]
        days = [_day(data) for _, data in told if isinstance(data, MatchedData)]
        changes = len(days) < len(told)
        since = date.min if changes else window_start(min(days))
        households = self._households(tx, {_household(data) for _, data in told}, since)
        desk = Desk(tx, self._city, cases.balance(tx))
        weighing = Weighing(self._city)
        for record, data in told:
            household = households[_household(data)]
            if isinstance(data, MatchedData):
                household.take_in(data)
            elif record.ce_type == topics.SIGNAL_WITHDRAWN:
                household.withdraw(tx, data.signal_id)
            elif record.ce_type == topics.SIGNAL_RETURNED:
                household.give_back(tx, data.signal_id)
            else:
                household.correct(tx, data.signal_id, data.amount_cents)
            desk.settle(record, household, weighing)
        desk.write(households.values())
        return desk.outgoing

    def _households(self, tx: Tx, ids: Iterable[str], since: date) -> dict[str, Household]:
        wanted = sorted(ids)
        opened = cases.open_of_households(tx, wanted)
        households = {one: Household(one, opened.get(one)) for one in wanted}
        for kept in signals.of_households(tx, wanted, since):
            households[kept.household_id].know(kept)
        if any(row.value is not Depth.NONE for row in self._city.privacy.depth):
            for household_id, claims in register.claims_of(tx, wanted).items():
                households[household_id].claims = claims
        return households


def _read(record: Record) -> MatchedData | ChangedData:
    if record.ce_type == topics.SIGNAL_MATCHED:
        return read_matched(record.data)
    if record.ce_type in _CHANGES:
        return read_changed(record.data)
    raise UnknownEvent


def _household(data: MatchedData | ChangedData) -> str:
    return data.matched.household_id if isinstance(data, MatchedData) else data.household_id


def _day(data: MatchedData) -> date:
    return data.matched.signal.signal_on
