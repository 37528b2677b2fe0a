"""The shapes of a city's files. Every rule is a row with a unit, a source and two days."""

from typing import Annotated, Literal

from pydantic import Field

from portal.cities.desk import DeskShape
from portal.cities.fields import (
    BY_WORD,
    MOST_CENTS,
    MOST_DAYS,
    CentsFrom0,
    Id,
    Languages,
    Many,
    Once,
    Points,
    Row,
    Shape,
    Some,
    Text,
    written,
)
from protocols.covenant.signal import ArrearsType
from protocols.judgement import Disposition, MatchKind
from protocols.privacy.consent import Purpose
from protocols.privacy.terms import Depth, Kept
from protocols.work.clock import DayKind
from protocols.work.points import Measure, Track

TrackWord = Annotated[Track, BY_WORD]


class CityFile(Shape):
    """city.yaml. The codes are checked per country afterwards."""

    name: Text
    country: Literal["NL", "BE"]
    oin: Annotated[str, written(r"\d{20}", "bad-oin")]
    municipality_codes: Annotated[tuple[Text, ...], Some, Once]
    languages: Languages
    desk: DeskShape


class ArrearsFile(Shape):
    """arrears_types.yaml."""

    arrears_types: dict[Annotated[ArrearsType, BY_WORD], Many]


class TextRow(Row):
    """A rule whose value is a sentence, such as a legal basis."""

    unit: Literal["text"]
    value: Text


class WeighingFile(Shape):
    """weighing.yaml."""

    steps: Many
    tracks: Many


class StepRow(Row):
    """From `at_least` on, `points` are counted."""

    unit: Literal["count", "cents", "flag"]
    measure: Annotated[Measure, BY_WORD]
    at_least: CentsFrom0
    points: Points


class TrackRow(Row):
    """From this many points on, this track."""

    unit: Literal["points"]
    track: TrackWord
    from_points: Points


class TeamsFile(Shape):
    """teams.yaml. A city may do without districts, and without workers for a while."""

    districts: tuple[object, ...]
    teams: Many
    workers: tuple[object, ...]


class DistrictRow(Row):
    """A part of the city by the beginnings of its postcodes."""

    unit: Literal["postcode"]
    name: Text
    postcodes: Annotated[tuple[Text, ...], Some, Once]


class TeamRow(Row):
    """A team; an empty list of districts or tracks means every one."""

    unit: Literal["team"]
    team_id: Id
    name: Text
    districts: Annotated[tuple[Text, ...], Once]
    tracks: Annotated[tuple[TrackWord, ...], Once]


class WorkerRow(Row):
    """A worker by id only: a name does not belong in a file of rules."""

    unit: Literal["open_cases"]
    worker_id: Id
    team_id: Id
    languages: Languages
    capacity: Annotated[int, Field(ge=0, le=1000)]


class PrivacyFile(Shape):
    """privacy.yaml."""

    purpose: Annotated[Text, Field(max_length=80)]
    basis: dict[str, object]
    depth: Many
    claim_bands: tuple[object, ...]
    dispositions: dict[Annotated[MatchKind, BY_WORD], Many]
    retention_days: dict[Annotated[Kept, BY_WORD], Many]
    consent_days: dict[Annotated[Purpose, BY_WORD], Many]
    many_residents: Many
    receipt: Many


class DepthRow(Row):
    """How deep the city's own claims may be seen before consent."""

    unit: Literal["choice"]
    value: Annotated[Depth, BY_WORD]


class BandRow(Row):
    """Upper bound of a band in which a summary tells an amount."""

    unit: Literal["cents"]
    value: Annotated[int, Field(ge=1, le=MOST_CENTS)]


class DispositionRow(Row):
    """What happens to a signal after one kind of match."""

    unit: Literal["choice"]
    value: Annotated[Disposition, BY_WORD]


class RetentionRow(Row):
    """Days that a category of data is kept after its last change."""

    unit: Literal["days"]
    value: Annotated[int, Field(ge=1, le=MOST_DAYS)]


class ResidentsRow(Row):
    """From how many residents an address is an institution."""

    unit: Literal["residents"]
    value: Annotated[int, Field(ge=2, le=10_000)]


class ClocksFile(Shape):
    """clocks.yaml."""

    starts_at: Many
    first_contact: dict[TrackWord, Many]
    remind_days: Many


class StartRow(Row):
    """The event from which the terms run; the line knows this one only."""

    unit: Literal["event"]
    value: Literal["signal_received"]


class ClockRow(Row):
    """A term to the first contact attempt; its unit is the kind of days."""

    unit: Annotated[DayKind, BY_WORD]
    value: Annotated[int, Field(ge=0, le=366)]


class RemindRow(Row):
    """So many days before a term ends its worker is reminded."""

    unit: Literal["days"]
    value: Annotated[int, Field(ge=0, le=60)]
