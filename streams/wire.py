"""How a delivered row is written down before it is sealed."""

import msgspec

from protocols.covenant.signal import Delivered
from protocols.people import Person

write_row = msgspec.json.Encoder().encode
read_row = msgspec.json.Decoder(Delivered).decode


def write_contact(person: Person) -> bytes:
    """What a worker may use of a delivered row to reach the resident."""
    return msgspec.json.encode({"phone": person.phone, "email": person.email})


def read_contact(plain: bytes) -> dict[str, str]:
    """The phone number and e-mail address as delivered; empty where there was none."""
    return msgspec.json.decode(plain, type=dict[str, str])
