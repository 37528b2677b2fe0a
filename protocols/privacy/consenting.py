"""Asking, giving, refusing, withdrawing and expiring of consent: decide and evolve. Pure.

What may follow what is one table; what is not in it is forbidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.privacy.consent import (
    ConsentAsked,
    ConsentEvent,
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    Consents,
    ConsentWithdrawn,
    Purpose,
    PurposeState,
    Standing,
)
from protocols.privacy.consent_commands import Ask, Command, Expire, Give, Refuse, Withdraw
from protocols.work.clock import local_day

_S = Standing


FROM: Mapping[type[Command], frozenset[Standing]] = {
    Ask: frozenset({_S.NOT_ASKED, _S.ASKED, _S.REFUSED, _S.WITHDRAWN, _S.EXPIRED}),
    Give: frozenset({_S.ASKED}),
    Refuse: frozenset({_S.ASKED}),
    Withdraw: frozenset({_S.GIVEN}),
}
"""From which standing each command may come. Asking again after a refusal is allowed, giving what
was not asked is not: nobody consents to what was not explained."""


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """What the city decided: the languages it can ask in, and the longest term per purpose.

    A purpose without a term was not decided on, so it may not be asked.
    """

    languages: tuple[str, ...]
    most_days: Mapping[Purpose, int]


class ConsentForbidden(Refused):
    """What was asked does not follow on how it stands with this purpose."""

    code = "consent-forbidden"


class BadConsent(Refused):
    """A term, language or notice that cannot be."""

    code = "bad-consent"


def decide(consents: Consents, command: Command, terms: ConsentTerms) -> tuple[ConsentEvent, ...]:
    """What happens for a command. Raises ConsentForbidden or BadConsent; then nothing does."""
    if isinstance(command, Expire):
        return tuple(
            ConsentExpired(purpose, command.at) for purpose in overdue(consents, command.on)
        )
    state = consents.of(command.purpose)
    if state.standing not in FROM[type(command)]:
        raise ConsentForbidden(_FORBIDDEN[type(command)])
    return (_answer(state, command, terms),)


def _answer(
    state: PurposeState, command: Ask | Give | Refuse | Withdraw, terms: ConsentTerms
) -> ConsentEvent:
    match command:
        case Ask(purpose, language, notice, by, at):
            _check_question(command, terms)
            return ConsentAsked(purpose, language, notice, by, at)
        case Give(purpose, consent_id, evidence, from_on, until_on, by, at):
            _check_term(state, command, terms)
            return ConsentGiven(purpose, consent_id, evidence, from_on, until_on, by, at)
        case Refuse(purpose, by, at):
            return ConsentRefused(purpose, by, at)
        case Withdraw(purpose, by, at):
            return ConsentWithdrawn(purpose, by, at)
        case _:
            assert_never(command)


def _check_question(command: Ask, terms: ConsentTerms) -> None:
    if command.purpose not in terms.most_days:
        raise BadConsent("De stad heeft voor dit doel geen termijn. Vul privacy.yaml eerst aan.")
    if command.language not in terms.languages:
        raise BadConsent(
            "Voor deze taal is er geen uitleg. Kies een taal die de stad heeft, of vraag een tolk "
            "en leg vast in welke taal de uitleg op papier was."
        )
    if not command.notice.strip():
        raise BadConsent("Noem de versie van de uitleg die de inwoner kreeg.")


def _check_term(state: PurposeState, command: Give, terms: ConsentTerms) -> None:
    most = terms.most_days.get(command.purpose)
    if most is None:
        raise BadConsent("De stad heeft voor dit doel geen termijn. Vul privacy.yaml eerst aan.")
    if not command.consent_id.strip():
        raise BadConsent("Deze toestemming heeft geen kenmerk. Geef haar een nieuw kenmerk.")
    if state.asked is not None and command.from_on < local_day(state.asked.at):
        raise BadConsent("Toestemming geldt nooit van voor de dag waarop zij werd gevraagd.")
    last = command.from_on + timedelta(days=most)
    if not command.from_on <= command.until_on <= last:
        raise BadConsent(
            f"Kies een einddag vanaf de begindag, ten hoogste {most} dagen later; dat is het "
            "langste dat de stad voor dit doel toelaat."
        )


def overdue(consents: Consents, on: date) -> tuple[Purpose, ...]:
    """The purposes whose consent is past its last day but not noted as expired."""
    return tuple(
        purpose
        for purpose, state in consents.states.items()
        if state.standing is _S.GIVEN and state.given is not None and state.given.until_on < on
    )


def evolve(consents: Consents, event: ConsentEvent) -> Consents:
    """How it stands after an event."""
    after = _after(consents.of(event.purpose), event)
    return replace(consents, states={**consents.states, event.purpose: after})


def _after(state: PurposeState, event: ConsentEvent) -> PurposeState:
    match event:
        case ConsentAsked():
            return PurposeState(_S.ASKED, event, None)
        case ConsentGiven():
            return PurposeState(_S.GIVEN, state.asked, event)
        case ConsentRefused():
            return PurposeState(_S.REFUSED, state.asked, None)
        case ConsentWithdrawn():
            return replace(state, standing=_S.WITHDRAWN)
        case ConsentExpired():
            return replace(state, standing=_S.EXPIRED)
        case _:
            assert_never(event)


def fold(resident_id: ResidentId, events: Iterable[ConsentEvent]) -> Consents:
    """How it stands after a whole history."""
    consents = Consents(resident_id)
    for event in events:
        consents = evolve(consents, event)
    return consents


_FORBIDDEN: Mapping[type[Command], str] = {
    Ask: "Voor dit doel is er al toestemming. Laat haar lopen, of trek haar eerst in.",
    Give: "Vraag eerst om toestemming, in de taal van de inwoner, en leg dan het antwoord vast.",
    Refuse: "Er is niets gevraagd om te weigeren. Leg eerst vast dat u het vroeg.",
    Withdraw: "Er is voor dit doel geen toestemming om in te trekken.",
}
