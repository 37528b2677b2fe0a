"""What workers do: read their caseload and its cases, record contact, judge held signals.

Each is one transaction with its audit entry: what was read and the note of it stand together.
"""

from portal.casework.caseload import CaseloadLine, read_caseload
from portal.casework.contact import (
    DAYS_BEFORE_OPENING,
    AttemptMade,
    BadAttempt,
    CaseMovedOn,
    first_day,
    record_contact,
)
from portal.casework.file import CaseFile, Contact, NotYourCase, read_case
from portal.casework.reviewing import (
    Decision,
    ReviewQueue,
    Waiting,
    decide,
    read_review,
    read_reviews,
    take_back,
)

__all__ = [
    "DAYS_BEFORE_OPENING",
    "AttemptMade",
    "BadAttempt",
    "CaseFile",
    "CaseMovedOn",
    "CaseloadLine",
    "Contact",
    "Decision",
    "NotYourCase",
    "ReviewQueue",
    "Waiting",
    "decide",
    "first_day",
    "read_case",
    "read_caseload",
    "read_review",
    "read_reviews",
    "record_contact",
    "take_back",
]
