"""The register as tokens of one epoch, kept in the store and built anew when the register is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.normal import Normal
from matching.tokens.choosing import chosen_kinds
from matching.tokens.index import TokenIndex
from matching.tokens.people import records_of
from matching.tokens.suite import Suite
from protocols.ids import ResidentId
from store import epochs, register
from store.engine import Tx
from store.epochs import Epoch
from store.vault import Vault
from streams.epoch_keys import kinds_of
from streams.residents import NoRegister

_TYPES = {"starts": "<u4", "prefixes": "<u8", "owners": "<u4", "check": "u1"}
_RESIDENTS = "residents"


@dataclass(frozen=True, slots=True)
class KeyedRegister:
    """A token index with the resident of each of its rows."""

    index: TokenIndex
    residents: NDArray[np.bytes_]
    region: str

    def resident_id(self, row: int) -> ResidentId:
        """Whose row it is."""
        return ResidentId(self.residents[row].decode())

    def records(self, tx: Tx, vault: Vault, row: int) -> tuple[Normal, ...]:
        """The records of a row, opened and normalised; none when it has left the register."""
        resident_id = self.resident_id(row)
        found = register.find(tx, vault, [resident_id]).get(resident_id)
        return records_of(found, self.region) if found else ()


@dataclass(frozen=True, slots=True)
class Built:
    """A token index as bytes by name, and the version of the register it was built of."""

    register_version: int
    arrays: Mapping[str, bytes]


def build(tx: Tx, vault: Vault, suite: Suite, kinds: frozenset[int], region: str) -> Built:
    """Build the index of the register in use; only reads. Raises NoRegister.

    About 70 microseconds a resident: do it before the transaction that stores it.
    """
    version, names = _version(tx), list[bytes]()

    def _people() -> Iterator[tuple[int, Normal]]:
        for row, resident in enumerate(register.everybody(tx, vault)):
            names.append(resident.resident_id.encode())
            yield from ((row, record) for record in records_of(resident, region))

    index = TokenIndex.build(suite, _people(), kinds)
    arrays = {name: array.tobytes() for name, array in index.arrays().items()}
    return Built(version, {**arrays, _RESIDENTS: b"\n".join(names)})


def choose_kinds(tx: Tx, vault: Vault, region: str) -> frozenset[int]:
    """The match keys that are near-unique in the register in use. Raises NoRegister."""
    _version(tx)
    residents = enumerate(register.everybody(tx, vault))
    return chosen_kinds((row, one) for row, r in residents for one in records_of(r, region))


def keyed_register(tx: Tx, vault: Vault, one: Epoch, suite: Suite) -> KeyedRegister:
    """The index of an epoch; built and stored here when it is not of the register in use.

    Raises NoRegister.
    """
    stored = epochs.arrays(tx, one) if is_fresh(tx, one) else {}
    if not stored:
        built = build(tx, vault, suite, kinds_of(one), one.region)
        epochs.put_arrays(tx, one, built.register_version, built.arrays)
        stored = built.arrays
    arrays: dict[str, NDArray[Any]] = {
        name: np.frombuffer(stored.get(name, b""), kind) for name, kind in _TYPES.items()
    }
    residents = np.array(stored.get(_RESIDENTS, b"").split(b"\n"))
    return KeyedRegister(TokenIndex(arrays, suite), residents, one.region)


def is_fresh(tx: Tx, one: Epoch) -> bool:
    """Whether the stored index is of the register in use. Raises NoRegister."""
    return one.register_version == _version(tx)


def _version(tx: Tx) -> int:
    now = register.current(tx)
    if now is None:
        raise NoRegister("Laad eerst het register: `vroegsignaal register load BESTAND`.")
    return now.version
