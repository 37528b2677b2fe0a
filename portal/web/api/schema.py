"""The OpenAPI description: what a batch looks like, and what FastAPI would say otherwise."""

from collections.abc import Mapping
from typing import Any, Final

from portal.intake.opening import MOST_ROWS
from portal.intake.words import HEADINGS
from portal.web.problem import MEDIA_TYPE

API_VERSION: Final = "1.0.0"
_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "amount": {"type": ["string", "number"], "examples": ["123,45", 123.45]},
    "arrears_since": {"type": "string", "format": "date", "examples": ["2026-09-01"]},
    "date_of_birth": {"type": "string", "examples": ["1980-05-17", "1980-05-00"]},
    "signal_date": {"type": "string", "format": "date", "examples": ["2026-11-22"]},
    "house_number": {"type": ["string", "integer"]},
    "crisis": {"type": ["string", "boolean"]},
    "arrangement": {"type": ["string", "boolean"]},
    "objection": {"type": ["string", "boolean"]},
}


def _signal() -> dict[str, Any]:
    """A signal: our columns, each with the Dutch names under which it is read too."""
    properties = {
        column: {
            **_TYPES.get(column, {"type": "string"}),
            "description": f"Ook te lezen als: {', '.join(words)}.",
        }
        for column, words in HEADINGS.items()
    }
    return {
        "type": "object",
        "description": (
            "Een signaal. Velden mogen ook de namen uit uw convenant hebben; onbekende velden "
            "worden niet gelezen."
        ),
        "properties": properties,
        "additionalProperties": True,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _batches() -> dict[str, Any]:
    listed = {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": _ref("Signal")}
    wrapped = {
        "type": "object",
        "required": ["signalen"],
        "properties": {"signalen": _ref("SignalList")},
    }
    return {"Signal": _signal(), "SignalList": listed, "SignalBatch": wrapped}


BATCH: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"oneOf": [_ref("SignalBatch"), _ref("SignalList")]}}
        },
    }
}

ENCODED_TYPE: Final = "application/x-ndjson"
"""Of an encoded delivery, as it is described; what comes in is told by how it begins."""
_ENCODED: Final = {
    "schema": {
        "type": "string",
        "description": (
            "Een versleutelde levering, byte voor byte zoals `vroegsignaal encode` haar schreef: "
            "een ondertekende regel en een regel per signaal."
        ),
    }
}
DELIVERY: Final[dict[str, Any]] = {
    "requestBody": {
        **BATCH["requestBody"],
        "content": {**BATCH["requestBody"]["content"], ENCODED_TYPE: _ENCODED},
    },
}


def told_by_us(found: dict[str, Any]) -> dict[str, Any]:
    """Take out what FastAPI adds and we never answer (422), and say what every answer has."""
    header = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
    for item in found["paths"].values():
        for operation in item.values():
            operation["responses"].pop("422", None)
            for response in operation["responses"].values():
                response["headers"] = header
    components = found["components"]
    components["schemas"].update(_batches())
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["headers"] = {
        "API-Version": {
            "description": "De versie van deze API.",
            "schema": {"type": "string", "examples": [API_VERSION]},
        }
    }
    return found


def errors_of(statuses: tuple[int, ...], titles: Mapping[int, str]) -> dict[int | str, Any]:
    """The description of the errors that a door can answer."""
    problem = {"schema": _ref("Problem")}
    return {
        status: {"description": titles[status], "content": {MEDIA_TYPE: problem}}
        for status in statuses
    }
