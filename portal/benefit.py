"""What the plans of a city save, counted from their own histories."""

from dataclasses import dataclass
from datetime import date
from functools import reduce

from portal.dossier import events
from portal.wiring import Platform
from protocols.plan.events import Agreed, Ended, Ending, Event
from protocols.plan.history import fold
from protocols.rules import Rule
from protocols.work.benefit import Assumed, Assumption, BenefitLine, Tally, benefit
from store import histories
from store.engine import Tx, reading
from store.histories import Kind

PAGE = 200


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """What plans came to, what that saves line by line, and the assumptions behind it."""

    first_on: date
    last_on: date
    tally: Tally
    lines: tuple[BenefitLine, ...]
    assumed: dict[Assumption, Rule[Assumed]]


def business_case(platform: Platform, first_on: date, last_on: date) -> BusinessCase:
    """The business case of the plans that began in a period, both days included.

    The assumptions are those of the last day. Raises AssumptionMissing. Histories are opened a
    page at a time; nobody's name or debt leaves this function, only sums.
    """
    assumed = dict(platform.city.benefits.on(last_on))
    with reading(platform.engine) as tx:
        tally = _tally(tx, platform, first_on, last_on)
    return BusinessCase(first_on, last_on, tally, benefit(tally, assumed), assumed)


def _tally(tx: Tx, platform: Platform, first_on: date, last_on: date) -> Tally:
    found, after = Tally(), ""
    while owners := histories.owners(tx, Kind.PLAN, after, PAGE):
        plans = (events.load(tx, platform.vault, Kind.PLAN, one) for one in owners)
        began = (one for one in plans if first_on <= _began_on(one) <= last_on)
        found = reduce(Tally.plus, map(_one, began), found)
        after = owners[-1]
    return found


def _began_on(history: list[Event]) -> date:
    """The day of the first term: from then on the plan stands in the place of reminders."""
    agreed = history[0]
    return agreed.terms[0].due_on if isinstance(agreed, Agreed) else date.max


def _one(history: list[Event]) -> Tally:
    """A plan that stopped saved nothing, and cost its work."""
    progress = fold(history)
    if isinstance(progress.ended, Ended) and progress.ended.ending is Ending.STOPPED:
        return Tally(stopped=1)
    return Tally(
        plans=1,
        claims=len(progress.claims),
        owed_cents=sum(one.owed_cents for one in progress.claims),
        repaid_cents=progress.repaid_cents,
        given_up_cents=progress.given_up_cents,
    )
