"""Unlocking on the city's side: by index, then by F made anew of the resident's own fields."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matching.normal import Normal, normalise
from matching.tokens.envelope import Envelope, Place, seal, tokens_of
from matching.tokens.index import TokenIndex
from matching.tokens.keys import signal_inputs
from matching.tokens.refusals import Tampered
from matching.tokens.sealing import VaultSecret
from matching.tokens.suite import TOKEN_BYTES, Suite
from matching.tokens.unlocking import open_with
from tests.matching.tokens.conftest import RESIDENTS, known_chance


def _sealed(suite: Suite, person: Normal, vault: VaultSecret) -> Envelope:
    place = Place("woonhof", 1, "digest", "d1", "s1")
    inputs, chance = signal_inputs(person), known_chance("unlocking")
    return seal(suite, place, inputs, b"who", b"what", vault=vault.public, slots=12, chance=chance)


@pytest.fixture
def city(suite: Suite, people: Sequence[Normal]) -> TokenIndex:
    """The index of three residents."""
    return TokenIndex.build(suite, enumerate(people))


def test_a_residents_signal_is_opened_for_his_row(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, city: TokenIndex
) -> None:
    """With what is to be verified, and the payload still sealed."""
    found = open_with(_sealed(suite, people[1], vault), suite, city, lambda row: [people[row]])
    assert found is not None
    assert (found.rows, found.unlocked.clear) == ((1,), b"who")


def test_a_signal_about_nobody_here_stays_closed(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, city: TokenIndex
) -> None:
    """No row is even looked at."""
    stranger = normalise({**RESIDENTS[1], "date_of_birth": "1950-01-02", "given_names": "Willem"})
    looked: list[int] = []

    def records(row: int) -> Sequence[Normal]:
        looked.append(row)
        return [people[row]]

    assert (
        open_with(_sealed(suite, replace(stranger, email=""), vault), suite, city, records) is None
    )
    assert looked == []


def test_the_row_with_most_in_common_comes_first(suite: Suite, vault: VaultSecret) -> None:
    """Twins share a key; who shares more is tried first."""
    twin = {**RESIDENTS[0], "given_names": "Willemijn", "initials": "W."}
    both = [normalise(twin), normalise(RESIDENTS[0])]
    city = TokenIndex.build(suite, enumerate(both))
    found = open_with(_sealed(suite, both[1], vault), suite, city, lambda row: [both[row]])
    assert found is not None
    assert found.rows == (1, 0)


def test_any_of_a_persons_addresses_opens(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret
) -> None:
    """A row has a record for each address; the one that meets serves."""
    before = replace(people[0], street="OUDEWEG", house_number=7, postcode="8251ZZ")
    records = [people[0], before]
    city = TokenIndex.build(suite, ((5, record) for record in records))
    elsewhere = replace(before, surname=("GEHEEL",), sounds=("GHL",), partner=(), partner_sounds=())
    found = open_with(_sealed(suite, elsewhere, vault), suite, city, lambda _row: records)
    assert found is not None
    assert found.rows == (5,)


def test_an_index_that_lies_opens_nothing(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, city: TokenIndex
) -> None:
    """A row alone is no right to open: the resident's own fields must make F."""
    envelope = _sealed(suite, people[1], vault)
    assert open_with(envelope, suite, city, lambda _row: [people[2]]) is None
    assert open_with(envelope, suite, city, lambda _row: []) is None


def test_a_right_token_around_a_wrong_key_is_told(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, city: TokenIndex
) -> None:
    """That is no stranger's signal but a damaged one."""
    envelope = _sealed(suite, people[1], vault)
    slots = b"".join(token + bytes(48) for token in tokens_of(envelope))
    assert len(slots) == len(envelope.slots)
    with pytest.raises(Tampered):
        open_with(replace(envelope, slots=slots), suite, city, lambda row: [people[row]])
    assert TOKEN_BYTES == 16
