"""Commands for a dossier: look at it, note what a resident says, and everything that follows."""

import secrets
from dataclasses import fields
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from portal.cli import dossier_case as around
from portal.cli import dossier_money as money
from portal.cli import dossier_plan as plan
from portal.cli.common import out
from portal.cli.dossier_common import ByAccount, Door, as_json, day, door
from portal.dossier.consenting import Person, consent, terms_on
from portal.dossier.file import read_dossier
from portal.dossier.receipts import consent_receipt
from portal.dossier.views import ResidentFile
from portal.web.views.dossier_timeline import TEXTS
from protocols.money import Cents, euros
from protocols.privacy.aftermath import TOLD, Consequence
from protocols.privacy.consent import Purpose
from protocols.privacy.consent_commands import Ask, Command, Give, Refuse, Withdraw
from protocols.privacy.evidence import Evidence, Manner
from protocols.work.dossier_words import STAGES, moves_told

dossier = typer.Typer(help="Toestemming, voorstel en regeling van een inwoner.")
CaseId = Annotated[str, typer.Argument(help="Kenmerk van de zaak.")]
ResidentId = Annotated[str, typer.Argument(help="Kenmerk van de inwoner.")]
For = Annotated[Purpose, typer.Argument(help="Waarvoor de toestemming is.")]
_NOT_SHOWN = frozenset({"prospect", "resident"})
"""What is left out of JSON: who it is stands in the register, the outlook has its own command."""


@dossier.command("show")
def show(
    case_id: CaseId,
    by: ByAccount,
    in_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Toon de dossiers van een zaak: toestemming, stand, tijdpad, voorstel en regeling."""
    at = door(by)
    found = read_dossier(at.wired, at.by, case_id)
    if in_json:
        as_json([_plain(one) for one in found.residents])
        return
    for one in found.residents:
        _show(one)


@dossier.command("ask")
def ask(
    case_id: CaseId,
    resident_id: ResidentId,
    purpose: For,
    by: ByAccount,
    language: Annotated[str, typer.Option(help="De taal van de uitleg.")] = "nl",
    notice: Annotated[str, typer.Option(help="De versie van de uitleg.")] = "uitleg-1",
) -> None:
    """Leg vast dat om toestemming is gevraagd; voor een dossier is dat het aanbod."""
    at = door(by)
    _note(at, case_id, resident_id, Ask(purpose, language, notice, by, at.by.at))


@dossier.command("give")
def give(
    case_id: CaseId,
    resident_id: ResidentId,
    purpose: For,
    by: ByAccount,
    evidence: Annotated[str, typer.Option(help="Kenmerk van het bewijs, zoals een notitie.")],
    manner: Annotated[Manner, typer.Option(help="Hoe de toestemming is gegeven.")] = Manner.ORAL,
    until: Annotated[str, typer.Option(help="Laatste dag; standaard zo lang als mag.")] = "",
) -> None:
    """Leg vast dat toestemming is gegeven."""
    at = door(by)
    most = terms_on(at.wired, at.by).most_days.get(purpose, 0)
    last: date = day(until, "--until") if until else at.by.on + timedelta(days=most)
    given = Evidence(manner, evidence)
    consent_id = f"t-{secrets.token_hex(10)}"
    command = Give(purpose, consent_id, given, at.by.on, last, by, at.by.at)
    _note(at, case_id, resident_id, command)


@dossier.command("refuse")
def refuse(case_id: CaseId, resident_id: ResidentId, purpose: For, by: ByAccount) -> None:
    """Leg vast dat toestemming is geweigerd; hulp die geen toestemming vraagt, gaat door."""
    at = door(by)
    _note(at, case_id, resident_id, Refuse(purpose, by, at.by.at))


@dossier.command("withdraw")
def withdraw(case_id: CaseId, resident_id: ResidentId, purpose: For, by: ByAccount) -> None:
    """Trek toestemming in: alles wat eraan hangt stopt of wordt gewist, in één keer."""
    at = door(by)
    _note(at, case_id, resident_id, Withdraw(purpose, by, at.by.at))


@dossier.command("receipt")
def receipt(case_id: CaseId, resident_id: ResidentId, purpose: For, by: ByAccount) -> None:
    """Schrijf het bewijs van toestemming (JSON-LD, ISO/IEC TS 27560) naar de uitvoer."""
    at = door(by)
    as_json(consent_receipt(at.wired, at.by, Person(case_id, resident_id), purpose))


for _name, _verb in (*money.VERBS, *plan.VERBS, *around.VERBS):
    dossier.command(_name)(_verb)


def _note(at: Door, case_id: str, resident_id: str, command: Command) -> None:
    found = consent(at.wired, at.by, Person(case_id, resident_id), command)
    for purpose in Purpose:
        out.print(f"{purpose.value}: {found.of(purpose).standing.value}", markup=False)


def _plain(one: ResidentFile) -> dict[str, Any]:
    names = [field.name for field in fields(one) if field.name not in _NOT_SHOWN]
    return {name: getattr(one, name) for name in names}


def _show(one: ResidentFile) -> None:
    out.print(f"Inwoner {one.resident_id}", markup=False)
    for purpose, state in one.consents.states.items():
        out.print(f"  toestemming {purpose.value}: {state.standing.value}", markup=False)
    if one.dossier is not None:
        out.print(f"  dossier {one.dossier.dossier_id}: {STAGES[one.dossier.stage]}", markup=False)
        out.print(f"  mogelijk: {moves_told(one.allowed)}", markup=False)
    if one.proposal is not None:
        row = one.proposal.row
        monthly = euros(Cents(row.monthly_cents))
        out.print(f"  op tafel: {row.plan_id}, {monthly} per maand", markup=False)
    if one.running is not None:
        left, kept = one.running.progress.open_cents, one.running.progress.kept_cents
        told = f"nog open {euros(left)}, apart gehouden {euros(kept)}"
        out.print(f"  regeling {one.running.plan_id}: {told}", markup=False)
    for owed in one.aftermath_open:
        out.print(f"  nog te doen: {TOLD[Consequence(owed.consequence)]}", markup=False)
    for entry in one.timeline:
        out.print(
            f"  {entry.at:%Y-%m-%d} {TEXTS[entry.text]}. {entry.reason}".rstrip(), markup=False
        )
