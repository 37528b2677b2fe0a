"""Taking back a decision about an unsure signal; and the end of the term in which one can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from protocols.city import City
from protocols.covenant.signal import Delivered
from protocols.errors import Refused
from protocols.ids import HouseholdId, SignalId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from protocols.work.decide import Hindrance, Standing, Trace, Verdict, hindrance
from store import audit, cases, decisions, deliveries, log, signals
from store.decisions import Decision
from store.engine import Tx
from store.log import Record
from store.signals import KeptSignal
from store.vault import Vault
from streams import topics
from streams.decided import open_decided
from streams.events import ChangedData, entry
from streams.held import Held, hold
from streams.rulings import different_of, minimise
from streams.steps.casework import CaseworkStep
from streams.steps.judged import matched_id

_ALREADY = "Dit besluit is al ongedaan gemaakt, of het kan niet meer."
MESSAGES: Mapping[Hindrance, str] = {
    Hindrance.TERM_PAST: "De termijn om dit besluit ongedaan te maken is voorbij.",
    Hindrance.CONTACT_MADE: "Er is al contact gezocht in de zaak. Overleg met wie de zaak heeft.",
    Hindrance.CASE_CLOSED: "De zaak is intussen afgesloten. Overleg met wie de zaak had.",
    Hindrance.UNDER_WAY: "Er wordt nog iets over dit huishouden verwerkt. Probeer het straks weer.",
    Hindrance.GONE: "Het signaal is er niet meer: het is ingetrokken of gewist.",
}


class NotUndoable(Refused):
    """The decision cannot be taken back; nothing was changed. `hindrance` is None when it was
    taken back before, or was never there."""

    code = "not-undoable"

    def __init__(self, why: Hindrance | None) -> None:
        super().__init__(MESSAGES[why] if why else _ALREADY)
        self.hindrance = why


@dataclass(frozen=True, slots=True)
class Recent:
    """A decision that can still be taken back, or why it cannot. `note` is for colleagues."""

    decision: Decision
    note: str
    hindrance: Hindrance | None


def undo(tx: Tx, city: City, vault: Vault, signal_id: str, *, actor: str, at: datetime) -> None:
    """Take a decision back: the signal waits for a human again, as if nobody had decided.

    Raises NotUndoable; then nothing was changed. Whoever comes second finds no decision.
    """
    signals.judging(tx, signal_id)
    decision = decisions.find(tx, signal_id)
    if decision is None:
        raise NotUndoable(None)
    why = hindrance(_standing_still(tx, decision), local_day(at))
    decided = None if why else open_decided(tx, vault, decision)
    if decided is None:
        raise NotUndoable(why or Hindrance.GONE)
    held, row = decided.held, decided.held.row
    if decision.verdict == Verdict.SAME:
        row = _take_out(tx, city, decision, row, at)
    decisions.forget(tx, [signal_id])
    back = Held(row, held.judgement, held.received_on, held.turn + 1)
    signals.hold(tx, [hold(vault, back)])
    audit.record(tx, [_entry(city, decision, actor, at)])


def recent(tx: Tx, vault: Vault, on: date) -> list[Recent]:
    """The decisions whose term has not passed, newest first, at most 50."""
    return [_recent(tx.looking(), vault, one, on) for one in decisions.latest(tx, on)]


def finish(tx: Tx, past: Sequence[Decision]) -> None:
    """Their term has passed: what undoing needed goes, and what was set aside is minimised."""
    aside = [one for one in past if one.verdict == Verdict.DIFFERENT]
    decisions.forget(tx, (one.signal_id for one in past))
    minimise(tx, [(one.signal_id, _counted(one)) for one in aside])


def _counted(one: Decision) -> tuple[str, date, str]:
    return one.creditor_id, date.fromisoformat(one.signal_on), different_of(one.kind)


def _recent(tx: Tx, vault: Vault, decision: Decision, on: date) -> Recent:
    """That the line is still at work on it is a matter of moments, and no hindrance here."""
    decided = open_decided(tx, vault, decision)
    if decided is None:
        return Recent(decision, "", Hindrance.GONE)
    return Recent(decision, decided.note, hindrance(_standing(tx, decision), on))


def _standing_still(tx: Tx, decision: Decision) -> Standing:
    """How a decision stands, while nothing of its household is under way or can get so."""
    household_id = decision.household_id
    part = topics.MATCHED.part(household_id)
    if household_id and log.waits(tx, topics.CASEWORK, topics.MATCHED.name, part, household_id):
        return Standing(Trace.UNDER_WAY, 0, date.fromisoformat(decision.undo_until))
    return _standing(tx, decision)


def _standing(tx: Tx, decision: Decision) -> Standing:
    until = date.fromisoformat(decision.undo_until)
    if decision.verdict == Verdict.DIFFERENT:
        return Standing(Trace.SET_ASIDE, 0, until)
    kept = signals.find(tx, decision.signal_id)
    if kept is None:
        return Standing(_lost(tx, decision), 0, until)
    return _in_case(tx, decision, kept, until)


def _lost(tx: Tx, decision: Decision) -> Trace:
    """Not in a case: erased with it, or parked on the way to one."""
    ce_id = matched_id(decision.signal_id, decision.turn)
    return Trace.GONE if log.seen(tx, topics.CASEWORK, [ce_id]) else Trace.ASTRAY


def _in_case(tx: Tx, decision: Decision, kept: KeptSignal, until: date) -> Standing:
    case = cases.find(tx, kept.case_id)
    if kept.status != "active" or case is None:
        return Standing(Trace.GONE, 0, until)
    made = [one for one in cases.attempts(tx, case.case_id) if _since(decision, one.recorded_at)]
    trace = Trace.IN_CASE if case.status == "open" else Trace.IN_CLOSED_CASE
    return Standing(trace, len(made), until)


def _since(decision: Decision, recorded_at: str) -> bool:
    """An attempt of before the decision was about other signals."""
    return recorded_at >= decision.decided_at


def _take_out(tx: Tx, city: City, decision: Decision, row: Delivered, at: datetime) -> Delivered:
    """Out of its household and case at once, in this transaction; the row as it stands now.

    The log tells of it too, for whoever else reads it; casework has had its effect already.
    """
    kept = signals.find(tx, decision.signal_id)
    deliveries.place_admission(tx, decision.token, "")
    if kept is None:
        log.mark_seen(tx, topics.CASEWORK, [matched_id(decision.signal_id, decision.turn)])
        return row
    amount_cents, household_id = kept.known.amount_cents, HouseholdId(decision.household_id)
    data = ChangedData(SignalId(decision.signal_id), household_id, amount_cents)
    ce_id = f"{decision.signal_id}.teruggenomen-{decision.turn + 1}"
    told = entry(topics.MATCHED, household_id, ce_id, topics.SIGNAL_RETURNED, at, data)
    record = Record(
        told.topic, told.part, 0, household_id, ce_id, told.ce_type, told.ce_time, told.data
    )
    weighed = CaseworkStep(city)(tx, [record])
    log.append(tx, [told, *weighed])
    log.mark_seen(tx, topics.CASEWORK, [ce_id])
    return replace(row, amount_cents=amount_cents)


def _entry(city: City, decision: Decision, actor: str, at: datetime) -> AuditEntry:
    privacy = city.privacy
    return AuditEntry(
        at,
        actor,
        Origin.WEB,
        Action.REVIEW_UNDONE,
        "signal",
        decision.signal_id,
        decision.verdict,
        privacy.purpose,
        privacy.basis.value,
        {"decided_by": decision.actor, "reason": decision.reason, "turn": decision.turn + 1},
    )
