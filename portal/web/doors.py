"""What a door is: a path, whom it is for, and the action that is written down behind it.

A route that is in no table does not exist; a door that names no action shows nothing of anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from portal.access import Role
from portal.intake.opening import MOST_BYTES as MOST_DELIVERY_BYTES
from portal.web.ask import Ask
from portal.web.forms import MOST_BYTES
from protocols.privacy.audit import Action

MOST_UPLOAD_BYTES = MOST_DELIVERY_BYTES + MOST_BYTES
"""A delivery and the form around it."""


class Anyone(StrEnum):
    """Doors that are not for one role."""

    EVERYONE = "everyone"
    LOGGED_IN = "logged-in"


class Unlogged(StrEnum):
    """Why a door writes nothing in the audit log."""

    NOTHING_OF_ANYBODY = "nothing-of-anybody"
    COUNTS_ONLY = "counts-only"


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. `most_bytes` bounds what may be sent through it."""

    method: str
    path: str
    endpoint: Callable[[Ask], Response]
    who: Role | Anyone
    action: Action | Unlogged
    most_bytes: int = MOST_BYTES
