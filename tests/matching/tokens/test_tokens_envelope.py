"""Envelopes: they open for who has the same fields, and tell nobody else anything."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normal import Normal, normalise
from matching.tokens.envelope import (
    BODY_STEP_BYTES,
    SLOT_BYTES,
    Envelope,
    Place,
    Unlocked,
    open_payload,
    seal,
    tokens_of,
    unlock,
)
from matching.tokens.keys import register_inputs, signal_inputs
from matching.tokens.refusals import Tampered
from matching.tokens.sealing import SECRET_BYTES, Kem, VaultSecret
from matching.tokens.suite import TOKEN_BYTES, Suite
from tests.matching.tokens.conftest import RESIDENTS, ROOT, known_chance

PLACE = Place("woonhof", 1, "digest", "d1", "s1")
CLEAR, PAYLOAD = b'{"surname":"Verzonnen"}', b'{"amount":"1234.56"}'
SLOTS = 12


@pytest.fixture
def envelope(suite: Suite, people: Sequence[Normal], vault: VaultSecret) -> Envelope:
    """A signal about the first resident."""
    return _sealed(suite, people[0], vault)


def _sealed(
    suite: Suite,
    person: Normal,
    vault: VaultSecret,
    place: Place = PLACE,
    payload: bytes = PAYLOAD,
    seed: str = "",
) -> Envelope:
    return seal(
        suite,
        place,
        signal_inputs(person),
        CLEAR,
        payload,
        vault=vault.public,
        slots=SLOTS,
        chance=known_chance(seed),
    )


def _unlocked(envelope: Envelope, suite: Suite, person: Normal) -> list[Unlocked]:
    """Everything that a person's match keys open."""
    secrets = [suite.secret(kind, text) for kind, text in register_inputs(person)]
    tried = (unlock(envelope, at, secret) for at in range(SLOTS) for secret in secrets)
    return [found for found in tried if found is not None]


def test_who_has_the_same_fields_opens_it_and_the_vault_the_rest(
    envelope: Envelope, suite: Suite, people: Sequence[Normal], vault: VaultSecret
) -> None:
    """Unlock, verify in clear, and only then the payload."""
    found = _unlocked(envelope, suite, people[0])
    assert len(found) > 3
    assert {one.clear for one in found} == {CLEAR}
    assert {open_payload(one, vault) for one in found} == {PAYLOAD}


def test_nobody_else_opens_it(envelope: Envelope, suite: Suite, people: Sequence[Normal]) -> None:
    """Not the other residents, and not the same resident under another epoch's key."""
    assert _unlocked(envelope, suite, people[1]) == []
    assert _unlocked(envelope, suite, people[2]) == []
    assert _unlocked(envelope, Suite(ROOT, "woonhof", 2), people[0]) == []


def test_an_unlocked_envelope_still_hides_the_payload(
    envelope: Envelope, suite: Suite, people: Sequence[Normal]
) -> None:
    """Whoever verifies needs name and address, not the debt: that is the vault's."""
    found = _unlocked(envelope, suite, people[0])[0]
    assert PAYLOAD not in found.sealed
    another = VaultSecret(Kem.X25519, bytes(range(1, 33)))
    with pytest.raises(Tampered):
        open_payload(found, another)


def test_every_envelope_has_the_same_slots_and_size(suite: Suite, vault: VaultSecret) -> None:
    """How much a creditor knows of somebody does not show."""
    people = [normalise(fields) for fields in (*RESIDENTS, {"surname": "Iemand"}, {})]
    made = [_sealed(suite, person, vault) for person in people]
    assert {len(one.slots) for one in made} == {SLOTS * SLOT_BYTES}
    assert {len(one.body) for one in made} == {BODY_STEP_BYTES}
    assert all(len(set(tokens_of(one))) == SLOTS for one in made)


@pytest.mark.parametrize("size", [0, 1, 400, 401, 402, 403, 404, 405, 5_000])
def test_bodies_are_padded_to_steps_of_512(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, size: int
) -> None:
    """And are the same again when opened."""
    made = _sealed(suite, people[0], vault, payload=b"x" * size)
    assert len(made.body) % BODY_STEP_BYTES == 0
    assert open_payload(_unlocked(made, suite, people[0])[0], vault) == b"x" * size


def test_a_signal_that_is_far_too_long_is_a_mistake(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret
) -> None:
    """Readers have limits long before this."""
    with pytest.raises(ValueError, match="32 kB"):
        _sealed(suite, people[0], vault, payload=bytes(40_000))


def test_the_order_of_slots_is_that_of_their_bytes(envelope: Envelope) -> None:
    """So it tells neither which kind a token is of nor which slots are in use."""
    tokens = tokens_of(envelope)
    assert all(one < other for one, other in pairwise(tokens))


def test_two_envelopes_about_one_person_share_nothing_but_tokens(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret
) -> None:
    """Another delivery, another signal: other wrapped keys and another body."""
    one = _sealed(suite, people[0], vault, seed="one")
    other = _sealed(suite, people[0], vault, replace(PLACE, delivery="d2"), seed="two")
    shared = set(tokens_of(one)) & set(tokens_of(other))
    assert len(shared) == len(signal_inputs(people[0]))
    wrapped = [
        {e.slots[at + TOKEN_BYTES : at + SLOT_BYTES] for at in range(0, len(e.slots), SLOT_BYTES)}
        for e in (one, other)
    ]
    assert not wrapped[0] & wrapped[1]
    assert one.body != other.body


@pytest.mark.parametrize("field", ["covenant", "norm_digest", "delivery", "sid"])
def test_an_envelope_moved_to_another_place_does_not_open(
    envelope: Envelope, suite: Suite, people: Sequence[Normal], field: str
) -> None:
    """Yesterday's signal cannot be delivered as today's, nor as another creditor's."""
    elsewhere = replace(envelope.place, **{field: "other"})  # type: ignore[arg-type]
    moved = replace(envelope, place=elsewhere)
    with pytest.raises(Tampered):
        _unlocked(moved, suite, people[0])


def _changed(content: bytes, at: int) -> bytes:
    return content[:at] + bytes((content[at] ^ 1,)) + content[at + 1 :]


@pytest.mark.parametrize("at", [0, 100, 511])
def test_a_changed_body_does_not_open(
    envelope: Envelope, suite: Suite, people: Sequence[Normal], at: int
) -> None:
    """Nor is anything of it shown."""
    with pytest.raises(Tampered) as refused:
        _unlocked(replace(envelope, body=_changed(envelope.body, at)), suite, people[0])
    assert refused.value.code == "tampered"
    assert "Verzonnen" not in str(refused.value)


@given(st.integers(0, SLOTS * SLOT_BYTES - 1))
def test_a_changed_slot_never_opens_silently(at: int) -> None:
    """Whichever byte: in the token, the wrapped key or a slot that is only padding."""
    suite, person = Suite(ROOT, "woonhof", 1), normalise(RESIDENTS[0])
    vault = VaultSecret(Kem.X25519, bytes(range(1, 33)))
    envelope = _sealed(suite, person, vault)
    with pytest.raises(Tampered):
        _unlocked(replace(envelope, slots=_changed(envelope.slots, at)), suite, person)


def test_a_payload_of_another_signal_does_not_open(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, envelope: Envelope
) -> None:
    """HPKE is bound to the place as well, so payloads cannot be exchanged behind the vault."""
    found = _unlocked(envelope, suite, people[0])[0]
    with pytest.raises(Tampered):
        open_payload(replace(found, place=replace(found.place, sid="s2")), vault)


@pytest.mark.parametrize("kem", list(Kem))
def test_both_kinds_of_vault_keys_open_what_they_sealed(
    suite: Suite, people: Sequence[Normal], kem: Kem, chance: Callable[[int], bytes]
) -> None:
    """The hybrid one is for what is stored longer than a year."""
    vault = VaultSecret(kem, chance(SECRET_BYTES[kem]))
    made = _sealed(suite, people[0], vault)
    assert open_payload(_unlocked(made, suite, people[0])[0], vault) == PAYLOAD
    assert vault.raw.hex() not in repr(vault)
