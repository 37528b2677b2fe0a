"""Read a YAML file into plain values, with the line of every field. The file is not trusted.

Stricter than YAML 1.1 on purpose: no anchors, no tags, no double keys, no octal or base-sixty
numbers; `no` and `on` are words. Lists become tuples, days become dates.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import yaml

from portal.cities.messages import MESSAGES
from portal.faults import Fault

Place = tuple[str | int, ...]

UNREADABLE: Final = object()
"""Stands where a value was so bad that it is already reported."""

_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9_]{0,14})")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEY: Final = re.compile(r"[\w .,:/()'-]{1,60}")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain values; `lines` counts from 1 and has an entry for every field."""

    file: str
    data: Mapping[str, object]
    lines: Mapping[Place, int]


def dotted(place: Place) -> str:
    """Write a place as people read it: `articles[3].value`; strange names become `?`."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (part if _KEY.fullmatch(part) else "?")
    return text


def document_of(file: str, root: yaml.Node | None, faults: list[Fault]) -> Document | None:
    """Turn composed YAML into a document, adding what is wrong; None when it is no table."""
    if not isinstance(root, yaml.MappingNode):
        code = "empty" if root is None else "not-a-table"
        faults.append(Fault(file, 0 if root is None else _line(root), "", code, MESSAGES[code]))
        return None
    walker = _Walker(file, faults)
    return Document(file, walker.table(root, ()), walker.lines)


@dataclass(slots=True)
class _Walker:
    """Walks one file; `lines` fills up with the line of every field met."""

    file: str
    faults: list[Fault]
    lines: dict[Place, int] = field(default_factory=dict)

    def value(self, node: yaml.Node, place: Place) -> object:
        """The plain value of any node."""
        self.lines.setdefault(place, _line(node))
        if isinstance(node, yaml.MappingNode):
            return self.table(node, place)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(one, (*place, i)) for i, one in enumerate(node.value))
        return self._scalar(node, place)

    def table(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        """The fields of a mapping; of a double one the first stays."""
        found: dict[str, object] = {}
        for key, value in node.value:
            inner: Place = (*place, str(key.value))
            if not isinstance(key, yaml.ScalarNode):
                self._report(_line(key), place, "bad-key")
            elif inner in self.lines:
                self._report(_line(key), inner, "duplicate-key", line=self.lines[inner])
            else:
                self.lines[inner] = _line(key)
                found[str(key.value)] = self.value(value, inner)
        return found

    def _scalar(self, node: yaml.Node, place: Place) -> object:
        text = str(node.value)
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool" if text.lower() in ("true", "false"):
                return text.lower() == "true"
            case "int" if _NUMBER.fullmatch(text):
                return int(text)
            case "int" | "float":
                self._report(_line(node), place, "bad-number")
                return UNREADABLE
            case "timestamp":
                return self._day(text, node, place)
        return text

    def _day(self, text: str, node: yaml.Node, place: Place) -> object:
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._report(_line(node), place, "bad-date")
        return UNREADABLE

    def _report(self, at: int, place: Place, code: str, **parts: int) -> None:
        message = MESSAGES[code].format_map(parts)
        self.faults.append(Fault(self.file, at, dotted(place), code, message))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
