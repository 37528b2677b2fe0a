"""The index of tokens: it finds rows, holds nothing readable, and can be taken over as it is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.normal import Normal, normalise
from matching.tokens.index import MOST_HITS, MOST_ROWS, NAMES, Hit, OtherSuite, TokenIndex
from matching.tokens.keys import register_inputs, signal_inputs
from matching.tokens.suite import TOKEN_BYTES, Suite
from tests.matching.tokens.conftest import RESIDENTS, ROOT


def _tokens(suite: Suite, person: Normal) -> list[bytes]:
    return suite.tokens(signal_inputs(person))


@pytest.fixture
def index(suite: Suite, people: Sequence[Normal]) -> TokenIndex:
    """Three residents in rows 0 to 2."""
    return TokenIndex.build(suite, enumerate(people))


def test_a_signal_finds_its_row_by_every_token_and_kind(
    suite: Suite, index: TokenIndex, people: Sequence[Normal]
) -> None:
    """Each hit says which token, which row and by which kind."""
    for row, person in enumerate(people):
        inputs = signal_inputs(person)
        hits = index.find(suite.tokens(inputs))
        assert {hit.row for hit in hits} == {row}
        assert {inputs[hit.position][0] for hit in hits} == {hit.kind for hit in hits}
        known = {kind for kind, _ in register_inputs(person)}
        assert {hit.kind for hit in hits} <= known


def test_an_unknown_token_finds_nothing(suite: Suite, index: TokenIndex) -> None:
    """Padding neither."""
    assert index.find([bytes(TOKEN_BYTES), b"\xff" * TOKEN_BYTES]) == []
    stranger = {**RESIDENTS[0], "date_of_birth": "1933-05-05", "given_names": "Xerxes"}
    assert index.find(_tokens(suite, normalise({**stranger, "initials": "X."}))) == []
    assert index.find([]) == []


def test_tokens_of_another_epoch_find_nothing(index: TokenIndex, people: Sequence[Normal]) -> None:
    """The same key in another epoch, another covenant, another key."""
    others = (Suite(ROOT, "woonhof", 2), Suite(ROOT, "stroom", 1), Suite(bytes(32), "woonhof", 1))
    for other in others:
        assert index.find([t for person in people for t in _tokens(other, person)]) == []


def test_equal_registers_give_equal_bytes(suite: Suite, people: Sequence[Normal]) -> None:
    """So that two builds can be compared, and a rebuild proves itself."""
    one = TokenIndex.build(suite, enumerate(people)).arrays()
    other = TokenIndex.build(suite, reversed(list(enumerate(people)))).arrays()
    assert {name: one[name].tobytes() for name in NAMES} == {
        name: other[name].tobytes() for name in NAMES
    }


def test_arrays_can_be_taken_over_memory_mapped(
    suite: Suite, index: TokenIndex, people: Sequence[Normal], tmp_path: Path
) -> None:
    """Workers share one copy; who reads and writes the files is somebody else."""
    for name, array in index.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in NAMES}
    taken = TokenIndex(mapped, suite)
    assert len(taken) == len(index)
    assert taken.find(_tokens(suite, people[1])) == index.find(_tokens(suite, people[1]))


def test_arrays_of_another_epoch_are_refused(index: TokenIndex) -> None:
    """They would silently find nobody."""
    with pytest.raises(OtherSuite):
        TokenIndex(index.arrays(), Suite(ROOT, "woonhof", 2))


def test_no_array_holds_a_secret_a_key_or_a_name(
    suite: Suite, index: TokenIndex, people: Sequence[Normal]
) -> None:
    """Who steals the index has prefixes of tokens and row numbers."""
    dump = b"".join(array.tobytes() for array in index.arrays().values())
    for person in people:
        for kind, text in register_inputs(person):
            secret = suite.secret(kind, text)
            assert secret not in dump
            assert secret[:8] not in dump
            assert text not in dump
        assert person.surname[0].encode() not in dump
        assert str(person.born).encode() not in dump
    assert ROOT not in dump


@pytest.mark.parametrize("gone", [set[int](), {1}, {0, 1, 2}])
def test_a_changed_index_is_the_index_built_anew(
    suite: Suite, index: TokenIndex, people: Sequence[Normal], gone: set[int]
) -> None:
    """Moved, married, died: whoever changed goes, and comes back as he is now."""
    moved = replace(people[1], street="ELDERSWEG", house_number=3, postcode="8255XX")
    now = {row: person for row, person in enumerate(people) if row not in gone} | {7: moved}
    changed = index.changed(suite, gone, [(7, moved)])
    built = TokenIndex.build(suite, sorted(now.items()))
    assert {n: a.tobytes() for n, a in changed.arrays().items()} == {
        n: a.tobytes() for n, a in built.arrays().items()
    }
    assert index.find(_tokens(suite, people[1]))


def test_a_token_of_many_is_cut_off(suite: Suite, people: Sequence[Normal]) -> None:
    """What a crowd shares names nobody, and must not make a look-up long."""
    crowd = TokenIndex.build(suite, ((row, people[0]) for row in range(100)))
    hits = crowd.find(_tokens(suite, people[0])[:1])
    assert len(hits) == MOST_HITS
    assert hits[0] == Hit(0, 0, 6)


def test_an_empty_register_finds_nobody(suite: Suite, people: Sequence[Normal]) -> None:
    """Nor does it fail."""
    empty = TokenIndex.build(suite, [])
    assert len(empty) == 0
    assert empty.find(_tokens(suite, people[0])) == []


@pytest.mark.parametrize("row", [-1, MOST_ROWS])
def test_a_row_number_out_of_bounds_is_a_mistake(
    suite: Suite, people: Sequence[Normal], row: int
) -> None:
    """It would point at somebody else."""
    with pytest.raises(ValueError, match="row numbers"):
        TokenIndex.build(suite, [(row, people[0])])


def test_many_people_are_found_each_by_his_own(suite: Suite) -> None:
    """Across pages of building and buckets of the directory."""
    people = [
        normalise({"given_names": f"Naam{'abcdefghij'[n % 10]}", "surname": f"Ach{'xyz'[n % 3]}er",
                   "date_of_birth": f"{1900 + n % 100}-{1 + n % 12:02}-{1 + n % 28:02}",
                   "street": "Weg", "house_number": str(n + 1), "postcode": "8251AA"})
        for n in range(6_000)
    ]  # fmt: skip
    index = TokenIndex.build(suite, enumerate(people))
    for row in range(0, 6_000, 97):
        assert row in {hit.row for hit in index.find(_tokens(suite, people[row]))}
