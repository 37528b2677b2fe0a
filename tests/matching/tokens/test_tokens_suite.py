"""The suite: equal people, equal tokens; anything else tells nothing of anything else."""

import hmac
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.tokens.suite import (
    MOST_KINDS,
    TOKEN_BYTES,
    Input,
    Suite,
    prefixed,
    token_of,
    wrap_key,
)

ROOT = bytes(range(32))


def _someone(kind: int) -> Input:
    """One person under a kind."""
    return kind, b"vs1\x00" + bytes((kind,)) + b"someone"


PERSON = _someone(6)


def test_the_same_key_gives_the_same_token_at_both_ends() -> None:
    """Creditor and city never speak: this is all they have in common."""
    assert Suite(ROOT, "woonhof", 3).tokens([PERSON]) == Suite(ROOT, "woonhof", 3).tokens([PERSON])


def test_a_token_is_made_as_the_protocol_says() -> None:
    """HKDF per kind, HMAC over the input, and HMAC again so that F itself never travels."""
    from matching.tokens.hashing import derive

    kind, text = PERSON
    key = derive(ROOT, b"vs1|L1|woonhof|3|6")
    secret = hmac.digest(key, text, "sha256")
    token = hmac.digest(secret, b"tag", "sha256")[:TOKEN_BYTES]
    suite = Suite(ROOT, "woonhof", 3)
    assert suite.secret(kind, text) == secret
    assert suite.secrets([PERSON]) == [secret]
    assert suite.tokens([PERSON]) == [token] == [token_of(secret)]


def test_tokens_cannot_be_linked_across_covenants_epochs_kinds_or_keys() -> None:
    """Two creditors, or one creditor in two epochs, cannot find out that they mean one person."""
    suites = [
        Suite(root, covenant, epoch)
        for root in (ROOT, bytes(32))
        for covenant in ("woonhof", "stroom")
        for epoch in (1, 2)
    ]
    tokens = [token for one in suites for kind in (6, 7) for token in one.tokens([_someone(kind)])]
    assert len(set(tokens)) == len(tokens) == 16
    for one, other in combinations(tokens, 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 6


def test_a_covenant_and_epoch_cannot_pass_for_another() -> None:
    """`woonhof|1` in epoch 2 must not be `woonhof` in epoch 1 with kind 2."""
    with pytest.raises(ValueError, match="without"):
        Suite(ROOT, "woonhof|1", 2)


@pytest.mark.parametrize(
    ("root", "covenant", "epoch"), [(b"short", "woonhof", 1), (ROOT, "", 1), (ROOT, "woonhof", 0)]
)
def test_a_suite_without_a_whole_key_name_or_epoch_is_refused(
    root: bytes, covenant: str, epoch: int
) -> None:
    """Half a key is no key."""
    with pytest.raises(ValueError, match=r"root key|covenant"):
        Suite(root, covenant, epoch)


def test_the_wrapping_key_is_of_one_signal_in_one_delivery() -> None:
    """Who wrapped one signal's key can say nothing of the next delivery of the same person."""
    secret = Suite(ROOT, "woonhof", 1).secret(*PERSON)
    keys = {wrap_key(secret, delivery, sid) for delivery in ("d1", "d2") for sid in ("a", "b")}
    assert len(keys) == 4
    assert token_of(secret) not in {key[:TOKEN_BYTES] for key in keys}
    assert wrap_key(secret, "d", "1a") != wrap_key(secret, "d1", "a")


def test_the_check_of_a_key_is_no_token_and_no_key() -> None:
    """It travels in the clear, to tell whether both sides hold the same key."""
    one, other = Suite(ROOT, "woonhof", 1), Suite(bytes(32), "woonhof", 1)
    assert one.check == Suite(ROOT, "woonhof", 1).check != other.check
    assert one.check not in one.tokens([_someone(kind) for kind in range(MOST_KINDS)])
    assert one.check not in ROOT


def test_a_suite_does_not_show_its_keys() -> None:
    """Not in a traceback either."""
    assert ROOT.hex() not in repr(Suite(ROOT, "woonhof", 1))


@given(st.lists(st.binary(max_size=70), max_size=5), st.lists(st.binary(max_size=70), max_size=5))
def test_no_two_lists_of_fields_are_written_alike(one: list[bytes], other: list[bytes]) -> None:
    """Else Jan Pieters and Janpie Ters were one person."""
    same = b"".join(map(prefixed, one)) == b"".join(map(prefixed, other))
    assert same == (one == other)
