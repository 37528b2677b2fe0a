"""One reader per kind of field. Each gives a value or a code; none repeats what it read."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from stdnum.be import ssn
from stdnum.nl import bsn

from matching.normalise import house
from portal.intake.words import YES_NO
from protocols.money import Cents
from protocols.people import NameUse, PartialDate

LENGTHS = {
    "reference": 40,
    "given_names": 200,
    "initials": 80,
    "prefix": 20,
    "surname": 200,
    "partner_prefix": 20,
    "partner_surname": 200,
    "street": 100,
    "house_number": 12,
    "house_letter": 6,
    "house_addition": 12,
    "postcode": 10,
    "city": 80,
    "phone": 25,
    "email": 254,
    "national_id": 20,
    "company_name": 200,
    "language": 20,
}
OTHER_LENGTH = 40
REMEDIES = {
    "missing": "vul dit veld in",
    "too-long": "dit veld is te lang; kort het in",
    "bad-character": "dit veld bevat een teken dat niet kan; verwijder het",
    "not-a-date": "schrijf de datum als 2026-11-22 of 22-11-2026",
    "not-an-amount": "schrijf het bedrag in euro's met twee decimalen, zoals 123,45",
    "ambiguous-amount": "is dit een punt voor duizendtallen of decimalen? schrijf 1234,00 of 1,23",
    "not-positive": "het bedrag moet groter zijn dan nul",
    "not-yes-or-no": "schrijf ja of nee",
    "not-a-number": "schrijf het huisnummer als getal; letter en toevoeging apart of erachter",
    "not-a-name-use": "schrijf E, P, V of N",
    "not-a-kind": "schrijf signaal, intrekking of correctie",
    "not-an-arrears-type": "schrijf de soort achterstand, zoals huur, water, elektriciteit of zorg",
    "not-enough-to-find-anyone": "geef postcode en huisnummer, of de geboortedatum",
    "wrong-shape": "de regel heeft te veel of te weinig velden, of een veel te lang veld",
}
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0?0:00(?::00)?)?", re.ASCII)
_PLAIN_AMOUNT = re.compile(r"\d{1,9}([.,]\d{1,2})?", re.ASCII)
_GROUPED_AMOUNT = re.compile(r"\d{1,3}(\.\d{3}){1,2},\d{2}|\d{1,3}(,\d{3}){1,2}\.\d{2}", re.ASCII)
_GROUPS_ONLY = re.compile(r"\d{1,3}([.,]\d{3})+", re.ASCII)


class Unread(Exception):
    """A field that cannot be read; `code` is a key of REMEDIES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_text(column: str, text: str) -> str:
    """A text within its length and without control characters."""
    if len(text) > LENGTHS.get(column, OTHER_LENGTH):
        raise Unread("too-long")
    if not text.isprintable():
        raise Unread("bad-character")
    return text


def partial_date(text: str) -> PartialDate | None:
    """A birth date: `1968-03-00`, `19680300`, `31-12-1968`; None when empty or wholly unknown."""
    found = _DUTCH.fullmatch(text)
    digits = f"{found[3]}-{found[2].zfill(2)}-{found[1].zfill(2)}" if found else text
    iso = _ISO.fullmatch(digits)
    if digits and not iso:
        raise Unread("not-a-date")
    try:
        return PartialDate.parse("".join(iso.groups())) if iso else None
    except ValueError as error:
        raise Unread("not-a-date") from error


def day(text: str) -> date | None:
    """A day that is wholly known; None when empty."""
    if not text:
        return None
    found = partial_date(text)
    if found is None or found.exact is None:
        raise Unread("not-a-date")
    return found.exact


def amount(text: str) -> Cents:
    """An amount in euros, Dutch or English style, below a thousand million.

    Thousands without decimals are ambiguous.
    """
    bare = text.removeprefix("€").removeprefix("EUR").removesuffix("€").replace(" ", "")
    bare = bare.replace("\u00a0", "").removesuffix(",-")
    negative = bare.startswith("-")
    if _GROUPS_ONLY.fullmatch(bare.removeprefix("-")):
        raise Unread("ambiguous-amount")
    if _GROUPED_AMOUNT.fullmatch(bare.removeprefix("-")):
        bare = re.sub(r"[.,](?=\d{3})", "", bare)
    elif not _PLAIN_AMOUNT.fullmatch(bare.removeprefix("-")):
        raise Unread("not-an-amount")
    try:
        cents = int(Decimal(bare.replace(",", ".")) * 100)
    except InvalidOperation as error:
        raise Unread("not-an-amount") from error
    if negative or cents <= 0:
        raise Unread("not-positive")
    return Cents(cents)


def yes_or_no(text: str) -> str:
    """`ja`, `nee`, or empty when nothing was said."""
    if not text:
        return ""
    word = YES_NO.get(text.casefold())
    if word is None:
        raise Unread("not-yes-or-no")
    return word


def name_use(text: str) -> NameUse:
    """E, P, V or N as in the Dutch register; own name when nothing was said."""
    try:
        return NameUse(text.upper() or "E")
    except ValueError as error:
        raise Unread("not-a-name-use") from error


def house_parts(number: str, letter: str, addition: str) -> tuple[int | None, str]:
    """House number and everything after it, however the creditor spread it over columns."""
    found, suffix = house(number, letter, addition)
    if number and (found is None or not 0 < found <= 99_999):
        raise Unread("not-a-number")
    return found, suffix


def national_id(text: str) -> str | None:
    """A valid BSN (eleven-test) or INSZ (mod 97) as digits; empty for none, None when invalid."""
    digits = "".join(character for character in text if "0" <= character <= "9")
    if not text:
        return ""
    if bsn.is_valid(digits.zfill(9)) and len(digits) in {8, 9}:
        return digits.zfill(9)
    return digits if len(digits) == 11 and ssn.is_valid(digits) else None
