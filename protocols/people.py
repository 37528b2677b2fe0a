"""Persons as a creditor delivers them and as the population register knows them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.ids import ResidentId


class NameUse(StrEnum):
    """Which surname a person uses (Dutch register, element 61.10)."""

    OWN = "E"
    PARTNER = "P"
    PARTNER_OWN = "V"
    OWN_PARTNER = "N"


class Residency(StrEnum):
    """Whether a register record is about somebody who lives here now."""

    RESIDENT = "resident"
    DECEASED = "deceased"
    EMIGRATED = "emigrated"
    ELSEWHERE = "elsewhere"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the register may not know the month or the day (Dutch register: 00)."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The day itself, or None when a part is unknown."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """A date that is wholly known."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate | None":
        """Read `YYYYMMDD` or `YYYY-MM-DD` with zeros for what is unknown.

        Empty text or only zeros give None. Raises ValueError for anything that is no date.
        """
        digits = text.strip().replace("-", "")
        if not digits.strip("0"):
            return None
        if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
            raise ValueError("not a date")
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
        date(year or 2000, month or 1, day or 1)
        return cls(year or None, month or None, day or None)

    def __str__(self) -> str:
        return f"{self.year or 0:04d}-{self.month or 0:02d}-{self.day or 0:02d}"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts; `prefix` holds the particles ("van der"), never the surname."""

    given: str = ""
    initials: str = ""
    prefix: str = ""
    surname: str = ""
    partner_prefix: str = ""
    partner_surname: str = ""
    use: NameUse = NameUse.OWN


@dataclass(frozen=True, slots=True)
class Address:
    """A Dutch or Belgian address; `house_addition` is the addition (NL) or the box (BE)."""

    street: str = ""
    house_number: int | None = None
    house_letter: str = ""
    house_addition: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a creditor describes them: every part may be missing."""

    name: Name = Name()
    born: PartialDate | None = None
    address: Address = Address()
    phone: str = ""
    email: str = ""
    company: str = ""
    language: str = ""
    national_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Resident:
    """One record of the population register.

    `address` is None where there is none in this country; `earlier` holds the earlier
    addresses in this register, newest first. `national_id` is a valid BSN or INSZ, or empty.
    """

    resident_id: ResidentId
    name: Name
    born: PartialDate | None = None
    sex: str = ""
    address: Address | None = None
    earlier: tuple[Address, ...] = ()
    residency: Residency = Residency.RESIDENT
    secret: bool = False
    under_investigation: bool = False
    guardianship: bool = False
    mail_address: bool = False
    phone: str = ""
    email: str = ""
    national_id: str = field(default="", repr=False)
