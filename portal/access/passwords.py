"""Passwords as Argon2id hashes; a wrong account takes as long as a wrong password."""

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 12
MOST_LENGTH = 256

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(4)
"""A hash takes 64 MiB: a crowd at the door must wait, not fill the memory."""


def hash_password(password: str) -> str:
    """The Argon2id hash (RFC 9106, low memory profile) with its salt and parameters."""
    with _AT_ONCE:
        return _HASHER.hash(_same_everywhere(password))


def password_fits(stored: str | None, password: str) -> bool:
    """Whether a password belongs to a stored hash; None (no account) costs the same time."""
    with _AT_ONCE:
        try:
            fits = _HASHER.verify(stored or _nobody(), _same_everywhere(password[:MOST_LENGTH]))
        except (VerificationError, InvalidHashError):
            return False
    return fits and stored is not None


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def _same_everywhere(password: str) -> str:
    """One keyboard sends é as one character, another as two: both are the same password."""
    return unicodedata.normalize("NFC", password)
