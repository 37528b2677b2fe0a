"""Where the index of the register comes from: memory, a folder that processes share, or anew."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from matching.assembling import CHANGES, layout_digest
from matching.index import IndexFull, RegisterIndex
from matching.linkage.model import Weights
from store import arrays, register
from store.arrays import ArraysBroken, ArraySet
from store.engine import Tx
from store.register import Version
from store.vault import Vault

_log = structlog.get_logger("streams")


@dataclass(frozen=True, slots=True)
class Indexed:
    """An index, the version of the register that it tells, and the label of that version."""

    index: RegisterIndex
    version: int
    label: str

    def tells(self, now: Version) -> bool:
        """Whether it tells this very version; a backup that was put back counts on from less."""
        return self.version == now.version and self.label == _label(now)


@dataclass(frozen=True, slots=True)
class Indexing:
    """Makes and renews the index of the register.

    `folder` is where it is kept for other processes; without one it is in memory only.
    `weights` are those of the linker, the expected ones where it is None.
    """

    vault: Vault
    folder: Path | None = None
    weights: Weights | None = None

    def renew(self, tx: Tx, now: Version, before: Indexed | None) -> Indexed:
        """The index of this version: the one before with what changed, a kept one, or anew."""
        if before is not None and _serves(tx, before, now):
            changed = self._changed(tx, now, before)
            if changed is not None:
                return changed
        if self.folder is None:
            return self._build(tx, now)
        with contextlib.ExitStack() as lock:
            try:
                lock.enter_context(arrays.locked(self.folder))
            except OSError as error:
                _log.warning("index.not-kept", error=type(error).__name__)
                return self._build(tx, now)
            return self._kept(tx, now, self.folder) or self._build_and_keep(tx, now, self.folder)

    def _changed(self, tx: Tx, now: Version, before: Indexed) -> Indexed | None:
        """The same index with what was changed since; None when that is too much."""
        residents = register.changed_since(tx, self.vault, before.version, CHANGES)
        if residents is None:
            return None
        try:
            before.index.change(residents)
        except IndexFull:
            return None
        return Indexed(before.index, now.version, _label(now))

    def _kept(self, tx: Tx, now: Version, folder: Path) -> Indexed | None:
        """The newest index in the folder with what was changed since, if it serves."""
        with self._broken_removed():
            made_for = self._made_for()
            found = arrays.newest(folder, made_for, lambda one: _serves(tx, one, now))
            if found is not None:
                index = RegisterIndex(arrays.load(found), self._token, weights=self.weights)
                return self._changed(tx, now, Indexed(index, found.version, found.label))
        return None

    def _build(self, tx: Tx, now: Version) -> Indexed:
        everybody = register.everybody(tx, self.vault)
        index = RegisterIndex.build(everybody, self._token, weights=self.weights)
        return Indexed(index, now.version, _label(now))

    def _build_and_keep(self, tx: Tx, now: Version, folder: Path) -> Indexed:
        """Build, keep, and use what was kept: its pages are shared. On a full disk use what was
        built."""
        built = self._build(tx, now)
        try:
            flat = built.index.arrays()
            arrays.save(folder, flat, now.version, _label(now), self._made_for())
        except OSError as error:
            _log.warning("index.not-kept", error=type(error).__name__)
            return built
        return self._kept(tx, now, folder) or built

    @contextlib.contextmanager
    def _broken_removed(self) -> Iterator[None]:
        """A set that is not whole is told by name and taken away, so that it is built anew."""
        try:
            yield
        except ArraysBroken as broken:
            _log.warning("index.broken", name=str(broken))
            arrays.remove(broken.folder)

    def _made_for(self) -> str:
        """The code and the key that an index must fit; the key only as a token."""
        return f"{layout_digest()}-{self.vault.token('key', 'index').hex()}"

    def _token(self, text: str) -> bytes:
        return self.vault.token("id", text)


def _serves(tx: Tx, found: ArraySet | Indexed, now: Version) -> bool:
    """Whether an index is of the last whole loading or later, in this very database."""
    if not now.based_on <= found.version <= now.version:
        return False
    made_of = register.version(tx, found.version)
    return made_of is not None and _label(made_of) == found.label


def _label(version: Version) -> str:
    return f"{version.loaded_at} {version.digest[:16]}"
