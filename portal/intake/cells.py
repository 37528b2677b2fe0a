"""The cells of one row by our column, and the faults found while reading them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from portal.intake import fields
from portal.intake.fields import Unread

V = TypeVar("V")


@dataclass(slots=True)
class Cells:
    """One row under reading; `faults` holds (column, code)."""

    cells: Mapping[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def text(self, column: str) -> str:
        """A plain text field."""
        return self.read(column, lambda text: fields.check_text(column, text), "")

    def read(self, column: str, reader: Callable[[str], V], instead: V) -> V:
        """Read a field; a fault is kept and `instead` stands in for the value."""
        try:
            return reader(self.cells.get(column, ""))
        except Unread as unread:
            self.faults.append((column, unread.code))
            return instead

    def need(self, column: str, code: str = "missing") -> None:
        """Note that something is not there."""
        self.faults.append((column, code))
