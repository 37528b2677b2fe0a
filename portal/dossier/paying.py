"""Money that comes in and goes back; and the end of a plan that is paid."""

from dataclasses import dataclass
from datetime import date

from portal.access import Visit
from portal.dossier import plans
from portal.dossier.acting import Acting, on_dossier, step
from portal.dossier.changing import running_plan
from portal.dossier.plans import Running
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.ids import WorkerId
from protocols.plan.events import Command, Ending, Pay, Refund
from protocols.plan.progress import Progress
from protocols.work.dossier_commands import Take
from protocols.work.dossier_moves import FINAL, Move, Stage

MOST_ID = 80
"""Characters of the id of a payment."""


class BadPayment(Refused):
    """A payment without an id, or of a day to come."""

    code = "bad-payment"


@dataclass(frozen=True, slots=True)
class Paid:
    """Where a plan stands after money moved, and the stage of its dossier."""

    progress: Progress
    stage: Stage


def pay(platform: Platform, by: Visit, dossier_id: str, payment: Pay) -> Paid:
    """Note a payment: laid on the claims in their order, the rest kept apart. When that repays
    everything the dossier is completed. The same payment twice counts once.

    Raises NotYourCase, NoPlanRuns, BadPayment, BadAmount, UnknownClaim and NameTwice.
    """
    _check(payment.payment_id, payment.paid_on, by)
    return on_dossier(platform, by, dossier_id, lambda now: _decided(now, payment))


def refund(platform: Platform, by: Visit, dossier_id: str, reference: str, cents: int) -> Paid:
    """Note that money kept apart went back to the resident. The same reference twice counts once.

    Raises NotYourCase, NoPlanRuns, BadPayment, BadAmount, NotKept and NameTwice.
    """
    _check(reference, by.on, by)
    command = Refund(reference, cents, by.on, WorkerId(by.account.account_id))
    return on_dossier(platform, by, dossier_id, lambda now: _decided(now, command))


def settle(now: Acting, running: Running) -> Acting:
    """Complete the dossier of a plan that is paid, if it is not over. It follows by itself, so
    whoever noted the last payment need not be the one who may complete it."""
    ended = running.progress.ended
    if ended is None or ended.ending is not Ending.COMPLETED or now.dossier.stage in FINAL:
        return now
    if now.dossier.stage is Stage.ACCEPTED:
        now = step(now, Take(Move.START, now.clock, now.by.at))
    return step(now, Take(Move.COMPLETE, now.clock, now.by.at))


def _decided(now: Acting, command: Command) -> Paid:
    after = plans.decide_plan(now.tx, now.platform, now.by, running_plan(now), command)
    return Paid(after.progress, settle(now, after).dossier.stage)


def _check(name: str, on: date, by: Visit) -> None:
    if not 0 < len(name.strip()) <= MOST_ID:
        raise BadPayment(f"Geef de boeking een kenmerk van 1 tot en met {MOST_ID} tekens.")
    if on > by.on:
        raise BadPayment("Kies een betaaldag tot en met vandaag.")
