"""What is said on the topics, as an AsyncAPI 3 document made from the declarations."""

from collections.abc import Mapping
from typing import Any

import msgspec

from streams.events import CaseData, ChangedData, DeliveredData, FeedbackData, MatchedData
from streams.topics import (
    CASE_WEIGHED,
    DELIVERED,
    FEEDBACK_TOLD,
    SIGNAL_CORRECTED,
    SIGNAL_MATCHED,
    SIGNAL_RETURNED,
    SIGNAL_WITHDRAWN,
    TOPICS,
    Topic,
    kafka_settings,
    schema_of,
)

DATA: Mapping[str, type] = {
    DELIVERED: DeliveredData,
    SIGNAL_MATCHED: MatchedData,
    SIGNAL_CORRECTED: ChangedData,
    SIGNAL_WITHDRAWN: ChangedData,
    SIGNAL_RETURNED: ChangedData,
    CASE_WEIGHED: CaseData,
    FEEDBACK_TOLD: FeedbackData,
}
"""What every type of event holds."""
BINDING = "0.5.0"
_SCHEMA = "#/components/schemas/{name}"
_ABOUT = (
    "What the line from signal to caseload says to itself and to who follows the caseload. Events "
    "are CloudEvents 1.0 (NL GOV profile) in the binary mode of Kafka. Delivery is at least once, "
    "within a partition in the order of ce_sequence for who skips what it has read; ce_id tells "
    "an event from another. Keys and headers hold no personal data; what is personal in the data "
    "is sealed, or a pseudonym."
)
_HEADERS: Mapping[str, tuple[str, str]] = {
    "ce_specversion": ("1\\.0", "version of CloudEvents"),
    "ce_id": ("[!-~]{1,200}", "the fact that is told; the same twice counts once"),
    "ce_source": ("urn:nld:oin:[0-9]{20}:systeem:[a-z]+", "the city"),
    "ce_type": ("nl\\.vroegsignalering\\.[a-z-]+", "what happened"),
    "ce_time": (".{19}\\.[0-9]{3}Z", "when it was recorded, UTC"),
    "ce_dataschema": ("urn:vroegsignaal:schema:[a-z-]+:[0-9]+", "schema of the data"),
    "ce_sequence": ("[0-9]{18}", "place in the partition, counted from 0"),
    "content-type": ("application/json", "how the data is written"),
}


def contract() -> dict[str, Any]:
    """The AsyncAPI 3 document."""
    channels = {topic.name: _channel(topic) for topic in TOPICS}
    operations: dict[str, Any] = {}
    for topic in TOPICS:
        operations[f"relay-{topic.name}"] = _operation("send", topic, "the outbox relay")
        for group in topic.consumers:
            operations[group] = _operation("receive", topic, f"workers of the group {group}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "vroegsignaal", "version": _version(), "description": _ABOUT},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _version() -> str:
    return f"{max(topic.version for topic in TOPICS)}.0.0"


def _channel(topic: Topic) -> dict[str, Any]:
    settings = kafka_settings(topic, copies=1)
    return {
        "address": topic.name,
        "description": f"Key: {topic.key}. One key is always in one partition.",
        "messages": {
            _name(ce_type): {"$ref": f"#/components/messages/{_name(ce_type)}"}
            for ce_type in topic.events
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [settings["cleanup.policy"]],
                    "retention.ms": int(settings["retention.ms"]),
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _operation(action: str, topic: Topic, who: str) -> dict[str, Any]:
    channel = f"#/channels/{topic.name}"
    messages = [{"$ref": f"{channel}/messages/{_name(ce_type)}"} for ce_type in topic.events]
    return {"action": action, "channel": {"$ref": channel}, "summary": who, "messages": messages}


def _messages() -> dict[str, Any]:
    return {
        _name(ce_type): {
            "name": ce_type,
            "title": schema_of(ce_type),
            "contentType": "application/json",
            "headers": {"$ref": _SCHEMA.format(name="Headers")},
            "payload": {"$ref": _SCHEMA.format(name=data.__name__)},
            "bindings": {
                "kafka": {"key": {"type": "string", "minLength": 1}, "bindingVersion": BINDING}
            },
        }
        for ce_type, data in DATA.items()
    }


def _schemas() -> dict[str, Any]:
    headers = {
        name: {"type": "string", "pattern": f"^{pattern}$", "description": about}
        for name, (pattern, about) in _HEADERS.items()
    }
    _, found = msgspec.json.schema_components(dict.fromkeys(DATA.values()), ref_template=_SCHEMA)
    told = {"type": "object", "required": list(headers), "properties": headers}
    return {"Headers": told, **dict(sorted(found.items()))}


def _name(ce_type: str) -> str:
    return ce_type.rpartition(".")[2]
