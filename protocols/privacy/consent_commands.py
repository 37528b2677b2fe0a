"""What can be asked of consent: the commands, as a worker or the clock gives them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from protocols.privacy.consent import Purpose
from protocols.privacy.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask consent for a purpose in a language, with a version of the notice."""

    purpose: Purpose
    language: str
    notice: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Give:
    """Note that consent was given. `consent_id` is new and opaque."""

    purpose: Purpose
    consent_id: str
    evidence: Evidence
    from_on: date
    until_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refuse:
    """Note that consent was refused."""

    purpose: Purpose
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Note that consent was taken back. No reason is asked: it is as easy as giving (art. 7(3))."""

    purpose: Purpose
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Expire:
    """Let what is past its last day on `on` expire; for the clock."""

    on: date
    at: datetime


Command = Ask | Give | Refuse | Withdraw | Expire
