"""A human decides about a signal that the matcher was not sure of."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from protocols.city import City
from protocols.errors import Refused
from protocols.ids import HouseholdId, ResidentId
from protocols.judgement import Comparison, Judgement, MatchKind
from protocols.people import Residency, Resident
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import audit, deliveries, log, register, signals
from store.engine import Tx
from store.log import Record
from store.signals import Review
from store.sql import instant
from store.vault import Vault
from streams import topics
from streams.gate import Gate
from streams.held import Held, open_held
from streams.residents import Households, Matching
from streams.steps.judged import matched_entry


class NotWaiting(Refused):
    """The signal does not wait for a decision (any more)."""

    code = "not-waiting"


class NotACandidate(Refused):
    """The chosen resident was not among those compared."""

    code = "not-a-candidate"


class Verdict(StrEnum):
    """What a human can say of a held signal."""

    SAME = "same"
    DIFFERENT = "different"


def find_held(tx: Tx, vault: Vault, signal_id: str) -> Held:
    """Open a signal that waits; raises NotWaiting."""
    return open_held(vault, _waiting(tx, signal_id))


def decide_same(
    tx: Tx,
    city: City,
    vault: Vault,
    matcher: Matching,
    signal_id: str,
    resident_id: str,
    *,
    actor: str,
    at: datetime,
) -> None:
    """It is this resident: the signal goes on down the line as if it had matched at once."""
    review = _waiting(tx, signal_id)
    held = open_held(vault, review)
    if resident_id not in {one.resident_id for one in held.judgement.candidates}:
        raise NotACandidate("Kies een van de inwoners die ernaast staan.")
    found = register.find(tx, vault, [resident_id]).get(ResidentId(resident_id))
    if found is None or found.address is None or found.residency is not Residency.RESIDENT:
        raise NotACandidate("Deze persoon woont hier volgens het register niet (meer).")
    judgement = _judged(held, found, matcher, at)
    household_id = Households(vault).of(judgement)
    wrapped = deliveries.data_keys(tx, [signal_id])[signal_id]
    partner_type = city.covenants[held.row.creditor_id].creditor.partner_type
    record = _record(review, at)
    seal = vault.data_key(wrapped, signal_id)
    event = matched_entry(record, held.row, judgement, household_id, partner_type, seal)
    log.append(tx, [event])
    _place(tx, city, vault, held, household_id)
    signals.release(tx, [signal_id])
    _note(tx, city, signal_id, Verdict.SAME, actor, at)


def decide_different(
    tx: Tx, city: City, vault: Vault, signal_id: str, *, actor: str, at: datetime
) -> None:
    """It is nobody of ours: the signal is minimised, what remains is a count and a reason."""
    review = _waiting(tx, signal_id)
    row = open_held(vault, review).row
    signals.release(tx, [signal_id])
    deliveries.destroy_data_keys(tx, [signal_id])
    signals.count(tx, [(row.creditor_id, row.signal_on, f"{review.kind}:{Verdict.DIFFERENT}")])
    _note(tx, city, signal_id, Verdict.DIFFERENT, actor, at)


def _waiting(tx: Tx, signal_id: str) -> Review:
    review = signals.find_held(tx, signal_id)
    if review is None:
        raise NotWaiting("Over dit signaal is al beslist, of het is ingetrokken.")
    return review


def _judged(held: Held, resident: Resident, matcher: Matching, at: datetime) -> Judgement:
    """The judgement a human gave; the surroundings come from the register as it is now."""
    around = matcher.surroundings(resident.resident_id, local_day(at))
    chosen: tuple[Comparison, ...] = tuple(
        one for one in held.judgement.candidates if one.resident_id == resident.resident_id
    )
    return Judgement(
        MatchKind.RESIDENT, "human", resident.resident_id, resident.address, chosen, around
    )


def _place(tx: Tx, city: City, vault: Vault, held: Held, household_id: HouseholdId) -> None:
    """Let a later withdrawal or repetition find the household."""
    token = Gate(city, vault).token(held.row, held.received_on)
    deliveries.place_admission(tx, token, household_id)


def _record(review: Review, at: datetime) -> Record:
    return Record("reviews", 0, 0, "", review.signal_id, topics.DELIVERED, instant(at), b"")


def _note(tx: Tx, city: City, signal_id: str, verdict: Verdict, actor: str, at: datetime) -> None:
    privacy = city.privacy
    entry = AuditEntry(
        at,
        actor,
        Origin.WEB,
        Action.REVIEW_DECIDED,
        "signal",
        signal_id,
        verdict.value,
        privacy.purpose,
        privacy.basis.value,
    )
    audit.record(tx, [entry])


def expire(tx: Tx, vault: Vault, reviews: Sequence[Review]) -> None:
    """Minimise signals on which nobody decided in time: a count and a reason remain."""
    signal_ids = [review.signal_id for review in reviews]
    rows = [open_held(vault, review).row for review in reviews]
    signals.release(tx, signal_ids)
    deliveries.destroy_data_keys(tx, signal_ids)
    signals.count(tx, [(row.creditor_id, row.signal_on, "undecided") for row in rows])
