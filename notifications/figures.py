"""Amounts and days as people of each language write them.

Digits and the decimal comma are those of the bank and the giro slip here, also in Arabic: who
copies an amount must not have to translate it. Names of months and the place of the euro sign
follow Unicode CLDR 46.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from protocols.money import Cents

_HARD: Final = "\u00a0"
_NARROW: Final = "\u202f"


@dataclass(frozen=True, slots=True)
class Figures:
    """How one language writes: `money` holds `{}` where the number stands, `first` is what the
    first day of a month is called."""

    money: str
    thousands: str
    decimals: str
    months: tuple[str, ...]
    first: str = "1"

    def amount(self, cents: Cents) -> str:
        """An amount with two decimals, which never breaks over two lines."""
        sign, rest = ("-", -cents) if cents < 0 else ("", int(cents))
        whole = f"{rest // 100:,}".replace(",", self.thousands)
        return self.money.format(f"{sign}{whole}{self.decimals}{rest % 100:02d}")

    def day(self, on: date) -> str:
        """A day in full, its parts held together."""
        number = self.first if on.day == 1 else str(on.day)
        return _HARD.join((number, self.months[on.month - 1], str(on.year)))

    def month(self, on: date) -> str:
        """The month of a day, with its year."""
        return _HARD.join((self.months[on.month - 1], str(on.year)))


def _twelve(months: str) -> tuple[str, ...]:
    return tuple(months.split())


FIGURES: Final[Mapping[str, Figures]] = MappingProxyType(
    {
        "nl": Figures(
            f"€{_HARD}{{}}",
            ".",
            ",",
            _twelve(
                "januari februari maart april mei juni juli augustus september oktober november "
                "december"
            ),
        ),
        "fr": Figures(
            f"{{}}{_HARD}€",
            _NARROW,
            ",",
            _twelve(
                "janvier février mars avril mai juin juillet août septembre octobre novembre "
                "décembre"
            ),
            "1er",
        ),
        "en": Figures(
            "€{}",
            ",",
            ".",
            _twelve(
                "January February March April May June July August September October November "
                "December"
            ),
        ),
        "tr": Figures(
            f"{{}}{_HARD}€",
            ".",
            ",",
            _twelve("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
        ),
        "ar": Figures(
            f"{{}}{_HARD}€",
            ".",
            ",",
            _twelve("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        ),
    }
)
"""How each language writes amounts and days. A language that is not here has no letters."""

RIGHT_TO_LEFT: Final = frozenset({"ar"})
"""Languages that are written from right to left."""
