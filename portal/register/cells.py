"""What one cell says: a date, a house number, a number of the state, a choice out of a few."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, TypeVar

from stdnum.be import bis, nn
from stdnum.nl import bsn

from portal.register.findings import Findings
from protocols.people import PartialDate

V = TypeVar("V")

_DAY_FIRST: Final = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS_ONLY: Final = re.compile(r"[0-9]{8}")


def known(text: str) -> str:
    """The text, or nothing where the register writes a full stop for what is unknown."""
    return "" if text == "." else text


def initials_of(given: str) -> str:
    """One letter and a full stop for each given name; a hyphenated name gives one letter.

    The rule of the Dutch register (RvIG, BRP API, `Voorletters.feature`). What does not begin
    with a letter is no given name and gives nothing.
    """
    return "".join(f"{part[0].upper()}." for part in given.split() if part[0].isalpha())


def written_date(text: str, column: str, findings: Findings) -> PartialDate | None:
    """Read `YYYY-MM-DD` or `DD-MM-YYYY`, zeros for what is unknown; anything else is a fault."""
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = day_first.groups()
        text = f"{year}-{month}-{day}"
    return _date(text, _YEAR_FIRST, "JJJJ-MM-DD of DD-MM-JJJJ", column, findings)


def register_date(text: str, column: str, findings: Findings) -> PartialDate | None:
    """Read `YYYYMMDD` (LO3), zeros for what is unknown; anything else is a fault."""
    return _date(text, _DIGITS_ONLY, "JJJJMMDD", column, findings)


def is_register_date(text: str) -> bool:
    """Tell whether the text is a LO3 date, known or not."""
    with suppress(ValueError):
        PartialDate.parse(text)
        return bool(_DIGITS_ONLY.fullmatch(text))
    return False


def house_number(text: str, column: str, findings: Findings) -> int | None:
    """Read 1 to 99999; empty and 0 are unknown; anything else is a fault."""
    if not text:
        return None
    if len(text) <= 5 and text.isascii() and text.isdigit():
        return int(text) or None
    findings.fault("bad-house-number", column)
    return None


def choice(text: str, table: Mapping[str, V], column: str, findings: Findings) -> V:
    """The value of the text in the table, whose keys are small letters and "" (nothing given).

    A text that is not in the table is a fault and reads as nothing given.
    """
    found = table.get(text.lower())
    if found is None:
        findings.fault("bad-choice", column, allowed=", ".join(filter(None, table)))
        return table[""]
    return found


def national_id(
    text: str, kinds: Mapping[int, Callable[[str], bool]], column: str, findings: Findings
) -> str:
    """The digits of a number of one of these kinds, or nothing with a warning.

    Space, full stops and hyphens are left out. One leading zero may have been lost in a
    spreadsheet.
    """
    if not text:
        return ""
    digits = text if text.isdigit() else nn.compact(text)
    if len(digits) in {8, 10}:
        digits = f"0{digits}"
    is_valid = kinds.get(len(digits))
    if is_valid and digits.isascii() and digits.isdigit() and is_valid(digits):
        return digits
    findings.warn("bad-national-id", column)
    return ""


def _is_bsn(digits: str) -> bool:
    return digits != "000000000" and bool(bsn.checksum(digits) == 0)


def _is_insz(digits: str) -> bool:
    return bool(nn.is_valid(digits) or bis.is_valid(digits))


BSN: Final[Mapping[int, Callable[[str], bool]]] = {9: _is_bsn}
"""Dutch numbers by their length."""

BSN_OR_INSZ: Final[Mapping[int, Callable[[str], bool]]] = {9: _is_bsn, 11: _is_insz}
"""Dutch and Belgian numbers (national register and BIS) by their length."""


def _date(
    text: str, shape: re.Pattern[str], form: str, column: str, findings: Findings
) -> PartialDate | None:
    if not text:
        return None
    if shape.fullmatch(text):
        with suppress(ValueError):
            return PartialDate.parse(text)
    findings.fault("bad-date", column, form=form)
    return None
