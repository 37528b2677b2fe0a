"""What stands on every page of a dossier: about whom, in which stage, and where to go from here."""

from dataclasses import dataclass

from portal.web.views.caseload import case_name
from protocols.work.dossier_moves import Stage
from protocols.work.dossier_words import STAGES

PARTS = (
    ("Toestemming", "toestemming"),
    ("Inkomen", "inkomen"),
    ("Schulden", "schulden"),
    ("Regeling", "regeling"),
    ("Betalingen", "betalingen"),
    ("Overdracht", "overdracht"),
)
_NONE = "Nog geen dossier"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a dossier; `current` is `page` on the page itself and empty elsewhere."""

    label: str
    path: str
    current: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a page of a dossier stands."""

    name: str
    case_name: str
    case_path: str
    stage: str
    parts: tuple[Part, ...]


def resident_path(case_id: str, resident_id: str, part: str = "toestemming") -> str:
    """The address of a page of a resident's dossier."""
    return f"/zaken/{case_id}/inwoners/{resident_id}/{part}"


def trail(case_id: str, resident_id: str, name: str, stage: Stage | None, here: str) -> Trail:
    """The way to and through a dossier; `stage` None when there is none yet."""
    return Trail(
        name=name,
        case_name=case_name(case_id),
        case_path=f"/zaken/{case_id}",
        stage=STAGES[stage].capitalize() if stage else _NONE,
        parts=tuple(
            Part(label, resident_path(case_id, resident_id, part), "page" if part == here else "")
            for label, part in PARTS
        ),
    )
