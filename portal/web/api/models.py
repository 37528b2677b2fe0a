"""What the API answers, as its OpenAPI description tells it."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from notifications.words import remedy
from portal.intake.fields import REMEDIES
from portal.web.delivering import Answer, Overview, RowOutcome
from protocols.covenant.answer import Refusal


class Told(BaseModel):
    """What all answers share: frozen, camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class FieldFault(Told):
    """What is wrong with one field of a row; never its value."""

    field: str = Field(description="Veld van het signaal; leeg als het om de hele regel gaat.")
    code: str
    remedy: str


class RefusedRow(Told):
    """A row that could not be read."""

    row: int
    code: str
    fields: list[FieldFault]


class Receipt(Told):
    """What one row was answered."""

    row: int
    outcome: RowOutcome
    code: str = Field(description="Leeg, of de reden van weigering.")
    article: str = Field(description="Artikel van het convenant dat dit zegt.")
    remedy: str = Field(description="Wat u kunt doen; leeg als er niets te doen is.")
    remarks: list[str]
    fields: list[FieldFault]


class DeliveryTaken(Told):
    """A delivery that was taken in, now or before."""

    delivery_id: str
    rows: int
    refused: list[RefusedRow]
    receipts: str = Field(description="Pad van de ontvangstbewijzen.")
    receipt: str = Field(
        default="",
        description=(
            "Van een versleutelde levering het ontvangstbewijs, teken voor teken zoals "
            "`vroegsignaal encode` het ernaast schreef; anders leeg."
        ),
    )


class DeliveryChecked(Told):
    """What a delivery would be answered; nothing was stored."""

    rows: int
    admitted: int
    refused: int
    answers: list[Receipt]


class Delivery(Told):
    """One delivery with its counts; `received_at` is in UTC."""

    delivery_id: str
    received_at: str = Field(json_schema_extra={"format": "date-time"})
    rows: int
    admitted: int
    refused: int
    waiting: int
    receipts: str


class Deliveries(Told):
    """The newest deliveries of a creditor, at most 100."""

    deliveries: list[Delivery]


class Receipts(Told):
    """One page of receipts; `next` is the path of the next page."""

    delivery_id: str
    rows: int
    receipts: list[Receipt]
    next: str | None


class Fault(Told):
    """One fault of a request as a whole."""

    field: str = ""
    line: int = 0
    code: str
    detail: str


class Problem(Told):
    """An error (RFC 9457)."""

    type: str
    status: int
    title: str
    detail: str
    code: str | None = None
    errors: list[Fault] | None = None


def receipts_path(delivery_id: str) -> str:
    """Where the receipts of a delivery are."""
    return f"/v1/leveringen/{delivery_id}/ontvangstbewijzen"


def receipt(one: Answer) -> Receipt:
    """One answer as the API tells it."""
    return Receipt(
        row=one.row,
        outcome=one.outcome,
        code=one.code,
        article=one.article,
        remedy=remedy(Refusal(one.code)) if one.code else "",
        remarks=list(one.remarks),
        fields=_faults(one),
    )


def refused_row(one: Answer) -> RefusedRow:
    """A row that could not be read, as the API tells it."""
    return RefusedRow(row=one.row, code=one.code, fields=_faults(one))


def checked(answers: Sequence[Answer]) -> DeliveryChecked:
    """The outcome of a check."""
    outcomes = [one.outcome for one in answers]
    return DeliveryChecked(
        rows=len(answers),
        admitted=outcomes.count(RowOutcome.ADMITTED),
        refused=outcomes.count(RowOutcome.REFUSED),
        answers=[receipt(one) for one in answers],
    )


def delivery(one: Overview) -> Delivery:
    """One delivery as the API tells it."""
    return Delivery(
        delivery_id=one.delivery.delivery_id,
        received_at=one.delivery.received_at,
        rows=one.delivery.rows,
        admitted=one.admitted,
        refused=one.refused,
        waiting=one.waiting,
        receipts=receipts_path(one.delivery.delivery_id),
    )


def _faults(one: Answer) -> list[FieldFault]:
    return [FieldFault(field=field, code=code, remedy=REMEDIES[code]) for field, code in one.fields]
