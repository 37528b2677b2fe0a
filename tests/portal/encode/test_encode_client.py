"""The creditor's client: what it sends is sealed, and what may not be sent it leaves out."""

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pytest

from matching.tokens.envelope import tokens_of, unlock
from matching.tokens.keys import CORE_KINDS
from matching.tokens.message import read_line
from portal.encode.key_file import KeyFile
from protocols.covenant.answer import Refusal
from tests.portal.encode.conftest import ANNA, BRAM, HEADINGS, MONEY, STRANGER, World, row

SECRETS = (
    *("Zilverschoon", "Roodborst", "Waterspreeuw", "17-04-1961", "1961-04-17", "19610417"),
    *("Kwikstaart", "1111AA", "0698765431", "1234.56", "123456"),
)


def test_nothing_of_a_customer_is_readable_in_a_delivery(world: World) -> None:
    """Whoever carries or stores it sees sizes and times, no names, dates or debts."""
    content = world.encode(*map(row, (ANNA, BRAM, STRANGER))).content
    decoded = b"".join(_bytes_of(json.loads(line)) for line in content.splitlines())
    for secret in SECRETS:
        assert secret.encode() not in content + decoded
        assert secret.upper().encode() not in content + decoded


def _bytes_of(line: dict[str, object]) -> bytes:
    """Everything that is written as base64, as the bytes it stands for."""
    return b"".join(b64decode(str(line[name])) for name in ("slots", "body") if name in line)


def test_every_signal_looks_alike_from_outside(world: World) -> None:
    """A resident and a stranger, much known and little known: the same size and slots."""
    short = "K4;;;Kievit;;;5;1111AA;;"
    lines = world.encode(*map(row, (ANNA, STRANGER, short))).content.splitlines()[1:]
    assert len({len(line) for line in lines}) == 1


def test_encoding_twice_gives_two_deliveries_that_share_no_id_and_no_body(world: World) -> None:
    """A fresh key per signal: nothing is sealed twice under one."""
    first, second = (world.encode(row(ANNA)) for _ in range(2))
    lines = [json.loads(each.content.splitlines()[1]) for each in (first, second)]
    for field in ("delivery", "sid", "body", "slots"):
        assert lines[0][field] != lines[1][field]
    assert set(first.sids.values()).isdisjoint(second.sids.values())


def test_a_row_that_the_covenant_does_not_let_in_is_not_sent(world: World) -> None:
    """The city could not tell, for it may never open it: so the client says so."""
    written = world.encode(row(ANNA), row(BRAM, "1,23;01-09-2026;22-11-2026"))
    assert set(written.sids) == {1}
    assert written.refused[2].code is Refusal.AMOUNT_TOO_LOW
    assert written.refused[2].article.startswith("CV-woonhof art.")
    assert len(written.content.splitlines()) == 2


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_sent(world: World) -> None:
    """With the field and the code that `signals check` gives."""
    written = world.encode(row(ANNA, "vijftig;01-09-2026;22-11-2026"), row(BRAM))
    assert [one.faults for one in written.unreadable] == [(("amount", "not-an-amount"),)]
    assert set(written.sids) == {2}


def test_a_withdrawal_that_names_nobody_cannot_be_sent_sealed(world: World) -> None:
    """Nobody here could open it, so the creditor must hear that it needs a name."""
    headings = "soort;" + HEADINGS
    bare = "intrekking;K1;;;;;;;;;;;;"
    whole = f"intrekking;{ANNA};;;"
    written = world.encode(bare, whole, headings=headings)
    assert [one.row for one in written.unreadable] == [1]
    assert written.unreadable[0].faults[0][1] == "not-enough-to-find-anyone"
    assert set(written.sids) == {2}


@pytest.mark.parametrize(("creditor", "keeps"), [("woonhof", False), ("zorg", True)])
def test_a_bsn_makes_a_token_only_where_the_covenant_accepts_it(
    world: World, creditor: str, keeps: bool
) -> None:
    """Else it is left at the creditor, not only unread by the city."""
    key = world.keys["woonhof"] if creditor == "woonhof" else world.issue(creditor=creditor)
    headings = HEADINGS + ";bsn"
    sent = world.encode(f"{row(STRANGER)};999990019", key=key, headings=headings)
    assert len(sent.sids) == 1
    assert _opens_by_id(sent.content, key) is keeps


def _opens_by_id(content: bytes, key: KeyFile) -> bool:
    """Whether somebody who knows only the BSN can open the first signal."""
    envelope = read_line(content.splitlines()[1])
    secret = key.suite().secret(1, b"vs1\x00\x01\x00\x09999990019")
    tried = [unlock(envelope, at, secret) for at in range(len(tokens_of(envelope)))]
    return any(one is not None for one in tried)


def test_the_receipt_is_known_before_it_is_sent(world: World) -> None:
    """What the city answers, the creditor could have written itself: it tells nothing."""
    written = world.encode(row(ANNA), row(STRANGER))
    assert world.send(written.content)[1] == written.receipt
    told = json.loads(written.receipt)
    assert set(told) == {"delivery", "accepted", "digest"}
    assert told["accepted"] == 2


def test_the_city_is_served_with_the_kinds_it_chose(open_world: Callable[..., World]) -> None:
    """Two residents are too few to measure anything: the core kinds alone, twelve slots."""
    one = open_world(name="small")
    key = one.issue()
    assert key.kinds == CORE_KINDS
    line = json.loads(one.encode(row(ANNA)).content.splitlines()[1])
    assert len(_bytes_of({"slots": line["slots"]})) == 12 * 64
    more = replace(key, kinds=CORE_KINDS | set(range(32, 40)))
    line = json.loads(one.encode(row(ANNA), key=more).content.splitlines()[1])
    assert len(_bytes_of({"slots": line["slots"]})) == 24 * 64


def test_an_empty_file_of_rows_makes_no_delivery(world: World) -> None:
    """All rows refused: there is nothing to send, and the city takes no empty delivery."""
    written = world.encode(row(ANNA, MONEY.replace("1234,56", "1,00")))
    assert list(chain(written.sids, written.unreadable)) == []
    assert len(written.content.splitlines()) == 1
