"""Admit, remarks: what is noted about a row that did come in, each beside its absence."""

from datetime import date
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import Admitted, Earlier, Remark
from protocols.covenant.signal import Circumstance, MessageKind
from protocols.people import Person
from tests.support import made

INSIDE, OUTSIDE = date(2026, 11, 22), date(2026, 11, 26)
WITH_ID = Person(national_id="123456782")


def admitted(on: date = INSIDE, **changes: Any) -> Admitted:
    """A row that comes in under a covenant that notes whatever can be noted."""
    names = ("arrangement", "objection", "outside_window")
    words: dict[str, Any] = dict.fromkeys(names, "noted")
    found = admit(made.asked(made.signal(1, **changes), on=on, **words))
    assert isinstance(found, Admitted)
    return found


def test_a_plain_row_has_no_remarks() -> None:
    """The pair of every test below."""
    assert admitted().remarks == ()


def test_a_row_outside_the_window_is_noted_and_one_inside_is_not() -> None:
    """LCV practice: delivery between the 20th and the 25th."""
    assert admitted(OUTSIDE).remarks == (Remark.OUTSIDE_WINDOW,)
    assert admitted(date(2026, 11, 25)).remarks == ()


@pytest.mark.parametrize("kind", [MessageKind.WITHDRAW, MessageKind.CORRECT])
def test_a_change_outside_the_window_is_not_noted(kind: MessageKind) -> None:
    """The window is for signals; putting something right is welcome every day (AVG art. 16)."""
    found = admit(made.asked(made.signal(1, kind=kind), Earlier("s-0", INSIDE), on=OUTSIDE))
    assert isinstance(found, Admitted)
    assert found.remarks == ()


def test_an_arrangement_is_noted_and_an_objection_is_noted_as_an_objection() -> None:
    """NVVK, May 2022, and a housing association that reports arrangements all the same."""
    arrangement = frozenset({Circumstance.ARRANGEMENT})
    objection = frozenset({Circumstance.OBJECTION})
    assert admitted(circumstances=arrangement).remarks == (Remark.ARRANGEMENT,)
    assert admitted(circumstances=objection).remarks == (Remark.OBJECTION,)
    assert admitted(circumstances=frozenset({Circumstance.CRISIS})).remarks == ()


@pytest.mark.parametrize(
    ("word", "national_id", "remarks"),
    [
        ("dropped", "123456782", (Remark.NATIONAL_ID_DROPPED,)),
        (None, "123456782", (Remark.NATIONAL_ID_DROPPED,)),
        ("accepted", "123456782", ()),
        ("dropped", "", ()),
        ("accepted", "", ()),
    ],
)
def test_a_national_id_is_dropped_unless_the_covenant_accepts_it(
    word: str | None, national_id: str, remarks: tuple[Remark, ...]
) -> None:
    """UAVG art. 46: a BSN is used only where a law says so; health insurers may, others not."""
    row = made.signal(1, person=Person(national_id=national_id))
    found = admit(made.asked(row, national_id=word))
    assert isinstance(found, Admitted)
    assert found.remarks == remarks
    assert found.keeps_national_id is (not remarks)


def test_an_invalid_national_id_is_noted_and_does_not_count_as_dropped() -> None:
    """AVG art. 5(1)(d): the reader has already thrown the impossible number away and says so."""
    found = admitted(circumstances=frozenset({Circumstance.BAD_NATIONAL_ID}))
    assert found.remarks == (Remark.NATIONAL_ID_INVALID,)
    assert found.keeps_national_id


def test_all_remarks_are_made_at_once_and_in_the_same_order() -> None:
    """The creditor hears everything in one receipt, and the same thing every time."""
    every = frozenset(Circumstance) - {Circumstance.CRISIS}
    assert admitted(OUTSIDE, circumstances=every, person=WITH_ID).remarks == tuple(Remark)
