"""Letters on paper: PDF by typst, with our own fonts, tagged (PDF/UA-1) and kept (PDF/A-2a).

Nothing of the machine is used: no font of the system, no package, no clock. So the same letters
give the same bytes everywhere. What is shown goes in as JSON and is never read as markup.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from notifications.blocks import Block
from notifications.checked import EMPTY, Checked
from notifications.figures import FIGURES
from notifications.letters import Letter

STANDARDS: Final = ("ua-1", "a-2a")
"""Accessible, and readable for as long as it must be kept."""

MOST_LINES: Final = 6
"""So many lines fit in the window of an envelope."""

_HERE: Final = Path(str(files("notifications")))
_SOURCE: Final = _HERE / "typst" / "letters.typ"
_FONTS: Final = _HERE / "fonts"
_ENDS: Final = "query(metadata).map(one => one.location().page())"


class Window(StrEnum):
    """On which side an envelope has its window: left (NL), right (BE)."""

    LEFT = "left"
    RIGHT = "right"


class Unprintable(Exception):
    """The printer of letters itself failed; the text tells nothing of the letter."""


@dataclass(frozen=True, slots=True)
class Sheet(Checked):
    """A letter to print, written on a day in `city`.

    `address` holds the lines that show through the window, at most six; empty, the letter has no
    address block (a letter that goes with an e-mail).
    """

    letter: Letter
    city: str
    on: date
    address: tuple[str, ...] = field(default=(), metadata=EMPTY)
    window: Window = Window.LEFT

    def amiss(self) -> Iterator[str]:
        """Lines that fit the window."""
        if len(self.address) > MOST_LINES:
            yield f"address: heeft te veel regels; gebruik er ten hoogste {MOST_LINES}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF with one or more letters; `pages` has the number of pages of each."""

    pdf: bytes
    pages: tuple[int, ...]


def print_letters(sheets: Sequence[Sheet], title: str = "") -> Printed:
    """Print letters into one PDF, each from page 1 on. Raises Unprintable, ValueError for none.

    `title` is what the PDF is called as a whole; otherwise the subject of the first letter.
    """
    if not sheets:
        raise ValueError("there is nothing to print")
    compiler = _compiler(_data(sheets), title)
    try:
        (pdf,) = _files(compiler.compile(format="pdf", pdf_standards=list(STANDARDS)))
        ends = json.loads(compiler.eval(_ENDS))
    except typst.TypstError:
        raise Unprintable("typst kan deze brieven niet zetten") from None
    starts = [0, *ends[:-1]]
    return Printed(pdf, tuple(end - start for start, end in zip(starts, ends, strict=True)))


def print_picture(sheet: Sheet, dots_per_inch: float = 96.0) -> list[bytes]:
    """The pages of a letter as PNG, to look at. Raises Unprintable."""
    try:
        return _files(_compiler(_data([sheet])).compile(format="png", ppi=dots_per_inch))
    except typst.TypstError:
        raise Unprintable("typst kan deze brief niet zetten") from None


def _files(made: bytes | list[bytes] | None) -> list[bytes]:
    """What was made: one page or PDF is given by itself."""
    return made if isinstance(made, list) else [made or b""]


def _compiler(letters: str, title: str = "") -> typst.Compiler:
    inputs = {"letters": letters, **({"title": title} if title else {})}
    return typst.Compiler(
        str(_SOURCE),
        root=str(_SOURCE.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _data(sheets: Sequence[Sheet]) -> str:
    return json.dumps([_sheet(sheet) for sheet in sheets], ensure_ascii=False)


def _sheet(sheet: Sheet) -> dict[str, Any]:
    letter = sheet.letter
    return {
        "subject": letter.subject,
        "language": letter.language,
        "direction": letter.direction,
        "template": letter.template,
        "city": sheet.city,
        "on": sheet.on.timetuple()[:3],
        "written": _written(sheet),
        "address": sheet.address,
        "window": sheet.window.value,
        "letter": [_block(block) for block in letter.body.letter],
        "notice": [_block(block) for block in letter.body.notice],
    }


def _written(sheet: Sheet) -> str:
    """Where and when, each set apart from the other whichever way the line runs."""
    day = FIGURES[sheet.letter.language].day(sheet.on)
    comma = "،" if sheet.letter.direction == "rtl" else ","
    return f"\u2068{sheet.city}\u2069{comma} \u2068{day}\u2069"


def _block(block: Block) -> dict[str, Any]:
    rows = [[[(run.text, run.strong) for run in cell] for cell in row] for row in block.rows]
    return {"kind": block.kind.value, "rows": rows}
