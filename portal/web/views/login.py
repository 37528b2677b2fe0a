"""The page to log in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoginView:
    """The form; `error` says what went wrong and never which of the two was wrong."""

    account_id: str = ""
    error: str = ""
