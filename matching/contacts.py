"""One way to write a telephone number and an e-mail address; part of normalisation v1."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)

from matching.normal_text import tidy
from matching.normal_words import NOBODY

_USUAL: Final = {
    "NL": ("+31", re.compile(r"(?:\+31|0031)0?([1-9][0-9]{8})|0([1-9][0-9]{8})")),
    "BE": ("+32", re.compile(r"(?:\+32|0032)0?([1-9][0-9]{7,8})|0([1-9][0-9]{7,8})")),
}
"""Numbers of the usual length are read without the library, with the same answer."""

DIGITS: Final = {31: (9, 9), 32: (8, 9)}
"""How many digits a subscriber's number has, by country code: fewer is a service or a mistake."""

_SIGNS: Final = str.maketrans("", "", " -./()\t\u00a0\u2010\u2011\u2012\u2013\u2014")
_BETWEEN: Final = re.compile(r"[^\W\d_]+|[;,:|&\n]")
_BETWEEN_LINES: Final = re.compile(r"\s/\s")
_NO_NUMBER: Final = re.compile(r"\+[0-9]{1,3}(\d)\1+")
_STAND_IN: Final = "0" * 7

_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_LOCAL: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL: Final = re.compile(rf"({_LOCAL}(?:\.{_LOCAL})*)@((?:{_LABEL}\.)+(?![0-9]+$){_LABEL})")
_AROUND: Final = " \t\r\n\"'`<>()[]«»“”‘’„,;:."


@lru_cache(maxsize=65_536)
def phone_of(text: str, region: str = "NL") -> str:
    """The number in E.164 (`+31612345678`); of more than one the first that is possible.

    `region` is the ISO country of a number without a country code. Empty for what is no
    possible number, and for a stand-in (seven zeros at the end, one digit repeated).
    """
    clean = tidy(text)
    if region in _USUAL:
        country, usual = _USUAL[region]
        if found := usual.fullmatch(clean.translate(_SIGNS)):
            return _unless_nobody(country + (found[1] or found[2]))
    return next((number for part in _parts(clean) if (number := _read(part, region))), "")


def _parts(text: str) -> Iterator[str]:
    """What may be a number by itself: between words, else between a slash in spaces."""
    for part in _BETWEEN.split(text):
        yield part
        yield from _BETWEEN_LINES.split(part)


def _read(text: str, region: str) -> str:
    try:
        number = parse(text, region)
    except NumberParseException:
        return ""
    least, most = DIGITS.get(number.country_code or 0, (1, 15))
    possible = is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    if not possible or not least <= len(str(number.national_number)) <= most:
        return ""
    return _unless_nobody(format_number(number, PhoneNumberFormat.E164))


def _unless_nobody(number: str) -> str:
    return "" if number.endswith(_STAND_IN) or _NO_NUMBER.fullmatch(number) else number


@lru_cache(maxsize=65_536)
def email_of(text: str) -> str:
    """The address in lower case, its domain in IDNA; empty when it is no address.

    `mailto:`, a name before `<`, brackets and quotes go. What providers do with dots and plus
    signs stays out: two such addresses may be two people. Signs: those of RFC 5322's dot-atom.
    """
    clean = unicodedata.normalize("NFKC", tidy(text)).casefold().strip(_AROUND)
    clean = clean.rpartition("<")[2].removeprefix("mailto:").partition("?subject=")[0]
    local, _, domain = clean.strip(_AROUND).rpartition("@")
    local = local.strip(_AROUND)
    address = f"{local}@{_idna(domain.strip(_AROUND))}"
    if local in NOBODY or len(local) > _LONGEST_LOCAL or len(address) > _LONGEST:
        return ""
    return address if _EMAIL.fullmatch(address) else ""


def _idna(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
