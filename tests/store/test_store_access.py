"""Accounts, tokens and sessions: who is let in, until when."""

from datetime import UTC, datetime, timedelta

import pytest

from store import access
from store.access import Account
from store.engine import ConstraintBroken, Engine, Tx, begin

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)
HER = Account("anna", "worker", "w-1", "hash")
HIM = Account("bob", "officer", "", "hash")


def _start(tx: Tx, session_hash: bytes, expires_at: datetime, account_id: str = "anna") -> None:
    access.start_session(tx, session_hash, account_id, "csrf", expires_at)


def test_an_account_comes_back_as_it_was_put(engine: Engine) -> None:
    """Put again it is changed; all are listed by id."""
    changed = Account("anna", "creditor", "woonhof", "other")
    with begin(engine) as tx:
        access.put_account(tx, HIM)
        access.put_account(tx, HER)
        assert access.accounts(tx) == [HER, HIM]
        access.put_account(tx, changed)
        assert access.find_account(tx, "anna") == changed
        assert access.find_account(tx, "bob") == HIM
        assert access.find_account(tx, "Anna") is None


def test_the_database_refuses_a_role_that_does_not_exist(engine: Engine) -> None:
    """Permissions are rows by role; an unknown one would have none or, by a bug, all."""
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        access.put_account(tx, Account("eve", "administrator", "", "hash"))


def test_a_token_lets_in_the_account_it_belongs_to(engine: Engine) -> None:
    """And an unknown token lets in nobody."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        access.put_account(tx, HIM)
        access.put_token(tx, b"hers", "anna")
        access.put_token(tx, b"his", "bob")
        assert access.by_token(tx, b"hers") == HER
        assert access.by_token(tx, b"his") == HIM
        assert access.by_token(tx, b"") is None


def test_a_new_token_ends_the_old_one_of_that_account_only(engine: Engine) -> None:
    """That is how a token that leaked is withdrawn."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        access.put_account(tx, HIM)
        access.put_token(tx, b"old", "anna")
        access.put_token(tx, b"his", "bob")
        access.put_token(tx, b"new", "anna")
        assert access.by_token(tx, b"old") is None
        assert access.by_token(tx, b"new") == HER
        assert access.by_token(tx, b"his") == HIM


def test_a_token_of_an_account_that_is_gone_lets_in_nobody(engine: Engine) -> None:
    """The account decides, not the token."""
    with begin(engine) as tx:
        access.put_token(tx, b"token", "anna")
        assert access.by_token(tx, b"token") is None


def test_a_session_holds_until_it_expires(engine: Engine) -> None:
    """At the very moment it is over."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        _start(tx, b"s", AT)
        found = access.find_session(tx, b"s", AT - MOMENT)
        assert found == access.Session(HER, "csrf", "2026-11-22T09:00:00.000Z")
        assert access.find_session(tx, b"s", AT) is None
        assert access.find_session(tx, b"other", AT - MOMENT) is None


def test_a_session_that_was_ended_is_over_and_another_is_not(engine: Engine) -> None:
    """Logging out in one browser."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        _start(tx, b"s", AT)
        _start(tx, b"t", AT)
        access.end_session(tx, b"s")
        assert access.find_session(tx, b"s", AT - MOMENT) is None
        assert access.find_session(tx, b"t", AT - MOMENT) is not None


def test_all_sessions_of_an_account_can_be_ended_at_once(engine: Engine) -> None:
    """And of no other account."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        access.put_account(tx, HIM)
        for name, account_id in ((b"s", "anna"), (b"t", "anna"), (b"u", "bob")):
            _start(tx, name, AT, account_id)
        access.end_sessions_of(tx, "anna")
        found = [access.find_session(tx, name, AT - MOMENT) for name in (b"s", b"t", b"u")]
        assert [one and one.account for one in found] == [None, None, HIM]


def test_expired_sessions_are_removed_and_counted(engine: Engine) -> None:
    """Those that are over, and no others."""
    with begin(engine) as tx:
        access.put_account(tx, HER)
        for name, at in ((b"a", AT - MOMENT), (b"b", AT), (b"c", AT + MOMENT)):
            _start(tx, name, at)
        assert access.end_expired(tx, AT) == 2
        assert access.end_expired(tx, AT) == 0
        assert access.find_session(tx, b"c", AT) is not None


def test_the_same_session_cannot_be_started_twice(engine: Engine) -> None:
    """Two people would share it."""
    with begin(engine) as tx:
        _start(tx, b"s", AT)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        _start(tx, b"s", AT, "bob")
