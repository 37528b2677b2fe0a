"""Whatever is in a register file: it is read, or refused with BadFile. Nothing else happens."""

import gc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.faults import BadFile
from portal.register.columns import ALLOWED
from portal.register.lo3_person import ELEMENTS
from protocols.people import Residency

CELLS = st.text(alphabet="abÉ-0129. ;,\"'|\t\r\n\x85\ufeff²OEV", max_size=12)
PEOPLE = st.lists(st.dictionaries(st.sampled_from(ALLOWED), CELLS, max_size=8), max_size=5)
LINES = st.lists(st.dictionaries(st.sampled_from(["", *ELEMENTS]), CELLS, max_size=8), max_size=5)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(register, data):
    """Both formats, from nothing at all."""
    for read in (register.csv, register.lo3_text):
        with suppress(BadFile):
            read(data)


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_under_a_good_header_are_read_or_refused(register, data):
    """Most rubbish has a good header: the rows are where it goes wrong."""
    for read, header in (
        (register.csv, ";".join(ALLOWED).encode() + b"\n"),
        (register.lo3_text, register.lo3_of().encode()),
    ):
        with suppress(BadFile):
            read(header + data)


@given(PEOPLE)
@settings(max_examples=300, deadline=None)
def test_any_cells_of_a_plain_file_are_read_or_refused(register, people):
    """Cells with quotes, delimiters and line ends in them, as they are written by hand."""
    with suppress(BadFile):
        found = register.people(*people)
        assert len(found.residents) <= len(people) * 12
        assert all(isinstance(one.residency, Residency) for one in found.residents)


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_any_cells_of_a_lo3_file_are_read_or_refused(register, lines):
    """The same for the Dutch format."""
    with suppress(BadFile):
        register.lo3(*lines)


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_a_good_file_with_bytes_changed_is_read_or_refused(register, place, byte, length):
    """Bits fall over on the way: one byte changed, left out or doubled."""
    good = register.lo3_of(
        register.person(1, e01_02_40="Ångström", e08_11_20="12"), register.more(e08_11_20="3")
    ).encode()
    place %= len(good)
    with suppress(BadFile):
        register.lo3_text(good[:place] + bytes([byte]) * length + good[place + 1 :])


@given(st.text(min_size=4, max_size=20, alphabet="ζξψϡ"), st.sampled_from(ALLOWED))
@settings(max_examples=200, deadline=None)
def test_no_fault_or_warning_repeats_a_cell(register, value, column):
    """In whichever column it stands; the letters are in none of our messages."""
    try:
        said = str(register.people({column: value}).warnings)
    except BadFile as refusal:
        said = f"{refusal}{refusal.faults!r}"
    assert value not in said


@pytest.mark.parametrize("broken", ["id;surname\n1;Uil\n", "nonsense"])
def test_the_memory_manager_is_left_as_it_was(register, broken):
    """Reading pauses the search for cycles; afterwards it is on again, also after a refusal."""
    with suppress(BadFile):
        register.csv(broken)
    assert gc.isenabled()
    gc.disable()
    try:
        with suppress(BadFile):
            register.csv(broken)
        assert not gc.isenabled()
    finally:
        gc.enable()
