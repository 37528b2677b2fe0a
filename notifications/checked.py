"""Views are valid from birth: what a letter shows is whole, on one line, and above zero."""

from collections.abc import Iterator
from dataclasses import Field, fields
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, ClassVar, Final

from protocols.errors import Refused

MOST_CHARACTERS: Final = 300
"""The longest text that a letter shows in one place."""


class BadView(Refused):
    """A letter that cannot be written; the message names every field that is wrong."""

    code = "bad-letter"


class May(Enum):
    """What a field may be beside the usual."""

    BE_EMPTY = auto()
    BE_ZERO = auto()


EMPTY: Final = MappingProxyType({"may": May.BE_EMPTY})
"""For a field that may be empty text or nothing: the letter then leaves its sentence out."""

ZERO: Final = MappingProxyType({"may": May.BE_ZERO})
"""For a number that may be zero, and never less."""


class Checked:
    """What every view is built on. Raises `refusal` for an empty field, a line break or control
    character in a text, a text of more than 300 characters, or a number below one."""

    __slots__ = ()
    refusal: ClassVar[type[BadView]] = BadView

    def __post_init__(self) -> None:
        """Check every field, and tell all that is wrong at once."""
        wrong = [fault for one in fields(self) if (fault := self._fault(one))]  # type: ignore[arg-type]
        wrong += self.amiss()
        if wrong:
            raise self.refusal("\n".join(wrong))

    def amiss(self) -> Iterator[str]:
        """What is wrong between fields, as `field: remedy`; a view with such rules says so."""
        yield from ()

    def _fault(self, one: Field[Any]) -> str:
        found = _wrong(getattr(self, one.name), one.metadata.get("may"))
        return f"{one.name}: {found}" if found else ""


def _wrong(value: object, may: May | None) -> str:
    match value:
        case str():
            return _wrong_text(value, may)
        case bool():
            return ""
        case int():
            return _wrong_number(value, may)
        case tuple():
            return _wrong_list(value, may)
        case _:
            return ""


def _wrong_text(value: str, may: May | None) -> str:
    if not value.isprintable():
        return "zet alles op een regel, zonder stuurtekens"
    if len(value) > MOST_CHARACTERS:
        return f"is te lang; gebruik ten hoogste {MOST_CHARACTERS} tekens"
    if not value.strip() and may is not May.BE_EMPTY:
        return "is leeg; vul het in"
    return ""


def _wrong_number(value: int, may: May | None) -> str:
    if value < 0 or (value == 0 and may is not May.BE_ZERO):
        return "is te laag; vul een getal in van 1 of hoger"
    return ""


def _wrong_list(value: tuple[object, ...], may: May | None) -> str:
    if not value and may is not May.BE_EMPTY:
        return "is leeg; noem er ten minste een"
    return next((found for one in value if (found := _wrong(one, None))), "")
