"""What a creditor does: check a delivery, deliver it, and read what was answered.

Pages and API share these; each is one transaction with its audit entry. A creditor only ever
reaches its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from portal.access import Visit
from portal.encode.files import AlreadyEncoded, begins_encoded
from portal.intake.reading import read_delivery
from portal.web import encoded
from portal.wiring import Platform, new_delivery_id
from protocols.covenant.answer import Admitted, NotAdmitted, Refusal
from protocols.covenant.terms import Covenant
from protocols.errors import Refused
from protocols.ids import CreditorId
from protocols.privacy.audit import Action
from store import audit, deliveries
from store.deliveries import Delivery, Receipt
from store.engine import ConstraintBroken, Tx, begin, reading
from streams.gate import precheck
from streams.intake import Batch, Taken, Unreadable, deliver

FILE = "levering"
"""What a delivery is called in messages: the name of a file may itself tell of somebody."""


class NoCovenant(Refused):
    """This city has no covenant with the creditor of this account."""

    code = "no-covenant"


class NotYourDelivery(Refused):
    """This creditor has no such delivery; it never tells whether another has."""

    code = "not-your-delivery"


class RowOutcome(StrEnum):
    """What became of a row, as far as its creditor hears: never whether it is about a resident."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one row was or would be answered. `fields` holds (field, code) of what is unreadable."""

    row: int
    outcome: RowOutcome
    code: str = ""
    article: str = ""
    remarks: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A delivery with how many of its rows were admitted, were refused, and still wait."""

    delivery: Delivery
    admitted: int
    refused: int

    @property
    def waiting(self) -> int:
        """Rows that have no receipt yet, or one that tells that they are parked."""
        return self.delivery.rows - self.admitted - self.refused


class Received(NamedTuple):
    """The answer to a delivery, its unreadable rows, and the receipt of an encoded one."""

    taken: Taken
    unreadable: Sequence[Answer]
    receipt: str = ""


def take_in(platform: Platform, by: Visit, content: bytes) -> Received:
    """Deliver, in clear or encoded. Raises BadFile, and `encoded.REFUSALS` and NoRegister."""
    if begins_encoded(content):
        sent, told = encoded.take_in(platform, by, covenant_of(platform, by), content, FILE)
        return Received(sent, (), told)
    batch = _read(platform, by, content)
    try:
        taken = _deliver(platform, by, batch)
    except ConstraintBroken:
        taken = _deliver(platform, by, batch)
    return Received(taken, [_unreadable(one) for one in batch.unreadable])


def check(platform: Platform, by: Visit, content: bytes) -> Sequence[Answer]:
    """What every row would be answered today; stores nothing. Raises BadFile, AlreadyEncoded."""
    if begins_encoded(content):
        raise AlreadyEncoded
    batch = _read(platform, by, content)
    rows = len(batch.rows) + len(batch.unreadable)
    privacy, about = platform.city.privacy, ("creditor", by.account.subject)
    with begin(platform.engine) as tx:
        asked = by.note(privacy, Action.DELIVERY_CHECKED, about, "checked", {"rows": rows})
        audit.record(tx, [asked])
    with reading(platform.engine) as tx:
        answers = precheck(tx, platform.city, platform.vault, batch.rows, by.on)
    told = [_answer(row, one) for row, one in answers.items()]
    return sorted([*told, *map(_unreadable, batch.unreadable)], key=lambda one: one.row)


def own_deliveries(platform: Platform, by: Visit) -> Sequence[Overview]:
    """The creditor's deliveries, newest first, at most 100."""
    with begin(platform.engine) as tx:
        found = deliveries.of_creditor(tx, by.account.subject) if by.account.subject else []
        about, counts = ("creditor", by.account.subject), {"deliveries": len(found)}
        read = by.note(platform.city.privacy, Action.RECEIPTS_READ, about, "listed", counts)
        audit.record(tx, [read])
        return [_overview(tx, one) for one in found]


def receipts(
    platform: Platform, by: Visit, delivery_id: str, after: int, most: int
) -> tuple[Overview, Sequence[Answer]]:
    """What rows `after + 1` to `after + most` of a delivery were answered.

    Raises NotYourDelivery, which is audited as a denial.
    """
    privacy = platform.city.privacy
    with begin(platform.engine) as tx:
        found = deliveries.find(tx, by.account.subject, delivery_id) if by.account.subject else None
        if found is not None:
            about, page = ("delivery", delivery_id), {"after": after}
            audit.record(tx, [by.note(privacy, Action.RECEIPTS_READ, about, "read", page)])
            return _overview(tx, found), _page(tx, found, after, most)
        denied = by.note(privacy, Action.ACCESS_DENIED, ("delivery", ""), "not-own")
        audit.record(tx, [denied])
    raise NotYourDelivery("Deze levering is er niet, of niet van u.")


def covenant_of(platform: Platform, by: Visit) -> Covenant:
    """The covenant of the creditor that an account is for; raises NoCovenant."""
    covenant = platform.city.covenants.get(CreditorId(by.account.subject))
    if covenant is None:
        raise NoCovenant("Voor dit account is er in deze gemeente geen convenant.")
    return covenant


def _read(platform: Platform, by: Visit, content: bytes) -> Batch:
    return read_delivery(content, FILE, covenant_of(platform, by), new_delivery_id(by.at), by.on)


def _deliver(platform: Platform, by: Visit, batch: Batch) -> Taken:
    vault, purpose, actor = platform.vault, platform.city.privacy.purpose, by.account.account_id
    with begin(platform.engine) as tx:
        return deliver(tx, vault, batch, actor=actor, origin=by.origin, purpose=purpose, at=by.at)


def _overview(tx: Tx, one: Delivery) -> Overview:
    counts = deliveries.receipt_counts(tx, one.delivery_id)
    told = {RowOutcome.ADMITTED: 0, RowOutcome.REFUSED: 0}
    for (outcome, code), number in counts.items():
        if code != Refusal.PARKED:
            told[RowOutcome(outcome)] += number
    return Overview(one, told[RowOutcome.ADMITTED], told[RowOutcome.REFUSED])


def _page(tx: Tx, one: Delivery, after: int, most: int) -> Sequence[Answer]:
    given = deliveries.receipts(tx, one.delivery_id, after=after, most=most)
    by_row = {receipt.row: receipt for receipt in given}
    rows = range(after + 1, min(after + most, one.rows) + 1)
    return [
        _receipt(by_row[row]) if row in by_row else Answer(row, RowOutcome.WAITING) for row in rows
    ]


def _receipt(one: Receipt) -> Answer:
    words, outcome = tuple(one.remarks.split()), RowOutcome(one.outcome)
    if one.code == Refusal.PARKED:
        return Answer(one.row, RowOutcome.WAITING, one.code)
    if one.code == Refusal.UNREADABLE:
        pairs = tuple((field, code) for field, _, code in (word.rpartition(":") for word in words))
        return Answer(one.row, outcome, one.code, one.article, fields=pairs)
    return Answer(one.row, outcome, one.code, one.article, words)


def _unreadable(one: Unreadable) -> Answer:
    return Answer(one.row, RowOutcome.REFUSED, Refusal.UNREADABLE.value, fields=one.faults)


def _answer(row: int, given: Admitted | NotAdmitted) -> Answer:
    if isinstance(given, NotAdmitted):
        return Answer(row, RowOutcome.REFUSED, given.code.value, given.article)
    return Answer(
        row, RowOutcome.ADMITTED, "", given.article, tuple(one.value for one in given.remarks)
    )
