"""The desk: turns weighed households into cases, and writes what a batch changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import msgspec

from notifications.letters import TEMPLATE
from protocols.city import City
from protocols.ids import WorkerId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from protocols.work.points import Track
from protocols.work.route import Routed
from store import audit, cases, deliveries, signals
from store.cases import Case
from store.engine import Tx
from store.log import Entry, Record
from store.sql import instant
from streams import topics
from streams.events import CaseData, case_entry, happened_at, happened_on
from streams.explanation import write_explanation
from streams.steps.emptied import emptied
from streams.steps.household import Household
from streams.steps.weighing import Weighing

ACTOR = "line:casework"
WITHDRAWN = "withdrawn"
_encode = msgspec.json.Encoder().encode


class Desk:
    """The writes of one batch of casework. `load` is open cases per worker before it."""

    def __init__(self, tx: Tx, city: City, load: dict[str, int]) -> None:
        self._tx = tx
        self._city = city
        self._load = {WorkerId(worker): count for worker, count in load.items()}
        self._moved: Counter[str] = Counter()
        self._offers: list[tuple[str, date, str]] = []
        self._entries: list[AuditEntry] = []
        self._closed: list[Case] = []
        self.outgoing: list[Entry] = []

    def settle(self, record: Record, household: Household, weighing: Weighing) -> None:
        """Bring the case of a household up to date after an event."""
        if household.latest is None:
            self._close(record, household)
            return
        routed = weighing(household, household.latest, self._load)
        before = household.case
        case = self._case(record, household, routed)
        self._move(before.worker_id if before else "", case.worker_id)
        household.belongs_to(case)
        if routed.weighed.track is Track.LIGHT_OFFER:
            self._offers.append((case.case_id, household.latest.received_on, TEMPLATE))
        self._tell(record, case)

    def write(self, households: Iterable[Household]) -> None:
        """Write what changed, each case and signal once."""
        households = list(households)
        changed = [one for one in households if one.changed or one.case]
        cases.put(self._tx, self._closed)
        cases.put(self._tx, [one.case for one in changed if one.case])
        signals.put(self._tx, [kept for one in changed for kept in one.changed.values()])
        signals.forget(self._tx, (gone for one in households for gone in one.gone))
        deliveries.destroy_data_keys(self._tx, (key for one in households for key in one.erased))
        cases.change_loads(self._tx, self._moved)
        cases.offer_lightly(self._tx, self._offers)
        audit.record(self._tx, self._entries)

    def _case(self, record: Record, household: Household, routed: Routed) -> Case:
        weighed, assigned = routed.weighed, routed.assignment
        combined = weighed.enriched.combined
        matched, before = combined.matched, household.case
        return Case(
            case_id=before.case_id if before else _new_case_id(record),
            household_id=household.household_id,
            opened_on=before.opened_on if before else matched.received_on.isoformat(),
            status="open",
            track=weighed.track.value,
            points=weighed.points,
            pattern=combined.pattern.value,
            signals_count=len(combined.signals),
            partner_types=combined.partner_types_in_month,
            total_cents=combined.total_cents,
            first_contact_by=self._contact_by(before, weighed.track, happened_on(record)),
            district=assigned.district,
            team_id=assigned.team_id,
            worker_id=assigned.worker_id,
            why=assigned.why.value,
            surroundings=_encode(matched.surroundings).decode(),
            explanation=write_explanation(weighed),
            updated_at=instant(happened_at(record)),
        )

    def _contact_by(self, before: Case | None, track: Track, received_on: date) -> str:
        """A heavier track can bring the legal clock forward; only a lighter one puts it back."""
        clocks = self._city.clocks
        by = clocks.first_contact_by(track, received_on).isoformat()
        if before is None:
            return by
        if before.track == track:
            return before.first_contact_by
        if _weight(track) > _weight(Track(before.track)):
            return min(before.first_contact_by, by)
        return clocks.first_contact_by(track, date.fromisoformat(before.opened_on)).isoformat()

    def _close(self, record: Record, household: Household) -> None:
        """No active signal is left: the case closes, and the worker sees why."""
        case = household.case
        if case is None:
            return
        at = happened_at(record)
        on = local_day(at).isoformat()
        closed = replace(
            case, status="closed", closed_on=on, outcome=WITHDRAWN, updated_at=instant(at)
        )
        if record.ce_type == topics.SIGNAL_RETURNED:
            closed = emptied(closed)
        self._move(case.worker_id, "")
        self._closed.append(closed)
        household.belongs_to(closed)
        household.case = None
        self._note(record, Action.CASE_CLOSED, closed, closed.outcome)

    def _tell(self, record: Record, case: Case) -> None:
        data = CaseData(
            case.case_id,
            case.household_id,
            case.track,
            case.points,
            case.team_id,
            case.worker_id,
            case.first_contact_by,
        )
        at, ce_id = happened_at(record), f"{record.ce_id}.gewogen"
        self.outgoing.append(case_entry(case.household_id, ce_id, topics.CASE_WEIGHED, at, data))
        self._note(record, Action.CASE_PRIORITISED, case, case.track)

    def _note(self, record: Record, action: Action, case: Case, result: str) -> None:
        privacy = self._city.privacy
        self._entries.append(
            AuditEntry(
                happened_at(record),
                ACTOR,
                Origin.LINE,
                action,
                "case",
                case.case_id,
                result,
                privacy.purpose,
                privacy.basis.value,
                {"points": case.points, "team": case.team_id, "why": case.why},
            )
        )

    def _move(self, before: str, after: str) -> None:
        """Keep the number of open cases per worker right, also within the batch."""
        if before == after:
            return
        for worker_id, by in ((before, -1), (after, 1)):
            if worker_id:
                self._moved[worker_id] += by
                worker = WorkerId(worker_id)
                self._load[worker] = self._load.get(worker, 0) + by


def _weight(track: Track) -> int:
    return list(Track).index(track)


def _new_case_id(record: Record) -> str:
    """An id that tells nothing and is the same when the event is handled again."""
    return f"z-{sha256(record.ce_id.encode()).hexdigest()[:20]}"
