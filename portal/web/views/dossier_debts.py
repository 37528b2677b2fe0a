"""The bundle: every debt of a resident on one page, what can be added, and the form of one debt."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.dossier.debts import Debt, DebtSource
from portal.web.views.debt_forms import (
    KEEP,
    DebtsPage,
    Special,
    creditor_of,
    debt_form,
    kind_of,
    remove_form,
    special_of,
    take_form,
)
from portal.web.views.dossier_frame import Trail
from portal.web.views.fields import FormView, Sent, errors_of, filled
from portal.web.views.parts import FieldError, Notice
from portal.web.words import counted, day
from protocols.money import Cents, euros

_ORIGINS = {
    DebtSource.SIGNAL: "Signaal",
    DebtSource.CITY: "De stad zelf",
    DebtSource.TOLD: "De inwoner vertelt het",
}


@dataclass(frozen=True, slots=True)
class DebtRow:
    """One debt; `edit` is the address of its form, empty for one that is not in the bundle yet."""

    creditor: str
    kind: str
    origin: str
    principal: str
    added: str
    open: str
    due_on: str
    special: str
    edit: str


@dataclass(frozen=True, slots=True)
class DebtsView:
    """The page of debts. `form` is None as long as there may be no bundle; `why` tells why."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    why: str
    rows: tuple[DebtRow, ...]
    total: str
    suggested: tuple[DebtRow, ...]
    take: FormView | None
    title: str
    form: FormView | None
    remove: FormView | None


def debts_view(
    trail: Trail,
    page: DebtsPage,
    debts: Sequence[Debt],
    suggested: Sequence[Debt],
    sent: Sent | None,
    notice: Notice | None,
) -> DebtsView:
    """Show a bundle, with the form as it was sent, if it was."""
    form = None if page.why else filled(debt_form(page), sent)
    total = Cents(sum(one.claim.balance_cents for one in debts))
    editing = page.editing
    return DebtsView(
        trail=trail,
        notices=(notice,) if notice else (),
        errors=errors_of([form]),
        why=page.why,
        rows=tuple(_row(page, one, "edit") for one in debts),
        total=f"{counted(len(debts), 'schuld', 'schulden')}, samen {euros(total)}",
        suggested=() if page.why else tuple(_row(page, one, "") for one in suggested),
        take=None if page.why or not suggested else take_form(page, len(suggested)),
        title=f"Schuld bij {creditor_of(page, editing)} wijzigen"
        if editing
        else "Schuld toevoegen",
        form=form,
        remove=remove_form(page, editing) if editing and not page.why else None,
    )


def _row(page: DebtsPage, one: Debt, edit: str) -> DebtRow:
    owed, limited = one.claim.owed, one.claim.limitation_on
    special = special_of(one)
    told = [] if special is Special.NONE else [special.value.capitalize()]
    told += [f"verjaart op {day(limited)}"] if limited else []
    return DebtRow(
        creditor=creditor_of(page, one),
        kind=kind_of(one),
        origin=f"{_ORIGINS[one.origin]}, {day(one.as_of)}",
        principal=euros(owed.principal_cents),
        added=euros(Cents(owed.costs_cents + owed.interest_cents)),
        open=euros(one.claim.balance_cents),
        due_on=day(one.claim.due_on),
        special=", ".join(told),
        edit=f"{page.path}?schuld={one.claim.claim_id}#{KEEP}" if edit else "",
    )
