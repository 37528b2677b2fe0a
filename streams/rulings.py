"""What a human decided, and why: written down, and remembered for as long as it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from protocols.city import City
from protocols.ids import HouseholdId, ResidentId
from protocols.judgement import MatchKind
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from protocols.work.decide import DecisionReason, Verdict
from store import audit, decisions, deliveries, signals
from store.decisions import Decision
from store.engine import Tx
from store.sql import instant
from store.vault import Seal, Vault
from streams.decided import Decided, close_decided
from streams.held import Held


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a human decides of a held signal, and why.

    `resident_id` is empty when it is none of the candidates. `note` is for colleagues (at most
    200 characters); it is kept sealed and goes when the decision cannot be taken back any more.
    """

    signal_id: str
    reason: DecisionReason
    actor: str
    at: datetime
    resident_id: str = ""
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether it is one of the candidates."""
        return Verdict.SAME if self.resident_id else Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a judged signal went: its household, and the token of its admission."""

    household_id: HouseholdId
    token: bytes


NOWHERE = Placed(HouseholdId(""), b"")


def settle(
    tx: Tx, city: City, vault: Vault, held: Held, ruling: Ruling, placed: Placed
) -> date | None:
    """Take the signal off the list, write down who decided and why, and remember it for as long
    as it can be taken back: the last day of that, or None."""
    until = city.privacy.undo_until(held.received_on, local_day(ruling.at))
    signals.release(tx, [ruling.signal_id])
    if until is not None:
        sealed = close_decided(seal_of(tx, vault, ruling.signal_id), Decided(held, ruling.note))
        decisions.put(tx, _decision(held, ruling, until, placed, sealed))
    audit.record(tx, [_entry(city, held, ruling, until)])
    return until


def seal_of(tx: Tx, vault: Vault, signal_id: str) -> Seal:
    """The seal of a signal whose data key is still there."""
    return vault.data_key(deliveries.data_keys(tx, [signal_id])[signal_id], signal_id)


def different_of(kind: MatchKind | str) -> str:
    """How a signal is counted of which a human said that it is nobody of ours."""
    return f"{kind}:{Verdict.DIFFERENT}"


def minimise(tx: Tx, gone: Sequence[tuple[str, tuple[str, date, str]]]) -> None:
    """Destroy what signals told (by id), and count each by creditor, day and outcome."""
    deliveries.destroy_data_keys(tx, (signal_id for signal_id, _ in gone))
    signals.count(tx, (counted for _, counted in gone))


def _decision(held: Held, ruling: Ruling, until: date, placed: Placed, sealed: bytes) -> Decision:
    row = held.row
    return Decision(
        signal_id=row.signal_id,
        creditor_id=row.creditor_id,
        signal_on=row.signal_on.isoformat(),
        received_on=held.received_on.isoformat(),
        kind=held.judgement.kind.value,
        verdict=ruling.verdict.value,
        reason=ruling.reason.value,
        actor=ruling.actor,
        decided_at=instant(ruling.at),
        undo_until=until.isoformat(),
        turn=held.turn,
        household_id=placed.household_id,
        token=placed.token,
        sealed=sealed,
    )


def _entry(city: City, held: Held, ruling: Ruling, until: date | None) -> AuditEntry:
    """Who, when, why and by which rule the signal was unsure; of a note its length only."""
    shown = [one.resident_id for one in held.judgement.candidates]
    chosen = shown.index(ResidentId(ruling.resident_id)) + 1 if ruling.resident_id else 0
    privacy = city.privacy
    return AuditEntry(
        ruling.at,
        ruling.actor,
        Origin.WEB,
        Action.REVIEW_DECIDED,
        "signal",
        ruling.signal_id,
        ruling.verdict.value,
        privacy.purpose,
        privacy.basis.value,
        {
            "reason": ruling.reason.value,
            "rule": held.judgement.rule,
            "candidate": chosen,
            "candidates": len(shown),
            "note_length": len(ruling.note),
            "undo_until": until.isoformat() if until else "",
        },
    )
