"""The key file of one epoch: what the city hands a creditor, over a channel of its own.

Whoever has this file can test any guess at a person against what the creditor delivered in this
epoch, and can sign as the creditor: it is as secret as the customers themselves.
"""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from matching.normal import digest
from matching.tokens.keys import CORE_KINDS, WIDE_KINDS
from matching.tokens.refusals import OtherEpoch, OtherNormalisation, OtherSuite
from matching.tokens.sealing import Kem, VaultPublic
from matching.tokens.suite import LEVEL, NAME, ROOT_BYTES, Suite
from portal.faults import BadFile
from portal.intake.opening import bad

SIGNING_BYTES: Final = 32
_MOST_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One epoch as a creditor knows it. `valid_to` is the last day."""

    city: str
    creditor: str
    covenant: str
    epoch: int
    region: str
    norm_digest: str
    kinds: frozenset[int]
    vault: VaultPublic
    valid_to: date
    root: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    def suite(self) -> Suite:
        """The keyed suite, ready to hash with."""
        return Suite(self.root, self.covenant, self.epoch)

    def signer(self) -> Ed25519PrivateKey:
        """The key that the creditor signs with."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    def check(self, on: date) -> None:
        """The handshake: the same normalisation at both ends, and a key that still serves.

        Raises OtherNormalisation or OtherEpoch.
        """
        if self.norm_digest != digest():
            raise OtherNormalisation(
                "Deze client schrijft namen anders dan de stad. Installeer de versie die bij het "
                "sleutelbestand hoort, of vraag de stad om een nieuw sleutelbestand."
            )
        if self.valid_to < on:
            raise OtherEpoch(
                f"Deze sleutel gold tot en met {self.valid_to}. Vraag de stad om de nieuwe."
            )


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """The same as JSON; secrets and keys as base64."""

    v: str
    level: str
    city: str
    creditor: str
    covenant: str
    epoch: int
    region: str
    norm_digest: str
    kinds: list[int]
    vault_kem: Kem
    vault_key: bytes
    valid_to: date
    root: bytes
    signing: bytes


_decode = msgspec.json.Decoder(_Written).decode


def write_key_file(path: Path, key: KeyFile) -> None:
    """Write a key file that only its owner can read. Raises BadFile when it is there already."""
    written = _Written(
        NAME,
        LEVEL,
        key.city,
        key.creditor,
        key.covenant,
        key.epoch,
        key.region,
        key.norm_digest,
        sorted(key.kinds),
        key.vault.kem,
        key.vault.raw,
        key.valid_to,
        key.root,
        key.signing,
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        message = "dit bestand kan niet worden gemaakt; geef een nieuwe naam in een map die er is"
        raise bad(path.name, "no-new-file", message) from error
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(written)) + b"\n")


def read_key_file(path: Path) -> KeyFile:
    """Read a key file. Raises BadFile, or OtherSuite for that of another version."""
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise bad(path.name, "no-file", "dit sleutelbestand is er niet; controleer de naam")
    try:
        found = _decode(path.read_bytes())
        vault = VaultPublic(found.vault_kem, found.vault_key)
    except (msgspec.DecodeError, ValueError) as error:
        raise _broken(path) from error
    if (found.v, found.level) != (NAME, LEVEL):
        raise OtherSuite(f"Deze client werkt met {NAME} op niveau {LEVEL}; werk haar bij.")
    lengths = len(found.root) == ROOT_BYTES and len(found.signing) == SIGNING_BYTES
    if not lengths or not frozenset(found.kinds) <= CORE_KINDS | WIDE_KINDS or found.epoch < 1:
        raise _broken(path)
    return KeyFile(
        found.city,
        found.creditor,
        found.covenant,
        found.epoch,
        found.region,
        found.norm_digest,
        frozenset(found.kinds),
        vault,
        found.valid_to,
        found.root,
        found.signing,
    )


def _broken(path: Path) -> BadFile:
    message = "dit is geen sleutelbestand, of het is beschadigd; vraag de stad om een nieuw"
    return bad(path.name, "broken-key-file", message)
