"""Encoded deliveries as files: recognised by their first line, every broken line told at once."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from matching.tokens.message import MOST_LINE_BYTES, Head, read_head, read_line
from portal.faults import BadFile, Fault
from portal.intake.opening import MOST_ROWS, bad
from protocols.errors import Refused
from streams.encoded import Encoded

MOST_BYTES: Final = 256 * 1024 * 1024
_MARK: Final = b'"key_check"'
_OPENS: Final = b"{"


class AlreadyEncoded(Refused):
    """An encoded delivery was checked when it was encoded; here it cannot be read."""

    code = "already-encoded"

    def __init__(self) -> None:
        super().__init__("Dit bestand is al versleuteld: `vroegsignaal encode` controleerde het.")


def is_encoded(path: Path) -> bool:
    """Whether a file begins as an encoded delivery does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return begins_encoded(file.readline(MOST_LINE_BYTES))


def begins_encoded(content: bytes) -> bool:
    """Whether this begins as an encoded delivery does: with an object that names its key."""
    first = content[:MOST_LINE_BYTES].partition(b"\n")[0]
    return first.startswith(_OPENS) and _MARK in first


def read_encoded(path: Path) -> Encoded:
    """Read an encoded delivery; what is in it stays sealed.

    Raises BadFile with every line that is none, OtherSuite for another version.
    """
    if path.stat().st_size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise bad(path.name, "too-large", f"dit bestand is groter dan {most} MB; lever in delen")
    return encoded_of(path.read_bytes(), path.name)


def encoded_of(content: bytes, name: str) -> Encoded:
    """Read an encoded delivery that is called `name` in messages; raises as `read_encoded`."""
    first, *lines = content.removesuffix(b"\n").split(b"\n")
    if not 0 < len(lines) <= MOST_ROWS:
        message = f"een levering heeft 1 tot {MOST_ROWS} signalen; lever het bestand in delen aan"
        raise bad(name, "number-of-rows", message)
    faults = [
        fault for number, line in enumerate(lines, 2) if (fault := _fault(name, number, line))
    ]
    head = _head(name, first, faults)
    return Encoded(head, lines, sha256(content).digest())


def _head(name: str, line: bytes, faults: list[Fault]) -> Head:
    try:
        head = read_head(line)
    except Refused as refused:
        faults.insert(0, Fault(name, 1, "", refused.code, refused.message))
        raise BadFile(faults) from refused
    if faults:
        raise BadFile(faults)
    return head


def _fault(name: str, number: int, line: bytes) -> Fault | None:
    try:
        read_line(line)
    except Refused as refused:
        return Fault(name, number, "", refused.code, refused.message)
    return None
