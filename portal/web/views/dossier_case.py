"""What a case page adds for its worker: the next step, the warning, the dossiers, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.casework import CaseFile
from portal.dossier.views import DossierFile, ResidentFile
from portal.web.views.dossier_frame import resident_path
from portal.web.views.dossier_step import NextStep, next_step
from portal.web.views.fields import FormView, Kind, Sent, field, filled, text_field
from portal.web.words import called, counted
from protocols.work.dossier_words import MOVES_TOLD, STAGES
from protocols.work.outcomes import ContactTerms
from protocols.work.safety import MOST_WARNING

WARN = "waarschuwing"
_USUAL = timedelta(days=92)
_GONE = "Een inwoner die niet meer in het register staat"


@dataclass(frozen=True, slots=True)
class DossierLink:
    """One resident's dossier: where it is, and what asks for attention."""

    name: str
    path: str
    stage: str
    attention: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseWork:
    """The work on a case. `warning` is for the assigned worker's eyes alone; empty: there is none.
    `step` and `warn` are None once the case is closed."""

    warning: str
    step: NextStep | None
    dossiers: tuple[DossierLink, ...]
    instruments_path: str
    warn: FormView | None


def case_work(
    terms: ContactTerms,
    file: CaseFile,
    dossiers: DossierFile,
    warning: str,
    on: date,
    sent: Sent | None,
) -> CaseWork:
    """Show the work on a case on a day."""
    case_id, is_open = file.case.case_id, file.case.status == "open"
    return CaseWork(
        warning=warning,
        step=next_step(terms, file, on) if is_open else None,
        dossiers=tuple(_link(case_id, one) for one in dossiers.residents),
        instruments_path=f"/zaken/{case_id}/middelen",
        warn=filled(_warn(case_id, on, warning), sent) if is_open else None,
    )


def _link(case_id: str, one: ResidentFile) -> DossierLink:
    return DossierLink(
        name=called(one.resident.name) if one.resident else _GONE,
        path=resident_path(case_id, one.resident_id),
        stage=STAGES[one.dossier.stage].capitalize() if one.dossier else "Nog geen dossier",
        attention=tuple(_attention(one)),
    )


def _attention(one: ResidentFile) -> Sequence[str]:
    owed, waiting = len(one.aftermath_open), one.dossier.waiting if one.dossier else None
    found = []
    if owed:
        told = counted(owed, "ding", "dingen")
        found.append(f"Na een intrekking is nog {told} te doen.")
    if waiting:
        found.append(f"Wacht op vier ogen: {MOVES_TOLD[waiting.move]}.")
    if one.running and one.running.needs_talk:
        found.append("Er zijn termijnen gemist: praat met de inwoner.")
    return found


def _warn(case_id: str, on: date, warning: str) -> FormView:
    until = (on + _USUAL).isoformat()
    hint = "Alleen de medewerker van deze zaak ziet dit. Schrijf wat te doen bij de deur."
    return FormView(
        path=f"/zaken/{case_id}/waarschuwing",
        doing=WARN,
        stand=0,
        button="Waarschuwing vervangen" if warning else "Waarschuwing vastleggen",
        tone="second",
        fields=(
            text_field(WARN, "waarschuwing", "Waarschuwing", MOST_WARNING, hint=hint),
            field(WARN, "tot", "Geldt tot en met", Kind.DATE, until),
        ),
    )
