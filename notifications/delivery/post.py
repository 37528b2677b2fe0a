"""Post: one print file for all letters of a batch, and an index that tells nothing of them."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notifications.checked import Checked
from notifications.delivery.files import write_once
from notifications.pdf import Printed, Sheet, print_letters

HEADER: Final = (
    "volgnummer",
    "eerste_pagina",
    "paginas",
    "sjabloon",
    "taal",
    "zaak",
    "bericht",
)
"""The columns of the index: no name, no address, no word of a letter."""

_BATCH: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Posted(Checked):
    """A letter in a batch, with the ids of its message and its case (opaque)."""

    sheet: Sheet
    message_id: str
    case_id: str


def write_batch(folder: Path, batch: str, letters: Sequence[Posted]) -> Printed:
    """Write `post-BATCH.pdf`, and last `post-BATCH.csv`: without its index a print file is not
    complete. Returns what was printed.

    Raises FileExistsError for a batch that was written before, OSError, Unprintable, and
    ValueError for no letters or a batch that is no name of a file.
    """
    if not _BATCH.fullmatch(batch):
        raise ValueError("a batch is named by letters, digits and hyphens")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    printed = print_letters([letter.sheet for letter in letters], title=f"Post {batch}")
    write_once(folder / f"post-{batch}.pdf", printed.pdf)
    index = index_of(letters, printed.pages).encode()
    write_once(folder / f"post-{batch}.csv", index)
    return printed


def index_of(letters: Sequence[Posted], pages: Sequence[int]) -> str:
    """The index as CSV with semicolons, a line per letter, first pages counted from 1."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    first = 1
    for number, (letter, count) in enumerate(zip(letters, pages, strict=True), 1):
        told = letter.sheet.letter
        ids = (letter.case_id, letter.message_id)
        writer.writerow((number, first, count, told.template, told.language, *ids))
        first += count
    return out.getvalue()
