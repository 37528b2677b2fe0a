"""Epochs: one serves, the one before serves once more, and what is over is gone for everybody."""

from datetime import timedelta

import pytest

from matching.tokens.refusals import OtherEpoch
from portal.encode.keys import Verb
from portal.encode.receiving import end_past_epochs
from portal.erasure import erase, preview
from portal.faults import BadFile
from store import audit, epochs
from store.engine import begin, reading
from store.epochs import State
from store.vault import SealBroken
from streams.epoch_keys import EpochKeys, keys_of
from streams.epochs import Agreed, EpochTaken, EpochThere, NoEpoch, Registrar
from streams.residents import NoRegister
from tests.portal.encode.conftest import (
    ANNA,
    BRAM,
    STRANGER,
    World,
    later,
    row,
)
from tests.support import made
from tests.support.line import open_line


def _states(world: World) -> list[str]:
    return [one.state for one in world.epochs()]


def test_a_covenant_has_one_current_epoch(world: World) -> None:
    """A second first key is refused, and so is rotating what is not there."""
    with pytest.raises(EpochThere):
        world.issue()
    with pytest.raises(NoEpoch):
        world.issue(Verb.ROTATE, "stroom")
    assert _states(world) == ["current"]


def test_creditors_have_keys_of_their_own(world: World) -> None:
    """One creditor's key tells nothing of another's deliveries."""
    other = world.issue(creditor="stroom")
    mine = world.keys["woonhof"]
    assert other.root != mine.root
    assert other.signing != mine.signing
    assert other.vault != mine.vault
    assert (other.epoch, mine.epoch) == (1, 1)


def test_rotation_makes_the_next_epoch_with_its_own_index(world: World) -> None:
    """Never converted: built anew of the register, under another key."""
    world.issue(Verb.ROTATE)
    assert _states(world) == ["old", "current"]
    old, now = world.epochs()
    with reading(world.line.engine) as tx:
        one, other = epochs.arrays(tx, old), epochs.arrays(tx, now)
    assert one["prefixes"] != other["prefixes"]
    assert set(_eights(one["prefixes"])).isdisjoint(_eights(other["prefixes"]))
    assert one["residents"] == other["residents"]


def _eights(content: bytes) -> list[bytes]:
    return [content[at : at + 8] for at in range(0, len(content), 8)]


def test_an_old_epoch_serves_exactly_one_delivery_more(world: World) -> None:
    """What was on its way comes in; after that the old key is worth nothing."""
    on_its_way, too_late = (world.encode(row(who)).content for who in (ANNA, BRAM))
    world.issue(Verb.ROTATE)
    world.send(on_its_way)
    assert world.counts()["signals"] == 1
    assert _states(world) == ["over", "current"]
    with pytest.raises(OtherEpoch) as refused:
        world.send(too_late)
    assert refused.value.code == "other-epoch"
    assert world.counts()["signals"] == 1


def test_what_was_sent_under_an_old_epoch_may_be_sent_again_without_effect(world: World) -> None:
    """A creditor that missed the receipt gets the same one, though the epoch is over."""
    content = world.encode(row(ANNA)).content
    world.issue(Verb.ROTATE)
    first = world.send(content)[1]
    before = world.counts()
    assert world.send(content)[1] == first
    assert world.counts() == before


def test_the_end_of_an_epoch_destroys_key_index_and_envelopes(world: World) -> None:
    """Only its number, days and state stay, so that it never comes back."""
    world.send(world.encode(row(STRANGER)).content)
    assert world.waiting() == 1
    kept = world.epochs()[0]
    world.issue(Verb.ROTATE)
    world.send(world.encode(row(ANNA), key=world.keys["woonhof"]).content)
    world.issue(Verb.ROTATE)
    gone, old, now = world.epochs()
    assert (gone.state, old.state, now.state) == ("over", "old", "current")
    assert (gone.wrapped, gone.sealed) == (b"", b"")
    with reading(world.line.engine) as tx:
        assert epochs.arrays(tx, gone) == {}
        assert epochs.waiting(tx, gone) == []
        assert epochs.arrays(tx, old)
    with pytest.raises(SealBroken):
        keys_of(world.line.vault, gone)
    keys_of(world.line.vault, kept)


def test_the_end_of_one_epoch_leaves_the_others(world: World) -> None:
    """Another creditor's envelopes and keys stay as they are."""
    world.issue(creditor="stroom")
    with begin(world.line.engine) as tx:
        mine = epochs.of_creditor(tx, "woonhof")[0]
        its = epochs.of_creditor(tx, "stroom")[0]
        for one in (mine, its):
            epochs.keep(tx, one, [epochs.Waiting(f"d-{one.creditor_id}", 1, b"sealed")])
        assert epochs.destroy(tx, mine) == 1
        assert len(epochs.waiting(tx, its)) == 1
        assert epochs.arrays(tx, its)
        assert epochs.of_creditor(tx, "stroom")[0].state == State.CURRENT


def test_numbers_of_epochs_never_come_back(world: World) -> None:
    """Two epochs of one number would make the same tokens of another key's."""
    for _ in range(3):
        world.issue(Verb.ROTATE)
    assert [one.epoch for one in world.epochs()] == [1, 2, 3, 4]
    assert _states(world) == ["over", "over", "old", "current"]


def test_an_epoch_ends_by_itself_after_its_last_day(world: World) -> None:
    """A creditor that stops delivering leaves nothing behind."""
    world.send(world.encode(row(STRANGER)).content)
    content = world.encode(row(ANNA)).content
    last = later(92)
    assert end_past_epochs(world.wired, last) == 0
    world.at = last + timedelta(days=1)
    with pytest.raises(OtherEpoch):
        world.send(content)
    assert _states(world) == ["over"]
    assert world.waiting() == 0
    assert end_past_epochs(world.wired, world.at) == 0
    world.issue()
    assert [one.epoch for one in world.epochs()] == [1, 2]


def test_every_change_of_keys_is_audited_with_counts_only(world: World) -> None:
    """In the transaction of the change; no key, no token, no name."""
    world.send(world.encode(row(STRANGER)).content)
    world.issue(Verb.ROTATE)
    world.send(world.encode(row(ANNA), key=world.keys["woonhof"]).content)
    world.issue(Verb.ROTATE)
    with reading(world.line.engine) as tx:
        lines = audit.latest(tx, action="epoch.changed")
    told = [(line.result, line.detail) for line in reversed(lines)]
    assert told == [
        ("opened", '{"envelopes":0,"epoch":1}'),
        ("superseded", '{"envelopes":0,"epoch":1}'),
        ("opened", '{"envelopes":0,"epoch":2}'),
        ("destroyed", '{"envelopes":1,"epoch":1}'),
        ("superseded", '{"envelopes":0,"epoch":2}'),
        ("opened", '{"envelopes":0,"epoch":3}'),
    ]


def test_a_key_file_that_cannot_be_written_opens_no_epoch(world: World) -> None:
    """Else the city would serve a key that nobody has."""
    before = world.epochs()
    world.count -= 1
    with pytest.raises(BadFile):
        world.issue(Verb.ROTATE)
    assert world.epochs() == before


def test_two_who_rotate_at_once_open_one_epoch(world: World) -> None:
    """The second finds another number than the one it prepared for."""
    key = world.keys["woonhof"]
    agreed = Agreed(
        "woonhof", 2, key.covenant, "NL", key.norm_digest, key.kinds, bytes(32), key.valid_to
    )
    keys = EpochKeys.made(key.vault.kem, bytes)
    registrar = Registrar(world.line.vault, "test", "test")
    with begin(world.line.engine) as tx:
        registrar.rotate(tx, agreed, keys, made.AT)
    with pytest.raises(EpochTaken), begin(world.line.engine) as tx:
        registrar.rotate(tx, agreed, keys, made.AT)
    assert _states(world) == ["old", "current"]


def test_without_a_register_no_key_is_made(world: World) -> None:
    """The match keys are chosen in the register, and there would be no index."""
    bare = World(open_line(world.folder / "bare.db"), world.folder, count=50)
    with pytest.raises(NoRegister):
        bare.issue()
    bare.line.engine.dispose()


def test_a_big_index_is_stored_in_pieces_and_read_whole(world: World) -> None:
    """A row of a database has a limit; an index of a city has not."""
    one = world.epochs()[0]
    content = {"prefixes": bytes(range(256)) * 70_000, "empty": b"", "short": b"x"}
    with begin(world.line.engine) as tx:
        epochs.put_arrays(tx, one, 7, content)
    with reading(world.line.engine) as tx:
        found = epochs.arrays(tx, one)
    assert found == {name: text for name, text in content.items() if text}
    assert len(content["prefixes"]) > 2 * epochs.PIECE_BYTES
    assert world.epochs()[0].register_version == 7


def test_the_clock_ends_an_epoch_after_its_last_day_without_a_delivery(world: World) -> None:
    """A creditor that delivers no more must not leave its sealed envelopes here for good."""
    world.send(world.encode(row(STRANGER)).content)
    world.at = later(92)
    assert preview(world.wired)["epoch"] == erase(world.wired)["epoch"] == 0
    assert _states(world) == ["current"]
    assert world.waiting() == 1
    world.at = later(93)
    assert preview(world.wired)["epoch"] == erase(world.wired)["epoch"] == 1
    assert _states(world) == ["over"]
    assert world.waiting() == 0
    with reading(world.line.engine) as tx:
        ended = audit.latest(tx, action="epoch.changed")[0]
    assert (ended.actor, ended.origin, ended.result) == ("clock", "clock", "destroyed")
    assert '"envelopes":1' in ended.detail
    assert preview(world.wired)["epoch"] == erase(world.wired)["epoch"] == 0
