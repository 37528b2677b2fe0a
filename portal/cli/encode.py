"""Commands for encoded deliveries: the creditor encodes, the city issues the keys."""

import csv
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from matching.tokens.sealing import Kem
from portal.cities.load import city_folder, load_city
from portal.cli.acting import ByOption, actor_of
from portal.cli.common import (
    CreditorOption,
    OnOption,
    UnknownCreditor,
    covenant_of,
    instant_of,
    out,
    platform,
    progress_of,
)
from portal.cli.signals import show_refused, show_unreadable
from portal.encode.client import Client, Written
from portal.encode.key_file import read_key_file
from portal.encode.keys import VALID_DAYS, Issuer, Verb
from portal.intake.opening import read_bytes
from portal.intake.reading import read_delivery, unknown_headings
from portal.wiring import now
from protocols.ids import CreditorId, DeliveryId
from protocols.work.clock import local_day
from store import epochs
from store.engine import reading
from store.epochs import State

covenant = typer.Typer(help="Wat bij een convenant hoort.", no_args_is_help=True)
keys = typer.Typer(help="Sleutels waarmee een schuldeiser versleutelt.", no_args_is_help=True)
covenant.add_typer(keys, name="keys")

KeyFileOption = Annotated[
    Path, typer.Option("--out", help="Bestand dat nog niet bestaat; geef het veilig door.")
]
DaysOption = Annotated[int, typer.Option(min=1, max=366, help="Zoveel dagen geldt de sleutel.")]
KemOption = Annotated[
    Kem, typer.Option(help="MLKEM768_X25519 voor wat langer dan een jaar blijft.")
]


def encode(
    key: Annotated[Path, typer.Option("--key", help="Het sleutelbestand van de stad.")],
    source: Annotated[Path, typer.Option("--in", help="De levering: CSV of JSON.")],
    target: Annotated[Path, typer.Option("--out", help="Hier komt de versleutelde levering.")],
    report: Annotated[
        bool, typer.Option("--report", help="Schrijf ook per regel wat ermee gebeurde.")
    ] = False,
    on: OnOption = "",
) -> None:
    """Versleutel een levering bij de schuldeiser: de stad opent alleen wat over inwoners gaat."""
    at = instant_of(on, now)
    day = local_day(at)
    opened = read_key_file(key)
    opened.check(day)
    city = load_city(city_folder(os.environ.get("VROEGSIGNAAL_CITY", opened.city)))
    agreed = city.covenants.get(CreditorId(opened.creditor))
    if agreed is None or agreed.number != opened.covenant:
        raise UnknownCreditor("Deze stad heeft geen convenant waar dit sleutelbestand bij hoort.")
    content = read_bytes(source)
    batch = read_delivery(content, source.name, agreed, DeliveryId("versleuteld"), day)
    client = Client(city, opened, day, secrets.token_bytes)
    with progress_of("Versleutelen", len(batch.rows)) as moved:
        written = client.encode(batch, at, moved)
    if written.sids:
        target.write_bytes(written.content)
        _beside(target, ".receipt.json").write_bytes(written.receipt)
    if report:
        _write_report(_beside(target, ".report.csv"), written)
    left_out = unknown_headings(content, source.name, agreed)
    if left_out:
        out.print(f"Niet gelezen kolommen: {', '.join(left_out)}", markup=False)
    _show(written, target)
    raise typer.Exit(0 if written.sids else 1)


@keys.command("new")
def new(
    creditor: CreditorOption,
    target: KeyFileOption,
    days: DaysOption = VALID_DAYS,
    kem: KemOption = Kem.X25519,
    by: ByOption = "",
) -> None:
    """Maak de eerste sleutel van een convenant."""
    _issue(Verb.NEW, creditor, actor_of(by), target, days, kem)


@keys.command("rotate")
def rotate(
    creditor: CreditorOption,
    target: KeyFileOption,
    days: DaysOption = VALID_DAYS,
    kem: KemOption = Kem.X25519,
    by: ByOption = "",
) -> None:
    """Maak de volgende sleutel; met de vorige kan nog precies één levering komen."""
    _issue(Verb.ROTATE, creditor, actor_of(by), target, days, kem)


@keys.command("list")
def listing(creditor: CreditorOption) -> None:
    """Toon de sleutels van een convenant, ook die voorbij zijn; nooit hun inhoud."""
    wired = platform()
    covenant_of(wired, creditor)
    with reading(wired.engine) as tx:
        known = epochs.of_creditor(tx, creditor)
    table = Table("tijdvak", "toestand", "sinds", "tot en met", "convenant")
    for one in known:
        state = STATES[State(one.state)]
        table.add_row(str(one.epoch), state, one.opened_at[:10], one.valid_to, one.covenant)
    out.print(table if known else "Dit convenant heeft nog geen sleutel.")


STATES = {
    State.CURRENT: "geldt",
    State.OLD: "nog één levering",
    State.OVER: "voorbij, vernietigd",
}


def _issue(verb: Verb, creditor: str, actor: str, target: Path, days: int, kem: Kem) -> None:
    wired = platform()
    at = wired.clock()
    issuer = Issuer(wired, covenant_of(wired, creditor), actor, secrets.token_bytes)
    key = issuer.issue(verb, kem, local_day(at) + timedelta(days=days), target, at)
    out.print(
        f"Sleutel voor tijdvak {key.epoch} in {target}, geldig tot en met {key.valid_to}. Wie dit "
        "bestand heeft, kan alles wat ermee wordt geleverd aan personen toetsen: geef het veilig "
        "door en bewaar hier geen kopie.",
        markup=False,
    )


def _show(written: Written, target: Path) -> None:
    total = len(written.sids) + len(written.refused) + len(written.unreadable)
    out.print(
        f"{total} regels gelezen: {len(written.sids)} versleuteld in {target}, "
        f"{len(written.refused)} niet toegelaten, {len(written.unreadable)} niet te lezen.",
        markup=False,
    )
    refused = written.refused.items()
    show_refused([(row, one.code.value, one.article) for row, one in refused])
    show_unreadable(written.unreadable)


def _write_report(path: Path, written: Written) -> None:
    """Per row what became of it, by number: no personal data, and yet only for its owner."""
    lines = [(row, "versleuteld", sid) for row, sid in written.sids.items()]
    lines += [(row, "geweigerd", one.code.value) for row, one in written.refused.items()]
    lines += [(bad.row, "onleesbaar", bad.faults[0][1]) for bad in written.unreadable]
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("regel", "uitkomst", "kenmerk of code"))
        writer.writerows(sorted(lines))


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
