"""Runs steps 3 to 6 for one household with the rules of the day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from protocols.city import City
from protocols.ids import WorkerId
from protocols.work.combine import Matched, combine
from protocols.work.enrich import enrich
from protocols.work.points import Weighing as WeighingTable
from protocols.work.route import Routed, Routing, route
from protocols.work.weigh import prioritise
from streams.steps.household import Household


class Weighing:
    """The pure part of casework, with the city's tables looked up once per day."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._tables = lru_cache(maxsize=64)(self._tables_on)

    def __call__(
        self, household: Household, latest: Matched, load: Mapping[WorkerId, int]
    ) -> Routed:
        """Combine, enrich, prioritise and route; `load` counts open cases per worker."""
        on = latest.received_on
        table, routing = self._tables(on)
        privacy = self._city.privacy
        combined = combine(latest, household.known())
        enriched = enrich(combined, household.claims, privacy.depth_on(on), privacy.bands_on(on))
        current = WorkerId(household.case.worker_id if household.case else "")
        return route(prioritise(enriched, table), routing, load, current)

    def _tables_on(self, on: date) -> tuple[WeighingTable, Routing]:
        return self._city.weighing_on(on), self._city.routing_on(on)
