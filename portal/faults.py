"""What is wrong with a file that somebody gave us: all of it at once, each fault with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocols.errors import Refused


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `message` (Dutch) names the remedy and never repeats a value.

    `line` counts from 1 (the header is line 1 of a CSV file); 0 means the file as a whole.
    `field` is the column or the path of the field; empty means the whole line.
    """

    file: str
    line: int
    field: str
    code: str
    message: str

    def __str__(self) -> str:
        where = self.file + (f":{self.line}" if self.line else "")
        return f"{where}: {self.field + ': ' if self.field else ''}{self.message} [{self.code}]"


class BadFile(Refused):
    """A file that cannot be used; nothing was changed. `faults` holds every fault found."""

    code = "bad-file"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        head = "\n".join(str(fault) for fault in self.faults[:50])
        more = f"\n(+{len(self.faults) - 50} meer)" if len(self.faults) > 50 else ""
        super().__init__(head + more)
