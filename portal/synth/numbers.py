"""Numbers and addresses by which people are known, in ranges that are not handed out."""

import re
import unicodedata
from collections.abc import Sequence
from random import Random

from protocols.people import Name, PartialDate

STAY = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "æ": "ae"})
MAIL_HOSTS = ("example.com", "example.net", "example.org")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def plain(text: str) -> str:
    """The text without diacritics: `plain("Çağlar") == "Caglar"`."""
    split = unicodedata.normalize("NFD", text.translate(STAY))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def bsn_of(eight: str) -> str:
    """The BSN that begins with these eight digits, or empty when none passes the eleven-test."""
    check = sum(int(digit) * weight for digit, weight in zip(eight, BSN_WEIGHTS, strict=True)) % 11
    return "" if check == 10 else f"{eight}{check}"


def insz_of(born: PartialDate | None, serial: int) -> str:
    """The Belgian national number for this birth date; parts that are unknown are zeros.

    `serial` is 1 to 998, odd for men and even for women. The check is modulo 97, with a 2 in
    front for people born from 2000 on (royal decree of 3 April 1984).
    """
    known = born or PartialDate(1900, 0, 1)
    year = known.year or 1900
    nine = f"{year % 100:02d}{known.month or 0:02d}{known.day or 0:02d}{serial:03d}"
    return f"{nine}{97 - int(('2' if year >= 2000 else '') + nine) % 97:02d}"


class Numbers:
    """National numbers and phone numbers, each given out once.

    A BSN begins with 99. An INSZ takes the highest serials of a birth date, which the real
    register hardly ever reaches. Mobile numbers begin with 0600 (NL) or 0450 (BE).
    """

    def __init__(self, rng: Random, country: str) -> None:
        self._rng = rng
        self._country = country
        self._given: set[str] = {""}
        self._serials: dict[str, int] = {}

    def national_id(self, born: PartialDate | None, sex: str) -> str:
        """A valid BSN (NL) or INSZ (BE) that nobody has yet."""
        return self._insz(born, sex) if self._country == "BE" else self._bsn()

    def _bsn(self) -> str:
        number = ""
        while number in self._given:
            number = bsn_of(f"99{self._rng.randrange(1_000_000):06d}")
        self._given.add(number)
        return number

    def _insz(self, born: PartialDate | None, sex: str) -> str:
        key = f"{born}{sex}"
        serial = self._serials.get(key, 998 if sex == "V" else 997)
        self._serials[key] = serial - 2
        return insz_of(born, serial)

    def phone(self) -> str:
        """A mobile number in national notation, without spaces."""
        start = "0450" if self._country == "BE" else "0600"
        return f"{start}{self._rng.randrange(1_000_000):06d}"

    def email(self, name: Name) -> str:
        """A mail address at a host that exists for examples only (RFC 2606)."""
        first = plain(name.given.split(" ")[0] if name.given else name.initials)
        last = plain(f"{name.prefix}{name.surname}")
        number = self._rng.choice(("", "", f"{self._rng.randrange(1, 100)}"))
        local = re.sub(r"[^a-z0-9.]", "", f"{first}.{last}{number}".lower()).strip(".")
        return f"{local}@{self._rng.choice(MAIL_HOSTS)}"


def initials_of(given: Sequence[str]) -> str:
    """The first letters with dots; `initials_of(["Jan", "Marie-Louise"]) == "J.M."` (BRP rule)."""
    return "".join(f"{name[0].upper()}." for name in given)
