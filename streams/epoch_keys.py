"""The secret keys of an epoch: made of chance, sealed under a data key of their own, opened."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from matching.tokens.sealing import SECRET_BYTES, Kem, VaultSecret
from matching.tokens.suite import ROOT_BYTES, Suite
from store.epochs import Epoch
from store.vault import Vault

Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class EpochKeys:
    """The secret keys of an epoch: `root` is shared with the creditor, `vault` is not."""

    root: bytes = field(repr=False)
    vault: VaultSecret

    @classmethod
    def made(cls, kem: Kem, chance: Chance) -> "EpochKeys":
        """New keys, all of chance."""
        return cls(chance(ROOT_BYTES), VaultSecret(kem, chance(SECRET_BYTES[kem])))

    def suite(self, covenant: str, epoch: int) -> Suite:
        """The keyed suite that these keys make."""
        return Suite(self.root, covenant, epoch)

    def sealed(self, vault: Vault, creditor_id: str, epoch: int) -> tuple[bytes, bytes]:
        """A new data key, wrapped, and these keys sealed under it."""
        place = _place(creditor_id, epoch)
        wrapped, seal = vault.new_data_key(place)
        return wrapped, seal.close(
            _encode(_Sealed(self.root, self.vault.kem, self.vault.raw)), place
        )


class _Sealed(msgspec.Struct, frozen=True):
    root: bytes
    kem: Kem
    vault: bytes


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Sealed).decode


def keys_of(vault: Vault, one: Epoch) -> EpochKeys:
    """Open the keys of an epoch; raises SealBroken when it is over."""
    place = _place(one.creditor_id, one.epoch)
    secret = _decode(vault.data_key(one.wrapped, place).open(one.sealed, place))
    return EpochKeys(secret.root, VaultSecret(secret.kem, secret.vault))


def suite_of(vault: Vault, one: Epoch) -> Suite:
    """The keyed suite of an epoch; raises SealBroken when it is over."""
    return keys_of(vault, one).suite(one.covenant, one.epoch)


def kinds_of(one: Epoch) -> frozenset[int]:
    """The match keys that were agreed on."""
    return frozenset(map(int, one.kinds.split()))


def _place(creditor_id: str, epoch: int) -> str:
    return f"epoch|{creditor_id}|{epoch}"
