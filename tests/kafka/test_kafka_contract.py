"""The AsyncAPI document is the code's, and events are as it says."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from portal.cli.topics import written_contract
from store import log
from store.engine import reading
from store.log import Record
from streams.contract import DATA, contract
from streams.kafka.records import headers_of
from streams.topics import EVENT_TYPES, TOPICS
from tests.support import made
from tests.support.cluster import SOURCE
from tests.support.line import open_line, with_residents

REPOSITORY = Path(__file__).resolve().parents[2]
WRITTEN = REPOSITORY / "docs" / "asyncapi.yaml"
SCHEMA = REPOSITORY.parent / "shared" / "rulesets" / "asyncapi-3.0.0.schema.json"


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _found(document: Any, reference: str) -> Any:
    node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def _checked(name: str, told: object) -> None:
    document = contract()
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    checker.validate(told)


def test_the_document_in_docs_is_made_from_the_code() -> None:
    """Write it anew with `vroegsignaal topics contract > docs/asyncapi.yaml`."""
    assert WRITTEN.read_text(encoding="utf-8") == written_contract()
    assert yaml.safe_load(written_contract()) == json.loads(json.dumps(contract()))


def test_it_has_every_topic_type_and_group() -> None:
    """What is declared and not described does not exist for others."""
    document = contract()
    assert list(document["channels"]) == [topic.name for topic in TOPICS]
    assert {one["name"] for one in document["components"]["messages"].values()} == set(EVENT_TYPES)
    assert set(DATA) == set(EVENT_TYPES) == {one for topic in TOPICS for one in topic.events}
    groups = {group for topic in TOPICS for group in topic.consumers}
    receiving = {name for name, one in document["operations"].items() if one["action"] == "receive"}
    assert receiving == groups


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    """As far as can be told without the schema of AsyncAPI itself."""
    document = contract()
    for reference in _references(document):
        assert _found(document, reference)
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_the_document_fits_the_schema_of_asyncapi() -> None:
    """The official one, where it is at hand."""
    if not SCHEMA.exists():
        pytest.skip("needs the AsyncAPI 3 schema among the rulesets, which have none yet")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(contract())), schema)


def test_events_of_a_real_line_fit_the_document(tmp_path: Path) -> None:
    """Headers and data of every event, of every type that a delivery leads to."""
    line = open_line(tmp_path / "line.db")
    with_residents(line, [made.resident(n) for n in range(1, 30)])
    line.send([made.signal(row) for row in range(1, 30)])
    with reading(line.engine) as tx:
        records = [
            record
            for topic in TOPICS
            for part in range(topic.partitions)
            for record in log.read(tx, topic.name, part, 0, 1_000)
        ]
    assert len({record.ce_type for record in records}) == 3
    for record in records:
        _checked(DATA[record.ce_type].__name__, json.loads(record.data))
        _checked("Headers", _headers(record))


def _headers(record: Record) -> dict[str, str]:
    return {name: value.decode() for name, value in headers_of(record, SOURCE)}
