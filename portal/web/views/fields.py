"""A form as data: its fields, with what was filled in before and what is wrong with each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from portal.web.ask import Form
from portal.web.views.parts import Choice, FieldError

DOING, STAND = "doen", "stand"
"""Which form of a page was sent, and the number of the last event when it was shown."""


_MOST_BUTTONS = 4


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    SELECT = "select"
    RADIO = "radio"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `hint` and `error` stand with it; `optional` tells in words that it may be empty.

    `field_id` is unique on its page. `most` bounds the characters of a text; 0: no bound.
    """

    field_id: str
    name: str
    label: str
    kind: Kind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    error: str = ""
    most: int = 0
    empty: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what explains the field, for whoever hears the page."""
        parts = ((self.hint, "uitleg"), (self.error, "fout"))
        return " ".join(f"{self.field_id}-{part}" for text, part in parts if text)


@dataclass(frozen=True, slots=True)
class FormView:
    """A form on a page. `doing` names it; `stand` makes sure that it counts only once.

    `tone` is empty for what a page is for, and `second` for what is rarer.
    """

    path: str
    doing: str
    stand: int
    button: str
    fields: tuple[Field, ...] = ()
    tone: str = ""
    about: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Everything that is wrong, in the order of the fields."""
        return tuple(FieldError(one.field_id, one.error) for one in self.fields if one.error)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back: what was filled in, and what is wrong by the name of the field."""

    form: Form
    wrong: Mapping[str, str]


def field(
    doing: str, name: str, label: str, kind: Kind, value: str = "", *, hint: str = ""
) -> Field:
    """A field of a form."""
    return Field(f"{doing}-{name}", name, label, kind, value, hint=hint)


def text_field(
    doing: str, name: str, label: str, most: int, value: str = "", *, hint: str = ""
) -> Field:
    """A line of text of at most so many characters."""
    return replace(field(doing, name, label, Kind.TEXT, value, hint=hint), most=most)


def choice_field(
    doing: str,
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    value: str = "",
    *,
    hint: str = "",
    empty: str = "",
    kind: Kind | None = None,
) -> Field:
    """A choice of values with their labels: buttons for up to four, a list for more.

    With `empty` it is a list that begins with that text, for no choice.
    """
    options = tuple(Choice(one, told) for one, told in choices)
    usual = Kind.SELECT if len(options) > _MOST_BUTTONS or empty else Kind.RADIO
    made = field(doing, name, label, kind or usual, value, hint=hint)
    return _marked(replace(made, choices=options, empty=empty), value)


def plain(cents: int) -> str:
    """An amount as it is filled in; nothing is empty."""
    return f"{cents // 100},{cents % 100:02d}" if cents else ""


def filled(view: FormView, sent: Sent | None) -> FormView:
    """A form with what was sent in it, if it was this form that was sent."""
    if sent is None or sent.form.text(DOING) != view.doing:
        return view
    same = all(sent.form.text(name) == value for name, value in view.hidden)
    if not same:
        return view
    return replace(view, fields=tuple(_filled(one, sent) for one in view.fields))


def errors_of(forms: Sequence[FormView | None]) -> tuple[FieldError, ...]:
    """What is wrong with the forms of a page."""
    return tuple(error for form in forms if form is not None for error in form.errors)


def _filled(one: Field, sent: Sent) -> Field:
    value = sent.form.text(one.name)
    return replace(_marked(one, value), value=value, error=sent.wrong.get(one.name, ""))


def _marked(one: Field, value: str) -> Field:
    mark: Literal["selected", "checked"] = "selected" if one.kind is Kind.SELECT else "checked"
    choices = tuple(
        replace(choice, chosen=mark if choice.value == value else "") for choice in one.choices
    )
    return replace(one, choices=choices)
