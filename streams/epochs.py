"""Epochs of a covenant: opening, rotating and ending the keys that a creditor encodes with.

The keys stand sealed under a data key of their own, so that destroying that one ends all copies.
An old epoch serves exactly one delivery more; what is over is over for the city too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matching.tokens.refusals import OtherEpoch
from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, epochs
from store.engine import Tx
from store.epochs import Epoch, State
from store.sql import instant
from store.vault import Vault
from streams.epoch_keys import EpochKeys


class EpochThere(Refused):
    """This covenant has a current epoch already."""

    code = "epoch-there"


class NoEpoch(Refused):
    """This covenant has no current epoch to rotate."""

    code = "no-epoch"


class EpochTaken(Refused):
    """Somebody else opened this epoch meanwhile."""

    code = "epoch-taken"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What city and creditor agree on for one epoch. `signer` is the creditor's public key."""

    creditor_id: str
    epoch: int
    covenant: str
    region: str
    norm_digest: str
    kinds: frozenset[int]
    signer: bytes
    valid_to: date


@dataclass(frozen=True, slots=True)
class Registrar:
    """Whoever opens and ends epochs; every change is audited in its transaction."""

    vault: Vault
    actor: str
    purpose: str
    origin: Origin = Origin.COMMAND

    def open_first(self, tx: Tx, agreed: Agreed, keys: EpochKeys, at: datetime) -> Epoch:
        """Open an epoch where none is current. Raises EpochThere, EpochTaken."""
        before = epochs.of_creditor(tx, agreed.creditor_id)
        if current(before) is not None:
            raise EpochThere(
                "Dit convenant heeft al een sleutel; vervang hem met `covenant keys rotate`."
            )
        return self._open(tx, agreed, before, keys, at)

    def rotate(self, tx: Tx, agreed: Agreed, keys: EpochKeys, at: datetime) -> Epoch:
        """Open the next epoch; the current one becomes old, an older one ends.

        Raises NoEpoch, EpochTaken.
        """
        before = epochs.of_creditor(tx, agreed.creditor_id)
        now = current(before)
        if now is None:
            raise NoEpoch("Dit convenant heeft nog geen sleutel; maak er een: `covenant keys new`.")
        for one in before:
            if one.state == State.OLD:
                self.end(tx, one, at)
        epochs.supersede(tx, now)
        self._note(tx, now, "superseded", at)
        return self._open(tx, agreed, before, keys, at)

    def end(self, tx: Tx, one: Epoch, at: datetime) -> None:
        """Destroy the keys, the index and the waiting envelopes of an epoch."""
        gone = epochs.destroy(tx, one)
        self._note(tx, one, "destroyed", at, gone)

    def end_past(self, tx: Tx, on: date, at: datetime) -> int:
        """End the epochs whose last day has passed; returns how many."""
        late = epochs.past(tx, on)
        for one in late:
            self.end(tx, one, at)
        return len(late)

    def _open(
        self, tx: Tx, agreed: Agreed, before: Sequence[Epoch], keys: EpochKeys, at: datetime
    ) -> Epoch:
        if agreed.epoch != next_epoch(before):
            raise EpochTaken("Er kwam net een sleutel bij; kijk met `covenant keys list`.")
        wrapped, sealed = keys.sealed(self.vault, agreed.creditor_id, agreed.epoch)
        one = Epoch(
            creditor_id=agreed.creditor_id,
            epoch=agreed.epoch,
            covenant=agreed.covenant,
            state=State.CURRENT.value,
            norm_digest=agreed.norm_digest,
            kinds=" ".join(map(str, sorted(agreed.kinds))),
            region=agreed.region,
            signer=agreed.signer,
            register_version=0,
            opened_at=instant(at),
            valid_to=agreed.valid_to.isoformat(),
            wrapped=wrapped,
            sealed=sealed,
        )
        epochs.add(tx, one)
        self._note(tx, one, "opened", at)
        return one

    def _note(self, tx: Tx, one: Epoch, result: str, at: datetime, envelopes: int = 0) -> None:
        detail: dict[str, str | int] = {"epoch": one.epoch, "envelopes": envelopes}
        entry = AuditEntry(
            at,
            self.actor,
            self.origin,
            Action.EPOCH_CHANGED,
            "epoch",
            one.creditor_id,
            result,
            self.purpose,
            "",
            detail,
        )
        audit.record(tx, [entry])


def next_epoch(before: Iterable[Epoch]) -> int:
    """The number of the epoch to open: numbers never come back."""
    return max((one.epoch for one in before), default=0) + 1


def current(found: Iterable[Epoch]) -> Epoch | None:
    """The epoch that serves now."""
    return next((one for one in found if one.state == State.CURRENT), None)


def is_past(one: Epoch, on: date) -> bool:
    """Whether the last day of an epoch that is not over has passed on a day."""
    return one.state != State.OVER and one.valid_to < on.isoformat()


def serving(found: Iterable[Epoch], number: int, on: date) -> Epoch:
    """The epoch by which a delivery may come in on a day. Raises OtherEpoch."""
    one = next((one for one in found if one.epoch == number), None)
    if one is None or one.state == State.OVER or one.valid_to < on.isoformat():
        raise OtherEpoch(
            "De sleutel waarmee dit is gemaakt geldt niet (meer). Vraag de stad om de nieuwe en "
            "versleutel de levering opnieuw."
        )
    return one
