"""One household, one ceiling: what partners agree to is counted together where their income is."""

from portal.dossier.acting import Acting
from portal.dossier.means import affordable_now, read_means
from protocols.plan.protected import DutchHousehold
from protocols.plan.refusals import AmountProtected
from protocols.plan.words import Group
from store import dossiers

_TOGETHER = frozenset({Group.COUPLE, Group.COUPLE_WITH_CHILDREN})


def check_together(now: Acting, monthly_cents: int) -> None:
    """Raise AmountProtected when this amount, with what others of the case already pay or are
    offered out of the same income, is more than the household can afford.

    The Dutch protected income is that of a couple together (art. 475da Rv); the Belgian is of each.
    """
    means = read_means(now.tx, now.platform, now.dossier_id)
    shared = (
        means is not None
        and isinstance(means.situation, DutchHousehold)
        and means.situation.group in _TOGETHER
    )
    others = _others_cents(now) if shared else 0
    if monthly_cents + others > affordable_now(now).cents:
        raise AmountProtected


def _others_cents(now: Acting) -> int:
    """What other residents of this case pay or are offered each month; of both the higher."""
    total = 0
    for row in dossiers.of_case(now.tx, now.dossier.case_id):
        if row.dossier_id != now.dossier_id and row.over == "no":
            live = dossiers.proposals(now.tx, row.dossier_id).values()
            total += max((one.monthly_cents for one in live), default=0)
    return total
