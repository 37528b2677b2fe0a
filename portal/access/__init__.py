"""Who may come in: accounts, passwords, tokens, sessions, and the brake on guessing."""

from portal.access.accounts import (
    BadAccount,
    Role,
    account_of_token,
    add_account,
    changed_entry,
    new_token,
)
from portal.access.passwords import LEAST_LENGTH, MOST_LENGTH
from portal.access.sessions import (
    SESSION_HOURS,
    LoginRefused,
    Opened,
    TooManyAttempts,
    Tried,
    log_in,
    log_out,
    session_of,
)
from portal.access.throttle import Throttle
from portal.access.visit import Visit

__all__ = [
    "LEAST_LENGTH",
    "MOST_LENGTH",
    "SESSION_HOURS",
    "BadAccount",
    "LoginRefused",
    "Opened",
    "Role",
    "Throttle",
    "TooManyAttempts",
    "Tried",
    "Visit",
    "account_of_token",
    "add_account",
    "changed_entry",
    "log_in",
    "log_out",
    "new_token",
    "session_of",
]
