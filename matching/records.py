"""A register's records packed one behind another; each is read when it is needed.

A record holds names and addresses in clear and the keyed token of a national id, never the id.
"""

from collections.abc import Iterable
from itertools import compress
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from matching.described import NOWHERE, AddressParts, Known, born_of, new_place_of
from matching.names import given_of, surname_of_record
from protocols.ids import ResidentId
from protocols.judgement import Warning as Caution
from protocols.people import Address, Name, NameUse, PartialDate, Residency, Resident

_Parts = tuple[str, str]


class _Record(msgspec.Struct, array_like=True, gc=False):
    resident_id: str
    given: str
    initials: str
    own: _Parts
    partner: _Parts
    use: NameUse
    born: int
    sex: str
    address: AddressParts | None
    earlier: tuple[AddressParts, ...]
    residency: Residency
    flags: tuple[bool, bool, bool, bool]
    phone: str
    email: str
    id_token: bytes


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Record).decode
_CAUTIONS: Final = (
    Caution.SECRECY,
    Caution.UNDER_INVESTIGATION,
    Caution.GUARDIANSHIP,
    Caution.MAIL_ADDRESS,
)
_NO_FLAGS: Final = (False, False, False, False)
Packed = bytes | memoryview


def pack(one: Resident, id_token: bytes) -> bytes:
    """A record without its national id, but with the token of that."""
    name = one.name
    return _encode(
        (
            one.resident_id,
            name.given,
            name.initials,
            (name.surname, name.prefix),
            (name.partner_surname, name.partner_prefix),
            name.use,
            born_of(one.born),
            one.sex,
            None if one.address is None else _place(one.address),
            [_place(address) for address in one.earlier],
            one.residency,
            (one.secret, one.under_investigation, one.guardianship, one.mail_address),
            one.phone,
            one.email,
            id_token,
        )
    )


def resident_of(packed: Packed) -> Resident:
    """A record without its national id."""
    found = _decode(packed)
    surname, prefix = found.own
    partner, its_prefix = found.partner
    name = Name(found.given, found.initials, prefix, surname, its_prefix, partner, found.use)
    return Resident(
        ResidentId(found.resident_id),
        name,
        _partial(found.born),
        found.sex,
        Address(*found.address) if found.address else None,
        tuple([Address(*place) for place in found.earlier]),
        found.residency,
        *found.flags,
        found.phone,
        found.email,
    )


def known_of(packed: Packed) -> Known:
    """A record ready to compare."""
    found = _decode(packed)
    address = Address(*found.address) if found.address else None
    flags = found.flags
    return Known(
        ResidentId(found.resident_id),
        found.residency,
        surname_of_record(found.own, found.partner, found.use),
        given_of(found.given, found.initials),
        found.born,
        new_place_of(address) if address else NOWHERE,
        found.earlier,
        address,
        found.id_token,
        () if flags == _NO_FLAGS else tuple(compress(_CAUTIONS, flags)),
        found.residency is Residency.RESIDENT,
    )


def _partial(born: int) -> PartialDate | None:
    if not born:
        return None
    return PartialDate(born // 10_000 or None, born // 100 % 100 or None, born % 100 or None)


def _place(address: Address) -> AddressParts:
    return (
        address.street,
        address.house_number,
        address.house_letter,
        address.house_addition,
        address.postcode,
        address.city,
    )


class Records:
    """Packed records by row: those of the base in one array, newer ones apart."""

    def __init__(self, blob: NDArray[np.uint8], ends: NDArray[np.uint64]) -> None:
        """`ends[n]` is where record n ends in the blob."""
        self._blob: Final = blob.data
        self._ends: Final = ends
        self._newer: Final[list[bytes]] = []

    def __len__(self) -> int:
        return len(self._ends) + len(self._newer)

    def add(self, packed: Iterable[bytes]) -> None:
        """Records that come behind the others."""
        self._newer.extend(packed)

    def resident(self, row: int) -> Resident:
        """A record without its national id."""
        return resident_of(self._packed(row))

    def known(self, row: int) -> Known:
        """A record ready to compare."""
        return known_of(self._packed(row))

    def _packed(self, row: int) -> Packed:
        if row >= len(self._ends):
            return self._newer[row - len(self._ends)]
        start = int(self._ends[row - 1]) if row else 0
        return self._blob[start : int(self._ends[row])]
