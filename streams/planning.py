"""Putting a letter in the queue: once, sealed, with its line in the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.delivery.mail import BadAddress, check_email
from notifications.delivery.outcomes import Channel
from notifications.delivery.sms import check_number
from notifications.letters import Letter
from notifications.pdf import MOST_LINES
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, outgoing, sql
from store.engine import Tx
from store.outgoing import Outgoing, State
from store.vault import Vault
from streams.outgoing_words import Packed, close, digest


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that somebody wants sent. `occasion` tells it from the next one of the same kind
    (a month, an id of a plan): the same case, template, occasion and channel are sent once.

    `address` is one line (e-mail, +number) or the lines of an envelope; `attached` asks for the
    PDF with an e-mail.
    """

    case_id: str
    resident_id: str
    occasion: str
    channel: Channel
    address: tuple[str, ...]
    letter: Letter
    attached: bool = False

    def __post_init__(self) -> None:
        """Raise BadAddress when nothing could be sent there."""
        check_address(self.channel, self.address)

    @property
    def message_id(self) -> str:
        """The id that this letter has, now and when it is wanted again."""
        name = self.letter.template.partition("/")[0]
        return outgoing.message_id_of(self.case_id, name, self.occasion, self.channel.value)


@dataclass(frozen=True, slots=True)
class By:
    """Who asks for it, through which door, for which purpose and on which basis."""

    actor: str
    origin: Origin
    purpose: str
    basis: str = ""


def check_address(channel: Channel, address: tuple[str, ...]) -> None:
    """Raise BadAddress for an address that does not fit the channel; it is not repeated."""
    match channel, address:
        case Channel.EMAIL, (one,):
            check_email(one)
        case Channel.SMS, (one,):
            check_number(one)
        case Channel.POST, (_, _, *_) if len(address) <= MOST_LINES:
            if not all(line.strip() and line.isprintable() for line in address):
                raise BadAddress("Een regel van het adres is leeg of bevat stuurtekens.")
        case _:
            raise BadAddress("Het adres past niet bij de manier van versturen.")


def plan(tx: Tx, vault: Vault, wanted: Wanted, by: By, at: datetime) -> bool:
    """Queue a letter, in the transaction of what it tells about; false when it was queued before.

    A letter that was planned is not changed by planning it again with other words.
    """
    new = outgoing.plan(tx, _queued(vault, wanted, at))
    if new:
        detail = {"channel": wanted.channel.value, "case": wanted.case_id}
        audit.record(tx, [_entry(wanted, by, at, detail)])
    return new


def _queued(vault: Vault, wanted: Wanted, at: datetime) -> Outgoing:
    packed = Packed(wanted.address, wanted.letter.body, wanted.attached)
    now = sql.instant(at)
    return Outgoing(
        message_id=wanted.message_id,
        channel=wanted.channel.value,
        case_id=wanted.case_id,
        resident_id=wanted.resident_id,
        address_token=vault.token("address", "\n".join(wanted.address).casefold()).hex(),
        template=wanted.letter.template,
        language=wanted.letter.language,
        digest=digest(wanted.letter.body),
        sealed=close(vault.register, packed, wanted.message_id),
        state=State.PLANNED.value,
        tries=0,
        planned_at=now,
        next_at=now,
    )


def _entry(wanted: Wanted, by: By, at: datetime, detail: Mapping[str, str]) -> AuditEntry:
    return AuditEntry(
        at,
        by.actor,
        by.origin,
        Action.MESSAGE_PLANNED,
        "message",
        wanted.message_id,
        wanted.letter.template,
        by.purpose,
        by.basis,
        {**detail, "language": wanted.letter.language},
    )
