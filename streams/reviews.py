"""A human decides about a signal that the matcher was not sure of."""

from collections.abc import Sequence
from datetime import datetime

from protocols.city import City
from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.judgement import Comparison, Judgement, MatchKind
from protocols.people import Resident
from protocols.work.choose import bar_of
from protocols.work.clock import local_day
from protocols.work.decide import ReasonFault, faults_of
from store import deliveries, log, register, signals
from store.engine import Tx
from store.log import Record
from store.signals import Review
from store.sql import instant
from store.vault import Vault
from streams import topics
from streams.gate import Gate
from streams.held import Held, open_held
from streams.residents import Households, Matching
from streams.rulings import NOWHERE, Placed, Ruling, different_of, minimise, seal_of, settle
from streams.steps.judged import matched_entry


class NotWaiting(Refused):
    """The signal does not wait for a decision (any more)."""

    code = "not-waiting"


class NotACandidate(Refused):
    """The chosen resident was not among those compared, or cannot be chosen now."""

    code = "not-a-candidate"


class BadReason(Refused):
    """The reason does not go with the verdict, or the note is missing or too long."""

    code = "bad-reason"

    def __init__(self, faults: Sequence[ReasonFault]) -> None:
        super().__init__("Kies een reden die bij uw besluit past, met zo nodig een toelichting.")
        self.faults = tuple(faults)


def find_held(tx: Tx, vault: Vault, signal_id: str) -> Held:
    """Open a signal that waits; raises NotWaiting."""
    review = signals.find_held(tx, signal_id)
    if review is None:
        raise NotWaiting("Over dit signaal is al beslist, of het is ingetrokken.")
    return open_held(vault, review)


def decide_same(tx: Tx, city: City, vault: Vault, matcher: Matching, ruling: Ruling) -> None:
    """It is this resident: the signal goes on down the line as if it had matched at once.

    Raises NotWaiting, BadReason and NotACandidate; whatever it raises, nothing was changed.
    """
    held = _checked(tx, vault, ruling)
    found = _candidate(tx, vault, held, ruling.resident_id)
    judgement = _judged(held, found, matcher, ruling.at)
    household_id = Households(vault).of(judgement)
    token = Gate(city, vault).token(held.row, held.received_on)
    partner_type = city.covenants[held.row.creditor_id].creditor.partner_type
    seal = seal_of(tx, vault, ruling.signal_id)
    record = _record(ruling)
    event = matched_entry(record, held.row, judgement, household_id, partner_type, seal, held.turn)
    log.append(tx, [event])
    deliveries.place_admission(tx, token, household_id)
    settle(tx, city, vault, held, ruling, Placed(household_id, token))


def decide_different(tx: Tx, city: City, vault: Vault, ruling: Ruling) -> None:
    """It is nobody of ours: the signal is set aside, and minimised when its term has passed.

    Without a term to take it back in, it is minimised at once. Raises NotWaiting and BadReason.
    """
    held = _checked(tx, vault, ruling)
    if not settle(tx, city, vault, held, ruling, NOWHERE):
        row, outcome = held.row, different_of(held.judgement.kind)
        minimise(tx, [(row.signal_id, (row.creditor_id, row.signal_on, outcome))])


def expire(tx: Tx, vault: Vault, reviews: Sequence[Review]) -> None:
    """Minimise signals on which nobody decided in time: a count and a reason remain."""
    rows = [open_held(vault, review).row for review in reviews]
    signals.release(tx, (row.signal_id for row in rows))
    minimise(tx, [(one.signal_id, (one.creditor_id, one.signal_on, "undecided")) for one in rows])


def _checked(tx: Tx, vault: Vault, ruling: Ruling) -> Held:
    signals.judging(tx, ruling.signal_id)
    held = find_held(tx, vault, ruling.signal_id)
    faults = faults_of(ruling.verdict, ruling.reason, ruling.note)
    if faults:
        raise BadReason(faults)
    return held


def _candidate(tx: Tx, vault: Vault, held: Held, resident_id: str) -> Resident:
    if resident_id not in {one.resident_id for one in held.judgement.candidates}:
        raise NotACandidate("Kies een van de inwoners die ernaast staan.")
    found = register.find(tx, vault, [resident_id]).get(ResidentId(resident_id))
    if found is None or bar_of(found) is not None:
        raise NotACandidate("Deze persoon woont hier volgens het register niet (meer).")
    return found


def _judged(held: Held, resident: Resident, matcher: Matching, at: datetime) -> Judgement:
    """The judgement a human gave; the surroundings come from the register as it is now."""
    around = matcher.surroundings(resident.resident_id, local_day(at))
    chosen: tuple[Comparison, ...] = tuple(
        one for one in held.judgement.candidates if one.resident_id == resident.resident_id
    )
    return Judgement(
        MatchKind.RESIDENT, "human", resident.resident_id, resident.address, chosen, around
    )


def _record(ruling: Ruling) -> Record:
    at = instant(ruling.at)
    return Record("reviews", 0, 0, "", ruling.signal_id, topics.DELIVERED, at, b"")
