"""What can be asked of an income, line by line with its source; what is unsure is marked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.web.views.dossier_words import BINDS, ORIGINS
from portal.web.views.parts import Fact
from portal.web.words import counted, day
from protocols.money import Cents, euros
from protocols.plan.budget import AffordableAmount, Budget
from protocols.plan.ceiling import Ceiling
from protocols.plan.terms import ONZEKER
from protocols.plan.trace import Line, LineCode


@dataclass(frozen=True, slots=True)
class LawRow:
    """One line of the explanation; `mark` is `onzeker` where the figure is not confirmed."""

    what: str
    amount: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class LawView:
    """What is affordable, and why. `mark` stands beside the amount; `doubts` tell what of it."""

    amount: str
    mark: str
    why: str
    on: str
    rows: tuple[LawRow, ...]
    total: str
    budget: tuple[Fact, ...]
    doubts: tuple[str, ...]


def law_view(found: AffordableAmount, more_doubts: tuple[str, ...] = ()) -> LawView:
    """Show an affordable amount with everything it rests on."""
    law, budget = found.ceiling, found.budget
    doubts = tuple(dict.fromkeys((*found.doubts, *more_doubts)))
    return LawView(
        amount=euros(found.cents),
        mark=ONZEKER if doubts else "",
        why=BINDS[found.binds],
        on=day(law.on),
        rows=tuple(map(_row, law.lines)),
        total=euros(law.cents),
        budget=_budget(law, budget),
        doubts=doubts,
    )


def _row(line: Line) -> LawRow:
    parts = [part[0].upper() + part[1:] for part in (line.article, line.source) if part]
    amount = euros(Cents(line.amount_cents))
    return LawRow(_TOLD[line.code](line), amount, ". ".join(parts), line.mark)


def _budget(law: Ceiling, budget: Budget) -> tuple[Fact, ...]:
    room = Cents(max(0, law.income_cents - budget.cents))
    costs = Cents(sum(cost.cents for cost in budget.costs))
    mark = f" ({ONZEKER})" if budget.doubt else ""
    facts = (
        ("Inkomen dat meetelt", euros(law.income_cents)),
        ("Budget (referentie)", euros(budget.reference_cents) + mark),
        ("Herkomst", f"{ORIGINS[budget.origin]}: {budget.source}"),
        ("Kosten daarbovenop", euros(costs)),
        ("Over na het budget", euros(room)),
    )
    return tuple(Fact(*fact) for fact in facts)


def percent(rate_bp: int) -> str:
    """Basis points as a percentage: `20 %`, `5,5 %`."""
    whole, rest = divmod(rate_bp, 100)
    return f"{whole} %" if not rest else f"{whole},{rest:02d}".rstrip("0") + " %"


def _band(line: Line) -> str:
    until = f" tot {euros(Cents(line.to_cents))}" if line.to_cents is not None else ""
    part = euros(Cents(line.base_cents))
    return f"Vanaf {euros(Cents(line.from_cents))}{until}: {percent(line.rate_bp)} van {part}"


def _share(line: Line) -> str:
    norm = f", de norm is {euros(Cents(line.to_cents))}" if line.to_cents is not None else ""
    return f"Blijft beschermd: {percent(line.rate_bp)} van {euros(Cents(line.base_cents))}{norm}"


def _always(text: str) -> Callable[[Line], str]:
    return lambda _line: text


_TOLD: Mapping[LineCode, Callable[[Line], str]] = {
    LineCode.BAND: _band,
    LineCode.CHILDREN: lambda line: (
        f"Gaat eraf voor {counted(line.count, 'kind', 'kinderen')} ten laste, "
        f"{euros(Cents(line.base_cents))} per kind"
    ),
    LineCode.EXEMPT: lambda line: (
        f"Telt niet mee: {euros(Cents(line.base_cents))} inkomen dat de wet helemaal beschermt"
    ),
    LineCode.MAINTENANCE: _always("Alimentatie: de wet beschermt hiervoor geen inkomen"),
    LineCode.INCOME: _always("Inkomen per maand, met vakantiegeld"),
    LineCode.SHARE: _share,
    LineCode.RENT: _always("Blijft beschermd: wat aan huurtoeslag verloren gaat"),
    LineCode.HEALTH: _always("Blijft beschermd: wat aan zorgtoeslag verloren gaat"),
    LineCode.CAP: lambda line: f"Er wordt nooit meer beschermd dan {euros(Cents(line.base_cents))}",
    LineCode.FLOOR: _always("Minder dan nul wordt nooit gevraagd"),
}
