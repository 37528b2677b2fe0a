"""The forms of consent: asking, noting the answer, withdrawing; each only where it may follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from notifications.languages import languages
from notifications.words import label
from portal.web.views.fields import FormView, Kind, choice_field, field, text_field
from protocols.privacy.consent import Purpose, PurposeState, Standing
from protocols.privacy.consent_commands import Ask, Give, Withdraw
from protocols.privacy.consenting import FROM
from protocols.privacy.evidence import MOST_EVIDENCE, Manner

ASK, GIVE, REFUSE, WITHDRAW = "vraag", "geef", "weiger", "trek-in"
MOST_NOTICE = 40


@dataclass(frozen=True, slots=True)
class ConsentPaths:
    """What the forms need to know: where they go, the day, the terms, and the likely language."""

    here: str
    on: date
    most_days: Mapping[Purpose, int]
    language: str


def doing_of(verb: str, purpose: Purpose) -> str:
    """The name of a form: what it does, for which purpose."""
    return f"{verb}-{purpose.value}"


def forms_of(
    purpose: Purpose, state: PurposeState, stand: int, paths: ConsentPaths
) -> tuple[FormView, ...]:
    """What may follow on how it stands with a purpose."""
    if purpose not in paths.most_days:
        return ()
    forms: list[FormView] = []
    if state.standing in FROM[Give]:
        forms += [_give(purpose, stand, paths), _refuse(purpose, stand, paths)]
    elif state.standing in FROM[Ask]:
        forms.append(_ask(purpose, state, stand, paths))
    elif state.standing in FROM[Withdraw]:
        forms.append(_withdraw(purpose, stand, paths))
    return tuple(forms)


def _ask(purpose: Purpose, state: PurposeState, stand: int, paths: ConsentPaths) -> FormView:
    doing = doing_of(ASK, purpose)
    again = state.standing is not Standing.NOT_ASKED
    return FormView(
        path=paths.here,
        doing=doing,
        stand=stand,
        button="Vastleggen dat u het opnieuw vroeg" if again else "Vastleggen dat u het vroeg",
        about=label(purpose),
        fields=(
            choice_field(
                doing,
                "taal",
                "In welke taal was de uitleg?",
                languages().items(),
                paths.language,
                kind=Kind.SELECT,
            ),
            text_field(
                doing,
                "uitleg",
                "Versie van de uitleg",
                MOST_NOTICE,
                f"uitleg-{purpose.value}-1",
                hint="Deze versie staat op het bewijs dat de inwoner krijgt.",
            ),
        ),
    )


def _give(purpose: Purpose, stand: int, paths: ConsentPaths) -> FormView:
    doing, most = doing_of(GIVE, purpose), paths.most_days[purpose]
    until = paths.on + timedelta(days=most)
    return FormView(
        path=paths.here,
        doing=doing,
        stand=stand,
        button="Toestemming vastleggen",
        about=label(purpose),
        fields=(
            choice_field(
                doing,
                "manier",
                "Hoe gaf de inwoner toestemming?",
                [(one.value, label(one)) for one in Manner],
            ),
            text_field(
                doing,
                "bewijs",
                "Kenmerk van het bewijs",
                MOST_EVIDENCE,
                hint="Het nummer van uw notitie, de scan of de sessie. Schrijf geen namen op.",
            ),
            field(doing, "van", "Geldt vanaf", Kind.DATE, paths.on.isoformat()),
            field(
                doing,
                "tot",
                "Geldt tot en met",
                Kind.DATE,
                until.isoformat(),
                hint=f"Ten hoogste {most} dagen. De inwoner mag een kortere tijd kiezen.",
            ),
        ),
    )


def _refuse(purpose: Purpose, stand: int, paths: ConsentPaths) -> FormView:
    return FormView(
        path=paths.here,
        doing=doing_of(REFUSE, purpose),
        stand=stand,
        button="De inwoner weigert",
        about=label(purpose),
        tone="second",
    )


def _withdraw(purpose: Purpose, stand: int, paths: ConsentPaths) -> FormView:
    return FormView(
        path=paths.here,
        doing=doing_of(WITHDRAW, purpose),
        stand=stand,
        button="De inwoner trekt de toestemming in",
        about=label(purpose),
        tone="second",
    )
