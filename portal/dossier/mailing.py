"""The letters of a dossier: queued in the transaction of what they tell, by post, once.

They go to the address in the register, never to what a creditor delivered. A resident without one
(or a city without a desk) gets no letter: the worker sees on the case which letters there were.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from notifications.checked import Checked
from notifications.delivery.outcomes import Channel
from notifications.languages import DEFAULT
from notifications.letters import render
from notifications.views import (
    Sender,
    Withdrawal,
)
from portal.access import Visit
from portal.dossier import events
from portal.web.words import UNKNOWN, address, called
from portal.wiring import Platform
from protocols.ids import ResidentId
from protocols.people import Resident
from protocols.privacy.aftermath import Consequence
from protocols.privacy.consent import ConsentAsked, Purpose
from store import outgoing_ends, register
from store.engine import Tx
from store.histories import Kind
from streams.planning import By, Wanted, plan

NOBODY: Final = "geen adres"
PROPOSALS: Final = ("proposal",)
ABOUT_A_PLAN: Final = ("proposal", "agreement", "statement")
"""The letters that a withdrawal makes untrue."""
Make = Callable[[Sender, str], Checked]
"""Makes the letter, of the sender and the resident's name."""


@dataclass(frozen=True, slots=True)
class To:
    """Whom a letter is for: a resident in a case, in the language that consent was asked in."""

    case_id: str
    resident_id: str
    language: str


def queue(tx: Tx, platform: Platform, by: Visit, to: To, occasion: str, make: Make) -> str:
    """Queue a letter by post; returns what shows it, or why there is none.

    The same occasion twice is one letter.
    """
    found = register.find(tx, platform.vault, [to.resident_id])
    resident, desk = found.get(ResidentId(to.resident_id)), platform.city.desk
    lines = _envelope(resident) if resident else ()
    if resident is None or desk is None or not lines:
        return NOBODY
    sender = Sender(platform.city.name, desk.phone, desk.email, desk.website)
    letter = render(make(sender, called(resident.name)), to.language)
    wanted = Wanted(to.case_id, to.resident_id, occasion, Channel.POST, lines, letter)
    privacy = platform.city.privacy
    who = By(by.account.account_id, by.origin, privacy.purpose, privacy.basis.value)
    plan(tx, platform.vault, wanted, who, by.at)
    return f"brief {wanted.message_id}"


def cancel(tx: Tx, by: Visit, resident_id: str, templates: Sequence[str]) -> int:
    """Take letters back that wait and are no longer true, with their words; returns how many.

    What is being sent at this very moment cannot be taken back any more.
    """
    return outgoing_ends.cancel(tx, resident_id, templates, by.at)


def withdrawal(on: date, purpose: Purpose, stopped: Sequence[Consequence]) -> Make:
    """The confirmation that consent was withdrawn, with all that was stopped or undone."""
    return lambda sender, name: Withdrawal(sender, name, purpose, on, tuple(stopped))


def language_of(tx: Tx, platform: Platform, resident_id: str) -> str:
    """The language in which a resident was last asked for consent; Dutch when nobody asked."""
    history = events.load(tx, platform.vault, Kind.CONSENT, resident_id)
    asked = [one.language for one in history if isinstance(one, ConsentAsked)]
    return asked[-1] if asked else DEFAULT


def _envelope(resident: Resident) -> tuple[str, ...]:
    """Name, street and place; empty without an address that post can reach."""
    written = address(resident.address)
    street, comma, place = written.rpartition(", ")
    if written == UNKNOWN or not comma:
        return ()
    return called(resident.name), street, place
