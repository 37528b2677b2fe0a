"""A city is data: everything it decided, gathered from its rule tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import Covenant, Rows
from protocols.ids import CityId, CreditorId
from protocols.privacy.terms import PrivacyTerms
from protocols.rules import Rule
from protocols.work.clock import Clocks
from protocols.work.route import District, Routing, Team, Worker
from protocols.work.weigh import Step, Track, Weighing


@dataclass(frozen=True, slots=True)
class City:
    """One city with its covenants, weighing rules, teams, legal clocks, retention, languages.

    `country` is NL or BE; `oin` is the 20-digit organisation number used as event source;
    `languages` come in the order in which texts are offered.
    """

    city_id: CityId
    name: str
    country: str
    oin: str
    municipality_codes: tuple[str, ...]
    languages: tuple[str, ...]
    covenants: Mapping[CreditorId, Covenant]
    arrears_types: Mapping[ArrearsType, Rows]
    privacy: PrivacyTerms
    steps: tuple[Rule[Step], ...]
    tracks: tuple[Rule[tuple[int, Track]], ...]
    districts: tuple[Rule[District], ...]
    teams: tuple[Rule[Team], ...]
    workers: tuple[Rule[Worker], ...]
    clocks: Clocks

    def weighing_on(self, day: date) -> Weighing:
        """The weighing table in force on a day."""
        return Weighing.on(day, self.steps, self.tracks)

    def routing_on(self, day: date) -> Routing:
        """Teams, workers and districts in force on a day."""
        return Routing.on(day, self.districts, self.teams, self.workers)
