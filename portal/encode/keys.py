"""The city's side of a key: agree on an epoch, build its index, write the creditor's file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from matching.normal import digest
from matching.tokens.sealing import Kem
from portal.encode.key_file import SIGNING_BYTES, KeyFile, write_key_file
from portal.wiring import Platform
from protocols.covenant.terms import Covenant
from store import epochs
from store.engine import begin, reading
from streams.epoch_keys import EpochKeys
from streams.epochs import Agreed, Registrar, next_epoch
from streams.keyed import Built, build, choose_kinds

VALID_DAYS: Final = 92
"""A quarter: a leaked key tells of no more than that."""
Chance = Callable[[int], bytes]


class Verb(StrEnum):
    """The first key of a covenant, or the next one."""

    NEW = "new"
    ROTATE = "rotate"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Issues key files for one covenant."""

    wired: Platform
    covenant: Covenant
    actor: str
    chance: Chance

    def issue(self, verb: Verb, kem: Kem, valid_to: date, path: Path, at: datetime) -> KeyFile:
        """Open an epoch and write its key file; either both or (on any refusal) neither.

        The index is built before the transaction, so that nobody waits for it.
        Raises NoRegister, EpochThere, NoEpoch, EpochTaken, BadFile.
        """
        wired, signing = self.wired, self.chance(SIGNING_BYTES)
        keys = EpochKeys.made(kem, self.chance)
        agreed, built = self._prepared(keys, signing, valid_to)
        registrar = Registrar(wired.vault, self.actor, wired.city.privacy.purpose)
        key = self._file(agreed, keys, signing)
        with begin(wired.engine) as tx:
            open_it = registrar.open_first if verb is Verb.NEW else registrar.rotate
            one = open_it(tx, agreed, keys, at)
            epochs.put_arrays(tx, one, built.register_version, built.arrays)
            write_key_file(path, key)
        return key

    def _prepared(self, keys: EpochKeys, signing: bytes, valid_to: date) -> tuple[Agreed, Built]:
        """What is agreed on for the next epoch, and its index; nothing is written."""
        wired, creditor_id = self.wired, self.covenant.creditor.creditor_id
        region = wired.city.country
        signer = Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()
        with reading(wired.engine) as tx:
            agreed = Agreed(
                creditor_id,
                next_epoch(epochs.of_creditor(tx, creditor_id)),
                self.covenant.number,
                region,
                digest(),
                choose_kinds(tx, wired.vault, region),
                signer,
                valid_to,
            )
            suite = keys.suite(agreed.covenant, agreed.epoch)
            return agreed, build(tx, wired.vault, suite, agreed.kinds, region)

    def _file(self, agreed: Agreed, keys: EpochKeys, signing: bytes) -> KeyFile:
        return KeyFile(
            self.wired.city.city_id,
            agreed.creditor_id,
            agreed.covenant,
            agreed.epoch,
            agreed.region,
            agreed.norm_digest,
            agreed.kinds,
            keys.vault.public,
            agreed.valid_to,
            keys.root,
            signing,
        )
