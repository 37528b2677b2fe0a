"""The form for a contact attempt: its choices, and reading what was filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar

from portal.casework import CaseFile, first_day
from portal.web.ask import Form
from portal.web.views.parts import Choice, FieldError
from portal.web.words import day
from protocols.work.contact import (
    ACCEPTANCE,
    Channel,
    ContactAttempt,
    DayPart,
    Outcome,
    Reached,
)

CLOSE, KEEP_OPEN = "afsluiten", "vastleggen"
W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class AttemptForm:
    """The form as it stands on the page. `number` makes sure that it counts only once."""

    path: str
    number: int
    made_on: str
    earliest: str
    latest: str
    channels: tuple[Choice, ...]
    day_parts: tuple[Choice, ...]
    reached: tuple[Choice, ...]
    accepted: tuple[Choice, ...]
    not_accepted: tuple[Choice, ...]
    errors: tuple[FieldError, ...] = ()
    keep_open: str = KEEP_OPEN
    close: str = CLOSE

    @property
    def error_of(self) -> Mapping[str, str]:
        """The message per field that is wrong; empty text for the others."""
        fields = ("datum", "soort", "dagdeel", "bereikt", "resultaat")
        return {**dict.fromkeys(fields, ""), **{one.field: one.message for one in self.errors}}


@dataclass(frozen=True, slots=True)
class AttemptRead:
    """A filled-in form: an attempt, or what is wrong with it."""

    number: int
    attempt: ContactAttempt | None
    errors: tuple[FieldError, ...]


def attempt_form(
    file: CaseFile, on: date, filled: Form | None = None, errors: Iterable[FieldError] = ()
) -> AttemptForm:
    """The form for the next attempt of a case, with what was filled in before, if anything."""
    filled = filled or Form({"datum": on.isoformat()})
    outcomes = filled.text("resultaat")
    return AttemptForm(
        path=f"/zaken/{file.case.case_id}/contactpogingen",
        number=file.next_attempt,
        made_on=filled.text("datum"),
        earliest=first_day(date.fromisoformat(file.case.opened_on)).isoformat(),
        latest=on.isoformat(),
        channels=_choices(Channel, filled.text("soort"), "selected"),
        day_parts=_choices(DayPart, filled.text("dagdeel"), "checked"),
        reached=_choices(Reached, filled.text("bereikt"), "checked"),
        accepted=_choices((one for one in Outcome if ACCEPTANCE[one]), outcomes, "selected"),
        not_accepted=_choices(
            (one for one in Outcome if not ACCEPTANCE[one]), outcomes, "selected"
        ),
        errors=tuple(errors),
    )


def read_attempt(form: Form, opened_on: date, on: date) -> AttemptRead:
    """Read a filled-in form; everything that is wrong is told at once."""
    errors: list[FieldError] = []
    made_on = _day(form, first_day(opened_on), on, errors)
    channel = _word(form, Channel, "soort", "Kies hoe u contact zocht.", errors)
    day_part = _word(form, DayPart, "dagdeel", "Kies op welk deel van de dag.", errors)
    reached = _word(form, Reached, "bereikt", "Kies of u iemand bereikte.", errors)
    outcome = _outcome(form, errors)
    number = form.text("poging")
    attempt = None
    if made_on and channel and day_part and reached and not errors:
        attempt = ContactAttempt(made_on, channel, day_part, reached, outcome)
    is_number = number.isascii() and number.isdigit() and len(number) < 9
    return AttemptRead(int(number) if is_number else 0, attempt, tuple(errors))


def _day(form: Form, earliest: date, latest: date, errors: list[FieldError]) -> date | None:
    try:
        made_on = date.fromisoformat(form.text("datum"))
    except ValueError:
        errors.append(FieldError("datum", "Vul een datum in, zoals 2026-11-22."))
        return None
    if made_on > latest:
        errors.append(FieldError("datum", "De datum mag niet in de toekomst liggen."))
    if made_on < earliest:
        errors.append(FieldError("datum", f"De datum mag niet voor {day(earliest)} liggen."))
    return made_on


def _word(
    form: Form, words: type[W], field: str, message: str, errors: list[FieldError]
) -> W | None:
    found = next((word for word in words if word == form.text(field)), None)
    if found is None:
        errors.append(FieldError(field, message))
    return found


def _outcome(form: Form, errors: list[FieldError]) -> Outcome | None:
    """An outcome closes the case for good, so the button must say so too."""
    word, closes = form.text("resultaat"), form.text("doen") == CLOSE
    found = next((one for one in Outcome if one == word), None)
    if word and found is None:
        errors.append(FieldError("resultaat", "Kies een resultaat uit de lijst."))
    elif closes and found is None:
        errors.append(FieldError("resultaat", "Kies met welk resultaat u de zaak afsluit."))
    elif found is not None and not closes:
        message = (
            "U koos een resultaat. Kies 'Vastleggen en zaak afsluiten', of haal het resultaat weg."
        )
        errors.append(FieldError("resultaat", message))
    return found


def _choices(
    words: Iterable[StrEnum], chosen: str, mark: Literal["selected", "checked"]
) -> tuple[Choice, ...]:
    return tuple(Choice(word.value, _label(word), mark if word == chosen else "") for word in words)


def _label(word: StrEnum) -> str:
    return word.value[0].upper() + word.value[1:]
