"""A delivery as it is written down: what was not signed, or is not one, is refused by name."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from matching.normal import Normal
from matching.tokens.envelope import SLOT_BYTES, Envelope, Place, seal
from matching.tokens.keys import signal_inputs
from matching.tokens.message import (
    MOST_LINE_BYTES,
    Head,
    check_head,
    digest_of,
    read_head,
    read_line,
    write_head,
    write_line,
)
from matching.tokens.refusals import BadShape, BadSignature, OtherSuite, Tampered
from matching.tokens.sealing import VaultSecret
from matching.tokens.suite import Suite
from protocols.errors import Refused

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def envelopes(
    suite: Suite, people: Sequence[Normal], vault: VaultSecret, chance: Callable[[int], bytes]
) -> list[Envelope]:
    """Three signals of one delivery."""
    return [
        seal(
            suite,
            Place("woonhof", 1, "digest", "d1", f"s{number}"),
            signal_inputs(person),
            b"{}",
            b"{}",
            vault=vault.public,
            slots=12,
            chance=chance,
        )
        for number, person in enumerate(people)
    ]


@pytest.fixture
def lines(envelopes: Sequence[Envelope]) -> list[bytes]:
    """The same as they are written."""
    return [write_line(one) for one in envelopes]


def _head(lines: Sequence[bytes], **changes: object) -> Head:
    head = Head(
        v="vs1",
        level="L1",
        covenant="woonhof",
        epoch=1,
        norm_digest="digest",
        key_check=bytes(16),
        delivery="d1",
        created="2026-11-22T09:00:00.000Z",
        signals=len(lines),
        digest=digest_of(lines),
    )
    return replace(head, **changes)  # type: ignore[arg-type]


def test_what_is_written_is_read_again(
    envelopes: Sequence[Envelope], lines: Sequence[bytes]
) -> None:
    """Line by line, and the head with its signature."""
    assert [read_line(line) for line in lines] == envelopes
    head = read_head(write_head(_head(lines), SIGNER))
    check_head(head, lines, SIGNER.public_key())
    assert replace(head, sig=b"") == _head(lines)


def test_a_head_holds_nothing_beside_what_is_signed(lines: Sequence[bytes]) -> None:
    """Other fields, another order and spaces are not covered by the signature: so they are none."""
    written = write_head(_head(lines), SIGNER)
    fields = msgspec.json.decode(written)
    moved = msgspec.json.encode(dict(reversed(fields.items())))
    for other in (b'{"extra":1,' + written[1:], written + b" ", moved, b"\n" + written):
        with pytest.raises(BadShape):
            read_head(other)


def test_a_line_has_the_fields_of_the_protocol(lines: Sequence[bytes]) -> None:
    """Privacy protocol, section 6; nothing of the person among them."""
    found = msgspec.json.decode(lines[0])
    assert set(found) == {
        *("v", "covenant", "epoch", "norm_digest", "delivery", "sid", "level", "slots", "body"),
    }
    assert (found["v"], found["level"]) == ("vs1", "L1")


@pytest.mark.parametrize(
    "changes",
    [
        {"covenant": "stroom"},
        {"epoch": 2},
        {"norm_digest": "other"},
        {"delivery": "d2"},
        {"created": "2026-11-23T09:00:00.000Z"},
        {"key_check": b"1" * 16},
        {"sig": bytes(64)},
        {"sig": b""},
    ],
)
def test_a_changed_head_is_not_what_was_signed(
    lines: Sequence[bytes], changes: dict[str, object]
) -> None:
    """Every field of the head is under the signature."""
    head = replace(read_head(write_head(_head(lines), SIGNER)), **changes)  # type: ignore[arg-type]
    with pytest.raises(BadSignature) as refused:
        check_head(head, lines, SIGNER.public_key())
    assert refused.value.code == "bad-signature"


def test_another_creditor_cannot_sign_for_this_one(lines: Sequence[bytes]) -> None:
    """The city knows whose key it handed out."""
    head = read_head(write_head(_head(lines), SIGNER))
    another = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    with pytest.raises(BadSignature):
        check_head(head, lines, another)


def test_lines_cannot_be_left_out_added_changed_or_moved(lines: list[bytes]) -> None:
    """The head tells how many there are and their digest, in order."""
    head = read_head(write_head(_head(lines), SIGNER))
    for other in (
        lines[:-1],
        [*lines, lines[0]],
        lines[::-1],
        [lines[0].replace(b"s0", b"s9"), *lines[1:]],
        [],
    ):
        with pytest.raises(Tampered):
            check_head(head, other, SIGNER.public_key())


def test_another_suite_or_level_is_refused_by_name(lines: Sequence[bytes]) -> None:
    """A newer client must hear that the city is older, not that its file is broken."""
    with pytest.raises(OtherSuite):
        read_line(lines[0].replace(b'"vs1"', b'"vs2"'))
    with pytest.raises(OtherSuite):
        read_head(write_head(_head(lines, level="L3"), SIGNER))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slots", ""),
        ("slots", "AAAA"),
        ("slots", 3),
        ("body", ""),
        ("body", "AAAA"),
        ("epoch", "one"),
        ("sid", None),
    ],
)
def test_a_line_of_another_shape_is_refused(
    lines: Sequence[bytes], field: str, value: object
) -> None:
    """Slots are whole, bodies are padded, and nothing is missing."""
    found = msgspec.json.decode(lines[0]) | {field: value}
    with pytest.raises(BadShape):
        read_line(msgspec.json.encode(found))


def test_a_line_is_never_too_long_to_look_at(lines: Sequence[bytes]) -> None:
    """Before it is parsed."""
    with pytest.raises(BadShape):
        read_line(lines[0] + b" " * MOST_LINE_BYTES)
    with pytest.raises(BadShape):
        read_head(b" " * (MOST_LINE_BYTES + 1))
    assert SLOT_BYTES == 64


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_refused_and_never_fail(content: bytes) -> None:
    """A file of somebody else is an answer, not a crash."""
    for reader in (read_line, read_head):
        with pytest.raises(Refused):
            reader(content)
