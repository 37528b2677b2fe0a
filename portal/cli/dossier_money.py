"""Commands about what a household has and owes: income, debts, and what it can afford."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final

import typer

from portal.cli.common import out
from portal.cli.dossier_common import ByAccount, Door, DossierId, as_json, day, door
from portal.dossier.acting import on_dossier
from portal.dossier.debts import Debt, kept_debts, note_debts, suggested_debts, told_debt
from portal.dossier.means import OwnBudget, Told, note_means
from portal.dossier.offers import figures_of
from portal.dossier.prospects import Prospect, outlook, usual_wish
from protocols.money import Cents, euros
from protocols.plan.budget import CostKind, LivingCost
from protocols.plan.claims import ClaimMark, Order, Split
from protocols.plan.plan import Wish
from protocols.plan.protected import Age, DutchHousehold
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import BudgetOrigin, Group

Amount = Annotated[int, typer.Option(help="Centen netto per maand.")]
Marked = Annotated[list[str] | None, typer.Option(help="Kenmerk van een schuld; mag vaker.")]


def means(
    dossier_id: DossierId,
    by: ByAccount,
    group: Annotated[Group, typer.Option(help="Hoe het huishouden leeft.")] = Group.SINGLE,
    children: Annotated[int, typer.Option(help="Aantal kinderen ten laste.")] = 0,
    labour: Amount = 0,
    replacement: Amount = 0,
    other: Amount = 0,
    exempt: Amount = 0,
    net: Annotated[int, typer.Option(help="Nederland: centen netto, met vakantiegeld.")] = 0,
    age: Annotated[Age, typer.Option(help="Nederland: welke norm geldt.")] = Age.WORKING,
    cost: Annotated[list[str] | None, typer.Option(help="Extra kosten: soort=centen.")] = None,
    budget: Annotated[str, typer.Option(help="Eigen budget: herkomst=centen=bron.")] = "",
) -> None:
    """Leg inkomen en huishouden vast; alleen met toestemming voor inkomen."""
    at = door(by)
    situation: BelgianIncome | DutchHousehold
    if at.wired.city.country == "NL":
        situation = DutchHousehold(group, Cents(net), age)
    else:
        more = (Cents(other), Cents(exempt), children)
        situation = BelgianIncome(Cents(labour), Cents(replacement), *more)
    costs = tuple(_cost(one) for one in cost or ())
    told = Told(situation, group, children, costs, _budget(budget) if budget else None)
    note_means(at.wired, at.by, dossier_id, told)
    out.print("Inkomen en huishouden vastgelegd.")


def debts(
    dossier_id: DossierId,
    by: ByAccount,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Neem over wat bekend is uit signalen en van de stad.")
    ] = False,
    add: Annotated[
        list[str] | None, typer.Option(help="Schuld: schuldeiser;soort;centen;vervaldag.")
    ] = None,
    drop: Marked = None,
    disputed: Marked = None,
    urgent: Marked = None,
) -> None:
    """Toon of verander het overzicht van schulden; alleen met toestemming voor een dossier."""
    at = door(by)
    before = on_dossier(at.wired, at.by, dossier_id, kept_debts)
    known = suggested_debts(at.wired, at.by, dossier_id) if suggest else ()
    told = [_debt(text, at.by.on) for text in add or ()]
    found = {one.claim.claim_id: one for one in (*known, *before, *told)}
    marked = {ClaimMark.DISPUTED: disputed or [], ClaimMark.URGENT: urgent or []}
    gone = frozenset(drop or ())
    after = tuple(_marked(one, marked) for name, one in found.items() if name not in gone)
    if after != before:
        after = note_debts(at.wired, at.by, dossier_id, after)
    for one in after:
        marks = " ".join(sorted(one.claim.marks))
        line = f"{one.claim.claim_id}: {one.creditor}, {one.kind}, {one.origin.value}"
        out.print(f"{line}, {euros(one.claim.balance_cents)} {marks}".rstrip(), markup=False)


def show_outlook(
    dossier_id: DossierId,
    by: ByAccount,
    start: Annotated[str, typer.Option(help="Eerste dag; standaard volgende maand.")] = "",
    pay_day: Annotated[int, typer.Option(help="Vaste dag van de maand.")] = 1,
    order: Annotated[Order, typer.Option(help="Welke schuld het eerst.")] = Order.NEAR_LIMITATION,
    in_json: Annotated[bool, typer.Option("--json", help="Als JSON.")] = False,
) -> None:
    """Toon het haalbare maandbedrag met de uitleg, en de scenario's naast elkaar."""
    at = door(by)
    found = outlook(at.wired, at.by, dossier_id, wish_of(at, start, pay_day, order))
    if in_json:
        as_json(_plain(found))
        return
    out.print(f"Haalbaar per maand: {euros(found.affordable.cents)}", markup=False)
    for line in found.affordable.ceiling.lines:
        told = f"  {line.code.value}: {euros(Cents(line.amount_cents))}  {line.source} {line.mark}"
        out.print(told.rstrip(), markup=False)
    for one in found.scenarios:
        told = one.reason or f"laatste termijn {one.ends_on}"
        out.print(f"{one.months} maanden: {euros(one.needed_cents)}; {told}", markup=False)
    for doubt in found.doubts:
        out.print(f"Onzeker: {doubt}", markup=False)


VERBS: Final[Sequence[tuple[str, Callable[..., Any]]]] = (
    ("means", means),
    ("debts", debts),
    ("outlook", show_outlook),
)


def wish_of(at: Door, start: str, pay_day: int, order: Order) -> Wish:
    """From which day, on which day of the month, and what first."""
    first = day(start, "--start") if start else usual_wish(at.by.on).start_on
    return Wish(first, pay_day, order)


def _plain(found: Prospect) -> dict[str, Any]:
    scenarios = [
        {
            "months": one.months,
            "needed_cents": one.needed_cents,
            "monthly_cents": one.monthly_cents,
            "within_ceiling": one.within_ceiling,
            "repaid_cents": one.repaid_cents,
            "remains_cents": one.remains_cents,
            "ends_on": one.ends_on,
            "refusal": one.refusal,
            "reason": one.reason,
        }
        for one in found.scenarios
    ]
    left_out = [one.claim.claim_id for one in found.left_out]
    figures = figures_of(found.affordable)
    return {
        "affordable": figures,
        "scenarios": scenarios,
        "wish": found.wish,
        "left_out": left_out,
        "doubts": found.doubts,
    }


def _cost(text: str) -> LivingCost:
    kind, _, cents = text.partition("=")
    try:
        return LivingCost(CostKind(kind), Cents(int(cents)))
    except ValueError as error:
        raise typer.BadParameter("schrijf soort=centen", param_hint="--cost") from error


def _budget(text: str) -> OwnBudget:
    try:
        origin, cents, source = text.split("=", 2)
        return OwnBudget(BudgetOrigin(origin), Cents(int(cents)), source)
    except ValueError as error:
        raise typer.BadParameter("schrijf herkomst=centen=bron", param_hint="--budget") from error


def _debt(text: str, on: date) -> Debt:
    try:
        creditor, kind, cents, due = text.split(";")
        owed = Split(Cents(int(cents)), Cents(0), Cents(0))
        return told_debt(creditor, kind, owed, date.fromisoformat(due), on)
    except ValueError as error:
        shape = "schrijf schuldeiser;soort;centen;vervaldag"
        raise typer.BadParameter(shape, param_hint="--add") from error


def _marked(one: Debt, marked: Mapping[ClaimMark, Sequence[str]]) -> Debt:
    more = {mark for mark, ids in marked.items() if one.claim.claim_id in ids}
    return replace(one, claim=replace(one.claim, marks=one.claim.marks | more)) if more else one
