"""How days, moments, names and addresses are written on a page (Dutch)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from protocols.people import Address, Name, NameUse, PartialDate

UNKNOWN = "onbekend"
_LOCAL = ZoneInfo("Europe/Amsterdam")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def day(on: date) -> str:
    """A day in full: `22 november 2026`."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def day_of(text: str) -> str:
    """A day that is kept as ISO text; empty stays empty."""
    return day(date.fromisoformat(text)) if text else ""


def moment(text: str) -> str:
    """An instant that is kept as ISO text in UTC, as local time: `22 november 2026, 10:00`."""
    if not text:
        return ""
    local = datetime.fromisoformat(text).astimezone(_LOCAL)
    return f"{day(local.date())}, {local:%H:%M}"


def born(known: PartialDate | None) -> str:
    """A birth date as far as it is known."""
    if known is None or known.year is None:
        return UNKNOWN
    if known.exact is not None:
        return day(known.exact)
    month = f"{_MONTHS[known.month - 1]} " if known.month else ""
    return f"{month}{known.year} (niet volledig bekend)"


def full_name(name: Name) -> str:
    """Given names or initials with the surname somebody was born with."""
    return _joined(name.given or name.initials, name.prefix, name.surname) or UNKNOWN


def used_surname(name: Name) -> str:
    """The surname somebody wants to be called by."""
    own = _joined(name.prefix, name.surname)
    partner = _joined(name.partner_prefix, name.partner_surname)
    if not partner or name.use is NameUse.OWN:
        return own
    if name.use is NameUse.PARTNER:
        return partner
    both = (partner, own) if name.use is NameUse.PARTNER_OWN else (own, partner)
    return "-".join(part for part in both if part)


def surnames(name: Name) -> str:
    """The surname somebody was born with, and that of the partner if there is one."""
    own = _joined(name.prefix, name.surname)
    partner = _joined(name.partner_prefix, name.partner_surname)
    return f"{own} (partner: {partner})" if own and partner else own or partner


def called(name: Name) -> str:
    """A person as they want to be called."""
    return _joined(name.given or name.initials, used_surname(name)) or UNKNOWN


def address(where: Address | None) -> str:
    """An address on one line: `Verzinweg 1 A, 1111 AA Verzonnen`."""
    if where is None:
        return UNKNOWN
    number = str(where.house_number) if where.house_number is not None else ""
    house = _joined(where.street, number, where.house_letter, where.house_addition)
    place = _joined(postcode(where.postcode), where.city)
    return ", ".join(part for part in (house, place) if part) or UNKNOWN


def postcode(written: str) -> str:
    """A Dutch postcode gets its space; any other stays as it is."""
    bare = written.replace(" ", "").upper()
    dutch = len(bare) == 6 and bare[:4].isdigit() and bare[4:].isalpha()
    return f"{bare[:4]} {bare[4:]}" if dutch else written


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun: `1 signaal`, `2 signalen`."""
    return f"{number} {one if number == 1 else more}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
