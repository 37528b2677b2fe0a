"""contact.yaml: effort per track, ways to reach out, what counts as acceptance, quick fixes."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from portal.cities.checks import Period, check_cover, check_dates
from portal.cities.fields import BY_WORD, Many, Once, Row, Shape, Some
from portal.cities.named import check_complete, read_named
from portal.cities.sheet import Section, Sheet
from protocols.rules import Rule
from protocols.work.contact import Outcome
from protocols.work.effort import Effort, Moment, Way
from protocols.work.outcomes import MOST_QUICK_FIX_DAYS, ContactTerms
from protocols.work.points import Track

MOST_ATTEMPTS: Final = 20
_Count = Annotated[int, Field(ge=0, le=MOST_ATTEMPTS)]
_TrackWord = Annotated[Track, BY_WORD]


class ContactFile(Shape):
    """contact.yaml."""

    effort: dict[_TrackWord, Many]
    ways: dict[_TrackWord, Many]
    outcomes: Many
    quick_fix_days: Many


class EffortRow(Row):
    """The least effort before a case may close as unreached; counts of different things."""

    unit: Literal["attempts"]
    attempts: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)]
    ways: Annotated[int, Field(ge=1, le=len(Way))]
    moments: Annotated[int, Field(ge=1, le=len(Moment))]
    personal: _Count
    visits: _Count


class WaysRow(Row):
    """The ways to reach out on a track, in the order of preference."""

    unit: Literal["list"]
    value: Annotated[tuple[Annotated[Way, BY_WORD], ...], Some, Once]


class OutcomeRow(Row):
    """Whether an outcome (a word of DDAS v1.2) counts as acceptance of help."""

    unit: Literal["flag"]
    outcome: Annotated[Outcome, BY_WORD]
    counts_as_acceptance: bool


class QuickFixRow(Row):
    """Within how many days of acceptance something is solved at once."""

    unit: Literal["days"]
    value: Annotated[int, Field(ge=1, le=MOST_QUICK_FIX_DAYS)]


_FILE: Final = TypeAdapter(ContactFile)
_EFFORT: Final = TypeAdapter(EffortRow)
_WAYS: Final = TypeAdapter(WaysRow)
_OUTCOME: Final = TypeAdapter(OutcomeRow)
_QUICK_FIX: Final = TypeAdapter(QuickFixRow)


def read_contact(sheet: Sheet, must: Period | None) -> ContactTerms:
    """Read contact work: every track and every outcome has a row on every day of `must`."""
    sheet.read(_FILE)
    effort = read_named(sheet, _EFFORT, ("effort",), Track)
    ways = read_named(sheet, _WAYS, ("ways",), Track)
    check_complete(sheet, effort, ("effort",), Track, must)
    check_complete(sheet, ways, ("ways",), Track, must)
    _check_possible(sheet, effort)
    outcomes = sheet.rows(_OUTCOME, ("outcomes",))
    check_dates(sheet, outcomes, lambda row: row.outcome)
    _check_outcomes(sheet, outcomes, must)
    quick = sheet.rows(_QUICK_FIX, ("quick_fix_days",))
    check_dates(sheet, quick, lambda _: None)
    return ContactTerms(
        {
            track: tuple(one.row.rule(_effort(one.row)) for one in s.found)
            for track, s in effort.items()
        },
        {track: tuple(one.row.rule(one.row.value) for one in s.found) for track, s in ways.items()},
        _acceptance(outcomes),
        tuple(one.row.rule(one.row.value) for one in quick.found),
    )


def _check_possible(sheet: Sheet, effort: Mapping[Track, Section[EffortRow]]) -> None:
    """An effort that no attempts can make would keep every case open for ever."""
    for section in effort.values():
        for found in section.found:
            row = found.row
            most = max(row.ways, row.moments, row.personal)
            if row.attempts < most or row.visits > row.personal:
                sheet.fault((*found.place, "attempts"), "effort-impossible")


def _check_outcomes(sheet: Sheet, outcomes: Section[OutcomeRow], must: Period | None) -> None:
    """Every outcome is decided on; while a row is wrong it may be the one that is missing."""
    if outcomes.broken or not outcomes.found:
        return
    for outcome in Outcome:
        rows = [found for found in outcomes.found if found.row.outcome is outcome]
        if not rows:
            sheet.fault(("outcomes",), "missing-row", word=outcome.value)
        elif must is not None:
            check_cover(sheet, rows, must)


def _acceptance(outcomes: Section[OutcomeRow]) -> Mapping[Outcome, tuple[Rule[bool], ...]]:
    rules: dict[Outcome, tuple[Rule[bool], ...]] = {}
    for found in outcomes.found:
        rule = found.row.rule(found.row.counts_as_acceptance)
        rules[found.row.outcome] = (*rules.get(found.row.outcome, ()), rule)
    return rules


def _effort(row: EffortRow) -> Effort:
    return Effort(row.attempts, row.ways, row.moments, row.personal, row.visits)
