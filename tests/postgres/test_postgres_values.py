"""Values come back from PostgreSQL as they went in, and sort and compare as on SQLite."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.work.combine import Known
from protocols.work.enrich import OpenClaim
from store import access, audit, cases, deliveries, register, signals, sql
from store.access import Account
from store.engine import Engine, NotStorable, begin, open_engine, reading
from store.register import HouseholdClaim
from store.signals import KeptSignal
from store.tables import inbox, metadata, signal
from tests.support import made

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def both(engine: Engine) -> Iterator[tuple[Engine, Engine]]:
    """PostgreSQL and SQLite beside each other."""
    lite = open_engine("sqlite://")
    with begin(lite) as tx:
        metadata.create_all(tx.connection)
    yield engine, lite
    lite.dispose()


def _kept(word: str, content: bytes, cents: int, on: date, crisis: bool) -> KeptSignal:
    known = Known(
        SignalId(f"s-{word}"),
        CreditorId(word),
        word,
        ArrearsType.RENT,
        Cents(cents),
        on,
        crisis=crisis,
        resident_id=ResidentId(word),
    )
    return KeptSignal(known, "h-1", word, word, on, word, content)


@given(
    words=st.lists(WORDS, min_size=1, max_size=8, unique=True),
    content=st.binary(max_size=60),
    cents=st.integers(1, 2**62),
    on=st.dates(date(1900, 1, 1)),
    crisis=st.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_signals_come_back_as_they_went_in_and_in_the_same_order(
    both: tuple[Engine, Engine],
    words: list[str],
    content: bytes,
    cents: int,
    on: date,
    crisis: bool,
) -> None:
    """Text in any script, bytes, days, cents and yes or no; sorted by code point in both."""
    kept = [_kept(word, content, cents, on, crisis) for word in words]
    found = []
    for engine in both:
        with begin(engine) as tx:
            tx.connection.execute(sa.delete(signal))
            signals.put(tx, kept)
            found.append(signals.of_households(tx, ["h-1"], date.min))
            assert signals.find(tx, f"s-{words[0]}") == kept[0]
    assert found[0] == found[1] == sorted(kept, key=lambda one: one.known.signal_id)


def test_accounts_are_in_the_order_of_their_code_points(engine: Engine) -> None:
    """This server sorts as in Dutch; capitals, accents and hyphens would then mix."""
    names = ["b", "A", "a", "B", "é", "e", "z", "a-b", "ab", "_", "10", "9"]
    with begin(engine) as tx:
        for name in names:
            access.put_account(tx, Account(name, "worker", "", "hash"))
        assert [one.account_id for one in access.accounts(tx)] == sorted(names)
        language = tx.connection.exec_driver_sql(
            "select daticulocale from pg_database where datname = current_database()"
        ).scalar()
    assert language == "nl-NL"


@pytest.mark.parametrize(
    "row",
    [
        {"grp": "g", "ce_id": "a\0b"},
        {"grp": "g", "ce_id": "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(20_000))},
    ],
)
def test_a_text_that_cannot_be_stored_is_refused_by_name_and_never_told(
    engine: Engine, row: dict[str, str]
) -> None:
    """NUL, and a key that is too long. It is the event that is wrong: it can be parked, and a
    worker that called the database unavailable would try it for ever."""
    with pytest.raises(NotStorable) as refused, begin(engine) as tx:
        sql.insert(tx, inbox, [{"grp": "g", "ce_id": "fine"}, row])
    assert row["ce_id"] not in f"{refused.value!r} {refused.value.__cause__!r}"
    with reading(engine) as tx:
        assert not list(sql.rows(tx, inbox.select()))


def test_after_a_text_that_cannot_be_stored_the_rest_of_a_batch_goes_on(engine: Engine) -> None:
    """In a savepoint of its own."""
    with begin(engine) as tx:
        for ce_id in ("one", "a\0b", "two"):
            try:
                with tx.savepoint():
                    sql.insert(tx, inbox, [{"grp": "g", "ce_id": ce_id}])
            except NotStorable:
                assert "\0" in ce_id
    with reading(engine) as tx:
        assert {row.ce_id for row in sql.rows(tx, inbox.select())} == {"one", "two"}


def test_a_number_too_large_is_refused_by_name(engine: Engine) -> None:
    """More cents than there are in the world."""
    huge = HouseholdClaim(OpenClaim("c", "tax", Cents(2**64), Cents(1), made.ON), "h", "r")
    with pytest.raises(NotStorable), begin(engine) as tx:
        register.replace_claims(tx, [huge])


def test_what_cannot_be_stored_is_nowhere(engine: Engine) -> None:
    """An address or a form with %00 in it finds nothing, as on SQLite, and is no failure."""
    with begin(engine) as tx:
        assert access.find_account(tx, "a\0b") is None
        assert cases.find(tx, "\0") is None
        assert deliveries.find(tx, "woonhof", "d\0") is None
        assert audit.latest(tx, about="\0") == []
        assert deliveries.data_keys(tx, ["\0", "x"]) == {}
        access.put_account(tx, Account("anja", "worker", "", "hash"))
    with reading(engine) as tx:
        assert access.find_account(tx, "anja") is not None


def test_a_very_long_text_that_is_no_key_comes_back_whole(engine: Engine) -> None:
    """Explanations are as long as they are."""
    text = "é\n" * 500_000
    with begin(engine) as tx:
        sql.insert(tx, metadata.tables["review"], [_review(text)])
    with reading(engine) as tx:
        (found,) = signals.held(tx)
    assert found.judgement == text


def _review(text: str) -> dict[str, object]:
    return {
        "signal_id": "s-1",
        "creditor_id": "w",
        "received_on": "2026-11-22",
        "kind": "probable",
        "sealed": b"",
        "judgement": text,
        "turn": 0,
    }


def test_questions_for_thousands_at_once_are_answered_whole(engine: Engine) -> None:
    """One array instead of many lists; ids that are there twice count once."""
    ids = [f"s-{n}" for n in range(5_000)]
    with begin(engine) as tx:
        deliveries.keep_data_keys(tx, [(one, one.encode()) for one in ids[::2]])
        found = deliveries.data_keys(tx, [*ids, *ids])
        assert found == {one: one.encode() for one in ids[::2]}
        deliveries.destroy_data_keys(tx, ids)
        assert deliveries.data_keys(tx, ids) == {}
        assert deliveries.data_keys(tx, []) == {}


def test_a_setting_of_a_signal_is_replaced_whole(engine: Engine) -> None:
    """The last one that is told counts, also within one call."""
    one = _kept("x", b"1", 5, made.ON, crisis=False)
    with begin(engine) as tx:
        signals.put(tx, [one, replace(one, sealed=b"2"), replace(one, sealed=b"3")])
        assert signals.find(tx, "s-x") == replace(one, sealed=b"3")
