"""Functions compiled to machine code by numba, kept between runs.

Numba looks only at a function's own file to see whether its kept code is stale; here constants of
one module are compiled into another. So the code is kept under the digest of all modules of this
package and of `tokens`, in the user's cache directory (or where NUMBA_CACHE_DIR says).
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import numba

_HERE: Final = Path(__file__).parent
_SOURCES: Final = (_HERE, _HERE.parent / "tokens")


def _kept_in() -> str:
    """A directory that only this version of the package uses."""
    digest = hashlib.sha256(numba.__version__.encode())
    for module in sorted(one for folder in _SOURCES for one in folder.glob("*.py")):
        digest.update(module.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    root = Path(home) / "vroegsignaal"
    if not _is_ours(root):
        root = Path(tempfile.gettempdir()) / f"vroegsignaal-{os.getuid()}"
    if not _is_ours(root):
        root = Path(tempfile.mkdtemp(prefix="vroegsignaal-"))
    return str(root / digest.hexdigest()[:16])


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can put code there: what is kept is run."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = folder.stat()
    except OSError:
        return False
    return told.st_uid == os.getuid() and not told.st_mode & 0o022 and os.access(folder, os.W_OK)


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = _kept_in()  # type: ignore[attr-defined]


def compiled(function: Any) -> Any:
    """Compile a function of numbers and arrays at its first call."""
    return numba.njit(cache=True)(function)


def compiled_apart(function: Any) -> Any:
    """The same for a function that runs beside other threads: it holds up no interpreter."""
    return numba.njit(cache=True, nogil=True)(function)
