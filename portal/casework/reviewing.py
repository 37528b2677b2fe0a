"""Judging signals of which the matcher was not sure whom they are about; and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.access import Role, Visit
from portal.wiring import Platform
from protocols.privacy.audit import Action
from protocols.work.choose import Sight, Unsure
from protocols.work.decide import DecisionReason
from store import audit, signals
from store.engine import begin, reading
from store.signals import Review
from streams.choices import lay_out
from streams.residents import Matching
from streams.reviews import decide_different, decide_same, find_held
from streams.rulings import Ruling
from streams.undoing import Recent, recent, undo


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signal that waits; nothing of it is opened. `decide_by` is its last day, if it has one."""

    review: Review
    decide_by: date | None


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What waits for a human, oldest first, and what was decided that can still be undone."""

    waiting: Sequence[Waiting]
    decided: Sequence[Recent]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the worker decided and why; `resident_id` is empty when it is none of the candidates.

    `note` explains it to colleagues, in at most 200 characters.
    """

    signal_id: str
    reason: DecisionReason
    resident_id: str = ""
    note: str = ""


def read_reviews(platform: Platform, by: Visit) -> ReviewQueue:
    """The review queue: at most 200 signals, at most 50 decisions with their notes."""
    privacy = platform.city.privacy
    with begin(platform.engine) as tx:
        held, decided = signals.held(tx), recent(tx, platform.vault, by.on)
        about, counts = ("review", ""), {"signals": len(held), "decisions": len(decided)}
        audit.record(tx, [by.note(privacy, Action.REVIEW_READ, about, "listed", counts)])
    waiting = [
        Waiting(one, privacy.waits_until(date.fromisoformat(one.received_on), one.turn, by.on))
        for one in held
    ]
    return ReviewQueue(waiting, decided)


def read_review(platform: Platform, by: Visit, signal_id: str) -> Unsure:
    """One held signal beside its candidates, with what each choice leads to. Raises NotWaiting.

    Only a worker, who decides, sees what is compared; anybody else sees agreements.
    """
    matching = _matching(platform, by)
    sight = Sight.VALUES if by.account.role == Role.WORKER else Sight.AGREEMENT
    city, vault = platform.city, platform.vault
    with begin(platform.engine) as tx:
        held = find_held(tx, vault, signal_id)
        read = by.note(city.privacy, Action.REVIEW_READ, ("signal", signal_id), "read")
        audit.record(tx, [read])
        return lay_out(tx, city, vault, matching, held, on=by.on, sight=sight)


def decide(platform: Platform, by: Visit, decision: Decision) -> None:
    """Record the decision; the line goes on with the signal when it is polled next.

    Raises NotWaiting, BadReason and NotACandidate. The index of the register, which may have to
    be built first, is fetched before the writing transaction so that nobody waits for it.
    """
    ruling = Ruling(
        decision.signal_id,
        decision.reason,
        by.account.account_id,
        by.at,
        decision.resident_id,
        decision.note,
    )
    city, vault = platform.city, platform.vault
    if not decision.resident_id:
        with begin(platform.engine) as tx:
            decide_different(tx, city, vault, ruling)
        return
    matching = _matching(platform, by)
    with begin(platform.engine) as tx:
        decide_same(tx, city, vault, matching, ruling)


def take_back(platform: Platform, by: Visit, signal_id: str) -> None:
    """Undo a decision, of oneself or a colleague: the signal waits again. Raises NotUndoable."""
    actor, at = by.account.account_id, by.at
    with begin(platform.engine) as tx:
        undo(tx, platform.city, platform.vault, signal_id, actor=actor, at=at)


def _matching(platform: Platform, by: Visit) -> Matching:
    with reading(platform.engine) as tx:
        return platform.residents.matching(tx, by.on)
