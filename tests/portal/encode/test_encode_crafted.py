"""Envelopes that no client of ours would make: what a creditor could try, and what comes of it."""

import secrets
from collections.abc import Mapping

import msgspec
import pytest

from matching.normal import normalise
from matching.tokens.envelope import Place, seal
from matching.tokens.keys import signal_inputs
from matching.tokens.message import Head, digest_of, write_head, write_line
from store import deliveries
from store.engine import reading
from store.sql import instant
from tests.portal.encode.conftest import World
from tests.support import made

ANNA = {
    "initials": "A",
    "prefix": "van der",
    "surname": "Zilverschoon",
    "date_of_birth": "1961-04-17",
    "street": "Kwikstaartdreef",
    "house_number": "12",
    "postcode": "1111AA",
    "city": "Verzonnen",
}
DEBT = {
    "kind": "signal",
    "reference": "K1",
    "arrears_type": "rent",
    "amount": "1234.56",
    "signal_date": "2026-11-22",
    "arrears_since": "2026-09-01",
}


def _delivery(world: World, clear: bytes, payload: bytes, named: Mapping[str, str] = ANNA) -> bytes:
    """One signal under the tokens of somebody, with any content, signed as it should be."""
    key, delivery = world.keys["woonhof"], f"d{secrets.token_hex(8)}"
    suite = key.suite()
    place = Place(key.covenant, key.epoch, key.norm_digest, delivery, "s1")
    inputs = signal_inputs(normalise(named), key.kinds)
    envelope = seal(
        suite, place, inputs, clear, payload, vault=key.vault, slots=12, chance=secrets.token_bytes
    )
    line = write_line(envelope)
    digest, check = digest_of([line]), suite.check
    head = Head(
        *("vs1", "L1", key.covenant, key.epoch, key.norm_digest, check, delivery),
        *(instant(made.AT), 1, digest),
    )
    return write_head(head, key.signer()) + b"\n" + line + b"\n"


def _json(cells: Mapping[str, str]) -> bytes:
    return msgspec.json.encode(cells)


def _internal(world: World) -> list[deliveries.Delivery]:
    """The deliveries of the city's own, that no creditor can ask for."""
    with reading(world.line.engine) as tx:
        return deliveries.of_creditor(tx, "woonhof~encoded")


def test_what_was_verified_is_what_the_line_gets(world: World) -> None:
    """Another name in the payload does not come in under the name that was verified."""
    other = {**DEBT, "surname": "Roodborst", "date_of_birth": "1979-09-03", "house_number": "3"}
    world.send(_delivery(world, _json(ANNA), _json(other)))
    assert world.counts()["signals"] == 1
    with reading(world.line.engine) as tx:
        resident = tx.connection.exec_driver_sql("select resident_id from signal").scalar()
    assert resident == "r-anna"


def test_a_debt_among_the_fields_to_verify_is_not_looked_at(world: World) -> None:
    """What the vault did not open does not count."""
    world.send(_delivery(world, _json({**ANNA, "amount": "99999.00"}), _json(DEBT)))
    with reading(world.line.engine) as tx:
        cents = tx.connection.exec_driver_sql("select amount_cents from signal").scalar()
    assert cents == 123_456


def test_tokens_of_one_with_the_name_of_another_stay_sealed(world: World) -> None:
    """Unlocked by Anna's fields, about Bram: verification holds them beside Anna alone."""
    bram = {"initials": "B", "surname": "Roodborst", "date_of_birth": "1979-09-03",
            "street": "Torenvalkhof", "house_number": "3", "postcode": "1112BB"}  # fmt: skip
    world.send(_delivery(world, _json(bram), _json(DEBT)))
    assert world.counts()["signals"] == 0
    assert world.waiting() == 1


@pytest.mark.parametrize("clear", [b"", b"[]", b"nonsense", b'{"surname": 3}', b"\xff\xfe"])
def test_what_cannot_be_verified_is_told_to_the_operator_alone(world: World, clear: bytes) -> None:
    """The creditor gets the receipt that it gets for everybody."""
    _, receipt = world.send(_delivery(world, clear, _json(DEBT)))
    assert msgspec.json.decode(receipt)["accepted"] == 1
    assert world.counts()["dead letters"] == 1
    assert world.counts()["signals"] == 0
    assert [getattr(one, "outcome", "") for one in world.seen_by()[1:]] == ["admitted"]


@pytest.mark.parametrize(
    "payload",
    [
        b"nonsense",
        _json({}),
        _json({**DEBT, "amount": "vijftig"}),
        _json({**DEBT, "reference": "x" * 99}),
        _json({**DEBT, "phone": "\x00"}),
    ],
)
def test_a_payload_is_read_with_the_limits_of_a_file_in_clear(world: World, payload: bytes) -> None:
    """The city trusts no client: what cannot be read is parked without its content."""
    world.send(_delivery(world, _json(ANNA), payload))
    assert world.counts()["signals"] == 0
    assert world.counts()["dead letters"] == 1
    assert [getattr(one, "outcome", "") for one in world.seen_by()[1:]] == ["admitted"]


def test_a_row_that_the_covenant_refuses_shows_in_no_receipt_of_the_creditor(world: World) -> None:
    """A refusal of an opened row would tell that it was opened."""
    world.send(_delivery(world, _json(ANNA), _json({**DEBT, "amount": "1.00"})))
    assert world.counts()["signals"] == 0
    assert [getattr(one, "outcome", "") for one in world.seen_by()[1:]] == ["admitted"]
    (own,) = _internal(world)
    with reading(world.line.engine) as tx:
        assert [one.code for one in deliveries.receipts(tx, own.delivery_id)] == ["amount-too-low"]
        assert deliveries.find(tx, "woonhof", own.delivery_id) is None
