"""Events are CloudEvents of the NL GOV profile, without personal data in their attributes."""

import json
from pathlib import Path

import jsonschema
import pytest

from protocols.people import PartialDate
from store import log
from store.engine import reading
from streams.events import cloudevent
from streams.topics import EVENT_TYPES, TOPICS
from tests.support import made
from tests.support.line import Line

SCHEMAS = Path(__file__).resolve().parents[2].parent / "shared" / "rulesets"
SOURCE = f"urn:nld:oin:{made.city().oin}:systeem:vroegsignaal"


def _records(line: Line) -> list[log.Record]:
    with reading(line.engine) as tx:
        return [
            record
            for topic in TOPICS
            for part in range(topic.partitions)
            for record in log.read(tx, topic.name, part, 0, 100)
        ]


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the official CloudEvents schema is not here")
def test_every_event_of_the_line_conforms(line: Line) -> None:
    """CNCF's schema and our delta of NL GOV 1.1 both accept what the line writes."""
    line.send([made.signal(1), made.signal(2)])
    records = _records(line)
    assert {record.topic for record in records} == {topic.name for topic in TOPICS} - {"feedback"}
    for name in ("cloudevents-1.0.schema.json", "cloudevents-nlgov-delta.schema.json"):
        schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
        for record in records:
            jsonschema.validate(cloudevent(record, SOURCE), schema)


def test_no_event_tells_who_it_is_about(line: Line) -> None:
    """Neither attributes nor keys nor data hold a name, a birth date or an address."""
    line.send([made.signal(1)])
    born = PartialDate.of(made.born(1))
    secrets = [made.surname(1), str(born), "Verzinweg", "A.M."]
    for record in _records(line):
        told = f"{record.key}{record.ce_id}{record.ce_type}{record.data.decode()}"
        assert not [secret for secret in secrets if secret in told]


def test_an_event_is_small_and_its_type_is_declared(line: Line) -> None:
    """NL GOV: at most 64 KB; a type nobody declared is a type nobody can read."""
    line.send([made.signal(1)])
    for record in _records(line):
        assert record.ce_type in EVENT_TYPES
        assert len(record.data) < 64 * 1024
