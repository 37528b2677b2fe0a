"""The part of privacy.yaml that stands on a receipt of consent (ISO/IEC TS 27560)."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from portal.cities.checks import check_dates
from portal.cities.fields import Language, Once, Row, Shape, Text, written
from portal.cities.sheet import Sheet
from protocols.privacy.receipt_facts import Party, ReceiptTerms
from protocols.rules import Rule


class PartyShape(Shape):
    """An organisation with its number, as it stands on a receipt."""

    party_id: Text
    name: Text
    address: Text
    contact: Text


class ReceiptRow(Row):
    """What a receipt says of the city, and to whom the resident can turn."""

    unit: Literal["receipt"]
    address: Text
    contact: Text
    authority: PartyShape
    notice_url: Annotated[str, Field(max_length=200), written(r"https?://\S+", "bad-url")]
    withdrawal: Annotated[dict[Language, Text], Field(min_length=1)]
    receivers: Annotated[tuple[Text, ...], Once]


_ROW: Final = TypeAdapter(ReceiptRow)


def read_receipt(sheet: Sheet) -> tuple[Rule[ReceiptTerms], ...]:
    """What stands on a receipt, as dated rows."""
    rows = sheet.rows(_ROW, ("receipt",))
    check_dates(sheet, rows, lambda _: None)
    return tuple(one.row.rule(_terms(one.row)) for one in rows.found)


def _terms(row: ReceiptRow) -> ReceiptTerms:
    who = row.authority
    authority = Party(who.party_id, who.name, who.address, who.contact)
    return ReceiptTerms(
        row.address, row.contact, authority, row.notice_url, row.withdrawal, row.receivers
    )
