"""What a claim of a plan is called: the creditor and what it is for."""

from collections.abc import Callable, Sequence

from portal.dossier.debts import Debt, DebtSource
from portal.web.ask import Ask
from portal.web.views.debt_forms import kind_of
from portal.web.views.parts import creditor_name

GONE = "Een schuld die niet meer in het overzicht staat"


def namer(ask: Ask, debts: Sequence[Debt]) -> Callable[[str], str]:
    """Names by claim id; a claim that left the bundle is called so."""
    names = {one.claim.claim_id: _name(ask, one) for one in debts}
    return lambda claim_id: names.get(claim_id, GONE)


def _name(ask: Ask, one: Debt) -> str:
    signal = one.origin is DebtSource.SIGNAL
    creditor = creditor_name(ask, one.creditor) if signal else one.creditor
    return f"{creditor} ({kind_of(one).lower()})"
