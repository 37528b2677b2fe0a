"""The forms of the bundle: taking over what is known, and one debt with its amounts and days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notifications.words import label
from portal.dossier.debts import MOST_TEXT, Debt, DebtSource
from portal.web.views.fields import Field, FormView, Kind, choice_field, field, plain, text_field
from portal.web.words import counted
from protocols.covenant.signal import ArrearsType
from protocols.plan.claims import ClaimMark

KEEP, TAKE, REMOVE = "schuld", "overnemen", "weghalen"


class Special(StrEnum):
    """What is different about a debt, as one choice."""

    NONE = "geen"
    URGENT = "dringend"
    DISPUTED = "betwist"


_SPECIAL = {
    Special.NONE: "Niets bijzonders",
    Special.URGENT: "Dringend: afsluiting of ontruiming dreigt",
    Special.DISPUTED: "Betwist: blijft buiten de regeling",
}

NameOf = Callable[[str], str]
"""A creditor by its id, as it is called."""


@dataclass(frozen=True, slots=True)
class DebtsPage:
    """What the forms need to know; `editing` is the debt of which the form is shown."""

    path: str
    stand: int
    why: str
    name_of: NameOf
    editing: Debt | None = None


def creditor_of(page: DebtsPage, one: Debt) -> str:
    """To whom it is owed: a signal knows its creditor by its id."""
    return page.name_of(one.creditor) if one.origin is DebtSource.SIGNAL else one.creditor


def kind_of(one: Debt) -> str:
    """What it is for, in words."""
    known = one.origin is DebtSource.SIGNAL and one.kind in list(ArrearsType)
    return label(ArrearsType(one.kind)) if known else one.kind


def special_of(one: Debt) -> Special:
    """What is different about it."""
    if one.disputed:
        return Special.DISPUTED
    return Special.URGENT if ClaimMark.URGENT in one.claim.marks else Special.NONE


def marks_of(special: Special) -> frozenset[ClaimMark]:
    """The marks that go with a choice."""
    marks = {Special.URGENT: ClaimMark.URGENT, Special.DISPUTED: ClaimMark.DISPUTED}
    return frozenset({marks[special]}) if special in marks else frozenset()


def take_form(page: DebtsPage, count: int) -> FormView:
    """Take over everything that is known and not in the bundle."""
    button = f"{counted(count, 'schuld', 'schulden')} overnemen in het overzicht"
    return FormView(page.path, TAKE, page.stand, button)


def remove_form(page: DebtsPage, one: Debt) -> FormView:
    """Take one debt out of the bundle."""
    return FormView(
        path=page.path,
        doing=REMOVE,
        stand=page.stand,
        button="Uit het overzicht halen",
        tone="second",
        about=creditor_of(page, one),
        hidden=(("schuld", one.claim.claim_id),),
    )


def debt_form(page: DebtsPage) -> FormView:
    """The form of one debt: the one that is being changed, or a new one."""
    one = page.editing
    return FormView(
        path=page.path,
        doing=KEEP,
        stand=page.stand,
        button="Wijziging vastleggen" if one else "Schuld toevoegen",
        fields=(*_named(one), *_amounts(one), *_days(one)),
        hidden=(("schuld", one.claim.claim_id if one else ""),),
    )


def _named(one: Debt | None) -> Sequence[Field]:
    """Who and what is told for a debt that the resident tells of; the others know it."""
    if one is not None and one.origin is not DebtSource.TOLD:
        return ()
    creditor, kind = (one.creditor, one.kind) if one else ("", "")
    return (
        text_field(KEEP, "schuldeiser", "Schuldeiser", MOST_TEXT, creditor),
        text_field(KEEP, "soort", "Waarvoor", MOST_TEXT, kind, hint="Zoals huur, lening, boete."),
    )


def _amounts(one: Debt | None) -> Sequence[Field]:
    owed = one.claim.owed if one else None
    amounts = (
        ("hoofdsom", "Hoofdsom", owed.principal_cents if owed else 0),
        ("kosten", "Kosten", owed.costs_cents if owed else 0),
        ("rente", "Rente", owed.interest_cents if owed else 0),
    )
    return [field(KEEP, name, title, Kind.AMOUNT, plain(cents)) for name, title, cents in amounts]


def _days(one: Debt | None) -> Sequence[Field]:
    claim = one.claim if one else None
    limited = claim.limitation_on if claim else None
    return (
        field(KEEP, "vervaldag", "Vervaldag", Kind.DATE, claim.due_on.isoformat() if claim else ""),
        field(
            KEEP,
            "verjaart",
            "Verjaart op",
            Kind.DATE,
            limited.isoformat() if limited else "",
            hint="Leeg als het niet bekend is.",
        ),
        choice_field(
            KEEP,
            "bijzonder",
            "Bijzonderheden",
            _SPECIAL.items(),
            (special_of(one) if one else Special.NONE).value,
        ),
    )
