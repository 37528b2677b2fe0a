"""The director's page: every decision that waits, with its reason, and the two answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portal.dossier.debts import Debt
from portal.web.confirming import Waiting
from portal.web.views.fields import FormView, Sent, errors_of, filled, text_field
from portal.web.views.parts import Fact, FieldError, Notice
from portal.web.views.waiting import waiting_told
from portal.web.words import counted

CONFIRM, REFUSE = "bevestigen", "weigeren"
MOST_TOLD = 200
Namer = Callable[[Sequence[Debt]], Callable[[str], str]]
"""Names of claims, from the debts of their dossier."""


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """One decision that waits."""

    title: str
    anchor: str
    facts: tuple[Fact, ...]
    confirm: FormView
    refuse: FormView


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Everything that waits for four eyes."""

    summary: str
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    cards: tuple[WaitingCard, ...]


def waiting_view(
    found: Sequence[Waiting],
    names: Namer,
    notice: Notice | None = None,
    sent: tuple[str, Sent] | None = None,
) -> WaitingView:
    """Show what waits; `sent` is a refusal that came back, with the dossier it was about."""
    cards = tuple(_card(one, names, sent) for one in found)
    one, more = "besluit wacht op u", "besluiten wachten op u"
    return WaitingView(
        summary=f"{counted(len(found), one, more)}.".replace("0 ", "Geen ", 1),
        notices=(notice,) if notice else (),
        errors=errors_of([card.refuse for card in cards]),
        cards=cards,
    )


def dossier_name(dossier_id: str) -> str:
    """How a dossier is called among people: enough of its id to tell it apart."""
    return f"Dossier {dossier_id.partition('-')[2][:6].upper() or dossier_id}"


def _card(one: Waiting, names: Namer, sent: tuple[str, Sent] | None) -> WaitingCard:
    path, name = f"/bevestigen/{one.dossier_id}", dossier_name(one.dossier_id)
    doing = f"{REFUSE}-{one.dossier_id}"
    told = text_field(doing, "toelichting", "Waarom niet?", MOST_TOLD, hint="Geen namen.")
    refuse = FormView(path, doing, one.number, "Weigeren", (told,), "second", name)
    if sent is not None and sent[0] == one.dossier_id:
        refuse = filled(refuse, sent[1])
    return WaitingCard(
        title=name,
        anchor=f"kop-{one.dossier_id}",
        facts=waiting_told(one.asked, one.giving_up, names(one.debts)),
        confirm=replace(refuse, doing=CONFIRM, button="Bevestigen", fields=(), tone=""),
        refuse=refuse,
    )
