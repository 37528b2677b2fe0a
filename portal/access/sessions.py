"""Logging in and out: sessions of eight hours, of which only a hash is kept."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.access.accounts import PURPOSE, secret_hash
from portal.access.passwords import password_fits
from portal.access.throttle import Throttle
from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import access, audit
from store.access import Account, Session
from store.engine import Engine, Tx, begin, reading

SESSION_HOURS = 8
NOBODY = "unknown"
_SECRET_BYTES = 32


class LoginRefused(Refused):
    """The account does not exist or the password is wrong; the answer never tells which."""

    code = "login-refused"


class TooManyAttempts(Refused):
    """Too many failures from here or for this account: wait a quarter of an hour."""

    code = "too-many-attempts"


@dataclass(frozen=True, slots=True)
class Tried:
    """One try to log in; `address` is where it came from."""

    account_id: str
    password: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was just opened; `secret` goes into the cookie and nowhere else."""

    account: Account
    secret: str = field(repr=False)


def log_in(
    engine: Engine,
    throttle: Throttle,
    tried: Tried,
    at: datetime,
    chance: Callable[[int], str] = secrets.token_urlsafe,
) -> Opened:
    """Open a session; the audit entry shares its transaction.

    Raises LoginRefused, or TooManyAttempts (which is not audited again: a flood of tries must
    not become a flood of writes). The password is checked outside any writing transaction.
    """
    if not throttle.admit(tried.account_id, tried.address, at):
        raise TooManyAttempts("U hebt te vaak geprobeerd in te loggen. Wacht een kwartier.")
    with reading(engine) as tx:
        account = access.find_account(tx, tried.account_id)
    fits = password_fits(account.password_hash if account else None, tried.password)
    if account is None or not fits:
        with begin(engine) as tx:
            audit.record(tx, [_refused(account, at)])
        raise LoginRefused("Deze accountnaam en dit wachtwoord horen niet bij elkaar.")
    throttle.forgive(tried.account_id, tried.address)
    secret = chance(_SECRET_BYTES)
    with begin(engine) as tx:
        access.end_expired(tx, at)
        until = at + timedelta(hours=SESSION_HOURS)
        access.start_session(
            tx, secret_hash(secret), account.account_id, chance(_SECRET_BYTES), until
        )
        audit.record(tx, [_entry(account.account_id, Action.LOGGED_IN, "started", at)])
    return Opened(account, secret)


def session_of(tx: Tx, secret: str, at: datetime) -> Session | None:
    """The session that a cookie belongs to, if it has not expired."""
    return access.find_session(tx, secret_hash(secret), at) if secret else None


def log_out(tx: Tx, secret: str, account_id: str, at: datetime) -> None:
    """End a session: its cookie opens nothing any more."""
    access.end_session(tx, secret_hash(secret))
    audit.record(tx, [_entry(account_id, Action.LOGGED_OUT, "ended", at)])


def _refused(account: Account | None, at: datetime) -> AuditEntry:
    """A failed login names the account only if there is one: people type passwords there."""
    who = account.account_id if account else NOBODY
    return _entry(who, Action.LOGIN_FAILED, "refused", at)


def _entry(who: str, action: Action, result: str, at: datetime) -> AuditEntry:
    return AuditEntry(at, who, Origin.WEB, action, "account", who, result, PURPOSE)
