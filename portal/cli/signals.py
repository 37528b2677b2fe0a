"""Commands for creditors: check a delivery, send it, fetch its receipts again."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from notifications.words import label
from portal.cli.common import (
    CreditorOption,
    OnOption,
    covenant_of,
    drain,
    err,
    instant_of,
    out,
    platform,
)
from portal.encode.files import AlreadyEncoded, is_encoded, read_encoded
from portal.encode.receiving import receive
from portal.intake.fields import REMEDIES
from portal.intake.opening import read_bytes
from portal.intake.reading import read_delivery, unknown_headings
from portal.wiring import Platform, new_delivery_id
from protocols.covenant.answer import NotAdmitted, Refusal
from protocols.covenant.terms import Covenant
from protocols.errors import Refused
from protocols.ids import DeliveryId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import audit, deliveries
from store.engine import begin, reading
from streams.gate import precheck
from streams.intake import Seen, Unreadable, deliver

signals = typer.Typer(help="Signalen van schuldeisers.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help="De levering: CSV of JSON.")]
MOST_SHOWN = 50


class UnknownDelivery(Refused):
    """This creditor has no delivery with this id."""

    code = "unknown-delivery"


@signals.command("check")
def check(file: FileArgument, creditor: CreditorOption, on: OnOption = "") -> None:
    """Zeg welke regels geweigerd zouden worden en waarom; er wordt niets bewaard."""
    wired = platform()
    covenant = covenant_of(wired, creditor)
    day = local_day(instant_of(on, wired.clock))
    if is_encoded(file):
        raise AlreadyEncoded
    content = read_bytes(file)
    batch = read_delivery(content, file.name, covenant, DeliveryId("controle"), day)
    with reading(wired.engine) as tx:
        answers = precheck(tx, wired.city, wired.vault, batch.rows, day)
    refused = {row: one for row, one in answers.items() if isinstance(one, NotAdmitted)}
    total = len(batch.rows) + len(batch.unreadable)
    bad = len(refused) + len(batch.unreadable)
    out.print(f"{total} regels gelezen: {total - bad} zouden worden toegelaten, {bad} geweigerd.")
    left_out = unknown_headings(content, file.name, covenant)
    if left_out:
        out.print(f"Niet gelezen kolommen: {', '.join(left_out)}", markup=False)
    show_refused([(row, one.code.value, one.article) for row, one in refused.items()])
    show_unreadable(batch.unreadable)
    raise typer.Exit(1 if bad else 0)


@signals.command("send")
def send(file: FileArgument, creditor: CreditorOption, on: OnOption = "") -> None:
    """Lever signalen aan (ook versleuteld), laat de lijn ze verwerken en toon wat terugkomt."""
    wired = platform()
    covenant = covenant_of(wired, creditor)
    at = instant_of(on, wired.clock)
    if is_encoded(file):
        _send_encoded(wired, covenant, file, at)
        return
    delivery_id = new_delivery_id(wired.clock())
    batch = read_delivery(read_bytes(file), file.name, covenant, delivery_id, local_day(at))
    purpose = wired.city.privacy.purpose
    with begin(wired.engine) as tx:
        taken = deliver(
            tx, wired.vault, batch, actor=creditor, origin=Origin.COMMAND, purpose=purpose, at=at
        )
    if taken.seen is Seen.BEFORE:
        out.print(f"Deze levering is al ontvangen als {taken.delivery_id}; er is niets veranderd.")
    drain(wired)
    _show_receipts(wired, taken.delivery_id, taken.rows)


def _send_encoded(wired: Platform, covenant: Covenant, file: Path, at: datetime) -> None:
    """Take in an encoded delivery; what is told depends on the file alone."""
    encoded = read_encoded(file)
    seen = receive(wired, covenant, encoded, at)
    if seen is Seen.BEFORE:
        err.print("Deze levering is al ontvangen; er is niets veranderd.")
    wired.line.drain()
    out.print(encoded.receipt().decode(), end="", markup=False)


@signals.command("receipts")
def receipts(
    delivery: Annotated[str, typer.Argument(help="De id van de levering.")],
    creditor: CreditorOption,
) -> None:
    """Toon de ontvangstbewijzen van een eerdere levering."""
    wired = platform()
    covenant_of(wired, creditor)
    with begin(wired.engine) as tx:
        found = deliveries.find(tx, creditor, delivery)
        if found is None:
            raise UnknownDelivery("Deze schuldeiser heeft geen levering met deze id.")
        entry = AuditEntry(
            wired.clock(),
            creditor,
            Origin.COMMAND,
            Action.RECEIPTS_READ,
            "delivery",
            delivery,
            "read",
            wired.city.privacy.purpose,
        )
        audit.record(tx, [entry])
    _show_receipts(wired, delivery, found.rows)


def _show_receipts(wired: Platform, delivery_id: str, rows: int) -> None:
    with reading(wired.engine) as tx:
        counts = deliveries.receipt_counts(tx, delivery_id)
        given = deliveries.receipts(tx, delivery_id, most=rows)
    admitted = sum(n for (outcome, _), n in counts.items() if outcome == "admitted")
    parked = counts.get(("refused", Refusal.PARKED.value), 0)
    refused = sum(n for (outcome, _), n in counts.items() if outcome == "refused") - parked
    waiting = rows - admitted - refused
    out.print(
        f"Levering {delivery_id}: {rows} regels, {admitted} toegelaten, {refused} geweigerd, "
        f"{waiting} nog te verwerken."
    )
    if parked:
        out.print(f"Daarvan apart gelegd: {parked}. De gemeente kijkt ernaar.")
    bad = [one for one in given if one.outcome == "refused" and one.code != Refusal.PARKED]
    show_refused([(one.row, one.code, one.article or one.remarks) for one in bad])


def show_refused(refused: list[tuple[int, str, str]]) -> None:
    """Print rows that are refused: number, code, and article or field."""
    if not refused:
        return
    table = Table("regel", "code", "waarom", "artikel of veld", title="Geweigerde regels")
    for row, code, article in refused[:MOST_SHOWN]:
        table.add_row(str(row), code, label(Refusal(code)), article)
    out.print(table)
    if len(refused) > MOST_SHOWN:
        codes = Counter(code for _, code, _ in refused)
        counted = ", ".join(f"{code} {count}" for code, count in codes.most_common())
        out.print(f"De eerste {MOST_SHOWN} van {len(refused)}. Per reden: {counted}")


def show_unreadable(rows: Sequence[Unreadable]) -> None:
    """Print rows that cannot be read: per field a code and what to do, never the value."""
    if not rows:
        return
    table = Table("regel", "veld", "code", "wat te doen", title="Onleesbare regels")
    for one in rows[:MOST_SHOWN]:
        for column, code in one.faults:
            table.add_row(str(one.row), column, code, REMEDIES[code])
    out.print(table)
