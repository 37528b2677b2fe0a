"""Commands for what creditors are told: as a file, by webhook, and where webhooks go."""

import random
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from portal.cli.acting import ByOption, actor_of
from portal.cli.common import CreditorOption, OnOption, covenant_of, instant_of, out, platform
from portal.feedback.addresses import check_url
from portal.feedback.delivering import Posting, deliver_feedback, deliver_waiting
from portal.feedback.telling import as_csv, as_json
from portal.feedback.webhook import secret_text
from portal.halting import halt_on_signals
from portal.settings import read_settings
from portal.wiring import Platform, open_platform
from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import audit, channels
from store import feedback as stored
from store.channels import Channel
from store.engine import Tx, begin, reading
from store.feedback import Told

feedback = typer.Typer(help="Wat schuldeisers terug horen.", no_args_is_help=True)
IDLE_SECONDS = 5.0


class Secret(StrEnum):
    """Whether a webhook keeps the secret that it has."""

    KEEP = "houden"
    NEW = "nieuw"


class NoFile(Refused):
    """The file cannot be written."""

    code = "no-file"


@feedback.command("export")
def export(
    creditor: CreditorOption,
    into: Annotated[Path, typer.Option("--into", help="Bestand: .csv of .json.")],
    after: Annotated[int, typer.Option(help="Alleen wat na dit volgnummer kwam.")] = 0,
    by: ByOption = "",
) -> None:
    """Schrijf de terugkoppelingen van een schuldeiser in een bestand."""
    actor, wired = actor_of(by), platform()
    covenant_of(wired, creditor)
    told: list[Told] = []
    with begin(wired.engine) as tx:
        while found := stored.page(tx, creditor, told[-1].seq if told else after):
            told += found
        _note(tx, wired, actor, Action.FEEDBACK_SENT, creditor, "file")
    try:
        into.write_bytes(as_json(told) if into.suffix == ".json" else as_csv(told))
    except OSError as error:
        raise NoFile(
            "Het bestand kan niet worden geschreven; controleer map en rechten."
        ) from error
    out.print(f"{len(told)} terugkoppelingen geschreven.")


@feedback.command("deliver")
def deliver(
    once: Annotated[bool, typer.Option("--once", help="Stop zodra er niets meer kan.")] = False,
    on: OnOption = "",
) -> None:
    """Meld wat er vandaag te melden is, en lever het af bij webhooks, tot SIGTERM."""
    wired = platform()
    posting = Posting(chance=random.SystemRandom().random)
    _run(wired, local_day(instant_of(on, wired.clock)), posting)
    if once:
        return
    halt = halt_on_signals()
    day = local_day(wired.clock())
    while not halt.wait(IDLE_SECONDS):
        today = local_day(wired.clock())
        if today != day:
            day = today
            _run(wired, day, posting)
        else:
            deliver_waiting(wired, posting)


@feedback.command("channel")
def channel(
    creditor: CreditorOption,
    url: Annotated[str, typer.Option(help="Adres van de webhook: https.")],
    contact: Annotated[str, typer.Option(help="Wie het hoort als het afleveren stopt.")],
    secret: Annotated[Secret, typer.Option(help="Het geheim houden of een nieuw.")] = Secret.KEEP,
    by: ByOption = "",
) -> None:
    """Lever terugkoppelingen voortaan af bij een webhook; een gestopte gaat weer lopen."""
    actor, settings = actor_of(by), read_settings()
    wired = open_platform(settings)
    covenant_of(wired, creditor)
    check_url(url, settings.webhook_hosts)
    with begin(wired.engine) as tx:
        before = channels.find(tx, creditor) or Channel(creditor, url, contact)
        turn = before.turn + (secret is Secret.NEW)
        now = Channel(creditor, url, contact, turn=turn, last_seq=before.last_seq)
        channels.put(tx, now)
        _note(tx, wired, actor, Action.ACCOUNT_CHANGED, creditor, "webhook")
    found = wired.vault.signer.webhook_secret(creditor, turn)
    out.print(f"Geheim om HMAC mee te controleren: {secret_text(found)}", markup=False)


@feedback.command("channels")
def listing() -> None:
    """Toon de webhooks: hoe ver zij zijn, en waarom er een is gestopt."""
    with reading(platform().engine) as tx:
        table = Table("schuldeiser", "stand", "afgeleverd", "wacht", "mislukt", "reden", "contact")
        for one in channels.every(tx):
            waits = stored.last_seq(tx, one.creditor_id) - one.last_seq
            numbers = (str(one.last_seq), str(waits), str(one.failures))
            table.add_row(one.creditor_id, one.state, *numbers, one.reason, one.contact)
    out.print(table)


def _run(wired: Platform, day: date, posting: Posting) -> None:
    done = deliver_feedback(wired, day, posting)
    for code, count in done.told.items():
        out.print(f"{code}: {count} gemeld")
    out.print(f"Pauzes afgelopen: {done.expired}; verbroken: {done.broken}.")
    out.print(f"{done.delivered} berichten afgeleverd.")


def _note(tx: Tx, wired: Platform, actor: str, action: Action, creditor: str, result: str) -> None:
    at: datetime = wired.clock()
    about = ("creditor", creditor)
    purpose = wired.city.privacy.purpose
    audit.record(tx, [AuditEntry(at, actor, Origin.COMMAND, action, *about, result, purpose)])
