"""Receipts as a CSV file that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Sequence

from portal.web.delivering import Answer
from portal.web.views.deliveries import receipt_row

HEADINGS = ("regel", "uitkomst", "code", "artikel", "toelichting", "wat u kunt doen")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(answers: Sequence[Answer]) -> bytes:
    """UTF-8 with a mark and semicolons, as Dutch spreadsheets expect."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    for answer in answers:
        row = receipt_row(answer)
        cells = (str(row.row), row.outcome, row.code, row.article, row.text, row.remedy)
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
