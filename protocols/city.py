"""A city is data: everything it decided, gathered from its rule tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from protocols.claims.categories import ClaimTerms
from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import Covenant, Rows
from protocols.ids import CityId, CreditorId
from protocols.plan.rules import PlanRules
from protocols.plan.terms import PlanTerms
from protocols.privacy.terms import PrivacyTerms
from protocols.rules import Rule
from protocols.work.benefit import Assumptions
from protocols.work.clock import Clocks
from protocols.work.outcomes import ContactTerms
from protocols.work.points import Step, Track, Weighing
from protocols.work.route import District, Routing, Team, Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """How residents reach the city about debts, and the account that instalments are paid to."""

    phone: str
    email: str
    website: str
    account: str


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
    plan: PlanTerms = field(default_factory=PlanTerms)
    contact: ContactTerms = field(default_factory=ContactTerms)
    benefits: Assumptions = field(default_factory=Assumptions)
    desk: Desk | None = None
    claims: ClaimTerms = field(default_factory=ClaimTerms)

    def weighing_on(self, day: date) -> Weighing:
        """The weighing table in force on a day."""
        return Weighing.on(day, self.steps, self.tracks)

    def routing_on(self, day: date) -> Routing:
        """Teams, workers and districts in force on a day."""
        return Routing.on(day, self.districts, self.teams, self.workers)

    def plan_rules_on(self, day: date) -> PlanRules:
        """What the city decided about its plans, on a day. Raises NoFigures when it did not."""
        return PlanRules.on(self.plan, day)
