"""The forms of a running plan: a payment, paying back, a pause, a change, giving up money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.dossier.paying import MOST_ID
from portal.dossier.views import ResidentFile
from portal.web.views.dossier_words import REASONS, choices
from portal.web.views.fields import Field, FormView, Kind, choice_field, field, plain, text_field
from protocols.work.dossier_moves import Move

PAY, REFUND, PAUSE, RESUME = "betaling", "terugbetalen", "pauzeren", "hervatten"
CHANGE, FORGO, DROP = "wijzigen", "kwijtschelden", "laten-vallen"
MOST_TOLD = 200


class Forgone(StrEnum):
    """How much is given up."""

    PART = "deel"
    ALL = "alles"
    WRITE_OFF = "oninbaar"


_FORGONE = {
    Forgone.PART: "Een deel van een schuld",
    Forgone.ALL: "Alles wat nog open staat",
    Forgone.WRITE_OFF: "Alles oninbaar verklaren",
}


FORGOING = {
    Forgone.PART: Move.REMIT,
    Forgone.ALL: Move.SCRAP,
    Forgone.WRITE_OFF: Move.WRITE_OFF,
}
"""What each choice asks of the dossier."""


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    """What the forms need to know. `claims` are ids with names, for what a payment is meant for."""

    path: str
    stand: int
    on: date
    claims: Sequence[tuple[str, str]]


def pay_form(page: PaymentsPage) -> FormView:
    """A payment came in."""
    return FormView(
        path=page.path,
        doing=PAY,
        stand=page.stand,
        button="Betaling vastleggen",
        fields=(
            text_field(
                PAY,
                "kenmerk",
                "Kenmerk van de betaling",
                MOST_ID,
                hint="Dezelfde betaling telt een keer, ook als u haar twee keer vastlegt.",
            ),
            field(PAY, "bedrag", "Bedrag", Kind.AMOUNT),
            field(PAY, "datum", "Betaald op", Kind.DATE, page.on.isoformat()),
            choice_field(
                PAY, "voor", "Bedoeld voor", page.claims, empty="De schulden in hun volgorde"
            ),
        ),
    )


def refund_form(page: PaymentsPage, kept_cents: int) -> FormView:
    """What was kept apart goes back."""
    return FormView(
        path=page.path,
        doing=REFUND,
        stand=page.stand,
        button="Terugbetaling vastleggen",
        tone="second",
        fields=(
            text_field(REFUND, "kenmerk", "Kenmerk van de terugbetaling", MOST_ID),
            field(REFUND, "bedrag", "Bedrag", Kind.AMOUNT, plain(kept_cents)),
        ),
    )


def moving_forms(page: PaymentsPage, file: ResidentFile) -> tuple[tuple[str, FormView], ...]:
    """Each form that may be used now, with its heading."""
    day = file.agreement.offer.wish.day if file.agreement and file.agreement.offer else 1
    gives_up = next((move for move in FORGOING.values() if move in file.allowed), Move.REMIT)
    possible = (
        (Move.RESUME, "Eerder hervatten", FormView(page.path, RESUME, page.stand, "Nu hervatten")),
        (Move.CHANGE, "Wijzigen", _change(page, day)),
        (Move.PAUSE, "Pauzeren", _pause(page)),
        (gives_up, "Geld opgeven: vier ogen", _forgo(page, file)),
    )
    waits = file.dossier is not None and file.dossier.waiting is not None
    return tuple(
        (title, form)
        for move, title, form in possible
        if move in file.allowed and not (waits and move is gives_up)
    )


def drop_form(page: PaymentsPage) -> FormView:
    """What waits for another is not asked after all."""
    return FormView(
        path=page.path,
        doing=DROP,
        stand=page.stand,
        button="Toch niet vragen",
        tone="second",
        fields=(_told(DROP, "Waarom niet?"),),
    )


def _pause(page: PaymentsPage) -> FormView:
    return FormView(
        path=page.path,
        doing=PAUSE,
        stand=page.stand,
        button="Pauzeren",
        tone="second",
        fields=(field(PAUSE, "tot", "Tot en met", Kind.DATE), _told(PAUSE, "Waarom?")),
    )


def _change(page: PaymentsPage, day: int) -> FormView:
    return FormView(
        path=page.path,
        doing=CHANGE,
        stand=page.stand,
        button="Wijzigen",
        tone="second",
        fields=(
            field(
                CHANGE,
                "bedrag",
                "Nieuw bedrag per maand",
                Kind.AMOUNT,
                hint="Nooit meer dan wat haalbaar is met het inkomen van nu.",
            ),
            field(CHANGE, "vanaf", "Vanaf", Kind.DATE),
            field(CHANGE, "dag", "Vaste dag van de maand", Kind.NUMBER, str(day)),
            *_why(CHANGE),
        ),
    )


def _forgo(page: PaymentsPage, file: ResidentFile) -> FormView:
    may = {one: told for one, told in _FORGONE.items() if FORGOING[one] in file.allowed}
    return FormView(
        path=page.path,
        doing=FORGO,
        stand=page.stand,
        button="Aan de financieel directeur vragen",
        tone="second",
        fields=(
            choice_field(FORGO, "wat", "Wat wordt opgegeven?", choices(may)),
            choice_field(FORGO, "schuld", "Welke schuld", page.claims, empty="Alle schulden"),
            field(FORGO, "bedrag", "Bedrag", Kind.AMOUNT, hint="Alleen bij een deel."),
            *_why(FORGO),
        ),
    )


def _why(doing: str) -> tuple[Field, Field]:
    return (
        choice_field(doing, "reden", "Reden", choices(REASONS), empty="Kies een reden"),
        _told(doing, "Toelichting"),
    )


def _told(doing: str, label: str) -> Field:
    return text_field(
        doing, "toelichting", label, MOST_TOLD, hint="Staat in het tijdpad. Geen namen."
    )
