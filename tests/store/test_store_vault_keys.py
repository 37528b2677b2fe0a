"""Data keys that erase what they sealed by going away, and tokens that nobody can read back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.vault import ROOT_BYTES, SealBroken, Vault

VAULT = Vault(bytes(range(ROOT_BYTES)))
OTHER = Vault(bytes(ROOT_BYTES))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLACE = "signals|s-1"


def test_a_data_key_opens_what_it_sealed_also_after_it_was_stored() -> None:
    """Wrapped, stored, unwrapped: still the same key."""
    wrapped, seal = VAULT.new_data_key("s-1")
    sealed = seal.close(b"Zilverschoon", PLACE)
    assert VAULT.data_key(wrapped, "s-1").open(sealed, PLACE) == b"Zilverschoon"
    assert seal.open(VAULT.data_key(wrapped, "s-1").close(b"more", PLACE), PLACE) == b"more"


def test_a_data_key_opens_for_its_own_signal_only() -> None:
    """Nobody can put one signal's key under another."""
    wrapped, _ = VAULT.new_data_key("s-1")
    with pytest.raises(SealBroken):
        VAULT.data_key(wrapped, "s-2")


def test_a_data_key_opens_with_its_own_root_only() -> None:
    """The wrapped key in the database is worth nothing by itself."""
    wrapped, _ = VAULT.new_data_key("s-1")
    with pytest.raises(SealBroken):
        OTHER.data_key(wrapped, "s-1")


def test_every_signal_has_a_key_of_its_own() -> None:
    """So destroying one erases that signal and no other: crypto-shredding."""
    seals = [VAULT.new_data_key("s-1")[1] for _ in range(50)]
    sealed = seals[0].close(b"Zilverschoon", PLACE)
    for seal in (*seals[1:], VAULT.register, VAULT.review):
        with pytest.raises(SealBroken):
            seal.open(sealed, PLACE)


def test_the_wrapped_key_does_not_hold_the_key_in_clear() -> None:
    """It is sealed itself."""
    key = b"\x07" * ROOT_BYTES
    wrapped, _ = Vault(bytes(ROOT_BYTES), lambda size: b"\x07" * size).new_data_key("s-1")
    assert key not in wrapped
    assert len(wrapped) == 12 + ROOT_BYTES + 16


@given(TEXTS, TEXTS)
def test_equal_texts_have_equal_tokens_and_other_texts_have_others(one: str, other: str) -> None:
    """That is what makes somebody known again without being told."""
    tokens = VAULT.token("id", one), VAULT.token("id", other)
    assert (tokens[0] == tokens[1]) is (one == other)
    assert all(len(token) == 16 for token in tokens)


@given(TEXTS)
def test_tokens_differ_per_kind_and_per_root(text: str) -> None:
    """An id as an admission token says nothing about an id in the register, or in another city."""
    kinds = {VAULT.token(kind, text) for kind in ("id", "admission", "delivery", "household")}
    assert len(kinds) == 4
    assert VAULT.token("id", text) != OTHER.token("id", text)


def test_kind_and_text_cannot_run_into_each_other() -> None:
    """`ab` + `c` is not `a` + `bc`."""
    assert VAULT.token("ab", "c") != VAULT.token("a", "bc")


def test_asking_for_a_token_leaves_the_next_one_alone() -> None:
    """One shared HMAC state would make every token depend on those before it."""
    first = VAULT.token("id", "1")
    VAULT.token("id", "2")
    assert VAULT.token("id", "1") == first


@pytest.mark.parametrize(("kind", "letter"), [("resident", "r"), ("household", "h")])
def test_a_pseudonym_is_a_token_as_text(kind: str, letter: str) -> None:
    """A letter for people who read ids, and the token."""
    pseudonym = VAULT.pseudonym(kind, "1000000001")
    assert re.fullmatch(f"{letter}-[0-9a-f]{{32}}", pseudonym)
    assert bytes.fromhex(pseudonym[2:]) == VAULT.token(kind, "1000000001")
