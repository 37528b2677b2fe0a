"""teams.yaml: districts, teams and workers, and whether they know one another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from pydantic import TypeAdapter

from portal.cities.checks import Period, check_cover, check_dates, meet
from portal.cities.models import DistrictRow, TeamRow, TeamsFile, WorkerRow
from portal.cities.nodes import Place
from portal.cities.sheet import Section, Sheet
from protocols.ids import TeamId, WorkerId
from protocols.rules import Rule
from protocols.work.route import District, Team, Worker

_FILE: Final = TypeAdapter(TeamsFile)
_DISTRICT: Final = TypeAdapter(DistrictRow)
_TEAM: Final = TypeAdapter(TeamRow)
_WORKER: Final = TypeAdapter(WorkerRow)
_POSTCODES: Final[Mapping[str, re.Pattern[str]]] = {
    "NL": re.compile(r"[1-9][0-9]{3}([A-Z]{1,2})?"),
    "BE": re.compile(r"[1-9][0-9]{3}"),
}


@dataclass(frozen=True, slots=True)
class TeamTables:
    """All three as rules, in the order of the file: the first team that fits gets the case."""

    districts: tuple[Rule[District], ...] = ()
    teams: tuple[Rule[Team], ...] = ()
    workers: tuple[Rule[Worker], ...] = ()


def read_teams(sheet: Sheet, country: str, must: Period | None) -> TeamTables:
    """Read the three tables. `country` is empty when unknown; `must` are days that need a team."""
    sheet.read(_FILE)
    districts = sheet.rows(_DISTRICT, ("districts",))
    teams, workers = sheet.rows(_TEAM, ("teams",)), sheet.rows(_WORKER, ("workers",))
    check_dates(sheet, districts, lambda row: row.name)
    check_dates(sheet, teams, lambda row: row.team_id)
    check_dates(sheet, workers, lambda row: row.worker_id)
    _check_postcodes(sheet, districts, country)
    _check_shared(sheet, districts)
    _check_districts(sheet, teams)
    _check_members(sheet, workers)
    if must is not None and not teams.broken:
        check_cover(sheet, teams.found, must)
    return TeamTables(
        tuple(found.row.rule(_district(found.row)) for found in districts.found),
        tuple(found.row.rule(_team(found.row)) for found in teams.found),
        tuple(found.row.rule(_worker(found.row)) for found in workers.found),
    )


def _check_postcodes(sheet: Sheet, districts: Section[DistrictRow], country: str) -> None:
    pattern = _POSTCODES.get(country)
    for found in districts.found if pattern else ():
        for number, postcode in enumerate(found.row.postcodes):
            if pattern and not pattern.fullmatch(postcode):
                sheet.fault((*found.place, "postcodes", number), "bad-postcode")


def _check_shared(sheet: Sheet, districts: Section[DistrictRow]) -> None:
    """A postcode in two districts at once would leave the team to chance."""
    for one, other in combinations(districts.found, 2):
        if one.row.name != other.row.name and meet(one.row, other.row):
            for number, postcode in enumerate(other.row.postcodes):
                if postcode in one.row.postcodes:
                    place = (*other.place, "postcodes", number)
                    sheet.fault(place, "postcode-twice", line=sheet.line(one.place))


def _check_districts(sheet: Sheet, teams: Section[TeamRow]) -> None:
    known = _names(sheet, ("districts",), "name")
    for found in teams.found:
        for number, name in enumerate(found.row.districts):
            if known is not None and name not in known:
                sheet.fault((*found.place, "districts", number), "unknown-district")


def _check_members(sheet: Sheet, workers: Section[WorkerRow]) -> None:
    known = _names(sheet, ("teams",), "team_id")
    for found in workers.found:
        if known is not None and found.row.team_id not in known:
            sheet.fault((*found.place, "team_id"), "unknown-team")


def _names(sheet: Sheet, place: Place, field: str) -> frozenset[str] | None:
    """The names in a list as written, also of rows that are wrong elsewhere.

    None when a name cannot be read: it may be the one that is asked for.
    """
    rows = sheet.raw(place)
    if not isinstance(rows, tuple):
        return None
    names = [sheet.raw((*place, number, field)) for number in range(len(rows))]
    texts = [name for name in names if isinstance(name, str)]
    return frozenset(texts) if len(texts) == len(names) else None


def _district(row: DistrictRow) -> District:
    return District(row.name, row.postcodes)


def _team(row: TeamRow) -> Team:
    return Team(TeamId(row.team_id), row.name, row.districts, row.tracks)


def _worker(row: WorkerRow) -> Worker:
    return Worker(WorkerId(row.worker_id), TeamId(row.team_id), row.languages, row.capacity)
