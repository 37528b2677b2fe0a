"""Deliveries and receipts, as a creditor sees its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.words import label, remedy
from portal.faults import BadFile
from portal.intake.fields import REMEDIES
from portal.intake.words import HEADINGS
from portal.web.delivering import Answer, Overview, RowOutcome
from portal.web.views.parts import Notice
from portal.web.words import counted, moment
from protocols.covenant.answer import Refusal, Remark

PAGE_ROWS = 100
OUTCOMES = {
    RowOutcome.ADMITTED: "Toegelaten",
    RowOutcome.REFUSED: "Geweigerd",
    RowOutcome.WAITING: "Wacht nog",
}
_LINE = "de hele regel"
_COLUMNS = {"postcode": "postcode", "email": "e-mailadres", "national_id": "BSN of INSZ"}
"""Columns of which the first Dutch heading is not how people call them."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery with its counts."""

    path: str
    received_at: str
    rows: int
    admitted: int
    refused: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """What one row was answered: code and article for the file, text and remedy for people."""

    row: int
    outcome: str
    tone: str
    code: str
    article: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DeliveriesView:
    """A creditor's deliveries, and the form to deliver with. `notices` are about what was sent."""

    rows: tuple[DeliveryRow, ...]
    notices: tuple[Notice, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptsView:
    """Receipts of one delivery, or what they would be. The paths are empty where there is none."""

    heading: str
    notices: tuple[Notice, ...]
    summary: str
    caption: str
    rows: tuple[ReceiptRow, ...]
    range: str
    previous: str
    next: str
    download: str


def deliveries_view(
    found: Sequence[Overview], refused: BadFile | None = None, error: str = ""
) -> DeliveriesView:
    """Show a creditor's deliveries; `refused` tells why a file could not be used at all."""
    faults = tuple(
        f"Regel {one.line}: {one.message}" if one.line else one.message
        for one in (refused.faults if refused else ())
    )
    text = "Het bestand kan niet worden gebruikt. Er is niets opgeslagen." if refused else error
    notices = (Notice("wrong", text),) if text else ()
    return DeliveriesView(tuple(_delivery(one) for one in found), notices, faults)


def receipts_view(
    overview: Overview, answers: Sequence[Answer], after: int, notices: tuple[Notice, ...]
) -> ReceiptsView:
    """Show one page of the receipts of a delivery."""
    one, path = overview.delivery, delivery_path(overview.delivery.delivery_id)
    last = after + len(answers)
    before = max(after - PAGE_ROWS, 0)
    return ReceiptsView(
        heading=f"Levering van {moment(one.received_at)}",
        notices=notices,
        summary=_summary(one.rows, overview.admitted, overview.refused, overview.waiting),
        caption="De uitkomst per regel van het bestand",
        rows=tuple(map(receipt_row, answers)),
        range=f"Regel {after + 1} tot en met {last} van {one.rows}" if answers else "",
        previous=f"{path}?na={before}" if after else "",
        next=f"{path}?na={last}" if last < one.rows else "",
        download=f"{path}/ontvangstbewijzen.csv",
    )


def check_view(answers: Sequence[Answer]) -> ReceiptsView:
    """Show what a delivery would be answered; refused rows first, at most one page."""
    refused = [one for one in answers if one.outcome is RowOutcome.REFUSED]
    noted = [one for one in answers if one.outcome is RowOutcome.ADMITTED and one.remarks]
    shown = [*refused, *noted][:PAGE_ROWS]
    more = len(refused) + len(noted) - len(shown)
    return ReceiptsView(
        heading="Uitkomst van de controle",
        notices=(
            Notice("note", "Er is niets opgeslagen. Kies het bestand opnieuw om het te versturen."),
        ),
        summary=(
            f"Van {counted(len(answers), 'regel', 'regels')} zouden er nu "
            f"{len(answers) - len(refused)} worden toegelaten en {len(refused)} geweigerd."
        ),
        caption="Regels die zouden worden geweigerd, en regels met een opmerking",
        rows=tuple(map(receipt_row, shown)),
        range=f"En nog {counted(more, 'regel', 'regels')}." if more else "",
        previous="",
        next="",
        download="",
    )


def receipt_row(one: Answer) -> ReceiptRow:
    """One answer in words."""
    text, help_ = _told(one)
    outcome = OUTCOMES[one.outcome]
    return ReceiptRow(one.row, outcome, one.outcome, one.code, one.article, text, help_)


def delivery_path(delivery_id: str) -> str:
    """Where a delivery is shown."""
    return f"/leveringen/{delivery_id}"


def _told(one: Answer) -> tuple[str, str]:
    """What happened and what can be done about it."""
    if one.fields:
        named = "; ".join(f"{_column(field)}: {REMEDIES[code]}" for field, code in one.fields)
        return label(Refusal.UNREADABLE), f"{named}."
    if one.code:
        return label(Refusal(one.code)), remedy(Refusal(one.code))
    return "; ".join(label(Remark(word)) for word in one.remarks), ""


def _column(field: str) -> str:
    if field in _COLUMNS:
        return _COLUMNS[field]
    return HEADINGS[field][0] if field in HEADINGS else field or _LINE


def _delivery(one: Overview) -> DeliveryRow:
    return DeliveryRow(
        delivery_path(one.delivery.delivery_id),
        moment(one.delivery.received_at),
        one.delivery.rows,
        one.admitted,
        one.refused,
        one.waiting,
    )


def _summary(rows: int, admitted: int, refused: int, waiting: int) -> str:
    text = f"{counted(rows, 'regel', 'regels')}: {admitted} toegelaten, {refused} geweigerd"
    return f"{text}, {waiting} nog niet verwerkt. Ververs de pagina." if waiting else f"{text}."
