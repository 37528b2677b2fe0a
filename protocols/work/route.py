"""Step 6, route (toewijzen): whose caseload, and why. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.ids import TeamId, WorkerId
from protocols.rules import Rule
from protocols.work.points import Track
from protocols.work.weigh import Weighed

ELSEWHERE = "elders"


@dataclass(frozen=True, slots=True)
class District:
    """A part of the city, known by the beginnings of its postcodes."""

    name: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A team with the districts and tracks that it serves; an empty tuple means every one."""

    team_id: TeamId
    name: str
    districts: tuple[str, ...]
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """An outreach worker. `capacity` is the number of open cases that is still workable."""

    worker_id: WorkerId
    team_id: TeamId
    languages: tuple[str, ...]
    capacity: int


class Why(StrEnum):
    """Why a case came to a worker, or to none."""

    STAYS = "stays"
    LANGUAGE = "language"
    LEAST_LOADED = "least_loaded"
    OVER_CAPACITY = "over_capacity"
    NO_WORKER = "no_worker"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Team and worker with the reason; `worker_id` is empty while nobody is needed or there."""

    team_id: TeamId
    worker_id: WorkerId
    district: str
    why: Why


@dataclass(frozen=True, slots=True)
class Routed:
    """Stage 6: on somebody's caseload."""

    weighed: Weighed
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class Routing:
    """The city's teams, workers and districts on one day."""

    districts: tuple[District, ...]
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]

    @classmethod
    def on(
        cls,
        day: date,
        districts: Sequence[Rule[District]],
        teams: Sequence[Rule[Team]],
        workers: Sequence[Rule[Worker]],
    ) -> "Routing":
        """Take the rows in force on a day."""
        return cls(
            tuple(row.value for row in districts if row.covers(day)),
            tuple(row.value for row in teams if row.covers(day)),
            tuple(row.value for row in workers if row.covers(day)),
        )

    def district_of(self, postcode: str) -> str:
        """The district whose postcode beginning fits longest; `elders` when none does."""
        fits = [
            (len(start), district.name)
            for district in self.districts
            for start in district.postcodes
            if postcode.startswith(start)
        ]
        return max(fits)[1] if fits else ELSEWHERE

    def team_for(self, district: str, track: Track) -> Team:
        """The first team that serves district and track; the last of the list serves the rest."""
        for team in self.teams:
            if (not team.districts or district in team.districts) and (
                not team.tracks or track in team.tracks
            ):
                return team
        return self.teams[-1]


def route(
    weighed: Weighed, routing: Routing, load: Mapping[WorkerId, int], current: WorkerId
) -> Routed:
    """Choose team and worker. `load` is open cases per worker; `current` is empty for a new case.

    A household keeps its worker while that worker is still there, so nobody has to tell their
    story twice. A light offer needs no worker.
    """
    around = weighed.enriched.combined.matched.surroundings
    district = routing.district_of(around.postcode)
    team = routing.team_for(district, weighed.track)
    keeps = next((worker for worker in routing.workers if worker.worker_id == current), None)
    if keeps is not None:
        return Routed(weighed, Assignment(keeps.team_id, current, district, Why.STAYS))
    if weighed.track is Track.LIGHT_OFFER:
        nobody = WorkerId("")
        return Routed(weighed, Assignment(team.team_id, nobody, district, Why.AUTOMATIC))
    members = [worker for worker in routing.workers if worker.team_id == team.team_id]
    chosen, why = _choose(members, load, around.language)
    return Routed(weighed, Assignment(team.team_id, chosen, district, why))


def _choose(
    members: Sequence[Worker], load: Mapping[WorkerId, int], language: str
) -> tuple[WorkerId, Why]:
    """Who speaks the language, then who has most room; over capacity is told, not hidden."""
    if not members:
        return WorkerId(""), Why.NO_WORKER
    speakers = [worker for worker in members if language and language in worker.languages]
    best = min(speakers or members, key=lambda worker: _fullness(worker, load))
    if load.get(best.worker_id, 0) >= best.capacity:
        return best.worker_id, Why.OVER_CAPACITY
    return best.worker_id, Why.LANGUAGE if speakers else Why.LEAST_LOADED


def _fullness(worker: Worker, load: Mapping[WorkerId, int]) -> tuple[float, str]:
    return load.get(worker.worker_id, 0) / max(worker.capacity, 1), worker.worker_id
