"""The command that tells what the plans of a city save."""

from datetime import date
from typing import Annotated, Final

import msgspec
import typer
from rich.table import Table

from portal.benefit import BusinessCase, business_case
from portal.cli.common import out, platform
from protocols.money import Cents, euros
from protocols.work.benefit import Assumption, Saving, Side
from protocols.work.clock import local_day

SIDES: Final = {Side.CITY: "Stad", Side.RESIDENT: "Inwoners"}
SAVINGS: Final = {
    Saving.REMINDERS: "aanmaningen niet verstuurd",
    Saving.BAILIFF: "stappen van een deurwaarder niet gezet",
    Saving.WRITE_OFF: "minder oninbaar, min wat in regelingen is kwijtgescholden",
    Saving.WORK: "werk aan de dossiers",
}


def business_case_command(
    first: Annotated[str, typer.Option("--from", help="Eerste dag; standaard 1 januari.")] = "",
    last: Annotated[str, typer.Option("--to", help="Laatste dag; standaard vandaag.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Wat regelingen besparen, voor stad en inwoners, met bij elke regel waar zij op rust."""
    wired = platform()
    today = local_day(wired.clock())
    first_on = _day(first, "--from") or date(today.year, 1, 1)
    last_on = _day(last, "--to") or today
    if last_on < first_on:
        raise typer.BadParameter("de laatste dag ligt voor de eerste", param_hint="--to")
    found = business_case(wired, first_on, last_on)
    if as_json:
        print(msgspec.json.encode(found).decode())
    else:
        _show(found)


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("schrijf de dag als JJJJ-MM-DD", param_hint=option) from error


def _show(found: BusinessCase) -> None:
    tally = found.tally
    out.print(
        f"Regelingen van {found.first_on} tot en met {found.last_on}: {tally.plans} lopend "
        f"of afgerond met {tally.claims} vorderingen, samen {euros(Cents(tally.owed_cents))}, "
        f"waarvan betaald {euros(Cents(tally.repaid_cents))}; {tally.stopped} gestopt."
    )
    table = Table("Voor", "Wat", "Aantal", "Bedrag", "Rust op")
    for line in found.lines:
        rests_on = ", ".join(one.value for one in line.rests_on)
        amount = euros(line.cents)
        table.add_row(SIDES[line.side], SAVINGS[line.saving], str(line.times), amount, rests_on)
    for side, name in SIDES.items():
        total = sum(line.cents for line in found.lines if line.side is side)
        table.add_row(name, "samen", "", euros(Cents(total)), "")
    out.print(table)
    for one, row in found.assumed.items():
        out.print(_assumption(one, row.value.value, row.unit, row.source, row.value.doubt))


def _assumption(one: Assumption, value: int, unit: str, source: str, doubt: str) -> str:
    mark = f" ONZEKER: {doubt}." if doubt else ""
    return f"- {one.value}: {value} {unit}. {source}.{mark}"
