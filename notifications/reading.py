"""Reads one locale file and finds everything that is wrong with it.

A locale file is YAML of nested keys with texts; keys are joined by `/`. A text with placeholders
is a Jinja2 template of one whole sentence, in which each language settles its own plurals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from jinja2 import TemplateSyntaxError, meta

from notifications.keys import REQUIRED
from notifications.rendering import ENVIRONMENT

_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a locale file; `line` counts from 1, `text` is empty when it was no text."""

    key: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LocaleFile:
    """The texts of one locale file by key, and every fault in it (Dutch, without its values)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read_locale(file: str, content: str, required: Mapping[str, str] = REQUIRED) -> LocaleFile:
    """Read a locale file against the keys and placeholders that are required of it."""
    try:
        node = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = mark.line + 1 if mark else 0
        return LocaleFile(faults=(f"{file}:{line}: dit is geen YAML; herstel de opmaak",))
    entries = tuple(_entries(node, "")) if node else ()
    faults = [f"{file}:{line}: {wrong}" for line, wrong in _wrong(entries, required)]
    given = {entry.key for entry in entries}
    faults += [f"{file}: {key}: ontbreekt; voeg de tekst toe" for key in required.keys() - given]
    return LocaleFile({entry.key: entry.text for entry in entries}, tuple(sorted(faults)))


def _entries(node: yaml.Node, path: str) -> Iterator[Entry]:
    """The texts under a node; a key is taken as written, so `no:` stays `no`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _entries(value, f"{path}/{key.value}" if path else str(key.value))
    else:
        is_text = isinstance(node, yaml.ScalarNode) and node.tag == _TEXT
        text = str(node.value).strip() if is_text else ""
        yield Entry(path, node.start_mark.line + 1, text)


def _wrong(entries: tuple[Entry, ...], required: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            yield entry.line, f"{entry.key}: staat er twee keer; laat er een staan"
        elif entry.key not in required:
            yield entry.line, f"{entry.key}: is geen bekende sleutel; haal hem weg"
        elif not entry.text:
            yield entry.line, f"{entry.key}: is geen tekst; schrijf hem tussen aanhalingstekens"
        else:
            yield from ((entry.line, wrong) for wrong in _misused(entry, required[entry.key]))
        seen.add(entry.key)


def _misused(entry: Entry, placeholders: str) -> Iterator[str]:
    """Which placeholders of a sentence are unknown or not used."""
    known = placeholders.split()
    allowed = {name.rstrip("?") for name in known}
    try:
        used = meta.find_undeclared_variables(ENVIRONMENT.parse(entry.text))
    except TemplateSyntaxError:
        yield f"{entry.key}: is geen sjabloon; controleer de accolades"
        return
    if used - allowed:
        may = ", ".join(sorted(allowed)) or "geen"
        yield f"{entry.key}: gebruikt een onbekende invulplek; bekend zijn: {may}"
    for name in sorted({name for name in known if not name.endswith("?")} - used):
        yield f"{entry.key}: gebruikt de invulplek {name} niet; voeg hem toe"
