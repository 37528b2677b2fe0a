"""Accounts and the tokens by which a creditor's system comes in."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from portal.access.passwords import LEAST_LENGTH, MOST_LENGTH, hash_password
from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import access
from store.access import Account
from store.engine import Tx

PURPOSE = "toegangsbeheer"
_ACCOUNT_ID = re.compile(r"[a-z0-9][a-z0-9.@_-]{1,59}")
_TOKEN_BYTES = 32
_TOKEN_START = "vs_"  # noqa: S105 - how a token begins is no secret; it lets a leak be found


class Role(StrEnum):
    """What an account is for."""

    CREDITOR = "creditor"
    WORKER = "worker"
    OFFICER = "officer"
    DIRECTOR = "director"


class BadAccount(Refused):
    """An account cannot be made like this; the message names everything that is wrong."""

    code = "bad-account"


def add_account(tx: Tx, account_id: str, role: str, subject: str, password: str) -> None:
    """Add an account or change it. `subject` is the creditor or worker that it is for.

    Sessions that were open end: a new password keeps out whoever had the old one.
    Raises BadAccount with every fault. The caller writes the audit entry (`changed_entry`).
    """
    faults = _faults(account_id, role, subject, password)
    if faults:
        raise BadAccount("\n".join(faults))
    access.put_account(tx, Account(account_id, role, subject, hash_password(password)))
    access.end_sessions_of(tx, account_id)


def _faults(account_id: str, role: str, subject: str, password: str) -> list[str]:
    needs_subject = role in {Role.CREDITOR, Role.WORKER}
    checks = (
        (
            _ACCOUNT_ID.fullmatch(account_id) is None,
            "Accountnaam: gebruik 2 tot 60 kleine letters, cijfers en . @ _ -",
        ),
        (role not in list(Role), f"Rol: kies uit {', '.join(Role)}."),
        (
            needs_subject and not subject,
            "Onderwerp: geef de schuldeiser of de medewerker op waarvoor dit account is.",
        ),
        (
            len(password) < LEAST_LENGTH,
            f"Wachtwoord: gebruik minstens {LEAST_LENGTH} tekens.",
        ),
        (len(password) > MOST_LENGTH, f"Wachtwoord: gebruik hooguit {MOST_LENGTH} tekens."),
    )
    return [message for wrong, message in checks if wrong]


def new_token(tx: Tx, account_id: str, chance: Callable[[int], str] = secrets.token_urlsafe) -> str:
    """Make a new token for a creditor's account, in place of the one it had.

    The token is returned this once; only its hash is kept. Raises BadAccount. The caller
    writes the audit entry (`changed_entry`).
    """
    account = access.find_account(tx, account_id)
    if account is None or account.role != Role.CREDITOR:
        raise BadAccount("Een token is er alleen voor een bestaand account van een schuldeiser.")
    token = _TOKEN_START + chance(_TOKEN_BYTES)
    access.put_token(tx, secret_hash(token), account_id)
    return token


def account_of_token(tx: Tx, token: str) -> Account | None:
    """The account that a token belongs to, or None."""
    return access.by_token(tx, secret_hash(token))


def changed_entry(actor: str, account_id: str, what: str, at: datetime) -> AuditEntry:
    """The audit entry for a changed account; `what` is a code such as `added` or `token`."""
    return AuditEntry(
        at, actor, Origin.COMMAND, Action.ACCOUNT_CHANGED, "account", account_id, what, PURPOSE
    )


def secret_hash(secret: str) -> bytes:
    """What is kept of a token or session secret. Both are long and random, so SHA-256 will do."""
    return sha256(secret.encode(errors="replace")).digest()
