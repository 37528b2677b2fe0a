"""A row becomes cells and cells become the row again; debts go to the vault, names to verify."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cities.columns import CANONICAL_COLUMNS
from portal.encode.cells import cells_of, split
from portal.intake.fields import house_parts
from portal.intake.reading import Reading
from protocols.covenant.signal import Circumstance, CollectionStep, Delivered, MessageKind
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Address, Name, NameUse, PartialDate, Person
from streams.unsealing import VERIFIED
from tests.support import made

COVENANT = made.covenant("zorg", "Zorg", arrears_types=("rent", "health"))
COLUMNS = {column: column for column in CANONICAL_COLUMNS}
STATED = st.sets(
    st.sampled_from([Circumstance.CRISIS, Circumstance.ARRANGEMENT, Circumstance.OBJECTION])
)
WORDS = st.text("abcdeé ' -", max_size=12).map(str.strip)
DATES = st.dates(date(1900, 1, 1), date(2026, 11, 22))


@st.composite
def _people(draw: st.DrawFn) -> Person:
    born = draw(st.none() | DATES)
    number, suffix = house_parts(draw(st.sampled_from(["", "1", "12b", "7-2", "99999"])), "", "")
    return Person(
        name=Name(
            draw(WORDS), draw(WORDS), draw(WORDS), draw(WORDS) or "Iemand", draw(WORDS),
            draw(WORDS), draw(st.sampled_from(NameUse)),
        ),
        born=PartialDate(born.year, None, None) if born and born.day == 1
        else PartialDate.of(born) if born else None,
        address=Address(draw(WORDS) or "Weg", number or 3, "", suffix, "8251AA", draw(WORDS)),
        phone=draw(st.sampled_from(["", "0612345678"])),
        email=draw(st.sampled_from(["", "a@voorbeeld.example"])),
        company=draw(WORDS),
        language=draw(st.sampled_from(["", "nl", "fr"])),
        national_id=draw(st.sampled_from(["", "999990019"])),
    )  # fmt: skip


@st.composite
def _rows(draw: st.DrawFn) -> Delivered:
    steps = draw(st.sets(st.sampled_from(CollectionStep)))
    denied = draw(st.sets(st.sampled_from(CollectionStep))) - steps
    kind = draw(st.sampled_from(MessageKind))
    amount = 0 if kind is MessageKind.WITHDRAW else draw(st.integers(1, 10**8))
    return Delivered(
        SignalId("d1-1"), DeliveryId("d1"), 1, CreditorId("zorg"), kind,
        draw(WORDS), draw(st.sampled_from(COVENANT.on(made.ON).arrears_in_order)),
        Cents(amount), draw(DATES), draw(_people()), draw(st.none() | DATES),
        frozenset(steps), frozenset(denied), frozenset(draw(STATED)),
    )  # fmt: skip


@given(_rows())
def test_reading_the_cells_of_a_row_gives_the_row(row: Delivered) -> None:
    """So the line sees an ordinary signal, read with the same limits as one in clear."""
    reading = Reading(COVENANT, DeliveryId("d1"), made.ON, COLUMNS)
    assert reading.row(1, cells_of(row)) == row


@given(_rows())
def test_every_cell_goes_to_one_side_only(row: Delivered) -> None:
    """What verifies is name, birth date and address; the vault has the rest."""
    cells = cells_of(row)
    clear, payload = split(cells)
    assert {**clear, **payload} == cells
    assert set(clear) <= VERIFIED
    assert not set(payload) & VERIFIED
    assert set(cells) <= CANONICAL_COLUMNS


@pytest.mark.parametrize("column", ["amount", "reference", "arrears_type", "phone", "national_id"])
def test_nothing_of_the_debt_or_the_contact_is_there_to_verify(column: str) -> None:
    """Whoever unlocks by mistake sees no debt, no telephone number and no BSN."""
    assert column not in VERIFIED


def test_an_empty_cell_does_not_travel() -> None:
    """The less, the better."""
    person = Person(Name(surname="Iemand"), address=Address(postcode="8251AA", house_number=1))
    row = replace(_bare(), person=person)
    assert set(cells_of(row)) == {
        *("kind", "arrears_type", "amount", "signal_date", "surname", "postcode", "house_number"),
    }


def _bare() -> Delivered:
    kind, arrears = MessageKind.SIGNAL, COVENANT.on(made.ON).arrears_in_order[0]
    ids = (SignalId("d1-1"), DeliveryId("d1"), 1, CreditorId("zorg"))
    return Delivered(*ids, kind, "", arrears, Cents(1), made.ON, Person())
