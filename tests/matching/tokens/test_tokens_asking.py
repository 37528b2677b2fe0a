"""Tokens made and looked up at once: the same rows as step by step."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.normal import normalise
from matching.tokens.index import TokenIndex
from matching.tokens.keys import CORE_KINDS, WIDE_KINDS, signal_texts
from matching.tokens.pieces import signal_pieces
from matching.tokens.suite import Suite

_LONG: Final = "Burgemeester Van Haersma Buma van Welderen Rengersstraatweg Noord"
_VALUES: Final[Mapping[str, Sequence[str]]] = {
    "given_names": ("", "Jan", "Willem", "Anna-Lisa", "J."),
    "surname": ("", "Jansen", "Willems", "Vries-Jansen", "van den Berg"),
    "prefix": ("", "de"),
    "partner_surname": ("", "Jansen", "Smit"),
    "date_of_birth": ("", "1980-02-03", "1980-02-02", "1980-00-00", "03-02-1980"),
    "street": ("", "Dorpsstraat", _LONG),
    "house_number": ("", "1", "12"),
    "postcode": ("", "8251 AB", "9000"),
    "city": ("", "Dronten", "Gent"),
    "phone": ("", "0612345678"),
    "email": ("", "jan@example.org", f"{'x' * 60}@example.org"),
    "national_id": ("", "123456782"),
}
_PEOPLE: Final = st.fixed_dictionaries({k: st.sampled_from(v) for k, v in _VALUES.items()})
_KINDS: Final = st.sampled_from(
    [CORE_KINDS, CORE_KINDS | WIDE_KINDS, frozenset({1, 6}), frozenset()]
)


def _split(text: bytes, counts: Sequence[int]) -> list[bytes]:
    """The match keys in a row of bytes."""
    found, at = [], 0
    for count in counts:
        start, at = at, at + 5
        for _ in range(count):
            at += 2 + int.from_bytes(text[at : at + 2], "big")
        found.append(text[start:at])
    assert at == len(text)
    return found


@given(_PEOPLE, _KINDS)
def test_the_row_of_bytes_holds_the_match_keys_of_a_signal_in_order(
    person: dict[str, str], kinds: frozenset[int]
) -> None:
    """Each with its kind; what comes double is there twice, and is dropped as a token."""
    tidy = normalise(person)
    text, counts = signal_pieces(tidy, kinds)
    found = list(dict.fromkeys(_split(text, counts.tolist())))
    told = signal_texts(tidy, kinds)
    assert found[: len(told)] == told


@settings(max_examples=60, deadline=None)
@given(st.lists(_PEOPLE, max_size=8), st.lists(_PEOPLE, min_size=1, max_size=8), _KINDS)
def test_the_rows_are_those_that_the_tokens_one_by_one_find(
    register: list[dict[str, str]], signals: list[dict[str, str]], kinds: frozenset[int]
) -> None:
    """Also with a text too long for the fast way, with no key at all, and in an empty register."""
    suite = Suite(bytes(range(32)), "woonhof", 1)
    index = TokenIndex.build(suite, enumerate(map(normalise, register)), kinds)
    for signal in map(normalise, signals):
        hits = index.find_packed(suite.packed(signal_texts(signal, kinds)))
        assert index.rows(suite, signal, kinds) == list(dict.fromkeys(hit.row for hit in hits))


@pytest.mark.parametrize("email", ["jan@example.org", f"{'x' * 60}@example.org"])
def test_short_and_long_values_are_found(email: str) -> None:
    """A key that does not fit one block is hashed the slow way, and found."""
    person = normalise({"email": email, "given_names": "Jan"})
    suite = Suite(bytes(32), "woonhof", 1)
    index = TokenIndex.build(suite, [(7, person)])
    assert index.rows(suite, person) == [7]
    assert index.rows(suite, normalise({"email": "piet@example.org", "given_names": "Jan"})) == []
