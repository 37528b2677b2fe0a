"""A register's records packed one behind another; each is read when it is needed.

A record holds names and addresses in clear and the keyed token of a national id, never the id.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from matching.described import Known, know
from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, PartialDate, Residency, Resident


class _Record(msgspec.Struct, array_like=True, gc=False):
    resident_id: str
    name: tuple[str, str, str, str, str, str]
    use: NameUse
    born: tuple[int | None, int | None, int | None] | None
    sex: str
    address: tuple[str, int | None, str, str, str, str] | None
    earlier: tuple[tuple[str, int | None, str, str, str, str], ...]
    residency: Residency
    flags: tuple[bool, bool, bool, bool]
    contact: tuple[str, str]
    id_token: bytes


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Record).decode
Packed = tuple[Any, ...]


def pack(one: Resident, id_token: bytes) -> bytes:
    """A record without its national id."""
    name, born = one.name, one.born
    return _encode(
        (
            one.resident_id,
            (
                name.given,
                name.initials,
                name.prefix,
                name.surname,
                name.partner_prefix,
                name.partner_surname,
            ),
            name.use,
            None if born is None else (born.year, born.month, born.day),
            one.sex,
            None if one.address is None else _place(one.address),
            [_place(address) for address in one.earlier],
            one.residency,
            (one.secret, one.under_investigation, one.guardianship, one.mail_address),
            (one.phone, one.email),
            id_token,
        )
    )


def unpack(packed: bytes | memoryview) -> tuple[Resident, bytes]:
    """A record without its national id, and the token of that."""
    found = _decode(packed)
    secret, under_investigation, guardianship, mail_address = found.flags
    phone, email = found.contact
    one = Resident(
        ResidentId(found.resident_id),
        Name(*found.name, found.use),
        PartialDate(*found.born) if found.born else None,
        found.sex,
        Address(*found.address) if found.address else None,
        tuple([Address(*place) for place in found.earlier]),
        found.residency,
        secret,
        under_investigation,
        guardianship,
        mail_address,
        phone,
        email,
    )
    return one, found.id_token


def _place(address: Address) -> Packed:
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

    def resident(self, row: int) -> tuple[Resident, bytes]:
        """A record without its national id, and the token of that."""
        return unpack(self._packed(row))

    def known(self, row: int) -> Known:
        """A record ready to compare."""
        return know(*unpack(self._packed(row)))

    def _packed(self, row: int) -> bytes | memoryview:
        if row >= len(self._ends):
            return self._newer[row - len(self._ends)]
        start = int(self._ends[row - 1]) if row else 0
        return self._blob[start : int(self._ends[row])]
