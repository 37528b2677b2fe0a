"""Accounts, API tokens and sessions. Secrets are stored as hashes only."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import account, api_token, installation, session


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in. `subject` is the creditor or worker id that the role is for."""

    account_id: str
    role: str
    subject: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session under way; `csrf` must come back with every form."""

    account: Account
    csrf: str
    expires_at: str


def fits_key(tx: Tx, check: bytes) -> bool:
    """Whether this database was made with the key that gave `check`; the first one decides."""
    line = {"name": "key", "value": check}
    sql.insert_or_keep(tx, installation, [line])
    question = sa.select(installation.c.value).where(installation.c.name == "key")
    return bytes(sql.one(tx, question) or b"") == check


def put_account(tx: Tx, one: Account) -> None:
    """Add an account or change it."""
    line = {
        "account_id": one.account_id,
        "role": one.role,
        "subject": one.subject,
        "password_hash": one.password_hash,
    }
    sql.put(tx, account, [line])


def find_account(tx: Tx, account_id: str) -> Account | None:
    """One account."""
    question = sa.select(account).where(account.c.account_id == account_id)
    return next((Account(*row) for row in sql.rows(tx, question)), None)


def accounts(tx: Tx) -> list[Account]:
    """Every account, by id."""
    return [
        Account(*row) for row in sql.rows(tx, sa.select(account).order_by(account.c.account_id))
    ]


def put_token(tx: Tx, token_hash: bytes, account_id: str) -> None:
    """Let an account in by a token, in place of the tokens it had."""
    sql.alone(tx, "token", account_id)
    tx.connection.execute(sa.delete(api_token).where(api_token.c.account_id == account_id))
    sql.insert(tx, api_token, [{"token_hash": token_hash, "account_id": account_id}])


def by_token(tx: Tx, token_hash: bytes) -> Account | None:
    """The account that a token belongs to."""
    question = sa.select(account).join(api_token, api_token.c.account_id == account.c.account_id)
    where = api_token.c.token_hash == token_hash
    return next((Account(*row) for row in sql.rows(tx, question.where(where))), None)


def start_session(
    tx: Tx, session_hash: bytes, account_id: str, csrf: str, expires_at: datetime
) -> None:
    """Open a session."""
    line = {
        "session_hash": session_hash,
        "account_id": account_id,
        "csrf": csrf,
        "expires_at": sql.instant(expires_at),
    }
    sql.insert(tx, session, [line])


def find_session(tx: Tx, session_hash: bytes, at: datetime) -> Session | None:
    """A session that has not expired, with its account."""
    question = (
        sa.select(account, session.c.csrf, session.c.expires_at)
        .join(session, session.c.account_id == account.c.account_id)
        .where(session.c.session_hash == session_hash, session.c.expires_at > sql.instant(at))
    )
    found = next(sql.rows(tx, question), None)
    return Session(Account(*found[:4]), found[4], found[5]) if found else None


def end_session(tx: Tx, session_hash: bytes) -> None:
    """Close a session."""
    tx.connection.execute(sa.delete(session).where(session.c.session_hash == session_hash))


def end_sessions_of(tx: Tx, account_id: str) -> None:
    """Close every session of an account."""
    tx.connection.execute(sa.delete(session).where(session.c.account_id == account_id))


def end_expired(tx: Tx, at: datetime) -> int:
    """Remove sessions that have expired; returns how many."""
    gone = sa.delete(session).where(session.c.expires_at <= sql.instant(at))
    return tx.connection.execute(gone).rowcount
