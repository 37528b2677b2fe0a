"""An unsure signal and its candidates side by side, field by field, in words."""

from dataclasses import dataclass

from notifications.words import label
from portal.web.words import UNKNOWN, address, born, called, surnames
from protocols.judgement import Agreement
from protocols.people import Person, Resident
from protocols.work.choose import ALWAYS_SHOWN, Candidate, Field, Unsure

_NOT_SHOWN = "wordt niet getoond"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """One field of one candidate: what the register has, and how it agrees in words."""

    heading: str
    registered: str
    agreement: str
    tone: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One field: as delivered, and beside it of every candidate."""

    field: str
    delivered: str
    cells: tuple[ComparedCell, ...]


def heading_of(number: int, one: Candidate) -> str:
    """How a candidate is called in the table and in the form."""
    return f"Inwoner {number}: {called(one.resident.name) if one.resident else UNKNOWN}"


def beside(unsure: Unsure, headings: tuple[str, ...]) -> tuple[ComparedRow, ...]:
    """A row per field: those that are always shown, and those any candidate was compared on."""
    agreements = [dict(one.fields) for one in unsure.candidates]
    shown = [f for f in Field if f in ALWAYS_SHOWN or any(f in one for one in agreements)]
    return tuple(
        ComparedRow(
            label(field),
            _value(field, unsure.person),
            tuple(
                _cell(heading, field, one, found.get(field, Agreement.MISSING))
                for heading, one, found in zip(headings, unsure.candidates, agreements, strict=True)
            ),
        )
        for field in shown
    )


def _cell(heading: str, field: Field, one: Candidate, agreement: Agreement) -> ComparedCell:
    registered = _value(field, one.resident)
    return ComparedCell(heading, registered, label(agreement), agreement.value)


def _value(field: Field, side: Person | Resident | None) -> str:
    """A field of the signal or of the register. A national number is compared, never shown."""
    if side is None or field is Field.NATIONAL_ID:
        return _NOT_SHOWN
    company = side.company if isinstance(side, Person) else ""
    values = {
        Field.SURNAME: company or surnames(side.name),
        Field.GIVEN: side.name.given or side.name.initials,
        Field.BORN: born(side.born),
        Field.ADDRESS: address(side.address),
        Field.PHONE: side.phone,
        Field.EMAIL: side.email,
    }
    return values[field] or UNKNOWN
