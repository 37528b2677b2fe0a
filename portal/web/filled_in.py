"""Reading a form that was filled in: everything that is wrong is told at once, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from portal.intake.fields import Unread, amount
from portal.web.ask import Form
from portal.web.views.fields import STAND, Sent
from protocols.money import Cents

W = TypeVar("W", bound=StrEnum)
NO_AMOUNT = "Vul een bedrag in euro's in, zoals 1.250,00."
NO_DAY = "Vul een datum in, zoals 2026-11-22."
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Reading:
    """One form being read. What is wrong gathers in `wrong`, by the name of the field."""

    form: Form
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> Sent:
        """The form with what is wrong, to show again."""
        return Sent(self.form, self.wrong)

    @property
    def stand(self) -> int:
        """The number of the last event when the form was shown; -1 when it does not tell."""
        return _whole(self.form.text(STAND))

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a field; the first fault of a field stays."""
        self.wrong.setdefault(name, message)

    def text(self, name: str, most: int, message: str = "") -> str:
        """A line of text; with a message it may not be empty."""
        found = self.form.text(name)
        if message and not found:
            self.fault(name, message)
        if len(found) > most or not found.isprintable():
            self.fault(name, f"Gebruik ten hoogste {most} gewone tekens.")
        return found

    def day(self, name: str, message: str = NO_DAY) -> date | None:
        """A day; one must be filled in."""
        try:
            return date.fromisoformat(self.form.text(name))
        except ValueError:
            self.fault(name, message)
            return None

    def day_or_none(self, name: str) -> date | None:
        """A day, or none when the field is empty."""
        return self.day(name) if self.form.text(name) else None

    def cents(self, name: str, message: str = NO_AMOUNT) -> Cents:
        """An amount above zero; 0 with a fault when it is not."""
        try:
            return amount(self.form.text(name))
        except Unread:
            self.fault(name, message)
            return Cents(0)

    def cents_or_zero(self, name: str) -> Cents:
        """An amount; an empty field or a zero is nothing."""
        bare = self.form.text(name).replace(",", "").replace(".", "")
        return Cents(0) if not bare.strip("0") else self.cents(name)

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number between two bounds; `least` with a fault when it is not."""
        found = _whole(self.form.text(name))
        if not least <= found <= most:
            self.fault(name, f"Vul een getal van {least} tot en met {most} in.")
            return least
        return found

    def word(self, name: str, words: Iterable[W], message: str) -> W | None:
        """One of some words."""
        found = next((word for word in words if word.value == self.form.text(name)), None)
        if found is None:
            self.fault(name, message)
        return found

    def one_of(self, name: str, values: Iterable[str], message: str) -> str:
        """One of some values; empty with a fault when it is none of them."""
        found = next((value for value in values if value == self.form.text(name)), "")
        if not found:
            self.fault(name, message)
        return found


def _whole(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if fits else -1
