"""Judging signals of which the matcher was not sure whom they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.wiring import Platform
from protocols.ids import ResidentId
from protocols.people import Resident
from protocols.privacy.audit import Action
from store import audit, register, signals
from store.engine import begin, reading
from store.signals import Review
from streams.held import Held
from streams.reviews import decide_different, decide_same, find_held


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A held signal beside its candidates; a candidate that left the register is absent."""

    signal_id: str
    held: Held
    residents: Mapping[ResidentId, Resident]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the worker decided; `resident_id` is empty when it is none of the candidates."""

    signal_id: str
    resident_id: str = ""


def read_reviews(platform: Platform, by: Visit) -> Sequence[Review]:
    """Signals that wait for a human, oldest first, at most 200; nothing of them is opened."""
    with begin(platform.engine) as tx:
        found = signals.held(tx)
        about, counts = ("review", ""), {"signals": len(found)}
        audit.record(
            tx, [by.note(platform.city.privacy, Action.REVIEW_READ, about, "listed", counts)]
        )
    return found


def read_review(platform: Platform, by: Visit, signal_id: str) -> Reviewed:
    """One held signal, opened. Raises NotWaiting."""
    with begin(platform.engine) as tx:
        held = find_held(tx, platform.vault, signal_id)
        candidates = [one.resident_id for one in held.judgement.candidates]
        residents = register.find(tx, platform.vault, candidates)
        about = ("signal", signal_id)
        audit.record(tx, [by.note(platform.city.privacy, Action.REVIEW_READ, about, "read")])
    return Reviewed(signal_id, held, residents)


def decide(platform: Platform, by: Visit, decision: Decision) -> None:
    """Record the decision; the line goes on with the signal when it is polled next.

    Raises NotWaiting and NotACandidate. The index of the register, which may have to be built
    first, is fetched before the writing transaction so that nobody waits for it.
    """
    signal_id, actor, at = decision.signal_id, by.account.account_id, by.at
    if not decision.resident_id:
        with begin(platform.engine) as tx:
            decide_different(tx, platform.city, platform.vault, signal_id, actor=actor, at=at)
        return
    with reading(platform.engine) as tx:
        matching = platform.residents.matching(tx, by.on)
    with begin(platform.engine) as tx:
        decide_same(
            tx,
            platform.city,
            platform.vault,
            matching,
            signal_id,
            decision.resident_id,
            actor=actor,
            at=at,
        )
