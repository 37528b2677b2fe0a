"""What a choice about an unsure signal leads to, in whole sentences."""

from collections.abc import Callable, Mapping

from portal.web.words import day
from protocols.work.choose import Consequence, Effect


def told(consequence: Consequence) -> str:
    """One consequence, for whoever decides."""
    return _TOLD[consequence.effect](consequence)


def _joins(one: Consequence) -> str:
    others = "1 ander open signaal" if one.count == 1 else f"{one.count} andere open signalen"
    return f"Het signaal komt bij de open zaak van dit huishouden, met {others}."


def _until(one: Consequence) -> str:
    return day(one.until) if one.until else ""


def _always(text: str) -> Callable[[Consequence], str]:
    return lambda _one: text


_TOLD: Mapping[Effect, Callable[[Consequence], str]] = {
    Effect.OWN_CASE: lambda one: (
        f"Op dit adres wonen {one.count} mensen, misschien in een instelling. De inwoner krijgt "
        "een eigen zaak, los van de anderen."
    ),
    Effect.JOINS: _joins,
    Effect.OPENS: _always("Er komt een nieuwe zaak voor dit huishouden."),
    Effect.SECRECY: _always("De gegevens van deze inwoner zijn geheim. Geef ze aan niemand door."),
    Effect.UNDER_INVESTIGATION: _always(
        "De gegevens van deze inwoner worden onderzocht. Misschien kloppen ze niet."
    ),
    Effect.GUARDIANSHIP: _always(
        "Deze inwoner heeft een curator of bewindvoerder. Het contact loopt via die persoon."
    ),
    Effect.MAIL_ADDRESS: _always(
        "Deze inwoner heeft hier alleen een briefadres en is hier niet te bezoeken."
    ),
    Effect.MINOR: _always("Deze inwoner is jonger dan 18 jaar."),
    Effect.ERASED_NOW: _always("Het signaal gaat niet verder en wordt meteen gewist."),
    Effect.ERASED_LATER: lambda one: (
        f"Het signaal gaat niet verder. Na {_until(one)} wordt het gewist."
    ),
    Effect.COUNTED: _always("Dan blijven alleen een telling en uw besluit bewaard."),
    Effect.SAME_RECEIPT: _always(
        "De signaalpartner houdt hetzelfde ontvangstbewijs en hoort uw besluit niet."
    ),
    Effect.UNDO_UNTIL: lambda one: f"U kunt dit ongedaan maken tot en met {_until(one)}.",
    Effect.UNDO_BEFORE_CONTACT: lambda one: (
        f"U kunt dit ongedaan maken tot en met {_until(one)}, zolang niemand contact zocht."
    ),
    Effect.FINAL: _always("Dit besluit is niet ongedaan te maken."),
}
