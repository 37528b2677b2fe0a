"""The history of a plan that was agreed: loading it, and deciding over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from portal.access import Visit
from portal.dossier import events
from portal.wiring import Platform
from protocols.plan.decide import decide
from protocols.plan.events import Agreed, Command, Event
from protocols.plan.history import evolve, fold
from protocols.plan.progress import Progress
from protocols.privacy.audit import Action
from store import audit
from store.engine import Tx
from store.histories import Kind


@dataclass(frozen=True, slots=True)
class Running:
    """How a plan stands, everything that happened to it, and the number of its last event."""

    plan_id: str
    progress: Progress
    history: Sequence[Event]

    @property
    def number(self) -> int:
        """What is appended must follow on this."""
        return len(self.history)


def load(tx: Tx, platform: Platform, plan_id: str) -> Running | None:
    """A plan that was agreed, held where the database locks rows; None for an unknown id."""
    history = events.load(tx, platform.vault, Kind.PLAN, plan_id)
    return Running(plan_id, fold(history), history) if history else None


def begin_plan(tx: Tx, platform: Platform, by: Visit, plan_id: str, agreed: Agreed) -> None:
    """Write the agreement down: the first event of the plan."""
    _write(tx, platform, by, plan_id, 0, [agreed])


def decide_plan(
    tx: Tx, platform: Platform, by: Visit, running: Running, command: Command
) -> Running:
    """Decide over a plan and write what happened, if anything. Raises what `decide` raises.

    ConstraintBroken (from `begin`) when somebody else decided meanwhile.
    """
    happened = decide(running.progress, command)
    if not happened:
        return running
    _write(tx, platform, by, running.plan_id, running.number, happened)
    progress = reduce(evolve, happened, running.progress)
    return Running(running.plan_id, progress, [*running.history, *happened])


def _write(
    tx: Tx, platform: Platform, by: Visit, plan_id: str, after: int, happened: Sequence[Event]
) -> None:
    events.append(tx, platform.vault, Kind.PLAN, plan_id, after, happened, by.at)
    about, privacy = ("plan", plan_id), platform.city.privacy
    noted = [
        by.note(privacy, _ACTIONS.get(name, Action.PLAN_CHANGED), about, name)
        for name in map(events.name_of, happened)
    ]
    audit.record(tx, noted)


_ACTIONS = {"paid": Action.PAYMENT_NOTED, "refunded": Action.PAYMENT_NOTED}
