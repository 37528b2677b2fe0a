"""Consent of one resident, purpose by purpose: how it stands, what may follow, what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.languages import languages
from notifications.words import label
from portal.web.views.consent_forms import ConsentPaths, forms_of
from portal.web.views.dossier_frame import Trail
from portal.web.views.dossier_words import MEANT, STANDINGS
from portal.web.views.fields import FormView, Sent, errors_of, filled, text_field
from portal.web.views.parts import Fact, FieldError, Notice
from portal.web.words import day, moment
from protocols.privacy.aftermath import CONSEQUENCES, TOLD, Consequence
from protocols.privacy.consent import Consents, Purpose, PurposeState, Standing
from protocols.privacy.evidence import MOST_EVIDENCE
from store.consents import Owed

_TONES = {
    Standing.GIVEN: "same",
    Standing.ASKED: "near",
    Standing.WITHDRAWN: "different",
    Standing.EXPIRED: "different",
}
_NO_TERM = "De stad heeft voor dit doel geen termijn vastgelegd; het kan niet worden gevraagd."
_NOT_TODAY = "Deze toestemming geldt vandaag niet. Kijk wanneer zij begint en eindigt."


@dataclass(frozen=True, slots=True)
class PurposeCard:
    """One purpose. `follows` is what stops or goes when it is withdrawn."""

    anchor: str
    title: str
    meant: str
    standing: str
    tone: str
    facts: tuple[Fact, ...]
    caution: str
    receipt_path: str
    forms: tuple[FormView, ...]
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One thing that follows on a consent that ended; `form` is None once it was done."""

    what: str
    because: str
    done: str
    form: FormView | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """The page of consent."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    cards: tuple[PurposeCard, ...]
    open_rows: tuple[OwedRow, ...]
    done_rows: tuple[OwedRow, ...]


def consent_view(
    trail: Trail,
    consents: Consents,
    stand: int,
    owed: Sequence[Owed],
    paths: ConsentPaths,
    sent: Sent | None = None,
    notice: Notice | None = None,
) -> ConsentView:
    """Show how it stands with every purpose, with the forms as they were sent, if they were."""
    cards = tuple(_card(one, consents.of(one), stand, paths, sent) for one in Purpose)
    rows = [_owed(number, one, stand, paths, sent) for number, one in enumerate(owed, start=1)]
    forms = [form for card in cards for form in card.forms] + [row.form for row in rows]
    return ConsentView(
        trail=trail,
        notices=(notice,) if notice else (),
        errors=errors_of(forms),
        cards=cards,
        open_rows=tuple(row for row in rows if row.form),
        done_rows=tuple(row for row in rows if not row.form),
    )


def _card(
    purpose: Purpose, state: PurposeState, stand: int, paths: ConsentPaths, sent: Sent | None
) -> PurposeCard:
    given = state.standing is Standing.GIVEN
    forms = forms_of(purpose, state, stand, paths)
    return PurposeCard(
        anchor=f"doel-{purpose.value}",
        title=label(purpose),
        meant=MEANT[purpose],
        standing=STANDINGS[state.standing],
        tone=_TONES.get(state.standing, "missing"),
        facts=_facts(state),
        caution=_caution(purpose, state, paths),
        receipt_path=f"{paths.here}/{purpose.value}/bewijs" if given else "",
        forms=tuple(filled(form, sent) for form in forms),
        follows=tuple(TOLD[one] for one in CONSEQUENCES[purpose]) if given else (),
    )


def _caution(purpose: Purpose, state: PurposeState, paths: ConsentPaths) -> str:
    if purpose not in paths.most_days:
        return _NO_TERM
    ended = state.standing is Standing.GIVEN and not state.holds(paths.on)
    return _NOT_TODAY if ended else ""


def _facts(state: PurposeState) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    if state.asked:
        asked = state.asked
        language = languages().get(asked.language, asked.language)
        facts += [
            Fact("Gevraagd op", moment(asked.at.isoformat())),
            Fact("Taal van de uitleg", language),
            Fact("Versie van de uitleg", asked.notice),
        ]
    if state.given:
        given = state.given
        facts += [
            Fact("Gegeven", label(given.evidence.manner)),
            Fact("Bewijs", given.evidence.reference),
            Fact("Geldt", f"van {day(given.from_on)} tot en met {day(given.until_on)}"),
        ]
    return tuple(facts)


def _owed(number: int, one: Owed, stand: int, paths: ConsentPaths, sent: Sent | None) -> OwedRow:
    what, purpose = TOLD[Consequence(one.consequence)], label(Purpose(one.purpose))
    because = f"{purpose}: geëindigd op {moment(one.ended_at)}"
    if one.done_at:
        done = f"Gedaan op {moment(one.done_at)} door {one.done_by}. Bewijs: {one.reference}."
        return OwedRow(_capital(what), because, done, None)
    doing = f"klaar-{number}"
    form = FormView(
        path=paths.here,
        doing=doing,
        stand=stand,
        button="Afvinken",
        about=what,
        tone="second",
        fields=(text_field(doing, "bewijs", "Waaruit blijkt het?", MOST_EVIDENCE),),
        hidden=(
            ("doel", one.purpose),
            ("sinds", one.ended_at),
            ("gevolg", one.consequence),
        ),
    )
    return OwedRow(_capital(what), because, "", filled(form, sent))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
