"""Before a register file is read: is it a text file of a bearable size, and in which encoding?"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from portal.register.findings import Findings

MAX_BYTES: Final = 2 * 1024**3
"""A larger file is refused before anything of it is read."""

UTF8: Final = "utf-8-sig"
"""UTF-8 with or without a byte order mark."""

CP1252: Final = "cp1252"
"""What older office programs write in Western Europe."""

_CHUNK_BYTES: Final = 1 << 20
_UNDEFINED_IN_CP1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(slots=True)
class _Scan:
    """What one pass over the bytes tells.

    `is_utf8` ends at the first wrong byte; `is_damaged` says that such a byte came after proper
    UTF-8, so that the file is broken rather than written in another encoding.
    """

    decoder: codecs.IncrementalDecoder = field(
        default_factory=codecs.getincrementaldecoder("utf-8")
    )
    size_bytes: int = 0
    last: bytes = b""
    is_ascii: bool = True
    is_utf8: bool = True
    is_damaged: bool = False
    has_nul: bool = False
    fits_cp1252: bool = True

    def add(self, chunk: bytes) -> None:
        """Take in the next bytes of the file."""
        self.size_bytes += len(chunk)
        self.last = chunk[-1:]
        self.has_nul = self.has_nul or b"\0" in chunk
        self.fits_cp1252 = self.fits_cp1252 and not _UNDEFINED_IN_CP1252.search(chunk)
        if self.is_utf8:
            self._decode(chunk)

    def finish(self) -> None:
        """Note whether the file ends halfway a character: it was cut off."""
        if self.is_utf8 and self.decoder.getstate()[0]:
            self.is_utf8, self.is_damaged = False, True

    def _decode(self, chunk: bytes) -> None:
        try:
            self.is_ascii = self.decoder.decode(chunk).isascii() and self.is_ascii
        except UnicodeDecodeError as wrong:
            self.is_utf8 = False
            self.is_damaged = not (self.is_ascii and wrong.object[: wrong.start].isascii())


def encoding_of(path: Path, findings: Findings, fallback: str = "") -> str:
    """The encoding to open the file with: UTF-8, or `fallback` when it is given and fits.

    Raises BadFile for what is no file, too large, empty, binary or damaged, and OSError when it
    cannot be read. A last line without an end is a warning: the file may have been cut off.
    """
    if not path.is_file():
        findings.fault("unreadable")
    elif path.stat().st_size > MAX_BYTES:
        findings.fault("too-large", limit=MAX_BYTES)
    findings.refuse()
    scan = _scanned(path)
    encoding = UTF8 if scan.is_utf8 else fallback
    if scan.has_nul:
        findings.fault("nul-byte")
    elif not scan.size_bytes:
        findings.fault("empty")
    elif not encoding or scan.is_damaged or not (scan.is_utf8 or scan.fits_cp1252):
        findings.fault("bad-encoding")
    elif scan.last not in {b"\n", b"\r"}:
        findings.warn("no-final-newline")
    findings.refuse()
    return encoding


def _scanned(path: Path) -> _Scan:
    scan = _Scan()
    for chunk in _chunks(path):
        scan.add(chunk)
    scan.finish()
    return scan


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
