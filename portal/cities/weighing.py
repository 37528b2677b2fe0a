"""weighing.yaml: the steps that count points, and the tracks that points lead to."""

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from portal.cities.checks import check_dates, overlapping
from portal.cities.models import StepRow, TrackRow, WeighingFile
from portal.cities.sheet import Section, Sheet
from protocols.rules import Rule
from protocols.work.points import AMOUNTS, Measure, Step, Track

_FILE: Final = TypeAdapter(WeighingFile)
_STEP: Final = TypeAdapter(StepRow)
_TRACK: Final = TypeAdapter(TrackRow)
_FLAGS: Final = frozenset({Measure.CRISIS, Measure.YOUNG, Measure.PENSIONER})


@dataclass(frozen=True, slots=True)
class WeighingTables:
    """Both tables as rules, in the order of the file."""

    steps: tuple[Rule[Step], ...] = ()
    tracks: tuple[Rule[tuple[int, Track]], ...] = ()


def read_weighing(sheet: Sheet) -> WeighingTables:
    """Read both tables; the unit of a step follows from what it measures."""
    sheet.read(_FILE)
    steps, tracks = sheet.rows(_STEP, ("steps",)), sheet.rows(_TRACK, ("tracks",))
    check_dates(sheet, steps, lambda row: (row.measure, row.at_least))
    check_dates(sheet, tracks, lambda row: row.track)
    _check_points(sheet, tracks)
    for found in steps.found:
        unit = _unit(found.row.measure)
        if found.row.unit != unit:
            sheet.fault((*found.place, "unit"), "wrong-unit", unit=unit)
    return WeighingTables(
        tuple(_step(found.row) for found in steps.found),
        tuple(found.row.rule((found.row.from_points, found.row.track)) for found in tracks.found),
    )


def _check_points(sheet: Sheet, tracks: Section[TrackRow]) -> None:
    """Two tracks from the same number of points would leave the choice to chance."""
    for earlier, later in overlapping(tracks.found, lambda row: row.from_points):
        if earlier.row.track is not later.row.track:
            line = sheet.line(earlier.place)
            sheet.fault((*later.place, "from_points"), "same-points", line=line)


def _step(row: StepRow) -> Rule[Step]:
    return row.rule(Step(row.measure, row.at_least, row.points))


def _unit(measure: Measure) -> str:
    if measure in AMOUNTS:
        return "cents"
    return "flag" if measure in _FLAGS else "count"
