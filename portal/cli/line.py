"""Commands for the operator: start, run, look at the line; erase what is due."""

import os
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from portal.cities.load import city_folder, load_city
from portal.cli.acting import ByOption, actor_of
from portal.cli.common import drain, err, out, platform
from portal.erasure import Eraser, erase, preview
from portal.metrics_server import watched
from portal.readiness import waiting
from portal.settings import VARIABLES, read_settings
from portal.status import Status, read_status
from portal.wiring import Platform, open_platform
from protocols.errors import Refused
from protocols.privacy.audit import Origin
from store.engine import reading
from store.vault import ROOT_BYTES
from streams.cluster import ClusterLine, LeftToWorkers

IDLE_SECONDS = 1.0


class AlreadyThere(Refused):
    """There is a key already; making another would make everything sealed unreadable."""

    code = "already-there"


def init() -> None:
    """Maak de map, de hoofdsleutel en de database van een nieuwe installatie."""
    home = Path(os.environ.get("VROEGSIGNAAL_HOME", "var"))
    key_file = Path(os.environ.get("VROEGSIGNAAL_KEY_FILE", str(home / "key")))
    if key_file.exists():
        raise AlreadyThere(f"Er is al een sleutel: {key_file}. Bewaar hem goed; hij blijft.")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_key(key_file)
    open_platform(read_settings())
    out.print(f"Sleutel: {key_file}. Maak er een reservekopie van, los van de database.")


def make_key(path: Path) -> None:
    """Write a new root secret that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(ROOT_BYTES) + "\n")


def run(
    once: Annotated[bool, typer.Option("--once", help="Stop zodra er niets meer wacht.")] = False,
) -> None:
    """Laat de lijn draaien: toelaten, koppelen, samenvoegen, verrijken, wegen, toewijzen."""
    wanted = read_settings()
    wired = open_platform(wanted)
    _need_own_line(wired)
    with watched(wired, wanted.watching):
        handled = drain(wired)
        while not once:
            if not wired.line.poll():
                time.sleep(IDLE_SECONDS)
    out.print(f"{handled} berichten verwerkt; er wacht niets meer.")


def _need_own_line(wired: Platform) -> None:
    """Raises LeftToWorkers, telling what waits for them, where workers run the line."""
    if not isinstance(wired.line, ClusterLine):
        return
    with reading(wired.engine) as tx:
        steps = waiting(tx, wired)
    told = ", ".join(f"{step} {count}" for step, count in steps.items())
    raise LeftToWorkers(
        f"Met VROEGSIGNAAL_KAFKA dragen werkers de berichten; er is niets verwerkt. Er wacht per "
        f"stap: {told}. Start `vroegsignaal relay` en `vroegsignaal worker`, en volg het met "
        "`vroegsignaal status`. Is de broker er niet, haal dan VROEGSIGNAAL_KAFKA weg: niets telt "
        "dubbel."
    )


def status(
    as_json: Annotated[
        bool, typer.Option("--json", help="Als JSON, voor een ander programma.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Eindig met 1 als de lijn haar werk niet kan doen.")
    ] = False,
) -> None:
    """Toon de stand: aantallen per stap, wat het langst wacht, wat apart is gelegd."""
    wanted = read_settings()
    found = read_status(open_platform(wanted), wanted.watching)
    if as_json:
        out.print_json(data=found.as_json())
    else:
        _show(found)
    raise typer.Exit(1 if check and found.reasons else 0)


def _show(found: Status) -> None:
    for title, numbers in (
        ("Aantallen", found.counts),
        ("Open zaken per spoor", found.tracks),
        ("Geen zaak, alleen geteld", found.tallies),
        ("Wacht per stap", found.waiting),
    ):
        table = Table("wat", "aantal", title=title, title_justify="left", min_width=40)
        for name, number in numbers.items():
            table.add_row(name, str(number))
        out.print(table)
    out.print(f"Actieve signalen: {found.signals}, samen {found.total}")
    out.print(f"Langst wachtend: {found.oldest_event or 'niets wacht'}")
    out.print(f"Oudste te beoordelen signaal: {found.oldest_review or 'geen'}")
    for letter in found.dead_letters:
        out.print(f"Apart gelegd: {letter.step} {letter.code}: {letter.count}", markup=False)
    if not found.dead_letters:
        out.print("Apart gelegd: niets")
    for creditor in found.stopped_webhooks:
        out.print(f"Webhook gestopt: {creditor}; zie `vroegsignaal feedback channels`")
    for reason in found.reasons:
        out.print(f"Niet klaar voor het werk: {reason}", markup=False)
    if not found.reasons:
        out.print("Klaar voor het werk")


def city(
    folder: Annotated[str, typer.Argument(help="Naam van een stad, of een map met bestanden.")],
) -> None:
    """Controleer de bestanden van een stad; alle fouten komen in één keer."""
    found = load_city(city_folder(folder))
    out.print(f"{found.name}: {len(found.covenants)} convenanten, alles klopt.")


def erasing(
    really: Annotated[bool, typer.Option("--yes", help="Wis echt; anders alleen tonen.")] = False,
    by: ByOption = "",
) -> None:
    """Wis wat volgens de bewaartermijnen weg moet; zonder --yes alleen een voorproef."""
    eraser, wired = Eraser(actor_of(by), Origin.COMMAND), platform()
    counts = erase(wired, eraser) if really else preview(wired)
    verb = "gewist" if really else "zou gewist worden"
    for category, count in counts.items():
        out.print(f"{category}: {count} {verb}")


def settings() -> None:
    """Toon de instellingen die uit de omgeving komen."""
    for name, meaning in VARIABLES.items():
        err.print(f"{name}: {meaning}", markup=False)
