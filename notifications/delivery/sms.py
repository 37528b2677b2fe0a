"""Text messages: how many a text takes (3GPP TS 23.038), and a gateway that is a folder of files.

A text shows on a locked screen, so it tells nothing of debts: it is the `short` of a letter.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from notifications.delivery.files import write_once
from notifications.delivery.mail import BadAddress
from notifications.delivery.outcomes import NoService, Outcome, Sent

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("^{}\\[~]|€\f")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Segments:
    """How a text is sent: `encoding` is GSM-7 or UCS-2, `units` its length in septets or 16-bit
    units, `count` the number of messages that are paid for."""

    encoding: str
    units: int
    count: int


def segments(text: str) -> Segments:
    """Count the messages that a text takes. A sign that takes two units is never cut in half.

    Raises ValueError for an empty text.
    """
    if not text:
        raise ValueError("an empty text is no message")
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return _counted("GSM-7", [2 if sign in _EXTENDED else 1 for sign in text], 160, 153)
    return _counted("UCS-2", [2 if ord(sign) > 0xFFFF else 1 for sign in text], 70, 67)


def _counted(encoding: str, sizes: list[int], alone: int, each: int) -> Segments:
    units = sum(sizes)
    if units <= alone:
        return Segments(encoding, units, 1)
    count, room = 1, each
    for size in sizes:
        if size > room:
            count, room = count + 1, each
        room -= size
    return Segments(encoding, units, count)


def check_number(number: str) -> str:
    """The number itself. Raises BadAddress for what is not written as +31612345678."""
    if not _NUMBER.fullmatch(number):
        raise BadAddress("Dit is geen nummer voor een sms; gebruik de vorm +31612345678.")
    return number


class Gateway(Protocol):
    """Whoever sends text messages on."""

    def send(self, number: str, text: str, message_id: str) -> Outcome:
        """Hand a message over. Raises BadAddress, and NoService when nothing can be sent now."""
        ...


class FolderGateway:
    """A gateway that leaves a JSON file per message in a folder, for a program to pick up.

    The file is named by the id of the message, so the same one is never left twice.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, number: str, text: str, message_id: str) -> Outcome:
        """Leave a file; one that is there already was sent. Raises as `Gateway.send`."""
        check_number(number)
        if not _ID.fullmatch(message_id):
            raise ValueError("an id of a message is letters, digits and hyphens")
        told = segments(text)
        content = {"to": number, "text": text, "encoding": told.encoding, "segments": told.count}
        file = self._folder / f"{message_id}.json"
        try:
            if not self._folder.is_dir():
                self._folder.mkdir(mode=0o700, parents=True)
        except OSError:
            raise NoService("folder") from None
        try:
            write_once(file, json.dumps(content, ensure_ascii=False).encode())
        except FileExistsError:
            return Sent(file.name)
        except OSError:
            raise NoService("folder") from None
        return Sent(file.name)
