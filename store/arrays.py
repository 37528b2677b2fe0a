"""Arrays in a folder that several processes map: written beside the old ones, then put in place.

Nothing is sealed here, as what is sealed cannot be mapped: the folder belongs on a RAM disk or an
encrypted disk, and only its owner may read it.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from protocols.errors import Refused

Arrays = Mapping[str, NDArray[Any]]

FORMAT: Final = 1
KEPT: Final = 2
"""So many sets are kept: the newest, and the one before it for who is about to map that."""
_MANIFEST: Final = "manifest.json"
_OTHERS: Final = 0o077


class ArraysBroken(Exception):
    """A set of arrays in a folder is not whole; the text tells which and what is wrong with it."""

    def __init__(self, folder: Path, wrong: str) -> None:
        super().__init__(f"{folder.name}: {wrong}")
        self.folder: Final = folder


class FolderOpen(Refused):
    """Others than we can look into the folder, and what lies there is not sealed."""

    code = "index-folder-open"


@dataclass(frozen=True, slots=True)
class ArraySet:
    """Where a set of arrays lies, and what it was made of: a version, and a label that tells
    whether it is that version of this database."""

    folder: Path
    version: int
    label: str


def own(root: Path) -> None:
    """Make a folder that only we can look into. Raises FolderOpen, or OSError."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = root.stat()
    if found.st_mode & _OTHERS or found.st_uid != os.geteuid():
        raise FolderOpen(
            "In de map van VROEGSIGNAAL_INDEX komen namen leesbaar te staan, en anderen kunnen er "
            "in kijken. Geef een map met rechten 0700 die van dezelfde gebruiker is."
        )


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Alone at work in a folder, others wait. Raises FolderOpen, or OSError."""
    own(root)
    handle = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def save(root: Path, arrays: Arrays, version: int, label: str, made_for: str) -> ArraySet:
    """Write a set of arrays and put it in place at once; who has an older one open keeps it.

    `made_for` names what fits these arrays: the code and the key. Only for who has the folder
    `locked`: what another left unfinished is taken away first, as it may be what fills the disk.
    Raises OSError when the disk does not do; nothing is in place then.
    """
    for left in root.glob(".[0-9]*-*"):
        shutil.rmtree(left, ignore_errors=True)
    name = f"{version:010d}-{secrets.token_hex(4)}"
    unfinished, folder = root / f".{name}", root / name
    unfinished.mkdir(mode=0o700)
    try:
        files = {key: _write(unfinished / f"{key}.npy", one) for key, one in arrays.items()}
        told = {"format": FORMAT, "made_for": made_for, "version": version, "label": label}
        _write_text(unfinished / _MANIFEST, json.dumps(told | {"files": files}))
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for old in _folders(root)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return ArraySet(folder, version, label)


def _any(_found: ArraySet) -> bool:
    return True


def newest(root: Path, made_for: str, serves: Callable[[ArraySet], bool] = _any) -> ArraySet | None:
    """The newest set that was made for this code and key, and that serves; None without one.

    Raises ArraysBroken when one that was put in place later has no manifest that can be read.
    """
    for folder in _folders(root):
        manifest = _manifest(folder)
        if manifest.get("format") == FORMAT and manifest.get("made_for") == made_for:
            found = ArraySet(folder, manifest["version"], str(manifest.get("label")))
            if serves(found):
                return found
    return None


def load(found: ArraySet) -> dict[str, NDArray[Any]]:
    """Map a set of arrays. What is written to them stays in this process and is never saved.

    Raises ArraysBroken unless every file has the size and the digest in the manifest.
    """
    files = _manifest(found.folder)["files"]
    return {name: _mapped(found.folder, name, told) for name, told in files.items()}


def remove(folder: Path) -> None:
    """Take a set away that is of no use; who has it open keeps it."""
    shutil.rmtree(folder, ignore_errors=True)


def _mapped(folder: Path, name: str, told: Mapping[str, Any]) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    try:
        whole = path.stat().st_size == told["bytes"] and _digest(path) == told["sha256"]
        if whole:
            mode: Literal["c"] | None = "c" if told["values"] else None
            found: NDArray[Any] = np.load(path, mmap_mode=mode, allow_pickle=False)
            return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArraysBroken(folder, name) from error
    raise ArraysBroken(folder, name)


def _write(path: Path, one: NDArray[Any]) -> dict[str, Any]:
    with _new(path) as file:
        np.save(file, one, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": path.stat().st_size, "values": int(one.size), "sha256": _digest(path)}


def _write_text(path: Path, text: str) -> None:
    with _new(path) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _new(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folders(root: Path) -> list[Path]:
    """The sets in place, the one that was written last first: a version may come back."""
    found = [(_written_at(one), one.name, one) for one in root.glob("[0-9]*-*")]
    return [one for at, _, one in sorted(found, reverse=True) if at]


def _written_at(folder: Path) -> int:
    """When a set was written, in nanoseconds; 0 for what is no folder, or just went."""
    try:
        return folder.stat().st_mtime_ns if folder.is_dir() else 0
    except OSError:
        return 0


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise ArraysBroken(folder, "manifest") from error
    told = manifest if isinstance(manifest, dict) else {}
    if not isinstance(told.get("files"), dict) or not isinstance(told.get("version"), int):
        raise ArraysBroken(folder, "manifest")
    return told
