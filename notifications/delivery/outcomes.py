"""How sending ends. Which it is decides what may happen next, so each has a type of its own."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How a letter leaves."""

    EMAIL = "email"
    POST = "post"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody else answers for it now; `reference` tells where."""

    reference: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """Not accepted, and the same may go well later (a full mailbox, a busy server)."""

    code: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not accepted, and the same will never be (no such address)."""

    code: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """It was handed over and no answer came: whether it was accepted nobody knows."""

    code: str


Outcome = Sent | Postponed | Rejected | Doubted


class NoService(Exception):
    """Nothing can be sent by this channel now, whatever the message; `code` tells why.

    Nothing was handed over. The text never holds an address or a word of a letter.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
