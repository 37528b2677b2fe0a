"""The words of a letter as blocks, so that page, text and print say exactly the same.

A letter is one template per language, in a few line marks: `subject:` first and perhaps `short:`
(what a text message says), `# ` and `## ` for
headings, `- ` for an item, `| ` for a row of a table (the first one is its head), `---` before the
notice, `**…**` for what stands out. Whatever a template fills in is data: it is fenced with marks
that no view can hold, so a name never becomes a heading, a cell or bold.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

_OPEN, _SHUT, _STAR, _BAR = "\ue000", "\ue001", "\ue002", "\ue003"
_HIDE: Final = str.maketrans({"*": _STAR, "|": _BAR, _OPEN: None, _SHUT: None})
_SHOW: Final = str.maketrans({_STAR: "*", _BAR: "|"})
_FENCED: Final = re.compile(f"{_OPEN}([^{_SHUT}]*){_SHUT}")
_APART: Final = re.compile(r" (?=[?!:;])")
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_NARROWED: Final = str.maketrans("\u00a0\u202f", "  ")
_FSI, _PDI = "\u2068", "\u2069"


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, plain or standing out."""

    text: str
    strong: bool = False


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, the lines of a paragraph, the items of a list or the rows of a table: each row
    has one cell, except in a table."""

    kind: Kind
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """All words of a letter: its subject, the letter itself and the notice below it. `short` is
    what a text message says, which anybody may read: the subject, where nothing else is said."""

    subject: str
    short: str
    letter: tuple[Block, ...]
    notice: tuple[Block, ...] = ()


_MARKS: Final = (
    ("## ", Kind.SUBHEADING),
    ("# ", Kind.HEADING),
    ("- ", Kind.BULLETS),
    ("| ", Kind.TABLE),
)


def fence(value: object) -> str:
    """What a template filled in, marked as data; used as `finalize` of the environment."""
    return f"{_OPEN}{str(value).translate(_HIDE)}{_SHUT}"


def read_body(source: str, isolate: Iterable[str] = ()) -> Body:
    """Read what a template of a letter gave. Raises ValueError when it has no subject.

    `isolate` holds the directions of writing (of Unicode) of which values are set apart, so that
    a phone number stays whole in a line from right to left, and an Arabic name in one from left
    to right.
    """
    strange = frozenset(isolate)
    first, _, rest = source.strip().partition("\n")
    if not first.startswith("subject: "):
        raise ValueError("a template of a letter begins with its subject")
    short, _, below = rest.partition("\n")
    if not short.startswith("short: "):
        short, below = first.replace("subject: ", "short: ", 1), rest
    letter, _, notice = below.partition("\n---\n")
    heads = (first.removeprefix("subject: "), short.removeprefix("short: "))
    subject, brief = ("".join(run.text for run in _runs(one, frozenset())) for one in heads)
    brief = brief.translate(_NARROWED)
    return Body(subject, brief, tuple(_blocks(letter, strange)), tuple(_blocks(notice, strange)))


def _blocks(source: str, strange: frozenset[str]) -> Iterator[Block]:
    lines = [(_kind(line), line.strip()) for line in source.splitlines()]
    for kind, found in groupby(lines, key=lambda one: one[0]):
        if kind is None:
            continue
        texts = [text if kind is Kind.PARAGRAPH else text.partition(" ")[2] for _, text in found]
        rows = tuple(tuple(_runs(cell, strange) for cell in _cells(kind, text)) for text in texts)
        if kind in {Kind.HEADING, Kind.SUBHEADING}:
            yield from (Block(kind, (row,)) for row in rows)
        else:
            yield Block(kind, rows)


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    return next((kind for mark, kind in _MARKS if line.startswith(mark)), Kind.PARAGRAPH)


def _cells(kind: Kind, text: str) -> list[str]:
    return [cell.strip() for cell in text.split("|")] if kind is Kind.TABLE else [text]


def _runs(text: str, strange: frozenset[str]) -> Cell:
    """Odd pieces of the split are what stood between stars."""
    pieces = [
        Run(_plain(piece, strange), bool(n % 2)) for n, piece in enumerate(_STRONG.split(text))
    ]
    return tuple(run for run in pieces if run.text)


def _plain(text: str, strange: frozenset[str]) -> str:
    """Odd pieces of the split are what was filled in; in what the template itself says, a sign
    that French sets apart does not begin a line."""
    pieces = (
        _isolated(piece, strange) if n % 2 else _APART.sub("\u00a0", piece)
        for n, piece in enumerate(_FENCED.split(text))
    )
    return "".join(pieces).translate(_SHOW)


def _isolated(value: str, strange: frozenset[str]) -> str:
    if any(unicodedata.bidirectional(one) in strange for one in value):
        return f"{_FSI}{value}{_PDI}"
    return value
