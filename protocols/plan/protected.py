"""What must be left of an income in the Netherlands: the beslagvrije voet, art. 475c-475e Rv.

Up to the welfare norm 95 % of the income is kept, so 5 % can always be asked. Above it 95 % of
the norm is kept, and what the household loses in rent and health allowance by earning more; never
more than the maximum of its group (Wet vereenvoudiging beslagvrije voet). The formula by which
the law counts those losses is not confirmed: it is a row of the city, marked so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.money import Cents
from protocols.plan.refusals import BadAmount
from protocols.plan.terms import WHOLE_BP, Figure, Protected, on_day
from protocols.plan.trace import Line, LineCode, both
from protocols.plan.words import Allowance, Group
from protocols.rules import Rule


class Age(StrEnum):
    """Which norm holds: of the Participatiewet art. 21, or art. 22 from pension age."""

    WORKING = "working"
    PENSION = "pension"


@dataclass(frozen=True, slots=True)
class KnownLoss:
    """What is lost of one allowance each month, as calculated elsewhere; `origin` tells where."""

    allowance: Allowance
    cents: Cents
    origin: str


@dataclass(frozen=True, slots=True)
class DutchHousehold:
    """A household with its net income per month, holiday pay and the partner's included."""

    group: Group
    net_cents: Cents
    age: Age = Age.WORKING
    losses: tuple[KnownLoss, ...] = ()

    def __post_init__(self) -> None:
        if min(self.net_cents, *(loss.cents for loss in self.losses), 0) < 0:
            raise BadAmount("household")

    @property
    def income_cents(self) -> Cents:
        """What counts."""
        return self.net_cents


_CODES = {Allowance.RENT: LineCode.RENT, Allowance.HEALTH: LineCode.HEALTH}


def protected_lines(terms: Protected, household: DutchHousehold, on: date) -> tuple[Line, ...]:
    """The income and what is kept of it, line by line. Raises NoFigures.

    The sum of the lines is what may be asked: never negative. Kept amounts round up.
    """
    norm, most = _norm(terms, household, on), _maximum(terms, household, on)
    lines = [
        Line(LineCode.INCOME, household.net_cents, "opgave van het inkomen, met vakantiegeld"),
        _share(terms, norm, household, on),
        *_losses(terms, norm.value, household, on),
    ]
    kept = -sum(line.amount_cents for line in lines[1:])
    if kept > most.value.value:
        lines.append(_limit(LineCode.CAP, kept - most.value.value, most))
    left = sum(line.amount_cents for line in lines)
    if left < 0:
        lines.append(Line(LineCode.FLOOR, -left, "art. 475da Rv: niet onder nul"))
    return tuple(lines)


def _norm(terms: Protected, household: DutchHousehold, on: date) -> Rule[Figure]:
    pension = household.age is Age.PENSION
    tables, name = (terms.pension_norm, "pension_norm") if pension else (terms.norm, "norm")
    return on_day(tables.get(household.group, ()), on, f"protected.{name}.{household.group}")


def _maximum(terms: Protected, household: DutchHousehold, on: date) -> Rule[Figure]:
    group = household.group
    return on_day(terms.maximum.get(group, ()), on, f"protected.maximum.{group}")


def _share(terms: Protected, norm: Rule[Figure], household: DutchHousehold, on: date) -> Line:
    """The share of the norm, or of the income where that is lower."""
    share = on_day(terms.share, on, "protected.share")
    base = min(household.net_cents, norm.value.value)
    return Line(
        LineCode.SHARE,
        -_up(base * share.value.value),
        norm.source,
        share.source,
        base,
        share.value.value,
        to_cents=norm.value.value,
        doubt=both(norm.value.doubt, share.value.doubt),
    )


def _losses(terms: Protected, norm: Figure, household: DutchHousehold, on: date) -> Iterator[Line]:
    """Per allowance what is lost of it; only with an income above the norm."""
    above = household.net_cents - norm.value
    if above <= 0:
        return
    known = {loss.allowance: loss for loss in household.losses}
    for allowance in Allowance:
        loss = known.get(allowance)
        if loss is not None:
            yield Line(_CODES[allowance], -loss.cents, loss.origin, base_cents=above)
        else:
            yield _estimated(terms, allowance, above, on)


def _estimated(terms: Protected, allowance: Allowance, above: int, on: date) -> Line:
    rows = terms.corrections.get(allowance, ())
    row = on_day(rows, on, f"protected.corrections.{allowance}")
    rule = row.value
    lost = _up(above * rule.rate_bp)
    lost = lost if rule.most_cents is None else min(lost, rule.most_cents)
    return Line(
        _CODES[allowance],
        -lost,
        row.source,
        base_cents=above,
        rate_bp=rule.rate_bp,
        doubt=rule.doubt,
    )


def _limit(code: LineCode, cents: int, row: Rule[Figure]) -> Line:
    return Line(code, cents, row.source, base_cents=row.value.value, doubt=row.value.doubt)


def _up(product: int) -> int:
    """Basis points of cents as cents, rounded up: a part of a cent stays with the resident."""
    return -(-product // WHOLE_BP)
