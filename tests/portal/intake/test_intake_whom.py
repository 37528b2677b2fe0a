"""Whom a row is about: it must say enough to find somebody, and no more than that."""

from typing import Any

import pytest

from protocols.covenant.signal import MessageKind

NOBODY = {"surname": None, "date_of_birth": None, "house_number": None, "postcode": None}
LOST = ("postcode", "not-enough-to-find-anyone")


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({}, (("surname", "missing"), LOST)),
        ({"surname": "Zilver"}, (LOST,)),
        ({"company_name": "Gouddistel"}, (LOST,)),
        ({"date_of_birth": "1-1-1970"}, (("surname", "missing"),)),
        ({"surname": "Zilver", "postcode": "1111AA"}, (LOST,)),
        ({"surname": "Zilver", "house_number": "1"}, (LOST,)),
        ({"surname": "Zilver", "house_number": "1", "city": "Verzonnen"}, (LOST,)),
        ({"surname": "Zilver", "date_of_birth": "0000-00-00"}, (LOST,)),
        ({"surname": "Zilver", "national_id": "999990018"}, (LOST,)),
    ],
)
def test_a_signal_that_cannot_find_anyone_is_told_what_is_missing(
    intake: Any, cells: dict[str, str], faults: tuple[tuple[str, str], ...]
) -> None:
    """A name, and a home or a birth date."""
    assert intake.faults(**{**NOBODY, **cells}) == faults


@pytest.mark.parametrize(
    "cells",
    [
        {"surname": "Zilver", "date_of_birth": "1970-00-00"},
        {"surname": "Zilver", "postcode": "1111AA", "house_number": "1"},
        {"surname": "Zilver", "street": "Merellaan", "house_number": "1"},
        {"surname": "Zilver", "national_id": "999990019"},
        {"company_name": "Gouddistel", "postcode": "1111AA", "house_number": "1"},
    ],
)
def test_a_signal_that_can_find_somebody_is_read(intake: Any, cells: dict[str, str]) -> None:
    """The least that is enough, each."""
    assert intake.one(**{**NOBODY, **cells}).kind is MessageKind.SIGNAL


@pytest.mark.parametrize("kind", ["intrekking", "correctie"])
def test_a_change_needs_a_reference_or_a_person(intake: Any, kind: str) -> None:
    """With its reference the earlier signal is found without anybody's name."""
    assert intake.one(**NOBODY, kind=kind).reference == "K-1"
    found = intake.faults(**NOBODY, kind=kind, reference="")
    assert found == (("surname", "missing"), LOST)
