"""The plain register file (CSV): one line per person, columns with English names."""

from collections.abc import Callable, Iterator, Mapping
from operator import gt, itemgetter
from typing import Final, TextIO

from portal.register.cells import (
    BSN_OR_INSZ,
    choice,
    house_number,
    initials_of,
    known,
    national_id,
    written_date,
)
from portal.register.columns import ALLOWED, MANDATORY, MAX_CHARS, columns_of, delimiter_of
from portal.register.findings import Findings
from portal.register.rows import MAX_LINE_CHARS, of_width, read_rows, tidy
from portal.register.seen import Seen
from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, Residency, Resident

_NO_ADDRESS: Final = Address()
_PARTS: Final = ("street", "house_number", "house_letter", "house_addition", "postcode", "city")
_now: Final = itemgetter(*_PARTS)
_earlier: Final = itemgetter(*(f"earlier_{part}" for part in _PARTS))
_SEXES: Final = {"": "", "m": "M", "v": "V", "x": "X", "o": "O"}
_NAME_USES: Final = {"": NameUse.OWN, **{use.value.lower(): use for use in NameUse}}
_RESIDENCIES: Final = {"": Residency.RESIDENT, **{where.value: where for where in Residency}}
_YES: Final = dict.fromkeys(("ja", "1", "true"), True)
_NO: Final = dict.fromkeys(("", "nee", "0", "false"), False)
_FLAGS: Final = {**_YES, **_NO}

Cells = Mapping[str, str]


def read_plain(
    stream: TextIO, findings: Findings, pseudonym: Callable[[str], ResidentId]
) -> list[Resident]:
    """Everybody in the file, in its order. What is wrong goes to the findings.

    Raises BadFile when the header is wrong: then no line can be read.
    """
    seen = Seen(findings)
    return [_resident(cells, findings, seen, pseudonym) for cells in _rows(stream, findings)]


def _rows(stream: TextIO, findings: Findings) -> Iterator[Cells]:
    """The lines with an id and a surname, by column; a line without any value is skipped."""
    rows = read_rows(stream, delimiter_of(stream), findings)
    header = next(rows, [])
    findings.refuse()
    columns = columns_of(header, findings)
    filled, blank = _with_blanks(columns)
    limits = [MAX_CHARS.get(column, MAX_LINE_CHARS) for column in columns]
    for row in of_width(rows, len(columns), findings):
        tidied = tidy(row, columns, findings)
        if any(map(gt, map(len, tidied), limits)):
            _report_lengths(tidied, columns, findings)
        cells = dict(zip(filled, tidied + blank, strict=True))
        if cells["id"] and cells["surname"]:
            yield cells
        elif any(tidied):
            _report_missing(cells, findings)


def _with_blanks(columns: list[str]) -> tuple[list[str], list[str]]:
    """Every column, those of the file first, and an empty cell for each that is not in it."""
    missing = [column for column in ALLOWED if column not in columns]
    return columns + missing, [""] * len(missing)


def _report_lengths(row: list[str], columns: list[str], findings: Findings) -> None:
    for cell, column in zip(row, columns, strict=True):
        limit = MAX_CHARS.get(column)
        if limit is not None and len(cell) > limit:
            findings.fault("too-long", column, limit=limit)


def _report_missing(cells: Cells, findings: Findings) -> None:
    for column in MANDATORY:
        if not cells[column]:
            findings.fault("missing-value", column)


def _resident(
    cells: Cells, findings: Findings, seen: Seen, pseudonym: Callable[[str], ResidentId]
) -> Resident:
    state_id = national_id(cells["national_id"], BSN_OR_INSZ, "national_id", findings)
    seen.record(cells["id"], "id")
    seen.national(state_id, "national_id")
    earlier = _address(_earlier(cells), "earlier_house_number", findings)
    return Resident(
        resident_id=pseudonym(cells["id"]),
        name=_name(cells, findings),
        born=written_date(cells["date_of_birth"], "date_of_birth", findings),
        sex=choice(cells["sex"], _SEXES, "sex", findings),
        address=_address(_now(cells), "house_number", findings),
        earlier=(earlier,) if earlier else (),
        residency=choice(cells["residency"], _RESIDENCIES, "residency", findings),
        secret=_flag(cells, "secret", findings),
        under_investigation=_flag(cells, "under_investigation", findings),
        guardianship=_flag(cells, "guardianship", findings),
        mail_address=_flag(cells, "mail_address", findings),
        phone=cells["phone"],
        email=cells["email"],
        national_id=state_id,
    )


def _name(cells: Cells, findings: Findings) -> Name:
    given = known(cells["given_names"])
    return Name(
        given=given,
        initials=cells["initials"] or initials_of(given),
        prefix=cells["prefix"],
        surname=known(cells["surname"]),
        partner_prefix=cells["partner_prefix"],
        partner_surname=known(cells["partner_surname"]),
        use=choice(cells["name_use"], _NAME_USES, "name_use", findings),
    )


def _address(parts: tuple[str, ...], number_column: str, findings: Findings) -> Address | None:
    """The address of these six parts, None when they are empty or unknown."""
    street, number, letter, addition, postcode, city = parts
    if not (street or number or postcode or city):
        return None
    address = Address(
        street=known(street),
        house_number=house_number(number, number_column, findings),
        house_letter=letter,
        house_addition=addition,
        postcode=postcode,
        city=known(city),
    )
    return None if address == _NO_ADDRESS else address


def _flag(cells: Cells, column: str, findings: Findings) -> bool:
    return choice(cells[column], _FLAGS, column, findings)
