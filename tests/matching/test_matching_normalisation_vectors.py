"""Normalisation v1: every published example comes out as written, and the digest is pinned."""

import unicodedata
from collections import Counter

import pytest

from matching import normal
from matching.normal import VECTORS, VERSION, digest
from matching.normal_vectors import FUNCTIONS, Vector, outcome, vectors

PINNED = "29d5312b47814471ee4855bd9e0ead363039b585eca5431ce5fc06c83340c0bd"
"""Of vs1. A new value means that v1 was changed: make vs2 beside it instead."""

ALL = vectors()


@pytest.mark.parametrize("vector", ALL, ids=lambda vector: f"{vector.line}-{vector.function}")
def test_an_example_comes_out_as_published(vector: Vector) -> None:
    """A creditor tests its own implementation with the same lines."""
    assert outcome(vector) == vector.expected, vector.shows


def test_there_are_enough_examples_of_every_function() -> None:
    """At least 500 in all (issue 4), and none of the functions is forgotten."""
    many = Counter(vector.function for vector in ALL)
    assert len(ALL) >= 500
    assert set(many) == set(FUNCTIONS)
    assert min(many.values()) >= 5


def test_no_example_is_there_twice_and_each_tells_what_it_shows() -> None:
    """A line that repeats another one shows nothing."""
    inputs = Counter((vector.function, vector.cells) for vector in ALL)
    assert [what for what, times in inputs.items() if times > 1] == []
    assert all(vector.shows for vector in ALL)


def test_the_file_has_no_sign_that_cannot_be_seen() -> None:
    """An editor or a mail program would lose it; such a sign is written out."""
    text = VECTORS.read_text(encoding="utf-8").replace("\n", "")
    hidden = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}}
    assert hidden == set()
    assert "\u00a0" not in text


def test_the_digest_is_that_of_version_one() -> None:
    """Two parties with different digests would miss matches without noticing."""
    assert VERSION == "vs1"
    assert digest() == PINNED


def test_another_table_gives_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A particle more or less changes tokens, so it must show."""
    digest.cache_clear()
    monkeypatch.setattr(normal.words, "PARTICLES", normal.words.PARTICLES | {"VAMM"})
    assert digest() != PINNED
    digest.cache_clear()


def test_a_table_of_something_else_gives_the_same_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of trades are not normalisation: a new one needs no new version."""
    digest.cache_clear()
    monkeypatch.setattr(normal.words, "TRADES", frozenset())
    assert digest() == PINNED
    digest.cache_clear()
