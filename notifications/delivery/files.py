"""Files for whoever sends on: whole or not there, never over another, for our eyes only."""

import os
from pathlib import Path


def write_once(file: Path, content: bytes) -> None:
    """Write a file under its name in one step, mode 0600. Raises FileExistsError when the name is
    taken: what was sent is never replaced; OSError when it cannot be written."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, file)
    finally:
        part.unlink()
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Make sure that the name itself survives a crash."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
