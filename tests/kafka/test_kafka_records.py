"""Messages: an event of ours comes back as it went, and whatever else comes never raises."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.log import Record
from streams.events import cloudevent
from streams.kafka.records import Malformed, Message, headers_of, read_message
from streams.topics import DELIVERED
from tests.needs import need
from tests.support.cluster import SOURCE

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "rulesets" / "cloudevents-1.0.schema.json"
RECORD = Record(
    "signals", 2, 41, "k3y", "d1-7", DELIVERED, "2026-11-22T09:00:00.000Z", b'{"row":7}'
)


def _message(record: Record = RECORD, **changes: object) -> Message:
    values = {
        "topic": record.topic,
        "part": record.part,
        "offset": 99,
        "stamp": 1_700_000_000_000,
        "key": record.key.encode(),
        "value": record.data,
        "headers": headers_of(record, SOURCE),
        **changes,
    }
    return Message(**values)  # type: ignore[arg-type]


def test_an_event_comes_back_as_it_went() -> None:
    """Its place is that in the log in SQL, wherever it stands in Kafka."""
    assert read_message(_message()) == RECORD


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_time", "ce_sequence"])
@pytest.mark.parametrize("value", [None, b"", b"\xff\xfe", b"x y", b"-1", b"9" * 400])
def test_a_message_with_a_wrong_header_is_malformed(name: str, value: bytes | None) -> None:
    """It is put aside by its place; it stops nobody."""
    rest = [one for one in headers_of(RECORD, SOURCE) if one[0] != name]
    wrong = rest if value is None else [*rest, (name, value)]
    found = read_message(_message(headers=wrong))
    allowed = name in ("ce_id", "ce_type") and value == b"-1"
    assert isinstance(found, Malformed) != allowed


@pytest.mark.parametrize("changes", [{"key": None}, {"value": None}, {"headers": ()}])
def test_a_message_without_a_part_is_malformed(changes: dict[str, object]) -> None:
    """Also a tombstone, and what a console client sends."""
    assert isinstance(read_message(_message(**changes)), Malformed)


@given(
    key=st.none() | st.binary(max_size=40),
    value=st.none() | st.binary(max_size=40),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["ce_id", "ce_type", "ce_time", "ce_sequence", "x"]),
            st.none() | st.binary(max_size=30),
        )
    ),
)
def test_no_message_whatsoever_raises(
    key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    """An exception in a worker would lose the batch that it is in."""
    found = read_message(_message(key=key, value=value, headers=headers))
    assert isinstance(found, Malformed | Record)


def test_an_event_is_a_cloudevent_and_its_sequence_sorts_as_text() -> None:
    """Binary mode of the Kafka binding: attributes are headers that begin with ce_."""
    need("the CloudEvents schema", SCHEMA.exists())
    headers = {name: value.decode() for name, value in headers_of(RECORD, SOURCE)}
    attributes = {n.removeprefix("ce_"): v for n, v in headers.items() if n.startswith("ce_")}
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    event = {**attributes, "datacontenttype": headers["content-type"], "data": {"row": 7}}
    jsonschema.validate(event, schema)
    told = cloudevent(RECORD, SOURCE)
    assert {name: event[name] for name in told} == told
    assert attributes["sequence"] < headers_of(_next(), SOURCE)[-1][1].decode()


def _next() -> Record:
    return Record("signals", 2, 1_000, "k", "d1-8", DELIVERED, RECORD.ce_time, b"{}")
