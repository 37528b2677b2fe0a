"""One person of the Dutch register: from the elements of the Logical Design to a resident.

Source of the elements: Logisch Ontwerp BRP (RvIG), categories 01 person, 05 marriage or registered
partnership, 06 death, 07 registration, 08 residence and 11 custody and guardianship.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from portal.register.cells import (
    BSN,
    choice,
    house_number,
    initials_of,
    is_register_date,
    known,
    national_id,
    register_date,
)
from portal.register.findings import Findings
from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, Residency, Resident

ELEMENTS: Final = (
    *("01.01.10", "01.01.20", "01.02.10", "01.02.30", "01.02.40", "01.03.10", "01.04.10"),
    *("01.61.10", "01.83.10", "01.83.30"),
    *("05.02.30", "05.02.40", "05.06.10", "05.07.10", "05.84.10", "05.H"),
    *("06.08.10", "07.67.20", "07.70.10", "08.09.10", "08.10.10"),
    *("08.11.10", "08.11.20", "08.11.30", "08.11.40", "08.11.50", "08.11.60", "08.11.70"),
    *("08.12.10", "08.13.10", "08.83.10", "08.83.30", "08.84.10", "11.33.10"),
)
"""The elements that are read; a file without one of them is refused, others are ignored."""

_NAME_USES: Final = {"": NameUse.OWN, **{use.value.lower(): use for use in NameUse}}
_SEXES: Final = {"": "", "m": "M", "v": "V", "o": "O"}
_SUSPENDED: Final = {
    "O": Residency.DECEASED,
    "E": Residency.EMIGRATED,
    "R": Residency.ELSEWHERE,
}
"""Why the municipality stopped keeping the record up (07.67.20); any other reason: suspended."""

_NO_ADDRESS: Final = Address()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file by element; `is_first` tells whether a person begins on it."""

    number: int
    is_first: bool
    cells: Mapping[str, str]


def resident_of(
    lines: Sequence[Line], resident_id: ResidentId, municipality: str, findings: Findings
) -> Resident:
    """The person of these lines, of which the first says what holds now.

    `municipality` is the four-digit code of the city whose residents we want; empty takes all.
    """
    now = lines[0].cells
    address = _address(now, findings)
    state_id = national_id(now["01.01.20"], BSN, "01.01.20", findings)
    return Resident(
        resident_id=resident_id,
        name=_name(lines, findings),
        born=register_date(now["01.03.10"], "01.03.10", findings),
        sex=choice(now["01.04.10"], _SEXES, "01.04.10", findings),
        address=address,
        residency=_residency(now, municipality, findings),
        secret=now["07.70.10"] not in {"", "0"},
        under_investigation=_is_investigated(now, "01") or _is_investigated(now, "08"),
        guardianship=now["11.33.10"] == "1",
        mail_address=now["08.10.10"] == "B",
        national_id=state_id,
        earlier=_earlier(lines, address, findings),
    )


def _name(lines: Sequence[Line], findings: Findings) -> Name:
    now = lines[0].cells
    use = choice(now["01.61.10"], _NAME_USES, "01.61.10", findings)
    given = known(now["01.02.10"])
    partner = _partner(lines, use)
    return Name(
        given=given,
        initials=initials_of(given),
        prefix=now["01.02.30"],
        surname=known(now["01.02.40"]),
        partner_prefix=partner["05.02.30"] if partner else "",
        partner_surname=known(partner["05.02.40"]) if partner else "",
        use=use,
    )


def _partner(lines: Sequence[Line], use: NameUse) -> Mapping[str, str] | None:
    """The partner whose name counts: the one of today, or the last when the name is still used.

    A line whose `05.H` is 05 is followed by another relation; the first line of a relation says
    what holds now. With two partners at once the oldest relation counts, as in the BRP API.
    """
    starts = [lines[0], *(after for line, after in pairwise(lines) if line.cells["05.H"] == "05")]
    named = [start.cells for start in starts if start.cells["05.02.40"]]
    valid = [cells for cells in named if cells["05.84.10"] != "O"]
    current = [cells for cells in valid if not cells["05.07.10"]]
    if current:
        return min(current, key=lambda cells: cells["05.06.10"])
    if valid and use is not NameUse.OWN:
        return max(valid, key=lambda cells: cells["05.07.10"])
    return None


def _residency(now: Mapping[str, str], municipality: str, findings: Findings) -> Residency:
    """Where the person is for us: a death first, then why the record was suspended, then where."""
    suspension = now["07.67.20"]
    if _has_died(now["06.08.10"], findings):
        return Residency.DECEASED
    if suspension:
        return _SUSPENDED.get(suspension, Residency.SUSPENDED)
    if now["08.13.10"]:
        return Residency.EMIGRATED
    if municipality and now["08.09.10"] != municipality:
        return Residency.ELSEWHERE
    return Residency.RESIDENT


def _has_died(died: str, findings: Findings) -> bool:
    """A date of death, also an unknown one; what is no date at all is only a warning."""
    if died and not is_register_date(died):
        findings.warn("bad-death-date", "06.08.10")
        return False
    return bool(died)


def _is_investigated(now: Mapping[str, str], category: str) -> bool:
    return bool(now[f"{category}.83.10"]) and not now[f"{category}.83.30"]


def _address(cells: Mapping[str, str], findings: Findings) -> Address | None:
    """The address in this country, or None. 'to' and 'by' go before the addition."""
    if cells["08.13.10"]:
        return None
    address = Address(
        street=known(cells["08.11.10"]) or known(cells["08.12.10"]),
        house_number=house_number(cells["08.11.20"], "08.11.20", findings),
        house_letter=cells["08.11.30"],
        house_addition=f"{cells['08.11.50']} {cells['08.11.40']}".strip(),
        postcode=cells["08.11.60"],
        city=known(cells["08.11.70"]),
    )
    return None if address == _NO_ADDRESS else address


def _earlier(
    lines: Sequence[Line], current: Address | None, findings: Findings
) -> tuple[Address, ...]:
    """The addresses on the following lines, newest first as in the file, each place once."""
    places = {_place(current)} if current else set()
    found: list[Address] = []
    for line in lines[1:]:
        findings.line = line.number
        address = None if line.cells["08.84.10"] == "O" else _address(line.cells, findings)
        if address and _place(address) not in places:
            places.add(_place(address))
            found.append(address)
    return tuple(found)


def _place(address: Address) -> tuple[str, int | None, str, str]:
    """What makes an address another place: older lines have no city and other capitals."""
    postcode = address.postcode.replace(" ", "").upper()
    street = f"{address.street}|{address.city}".casefold()
    return (
        postcode if postcode and address.house_number else street,
        address.house_number,
        address.house_letter.casefold(),
        address.house_addition.casefold(),
    )
