"""One unsure signal: the person as delivered beside each candidate, and the form to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notifications.words import label
from portal.web.ask import Ask, Form
from portal.web.views.beside import ComparedRow, beside, heading_of
from portal.web.views.effects import told
from portal.web.views.parts import Choice, FieldError, creditor_name
from portal.web.views.reviews import signal_name
from portal.web.words import counted, day
from protocols.covenant.signal import ArrearsType
from protocols.money import euros
from protocols.work.choose import Unsure
from protocols.work.decide import (
    MOST_NOTE,
    REASONS,
    DecisionReason,
    ReasonFault,
    Verdict,
    faults_of,
)

NONE_OF_THEM = "geen"
_AGAIN = "Over dit signaal is eerder besloten. Dat besluit is ongedaan gemaakt."
_FORGOTTEN = FieldError("besluit", "Kies wie het is, of dat het geen van deze inwoners is.")
_WRONG: Mapping[ReasonFault, FieldError] = {
    ReasonFault.NOT_A_REASON: FieldError("reden", "Kies een reden die bij uw besluit past."),
    ReasonFault.NOTE_MISSING: FieldError("toelichting", "Schrijf op wat uw reden is."),
    ReasonFault.NOTE_TOO_LONG: FieldError(
        "toelichting", f"Maak de toelichting korter: ten hoogste {MOST_NOTE} tekens."
    ),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be decided, and what it leads to."""

    value: str
    label: str
    consequences: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Reasons that go with one verdict."""

    label: str
    reasons: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A held signal with its candidates side by side, and the form as it stands.

    `barred` names the candidates that cannot be chosen, each with why.
    """

    path: str
    name: str
    summary: str
    kind: str
    compared: str
    again: str
    certainty: str
    decide_by: str
    headings: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    barred: tuple[str, ...]
    options: tuple[Option, ...]
    reasons: tuple[ReasonGroup, ...]
    note: str
    most_note: int
    errors: tuple[FieldError, ...]

    @property
    def error_of(self) -> Mapping[str, str]:
        """The message per field that is wrong; empty text for the others."""
        fields = ("besluit", "reden", "toelichting")
        return {**dict.fromkeys(fields, ""), **{one.field: one.message for one in self.errors}}


def read_decision(form: Form) -> tuple[FieldError, ...]:
    """Everything that is wrong with a filled-in form."""
    choice, reason, note = (form.text(name) for name in ("besluit", "reden", "toelichting"))
    if not choice:
        either = set.intersection(*(set(faults_of(one, reason, note)) for one in Verdict))
        return (_FORGOTTEN, *(_WRONG[fault] for fault in ReasonFault if fault in either))
    verdict = Verdict.DIFFERENT if choice == NONE_OF_THEM else Verdict.SAME
    return tuple(_WRONG[fault] for fault in faults_of(verdict, reason, note))


def review_view(
    ask: Ask, unsure: Unsure, filled: Form | None = None, errors: Iterable[FieldError] = ()
) -> ReviewView:
    """Show one held signal, with what was filled in before and what is wrong with it, if any."""
    filled = filled or Form()
    numbered = list(enumerate(unsure.candidates, start=1))
    headings = tuple(heading_of(number, one) for number, one in numbered)
    return ReviewView(
        path=f"/beoordelen/{unsure.signal_id}",
        name=signal_name(unsure.signal_id),
        summary=_summary(ask, unsure),
        kind=label(unsure.kind),
        compared=counted(len(numbered), "inwoner", "inwoners"),
        again=_AGAIN if unsure.turn else "",
        certainty=label(unsure.certainty).lower() if unsure.certainty else "",
        decide_by=day(unsure.decide_by) if unsure.decide_by else "",
        headings=headings,
        rows=beside(unsure, headings),
        barred=tuple(
            f"{heading}. {label(one.bar)}."
            for heading, one in zip(headings, unsure.candidates, strict=True)
            if one.bar
        ),
        options=_options(unsure, headings, filled.text("besluit")),
        reasons=_reasons(filled.text("reden")),
        note=filled.text("toelichting"),
        most_note=MOST_NOTE,
        errors=tuple(errors),
    )


def _summary(ask: Ask, unsure: Unsure) -> str:
    return (
        f"{creditor_name(ask, unsure.creditor_id)}: {label(ArrearsType(unsure.arrears_type))}, "
        f"{euros(unsure.amount_cents)}, {day(unsure.signal_on)}"
    )


def _options(unsure: Unsure, headings: tuple[str, ...], chosen: str) -> tuple[Option, ...]:
    """The residents that can be chosen, and always: none of them."""
    same = [
        (one.resident_id, f"Over {heading[0].lower()}{heading[1:]}", one.consequences)
        for heading, one in zip(headings, unsure.candidates, strict=True)
        if one.bar is None
    ]
    every = [*same, (NONE_OF_THEM, label(Verdict.DIFFERENT), unsure.different)]
    return tuple(
        Option(value, text, tuple(map(told, follows)), "checked" if value == chosen else "")
        for value, text, follows in every
    )


def _reasons(chosen: str) -> tuple[ReasonGroup, ...]:
    """A group per verdict; the reason that goes with both stands in a group of its own."""
    both = set(REASONS[Verdict.SAME]) & set(REASONS[Verdict.DIFFERENT])
    groups = [
        (label(verdict), [one for one in reasons if one not in both])
        for verdict, reasons in REASONS.items()
    ]
    groups.append(("Bij elk besluit", [one for one in DecisionReason if one in both]))
    return tuple(
        ReasonGroup(
            name,
            tuple(
                Choice(one.value, label(one), "selected" if one == chosen else "") for one in words
            ),
        )
        for name, words in groups
    )
