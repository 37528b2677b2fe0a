"""Receiving: a resident's signal goes the ordinary way, a stranger's stays sealed, and the
creditor cannot tell which."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from matching.tokens.envelope import SLOT_BYTES, Envelope
from matching.tokens.message import Head, digest_of, read_head, read_line, write_head, write_line
from matching.tokens.refusals import (
    BadSignature,
    OtherCovenant,
    OtherEpoch,
    OtherKey,
    OtherNormalisation,
    Tampered,
)
from portal.encode.key_file import KeyFile
from portal.faults import BadFile
from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.people import Residency
from store import audit, signals, status
from store.engine import reading
from streams.intake import Seen
from tests.portal.encode.conftest import (
    ANNA,
    BRAM,
    HEADINGS,
    MOVED_IN,
    RESIDENTS,
    STRANGER,
    World,
    later,
    row,
)


def _resign(
    content: bytes,
    key: KeyFile,
    change: Callable[[Head, list[bytes]], Head] = lambda head, _lines: head,
) -> bytes:
    """The same delivery, changed and signed by who has the creditor's key."""
    first, *lines = content.splitlines()
    head = change(read_head(first), lines)
    head = replace(head, signals=len(lines), digest=digest_of(lines))
    return b"\n".join((write_head(head, key.signer()), *lines)) + b"\n"


def _changed(line: bytes, change: Callable[[Envelope], Envelope]) -> bytes:
    return write_line(change(read_line(line)))


def test_a_residents_signal_becomes_an_ordinary_signal(world: World) -> None:
    """The rest of the line sees what it would have seen of a delivery in clear."""
    world.send(world.encode(row(ANNA)).content)
    with reading(world.line.engine) as tx:
        assert status.totals(tx) == (1, 123_456)
        assert signals.tallies(tx) == {}
    assert world.counts()["cases"] == 1
    assert world.waiting() == 0


def test_a_strangers_signal_stays_sealed(world: World) -> None:
    """It is no signal, no review, no count, no dead letter: only bytes that wait."""
    world.send(world.encode(row(STRANGER)).content)
    counts = world.counts()
    kinds = ("signals", "cases", "held for review", "dead letters")
    assert [counts[kind] for kind in kinds] == [0, 0, 0, 0]
    assert world.waiting() == 1


def test_the_creditor_sees_the_same_of_residents_and_of_strangers(
    open_world: Callable[..., World],
) -> None:
    """One delivery to two cities: in one everybody lives there, in the other nobody does."""
    here = open_world((*RESIDENTS, MOVED_IN), "here")
    there = open_world((replace(MOVED_IN, resident_id=ResidentId("r-x"), address=None,
                                born=None, name=replace(MOVED_IN.name, surname="Niemand")),),
                       "there")  # fmt: skip
    receipts = []
    for one in (here, there):
        one.issue()
        content = one.encode(*map(row, (ANNA, BRAM, STRANGER))).content
        receipts.append(one.send(content)[1])
    assert here.counts()["signals"] == 3
    assert there.counts()["signals"] == 0
    assert here.seen_by() == there.seen_by()
    shapes = [msgspec.json.decode(receipt) for receipt in receipts]
    assert [set(shape) for shape in shapes] == [{"accepted", "delivery", "digest"}] * 2
    assert shapes[0]["accepted"] == shapes[1]["accepted"] == 3


def test_the_receipt_is_byte_equal_for_matched_and_unmatched(world: World) -> None:
    """The very same bytes: before the person lived here and after."""
    content = world.encode(row(STRANGER)).content
    stranger = world.written(content).receipt()
    world.load((*RESIDENTS, MOVED_IN))
    _, resident = world.send(content)
    assert world.counts()["signals"] == 1
    assert resident == stranger


def test_replaying_a_delivery_changes_nothing(world: World) -> None:
    """Nor does it look anything up again."""
    content = world.encode(row(ANNA), row(STRANGER)).content
    first = world.send(content)
    before = (world.counts(), world.seen_by(), world.waiting())
    again = world.send(content)
    assert (first[0], again[0]) == (Seen.NOW, Seen.BEFORE)
    assert first[1] == again[1]
    assert (world.counts(), world.seen_by(), world.waiting()) == before


def test_a_delivery_is_known_again_however_the_file_was_changed(world: World) -> None:
    """Who carries a file has no key, and must not use up the last delivery of an epoch with it."""
    content = world.encode(row(ANNA), row(STRANGER)).content
    world.send(content)
    before = (world.counts(), world.waiting())
    assert world.send(content.rstrip(b"\n"))[0] is Seen.BEFORE
    first, rest = content.split(b"\n", 1)
    for other in (b'{"extra":1,' + first[1:], first + b" ", first.replace(b":", b": ", 1)):
        with pytest.raises(BadFile):
            world.send(other + b"\n" + rest)
    assert (world.counts(), world.waiting()) == before


def test_the_same_arrears_sealed_anew_is_one_signal(world: World) -> None:
    """The covenant's own rule: one signal a period, known again by its reference."""
    for _ in range(2):
        world.send(world.encode(row(ANNA)).content)
    assert world.counts()["signals"] == 1


def test_a_withdrawal_finds_its_signal(world: World) -> None:
    """It travels sealed like the signal, and goes the same way."""
    world.send(world.encode(row(ANNA)).content)
    taken_back = world.encode(f"intrekking;{ANNA};;;", headings=f"soort;{HEADINGS}")
    world.send(taken_back.content)
    with reading(world.line.engine) as tx:
        assert status.totals(tx) == (0, 0)


def test_who_moves_in_is_found_by_what_waits(world: World) -> None:
    """When the register changes it is looked up again, under the day on which it came."""
    world.send(world.encode(row(STRANGER), row(ANNA)).content)
    world.load((*RESIDENTS, MOVED_IN))
    world.at = later(1)
    world.send(world.encode(row(BRAM)).content)
    assert world.counts()["signals"] == 3
    assert world.waiting() == 0


@pytest.mark.parametrize("state", [Residency.DECEASED, Residency.EMIGRATED, Residency.ELSEWHERE])
def test_who_died_or_left_is_no_resident(world: World, state: Residency) -> None:
    """The register still holds them; the city has nothing to open for them."""
    world.load([replace(RESIDENTS[0], residency=state), RESIDENTS[1]])
    world.send(world.encode(row(ANNA)).content)
    assert world.counts()["signals"] == 0
    assert world.waiting() == 1


def test_what_opens_but_is_somebody_else_stays_sealed(world: World) -> None:
    """Verification in clear has the last word: a twin of another name opens, and is no match."""
    twin = ANNA.replace(";A;", ";Z;").replace("Zilverschoon", "Anders").replace("van der", "")
    world.send(world.encode(row(twin)).content)
    assert world.counts()["signals"] == 0
    with reading(world.line.engine) as tx:
        (line,) = [one for one in audit.latest(tx) if one.result == "unsealed"]
    told = msgspec.json.decode(line.detail)
    assert told["sealed"] + told["other"] + told["passed"] == 1
    assert told["damaged"] == 0


def test_what_was_opened_is_audited_by_count(world: World) -> None:
    """A privacy officer sees how much was opened, also for nothing; never of whom."""
    world.send(world.encode(*map(row, (ANNA, BRAM, STRANGER))).content)
    with reading(world.line.engine) as tx:
        (line,) = [one for one in audit.latest(tx) if one.result == "unsealed"]
    told = msgspec.json.decode(line.detail)
    assert told == {"sealed": 1, "other": 0, "damaged": 0, "passed": 2}


REFUSED: tuple[tuple[str, type[Refused], Callable[[Head], Head]], ...] = (
    ("other-covenant", OtherCovenant, lambda head: replace(head, covenant="CV-stroom")),
    ("other-epoch", OtherEpoch, lambda head: replace(head, epoch=9)),
    ("other-normalisation", OtherNormalisation, lambda head: replace(head, norm_digest="0" * 64)),
    ("other-key", OtherKey, lambda head: replace(head, key_check=bytes(16))),
    ("bad-signature", BadSignature, lambda head: replace(head, delivery="d-other")),
    ("tampered", Tampered, lambda head: replace(head, signals=1)),
)


@pytest.mark.parametrize(("code", "refusal", "change"), REFUSED)
def test_a_delivery_that_does_not_belong_is_refused_by_name_and_changes_nothing(
    world: World, code: str, refusal: type[Refused], change: Callable[[Head], Head]
) -> None:
    """Wrong covenant, epoch, digest, key or signature: each has a code and a remedy."""
    key = world.keys["woonhof"]
    first, *lines = world.encode(row(ANNA), row(STRANGER)).content.splitlines()
    head = change(read_head(first))
    if refusal is BadSignature:
        changed = msgspec.json.encode(head)
    else:
        changed = write_head(head, key.signer())
    before = (world.counts(), world.seen_by(), world.waiting())
    with pytest.raises(refusal) as refused:
        world.send(b"\n".join((changed, *lines)))
    assert refused.value.code == code
    assert (world.counts(), world.seen_by(), world.waiting()) == before


def test_a_key_of_another_covenant_is_refused(world: World) -> None:
    """Delivered under the name of a creditor that did not make it."""
    other = world.issue(creditor="stroom")
    content = world.encode(row(ANNA), key=replace(other, creditor="woonhof")).content
    with pytest.raises(OtherCovenant):
        world.send(content)


def test_a_thief_of_the_key_without_the_signature_cannot_deliver(world: World) -> None:
    """Another signing key with the right covenant key."""
    key = replace(world.keys["woonhof"], signing=bytes(32))
    with pytest.raises(BadSignature):
        world.send(world.encode(row(ANNA), key=key).content)


@pytest.mark.parametrize("part", ["slots", "body"])
def test_a_slot_or_body_changed_on_the_way_is_refused(world: World, part: str) -> None:
    """The signature covers every line: nothing is looked up."""
    first, line = world.encode(row(ANNA)).content.splitlines()
    envelope = read_line(line)
    content = getattr(envelope, part)
    changed = replace(envelope, **{part: content[:70] + bytes((content[70] ^ 1,)) + content[71:]})
    with pytest.raises(Tampered) as refused:
        world.send(first + b"\n" + write_line(changed))
    assert refused.value.code == "tampered"
    assert world.seen_by() == []


def test_lines_of_two_deliveries_do_not_mix(world: World) -> None:
    """Not even when the creditor signs them together, and no signal twice."""
    key = world.keys["woonhof"]
    one, other = (world.encode(row(who)).content for who in (ANNA, BRAM))

    def mixed(head: Head, lines: list[bytes]) -> Head:
        lines.append(other.splitlines()[1])
        return head

    def doubled(head: Head, lines: list[bytes]) -> Head:
        lines.append(lines[0])
        return head

    for change in (mixed, doubled):
        with pytest.raises(Tampered):
            world.send(_resign(one, key, change))
    assert world.seen_by() == []


@pytest.mark.parametrize("who", [ANNA, STRANGER])
@pytest.mark.parametrize("part", ["slots", "body"])
def test_a_creditor_that_spoils_its_own_envelope_learns_nothing(
    world: World, who: str, part: str
) -> None:
    """A refusal of what only a resident's key opens would tell who is a resident."""
    key = world.keys["woonhof"]

    def spoil(envelope: Envelope) -> Envelope:
        if part == "body":
            return replace(envelope, body=bytes(len(envelope.body)))
        slots = envelope.slots
        pieces = [slots[at : at + 16] + bytes(48) for at in range(0, len(slots), SLOT_BYTES)]
        return replace(envelope, slots=b"".join(pieces))

    def spoiled(head: Head, lines: list[bytes]) -> Head:
        lines[0] = _changed(lines[0], spoil)
        return head

    content = _resign(world.encode(row(who)).content, key, spoiled)
    _, receipt = world.send(content)
    assert msgspec.json.decode(receipt)["accepted"] == 1
    answers = world.seen_by()
    assert [getattr(one, "outcome", "") for one in answers[1:]] == ["admitted"]
    assert world.counts()["dead letters"] == (who == ANNA)
    assert world.counts()["signals"] == 0


def test_a_file_with_broken_lines_is_refused_with_all_of_them(world: World) -> None:
    """Each with its line, none with its content."""
    first, *lines = world.encode(row(ANNA), row(BRAM), row(STRANGER)).content.splitlines()
    content = b"\n".join((first, b"{}", lines[1], b"Zilverschoon"))
    with pytest.raises(BadFile) as refused:
        world.send(content)
    assert [fault.line for fault in refused.value.faults] == [2, 4]
    assert "Zilverschoon" not in str(refused.value)


def test_a_head_alone_is_no_delivery(world: World) -> None:
    """Nor is a file of another kind."""
    first = world.encode(row(ANNA)).content.splitlines()[0]
    for content in (first, b"", b"achternaam;bedrag\nJansen;1"):
        with pytest.raises(BadFile):
            world.send(content)
    assert world.seen_by() == []
