"""The structured reference of a Belgian payment (OGM, gestructureerde mededeling).

Ten digits and two check digits: the ten modulo 97, with 97 for 0. On paper `+++090/9337/55493+++`.
"""

from dataclasses import dataclass
from typing import Final

from protocols.errors import Refused

_OGM_DIGITS: Final = 12
_DROP: Final = str.maketrans("", "", "+*/ .-")


class BadReference(Refused):
    """A structured reference that is none: another length, or the check digits are wrong."""

    code = "claim-bad-reference"

    def __init__(self, place: str = "reference") -> None:
        told = "deze gestructureerde mededeling klopt niet; neem de twaalf cijfers opnieuw over"
        super().__init__(told, place=place)


@dataclass(frozen=True, slots=True)
class Ogm:
    """A valid structured reference: twelve ASCII digits. Raises BadReference at birth."""

    digits: str

    def __post_init__(self) -> None:
        if not is_ogm(self.digits):
            raise BadReference

    @classmethod
    def parse(cls, text: str) -> "Ogm":
        """Read a reference with or without its signs. Raises BadReference."""
        return cls(plain_reference(text))

    @classmethod
    def of(cls, number: int) -> "Ogm":
        """The reference for a number of at most ten digits. Raises BadReference."""
        if not 0 <= number < 10**10:
            raise BadReference
        return cls(f"{number:010d}{number % 97 or 97:02d}")

    def __str__(self) -> str:
        return f"+++{self.digits[:3]}/{self.digits[3:7]}/{self.digits[7:]}+++"


def is_ogm(digits: str) -> bool:
    """Whether these are twelve digits of which the last two check the first ten."""
    return is_twelve(digits) and int(digits[10:]) == (int(digits[:10]) % 97 or 97)


def is_twelve(digits: str) -> bool:
    """Whether this has the look of a structured reference, right or wrong."""
    return len(digits) == _OGM_DIGITS and digits.isascii() and digits.isdigit()


def plain_reference(text: str) -> str:
    """A reference as it is compared: without signs and spaces, in capitals."""
    return text.translate(_DROP).upper()
