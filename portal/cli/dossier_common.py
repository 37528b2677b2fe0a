"""What the commands about a dossier share: who acts, on which dossier, and how it is shown."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
import typer

from portal.access import Visit
from portal.cli.common import out, platform
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.privacy.audit import Origin
from protocols.work.dossier_state import Dossier
from protocols.work.dossier_words import STAGES
from store import access
from store.engine import reading

ByAccount = Annotated[
    str, typer.Option("--by", help="Het account dat dit doet: van een medewerker of de directeur.")
]
DossierId = Annotated[str, typer.Argument(help="Kenmerk van het dossier.")]
Cents = Annotated[int, typer.Argument(help="Bedrag in hele centen.")]


class UnknownAccount(Refused):
    """No such account may act here."""

    code = "unknown-account"


@dataclass(frozen=True, slots=True)
class Door:
    """A command under way: the platform, and who gave it."""

    wired: Platform
    by: Visit


def door(account_id: str) -> Door:
    """Open the platform for an account. What it may do is decided where it is done, as on a page.

    Raises UnknownAccount.
    """
    wired = platform()
    with reading(wired.engine) as tx:
        account = access.find_account(tx, account_id)
    if account is None:
        raise UnknownAccount(
            "Dit account is er niet. Geef met --by een account van een medewerker of de directeur; "
            "`vroegsignaal accounts list` toont welke er zijn."
        )
    return Door(wired, Visit(account, wired.clock(), Origin.COMMAND))


def day(text: str, hint: str) -> date:
    """A day given by hand. Raises BadParameter."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("schrijf de dag als JJJJ-MM-DD", param_hint=hint) from error


def tell(dossier: Dossier) -> None:
    """Print where a dossier stands now."""
    told = f"Dossier {dossier.dossier_id}: {STAGES[dossier.stage]}."
    if dossier.proposed is not None:
        told += f" Voorstel {dossier.proposed.plan_id}."
    if dossier.waiting is not None:
        told += " Dit wacht op bevestiging door de financieel directeur."
    out.print(told, markup=False)


def as_json(thing: object) -> None:
    """Print something as JSON."""
    out.print_json(json.dumps(msgspec.to_builtins(thing), ensure_ascii=False))
