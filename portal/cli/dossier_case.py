"""Commands beside a dossier: a safety warning, instruments of recovery, a warm handover."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from portal.cli.common import out
from portal.cli.dossier_common import ByAccount, day, door
from portal.dossier import handover, instruments, warnings
from portal.dossier.consenting import Person
from portal.dossier.handover import Handing
from portal.dossier.instruments import Wanted
from protocols.work.handover import Crisis, Receiver
from protocols.work.instruments import NEEDS, Ability, Instrument

CaseId = Annotated[str, typer.Argument(help="Kenmerk van de zaak.")]


def warn(
    case_id: CaseId,
    text: Annotated[str, typer.Argument(help="Wat te doen aan de deur; geen verhaal.")],
    by: ByAccount,
    until: Annotated[str, typer.Option(help="Laatste dag van de waarschuwing.")],
) -> None:
    """Leg een waarschuwing voor een bezoek vast; alleen de medewerker van de zaak ziet haar."""
    at = door(by)
    warnings.note_warning(at.wired, at.by, case_id, text, day(until, "--until"))
    out.print("Waarschuwing vastgelegd.")


def warning(case_id: CaseId, by: ByAccount) -> None:
    """Toon de waarschuwing van een zaak; ook het kijken wordt vastgelegd."""
    at = door(by)
    found = warnings.look_at_warning(at.wired, at.by, case_id)
    out.print(found or "Er is geen waarschuwing.", markup=False)


def use(
    case_id: CaseId,
    instrument: Annotated[Instrument, typer.Argument(help="Welk middel.")],
    by: ByAccount,
    reason: Annotated[str, typer.Option(help="Waarom dit nodig is.")],
    ability: Annotated[
        Ability, typer.Option(help="Wat is uitgezocht: kan of wil de inwoner niet betalen.")
    ] = Ability.UNKNOWN,
) -> None:
    """Leg vast dat een middel is ingezet; geweigerd zolang er iets aan vooraf moet gaan."""
    at = door(by)
    instruments.use_instrument(at.wired, at.by, case_id, Wanted(instrument, reason, ability))
    out.print("Inzet vastgelegd.")


def instruments_left(case_id: CaseId, by: ByAccount) -> None:
    """Toon per middel wat er nog aan vooraf moet gaan."""
    at = door(by)
    for one, needs in instruments.possible(at.wired, at.by, case_id).items():
        told = "; ".join(NEEDS[need] for need in needs) or "mag"
        out.print(f"{one.value}: {told}", markup=False)


def hand_over(
    case_id: CaseId,
    resident_id: Annotated[str, typer.Argument(help="Kenmerk van de inwoner.")],
    into: Annotated[Path, typer.Argument(help="Bestand voor de ontvanger (JSON).")],
    by: ByAccount,
    receiver: Annotated[
        str, typer.Option(help="Ontvanger: naam;nummer;postcode;gemeentecode;contact;e-mail.")
    ],
    spoken_with: Annotated[str, typer.Option(help="Wie bij schuldhulp is gesproken.")],
    question: Annotated[str, typer.Option(help="De hulpvraag.")],
    crisis: Annotated[Crisis, typer.Option(help="Of er een dreiging is.")] = Crisis.NO,
) -> None:
    """Draag warm over aan schuldhulp (DDAS); alleen met toestemming daarvoor."""
    at = door(by)
    handing = Handing(_receiver(receiver), spoken_with, crisis, question)
    file = handover.hand_over(at.wired, at.by, Person(case_id, resident_id), handing)
    into.write_bytes(file)
    out.print("Overdracht vastgelegd en geschreven.")


VERBS: Final[Sequence[tuple[str, Callable[..., Any]]]] = (
    ("warn", warn),
    ("warning", warning),
    ("use", use),
    ("instruments", instruments_left),
    ("handover", hand_over),
)


def _receiver(text: str) -> Receiver:
    parts = text.split(";")
    if len(parts) != 6:
        shape = "schrijf naam;nummer;postcode;gemeentecode;contact;e-mail"
        raise typer.BadParameter(shape, param_hint="--receiver")
    return Receiver(*parts)
