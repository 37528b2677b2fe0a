"""The beginning of the line for an encoded delivery (level L1).

What is about a resident is opened and handed to the ordinary intake, as a delivery of the city's
own; what nobody opens stays sealed until its epoch ends. The creditor's receipt is made of what
was delivered alone. Whatever is wrong inside an envelope is told to the operator only: a refusal
would tell a creditor who lives here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from matching.tokens.message import Head, identity_of
from protocols.ids import CreditorId, DeliveryId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import audit, deliveries, epochs, log
from store.deliveries import Delivery, Receipt
from store.engine import Tx
from store.epochs import Epoch, State, Waiting
from store.vault import Vault
from streams.epoch_keys import keys_of, suite_of
from streams.epochs import Registrar, serving
from streams.handshake import check
from streams.intake import Batch, Seen, deliver
from streams.keyed import keyed_register
from streams.unsealing import Found, Opener, Read, Verify

STEP = "unsealing"
OWN = "~encoded"
"""Stands behind a creditor's id where a delivery is the city's own: no creditor can ask for it."""
_told = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded delivery as it was written: its head, a line per signal, SHA-256 of it all."""

    head: Head
    lines: Sequence[bytes]
    digest: bytes

    def token(self, vault: Vault) -> bytes:
        """By what it is known again, whatever was changed about the file."""
        return vault.token("delivery", identity_of(self.head).hex())

    def receipt(self) -> bytes:
        """The answer to the creditor: the same bytes whatever is found."""
        count, digest = len(self.lines), self.digest.hex()
        return _told({"delivery": self.head.delivery, "accepted": count, "digest": digest}) + b"\n"


@dataclass(frozen=True, slots=True)
class Door:
    """Takes in the encoded deliveries of one creditor. `article` is told for every row."""

    vault: Vault
    creditor_id: CreditorId
    article: str
    actor: str
    origin: Origin
    purpose: str
    verify: Verify
    read: Read

    def take_in(self, tx: Tx, encoded: Encoded, delivery_id: DeliveryId, at: datetime) -> Seen:
        """Take in a delivery: all of it, or (sent before, or refused by name) nothing at all.

        Raises OtherEpoch, OtherCovenant, OtherNormalisation, OtherKey, BadSignature, Tampered
        and NoRegister; none of them depends on whom a signal is about.
        """
        digest = encoded.token(self.vault)
        if deliveries.with_digest(tx, self.creditor_id, digest) is not None:
            return Seen.BEFORE
        known = epochs.of_creditor(tx, self.creditor_id)
        one = serving(known, encoded.head.epoch, local_day(at))
        opener = self._opener(tx, one, encoded)
        self._answer(tx, encoded, delivery_id, digest, at)
        found = opener.open_all(_own(delivery_id), list(enumerate(encoded.lines, start=1)))
        self._hand_over(tx, found, _own(delivery_id), at)
        kept = [Waiting(delivery_id, row, line) for row, line in found.sealed]
        epochs.keep(tx, one, kept)
        self._note(tx, delivery_id, found, at)
        if one.state == State.OLD:
            Registrar(self.vault, self.actor, self.purpose).end(tx, one, at)
        return Seen.NOW

    def look_again(self, tx: Tx, one: Epoch, at: datetime) -> int:
        """Look up what waits in an epoch that is not over: somebody may have moved in.

        Returns how many envelopes could be opened after all. Raises NoRegister.
        """
        epochs.hold(tx, one.creditor_id)
        opener = self._of(tx, one)
        opened, after = 0, ("", 0)
        while waiting := epochs.waiting(tx, one, after):
            for each in waiting:
                opened += self._again(tx, opener, each, at)
            after = (waiting[-1].delivery_id, waiting[-1].row)
        return opened

    def _again(self, tx: Tx, opener: Opener, each: Waiting, at: datetime) -> int:
        own = DeliveryId(f"{_own(each.delivery_id)}-{each.row}")
        found = opener.open_all(own, [(each.row, each.content)])
        if found.sealed:
            return 0
        self._hand_over(tx, found, own, at)
        self._note(tx, own, found, at)
        epochs.take(tx, [(each.delivery_id, each.row)])
        return 1

    def _opener(self, tx: Tx, one: Epoch, encoded: Encoded) -> Opener:
        check(one, suite_of(self.vault, one), encoded.head, encoded.lines)
        return self._of(tx, one)

    def _of(self, tx: Tx, one: Epoch) -> Opener:
        keys, suite = keys_of(self.vault, one), suite_of(self.vault, one)
        register = keyed_register(tx, self.vault, one, suite)
        return Opener(tx, self.vault, suite, keys, register, self.verify, self.read)

    def _answer(
        self, tx: Tx, encoded: Encoded, delivery_id: DeliveryId, digest: bytes, at: datetime
    ) -> None:
        """What the creditor can see of its delivery: every row alike."""
        count = len(encoded.lines)
        deliveries.add(tx, Delivery(delivery_id, self.creditor_id, digest, "", count), at)
        rows = range(1, count + 1)
        answers = [Receipt(delivery_id, row, "admitted", "", self.article) for row in rows]
        deliveries.write_receipts(tx, answers)

    def _hand_over(self, tx: Tx, found: Found, own: DeliveryId, at: datetime) -> None:
        """Give the ordinary intake what was opened, and the operator what was damaged."""
        letters = [(f"{own}-{row}", STEP, "tampered", own) for row in found.damaged]
        log.park(tx, letters, at)
        if not found.rows and not found.unreadable:
            return
        creditor = CreditorId(f"{self.creditor_id}{OWN}")
        batch = Batch(own, creditor, own.encode(), found.rows, found.unreadable)
        deliver(
            tx,
            self.vault,
            batch,
            actor=self.actor,
            origin=self.origin,
            purpose=self.purpose,
            at=at,
        )

    def _note(self, tx: Tx, about: str, found: Found, at: datetime) -> None:
        """What was opened is audited by count, also what turned out to be about somebody else."""
        detail: dict[str, str | int] = {one.value: many for one, many in found.counts.items()}
        action, what = Action.DELIVERY_RECEIVED, "delivery"
        entry = AuditEntry(
            at,
            self.actor,
            self.origin,
            action,
            what,
            about,
            "unsealed",
            self.purpose,
            "",
            detail,
        )
        audit.record(tx, [entry])


def _own(delivery_id: str) -> DeliveryId:
    """The delivery of the city's own in which the opened rows of another one travel."""
    return DeliveryId(f"{delivery_id}e")
