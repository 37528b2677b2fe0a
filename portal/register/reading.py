"""The one way to read a register file: whole and right, or refused with everything wrong in it."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from portal.faults import Fault
from portal.register.findings import Findings
from portal.register.lo3 import read_lo3
from portal.register.opening import CP1252, encoding_of
from portal.register.plain import read_plain
from protocols.ids import ResidentId
from protocols.people import Resident


class RegisterFormat(StrEnum):
    """How the file is laid out: our plain CSV, or the Dutch Logical Design (LO3)."""

    CSV = "csv"
    LO3 = "lo3"


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """Everybody in a register file, in its order.

    `warnings` is what somebody should look at (the persons are in `residents` all the same,
    except error records). `municipalities` tells how many of the residents each municipality
    code has (LO3 element 08.09.10); it is empty for the plain format.
    """

    residents: tuple[Resident, ...]
    warnings: tuple[Fault, ...]
    municipalities: Mapping[str, int]


def read_register(
    path: Path,
    *,
    format: RegisterFormat,  # noqa: A002 - the word the command line uses
    pseudonym: Callable[[str], ResidentId],
    municipality: str = "",
) -> RegisterFile:
    """Read a register file.

    `pseudonym` turns the register's own record id (A-number for LO3, column `id` for CSV) into
    ours. `municipality` is a four-digit code: who is registered in another one is not a resident
    (LO3 only; empty takes all). Raises BadFile with every fault when anything is wrong.
    """
    findings = Findings(path.name)
    try:
        with _collector_paused():
            found = _read(path, format, findings, pseudonym, municipality)
    except (OSError, UnicodeDecodeError):
        found = RegisterFile((), (), {})
        findings.fault("unreadable")
    findings.refuse()
    if not found.residents:
        findings.line = 0
        findings.fault("no-rows")
    findings.refuse()
    return found


def _read(
    path: Path,
    layout: RegisterFormat,
    findings: Findings,
    pseudonym: Callable[[str], ResidentId],
    municipality: str,
) -> RegisterFile:
    encoding = encoding_of(path, findings, fallback=CP1252 if layout is RegisterFormat.CSV else "")
    counts: Mapping[str, int] = {}
    with path.open(encoding=encoding, newline="") as stream:
        match layout:
            case RegisterFormat.CSV:
                residents = read_plain(stream, findings, pseudonym)
            case RegisterFormat.LO3:
                residents, counts = read_lo3(stream, findings, pseudonym, municipality)
    return RegisterFile(tuple(residents), findings.warnings, MappingProxyType(dict(counts)))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: a register makes millions of objects and not one cycle.

    With a quarter of a million persons that search takes a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
