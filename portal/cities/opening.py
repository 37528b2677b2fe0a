"""Opening a YAML file safely: bounded, UTF-8, and without what YAML has for programmers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from portal.cities.messages import MESSAGES
from portal.cities.nodes import Document, document_of
from portal.faults import Fault

LARGEST_BYTES: Final = 1_000_000
DEEPEST: Final = 12
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def open_document(path: Path, file: str, faults: list[Fault]) -> Document | None:
    """Read one file, adding everything that is wrong with its form; None when it is unusable."""
    text = _text(path, file, faults)
    if text is None:
        return None
    try:
        refused = list(_refused(file, text))
        if refused:
            faults.extend(refused)
            return None
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        faults.append(_fault(file, _line_of(error), "bad-yaml"))
        return None
    return document_of(file, root, faults)


def _text(path: Path, file: str, faults: list[Fault]) -> str | None:
    """The text of a file of at most LARGEST_BYTES; a byte order mark is dropped."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        faults.append(_fault(file, 0, "missing-file" if missing else "unreadable-file"))
        return None
    if len(raw) > LARGEST_BYTES:
        faults.append(_fault(file, 0, "too-large", limit=LARGEST_BYTES))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(_fault(file, raw.count(b"\n", 0, error.start) + 1, "not-utf8"))
        return None


def _refused(file: str, text: str) -> Iterator[Fault]:
    """What YAML allows and we do not; stops at the first level that is too deep."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield _fault(file, line, "many-documents")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            yield _fault(file, line, "anchor")
        elif getattr(event, "tag", None) is not None:
            yield _fault(file, line, "tag")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield _fault(file, line, "too-deep", limit=DEEPEST)
            return


def _line_of(error: yaml.YAMLError) -> int:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return mark.line + 1 if mark else 0


def _fault(file: str, line: int, code: str, **parts: int) -> Fault:
    return Fault(file, line, "", code, MESSAGES[code].format_map(parts))
