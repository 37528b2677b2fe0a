"""The caseload: which household first, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notifications.explain import explain
from notifications.words import label
from portal.casework import CaseloadLine
from portal.web.words import counted, day
from protocols.money import Cents, euros
from protocols.work.combine import Pattern
from protocols.work.points import Track
from store.cases import Case
from streams.explanation import read_explanation

ELSEWHERE = "buiten de wijken"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case on the caseload. `clock` tells in words how the legal term stands."""

    path: str
    name: str
    track: str
    track_class: str
    reason: str
    pattern: str
    signals: int
    total: str
    district: str
    contact_by: str
    clock: str
    clock_tone: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How the legal term of the first contact stands. `tone` is `late`, `today` or `calm`."""

    text: str
    tone: Literal["late", "today", "calm"]


@dataclass(frozen=True, slots=True)
class CaseloadView:
    """A worker's open cases, the most urgent first."""

    summary: str
    rows: tuple[CaseRow, ...]


def caseload_view(lines: Sequence[CaseloadLine], on: date) -> CaseloadView:
    """Show a caseload as it is on a day."""
    rows = tuple(_row(line, on) for line in lines)
    late = sum(row.clock_tone == "late" for row in rows)
    summary = f"U hebt {counted(len(rows), 'open zaak', 'open zaken')}."
    if late:
        summary += f" Bij {counted(late, 'zaak', 'zaken')} is het eerste contact te laat."
    return CaseloadView(summary, rows)


def case_name(case_id: str) -> str:
    """How a case is called among people: enough of its id to tell it apart."""
    return f"Zaak {case_id.partition('-')[2][:6].upper() or case_id}"


def clock_of(case: Case, attempts: int, on: date) -> Clock:
    """How the legal clock of a case stands: an attempt stops it, closing the case too."""
    if attempts:
        return Clock(f"{counted(attempts, 'contactpoging', 'contactpogingen')} gedaan", "calm")
    if case.status != "open":
        return Clock("geen contactpoging gedaan", "calm")
    left = (date.fromisoformat(case.first_contact_by) - on).days
    if left < 0:
        return Clock(f"Te laat: {counted(-left, 'dag', 'dagen')}", "late")
    if left == 0:
        return Clock("Vandaag de laatste dag", "today")
    return Clock(f"Nog {counted(left, 'dag', 'dagen')}", "calm")


def _row(line: CaseloadLine, on: date) -> CaseRow:
    case, told = line.case, read_explanation(line.case.explanation)
    track, clock = Track(case.track), clock_of(line.case, line.attempts, on)
    return CaseRow(
        path=f"/zaken/{case.case_id}",
        name=case_name(case.case_id),
        track=label(track),
        track_class=track.value.replace("_", "-"),
        reason=explain(track, told.points, told.reasons, told.nearest).summary,
        pattern=label(Pattern(case.pattern)),
        signals=case.signals_count,
        total=euros(Cents(case.total_cents)),
        district=district_name(case.district),
        contact_by=day(date.fromisoformat(case.first_contact_by)),
        clock=clock.text,
        clock_tone=clock.tone,
    )


def district_name(district: str) -> str:
    """A district as people know it."""
    return ELSEWHERE if district in {"", "elders"} else district
