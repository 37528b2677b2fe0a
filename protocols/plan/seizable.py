"""What may be taken of an income in Belgium: art. 1409, 1409bis, 1410, 1411 and 1412 Ger.W.

These bounds bind seizure, not a voluntary plan; here they are the hard ceiling of every offer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.money import Cents
from protocols.plan.refusals import BadAmount
from protocols.plan.terms import NOTHING, WHOLE_BP, Seizable, Wording, on_day
from protocols.plan.trace import Line, LineCode, both
from protocols.plan.words import BandTable, ChildLimit, IncomeKind
from protocols.rules import Rule


class Against(StrEnum):
    """For which debt the amount is asked: maintenance knows no protection (art. 1412)."""

    ORDINARY = "ordinary"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Child:
    """A child that the resident supports; own net means in the twelve months before."""

    limit: ChildLimit
    means_cents: Cents = NOTHING


@dataclass(frozen=True, slots=True)
class BelgianIncome:
    """Net income per month in cents, by what it is before the law.

    `other_cents` is income of art. 1409bis (self-employed, rent); `exempt_cents` that of art.
    1410 § 2 (living wage, child benefit), of which nothing is ever asked. `children` counts the
    dependent ones; `dependents` counts them from their own means.
    """

    labour_cents: Cents = NOTHING
    replacement_cents: Cents = NOTHING
    other_cents: Cents = NOTHING
    exempt_cents: Cents = NOTHING
    children: int = 0
    against: Against = Against.ORDINARY

    def __post_init__(self) -> None:
        amounts = (self.labour_cents, self.replacement_cents, self.other_cents, self.exempt_cents)
        if min(*amounts, self.children) < 0:
            raise BadAmount("income")

    @property
    def income_cents(self) -> Cents:
        """What counts: everything but the exempt part."""
        return Cents(self.labour_cents + self.replacement_cents + self.other_cents)

    @property
    def kind(self) -> IncomeKind:
        """What it is as a whole; several incomes together are mixed (art. 1411)."""
        parts = {
            IncomeKind.LABOUR: self.labour_cents,
            IncomeKind.REPLACEMENT: self.replacement_cents,
            IncomeKind.OTHER: self.other_cents,
        }
        found = [kind for kind, cents in parts.items() if cents]
        return found[0] if len(found) == 1 else IncomeKind.MIXED


def seizable_lines(terms: Seizable, income: BelgianIncome, on: date) -> tuple[Line, ...]:
    """Band by band what may be asked of an income, with its sources. Raises NoFigures."""
    if income.against is Against.MAINTENANCE:
        article = _article(terms, IncomeKind.MAINTENANCE, on)
        return (_plain(LineCode.MAINTENANCE, income.income_cents, article),)
    lines = list(_bands(terms, income, on))
    lines += _children(terms, income.children, sum(line.amount_cents for line in lines), on)
    if income.exempt_cents:
        article = _article(terms, IncomeKind.EXEMPT, on)
        lines.append(_plain(LineCode.EXEMPT, 0, article, income.exempt_cents))
    return tuple(lines)


def dependents(terms: Seizable, children: Sequence[Child], on: date) -> int:
    """How many children count: those whose own means stay within the limit of the year.

    A child without means needs no figure. Raises NoFigures, or BadAmount for negative means.
    """
    return sum(_counts(terms, child, on) for child in children)


def _counts(terms: Seizable, child: Child, on: date) -> bool:
    if child.means_cents < 0:
        raise BadAmount("children")
    if not child.means_cents:
        return True
    rows = terms.child_income.get(child.limit, ())
    most = on_day(rows, on, f"seizable.child_income.{child.limit}").value.value
    return child.means_cents <= most


def _bands(terms: Seizable, income: BelgianIncome, on: date) -> Iterator[Line]:
    """One line per band that the income reaches; a part of a cent is left to the resident."""
    replaced = income.kind is IncomeKind.REPLACEMENT
    table = BandTable.REPLACEMENT if replaced else BandTable.LABOUR
    row = on_day(terms.bands.get(table, ()), on, f"seizable.bands.{table}")
    article = _article(terms, income.kind, on)
    bounds, net = row.value.bounds_cents, income.income_cents
    for start, end, rate in zip(bounds, (*bounds[1:], None), row.value.rates_bp, strict=True):
        if net <= start:
            return
        base = (net if end is None else min(net, end)) - start
        yield Line(
            LineCode.BAND,
            base * rate // WHOLE_BP,
            row.source,
            article.value.text,
            base,
            rate,
            start,
            end,
            doubt=both(row.value.doubt, article.value.doubt),
        )


def _children(terms: Seizable, count: int, most_cents: int, on: date) -> Iterator[Line]:
    """What dependent children take off, never more than there is."""
    if not count:
        return
    row = on_day(terms.child, on, "seizable.child")
    amount = min(most_cents, count * row.value.value)
    article, doubt = row.article, row.value.doubt
    yield Line(
        LineCode.CHILDREN, -amount, row.source, article, row.value.value, count=count, doubt=doubt
    )


def _article(terms: Seizable, kind: IncomeKind, on: date) -> Rule[Wording]:
    return on_day(terms.articles.get(kind, ()), on, f"seizable.articles.{kind}")


def _plain(code: LineCode, cents: int, article: Rule[Wording], base_cents: int = 0) -> Line:
    wording = article.value
    return Line(code, cents, article.source, wording.text, base_cents or cents, doubt=wording.doubt)
