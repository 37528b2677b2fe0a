"""A disk that is soon full: a RAM disk of some megabytes that nobody else sees.

    with small_disk(24) as disk:
        disk.folder, disk.fill(), disk.free()

It is mounted in a mount namespace of the test's own, so it goes with the process whatever happens.
Needs root, and the right to mount.
"""

import ctypes
import functools
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.needs import need

_CLONE_NEWNS = 0x00020000
_BALLAST = "ballast"


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk, mounted on `folder`, where every user may make files of their own."""

    folder: Path

    @property
    def free_bytes(self) -> int:
        """How much room there is."""
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize

    def fill(self) -> None:
        """Take all the room there is, until `free`."""
        with (self.folder / _BALLAST).open("ab") as ballast:
            while room := self.free_bytes:
                try:
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), room)
                except OSError:
                    continue

    def free(self) -> None:
        """Give the room back."""
        (self.folder / _BALLAST).unlink()


@contextmanager
def small_disk(megabytes: int) -> Iterator[Disk]:
    """A disk of so many megabytes. Skips the test where it cannot be mounted (CI: fails it)."""
    need("root and the right to mount, for a small disk", _has_own_mounts())
    folder = Path(tempfile.mkdtemp(prefix="disk-"))
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777"]
    try:
        subprocess.run(["mount", *options, "tmpfs", str(folder)], check=True)
        try:
            yield Disk(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


@functools.cache
def _has_own_mounts() -> bool:
    """Let this thread, and all that it starts, have a mount namespace of its own from now on."""
    if os.geteuid() != 0 or ctypes.CDLL(None).unshare(_CLONE_NEWNS) != 0:
        return False
    private = ["mount", "--make-rprivate", "/"]
    return subprocess.run(private, capture_output=True, check=False).returncode == 0
