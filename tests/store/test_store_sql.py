"""What each kind of write does with a row that is there already; lists in pieces; instants."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from store import cases, sql
from store.engine import ConstraintBroken, Engine, begin, reading
from store.tables import inbox, light_offer, worker_load

OFFER = {"case_id": "c-1", "month": "2026-11", "offered_on": "2026-11-02", "template": "a/1"}
OTHER = {**OFFER, "case_id": "c-2"}
LATER = {**OFFER, "offered_on": "2026-11-30", "template": "b/2"}


def _offers(engine: Engine) -> list[dict[str, str]]:
    with reading(engine) as tx:
        return [
            dict(row._mapping) for row in sql.rows(tx, light_offer.select().order_by("case_id"))
        ]


def test_insert_puts_new_rows(engine: Engine) -> None:
    """All of them."""
    with begin(engine) as tx:
        sql.insert(tx, light_offer, [OFFER, OTHER])
    assert _offers(engine) == [OFFER, OTHER]


def test_insert_refuses_a_row_that_is_there_with_all_beside_it(engine: Engine) -> None:
    """What must be new and is not is a mistake that must show."""
    with begin(engine) as tx:
        sql.insert(tx, light_offer, [OFFER])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        sql.insert(tx, light_offer, [OTHER, LATER])
    assert _offers(engine) == [OFFER]


def test_insert_or_keep_keeps_what_is_there(engine: Engine) -> None:
    """Also within one call: the first row with a key counts."""
    with begin(engine) as tx:
        sql.insert_or_keep(tx, light_offer, [OFFER, LATER])
        sql.insert_or_keep(tx, light_offer, [LATER, OTHER])
    assert _offers(engine) == [OFFER, OTHER]


def test_put_replaces_what_is_there_and_leaves_the_rest(engine: Engine) -> None:
    """The last row with a key counts, in every column."""
    with begin(engine) as tx:
        sql.put(tx, light_offer, [OFFER, OTHER])
        sql.put(tx, light_offer, [LATER])
    assert _offers(engine) == [LATER, OTHER]


@pytest.mark.parametrize("write", [sql.insert, sql.insert_or_keep, sql.put, sql.add])
def test_writing_nothing_does_nothing(engine: Engine, write: Any) -> None:
    """No rows, no statement."""
    with begin(engine) as tx:
        write(tx, light_offer, [])
    assert _offers(engine) == []


def test_a_table_of_keys_alone_can_be_written_to(engine: Engine) -> None:
    """There is nothing to replace in it."""
    row = {"grp": "g", "ce_id": "e"}
    with begin(engine) as tx:
        sql.insert(tx, inbox, [row])
        sql.insert_or_keep(tx, inbox, [row])
        assert len(list(sql.rows(tx, inbox.select()))) == 1


def test_a_row_of_one_column_and_columns_in_another_order_are_written_right(engine: Engine) -> None:
    """Values are taken by name: the order in which a row tells them does not matter."""
    backwards = dict(reversed(OTHER.items()))
    with begin(engine) as tx:
        sql.insert(tx, light_offer, [OFFER, backwards])
        tx.connection.exec_driver_sql("create table lone (word text primary key)")
        lone = sa.Table("lone", sa.MetaData(), sa.Column("word", sa.Text, primary_key=True))
        sql.insert(tx, lone, [{"word": "een"}, {"word": "twee"}])
        assert [row.word for row in sql.rows(tx, lone.select().order_by("word"))] == ["een", "twee"]
    assert _offers(engine) == [OFFER, OTHER]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**12), 10**12)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_add_comes_to_the_sum(shared: Engine, steps: list[tuple[str, int]]) -> None:
    """Over calls and within one call; no row is lost by adding twice to the same."""
    expected: Counter[str] = Counter()
    for name, by in steps:
        expected[name] += by
    lines = [{"worker_id": name, "open_cases": by} for name, by in steps]
    with begin(shared) as tx:
        tx.connection.execute(worker_load.delete())
        sql.add(tx, worker_load, lines[:10])
        for start in range(10, len(lines), 7):
            sql.add(tx, worker_load, lines[start : start + 7])
        assert cases.loads(tx) == dict(expected)


@given(st.lists(st.integers(0, 3_000), max_size=3_000))
@settings(max_examples=40, deadline=None)
def test_chunks_hold_every_value_once_and_in_order(values: list[int]) -> None:
    """No chunk is empty and none is longer than one IN may be."""
    chunks = list(sql.in_chunks(iter(values)))
    assert [value for chunk in chunks for value in chunk] == list(dict.fromkeys(values))
    assert all(1 <= len(chunk) <= sql.MOST_IN_LIST for chunk in chunks)


@pytest.mark.parametrize(
    ("size", "chunks"), [(0, []), (1, [1]), (900, [900]), (901, [900, 1]), (1801, [900, 900, 1])]
)
def test_a_chunk_is_filled_before_the_next_begins(size: int, chunks: list[int]) -> None:
    """As few questions as can be."""
    assert [len(chunk) for chunk in sql.in_chunks(range(size))] == chunks


def test_an_instant_is_text_in_utc_with_milliseconds() -> None:
    """Whatever zone it was given in."""
    at = datetime(2026, 11, 22, 10, 0, 5, 123_999, timezone(timedelta(hours=1)))
    assert sql.instant(at) == "2026-11-22T09:00:05.123Z"
    assert sql.instant(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000Z"


ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_their_text(one: datetime, other: datetime) -> None:
    """Every question about time compares text."""
    first, second = sorted((one, other))
    assert sql.instant(first) <= sql.instant(second)
    assert datetime.fromisoformat(sql.instant(first)) <= first
