"""Accounts, passwords, tokens and sessions: who comes in, and who does not."""

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.access import (
    BadAccount,
    LoginRefused,
    Throttle,
    TooManyAttempts,
    Tried,
    account_of_token,
    add_account,
    changed_entry,
    log_in,
    log_out,
    new_token,
    session_of,
)
from portal.access.passwords import hash_password, password_fits
from portal.access.throttle import MOST_KEYS
from store import access, audit
from store.engine import ConstraintBroken, Engine, begin, open_engine, reading
from store.migrate import migrate
from tests.support import made

PASSWORD = "een-lang-wachtwoord"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "access.db"


@pytest.fixture
def engine(file: Path) -> Engine:
    """An empty database with one account of a worker."""
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    with begin(engine) as tx:
        add_account(tx, "anja", "worker", "w-1", PASSWORD)
    return engine


def tried(password: str = PASSWORD, account_id: str = "anja", address: str = HERE) -> Tried:
    """One try to log in."""
    return Tried(account_id, password, address)


def lines(engine: Engine) -> list[tuple[str, str]]:
    """Action and actor of every audit line, oldest first."""
    with reading(engine) as tx:
        return [(one.action, one.actor) for one in reversed(audit.latest(tx))]


def test_a_password_of_twelve_characters_will_do(engine):
    """The bound itself is allowed."""
    with begin(engine) as tx:
        add_account(tx, "bram", "worker", "w-2", "x" * 12)
        assert access.find_account(tx, "bram") is not None


@pytest.mark.parametrize(
    ("account_id", "role", "subject", "password", "told"),
    [
        ("bram", "worker", "w-2", "x" * 11, "minstens 12"),
        ("bram", "worker", "w-2", "x" * 257, "hooguit 256"),
        ("bram", "worker", "", "x" * 12, "Onderwerp"),
        ("bram", "baas", "w-2", "x" * 12, "Rol"),
        ("Bram de Boer", "worker", "w-2", "x" * 12, "Accountnaam"),
    ],
)
def test_an_account_that_cannot_be_is_refused(engine, account_id, role, subject, password, told):
    """The message names what is wrong and never repeats the password."""
    with begin(engine) as tx, pytest.raises(BadAccount) as refused:
        add_account(tx, account_id, role, subject, password)
    assert told in refused.value.message
    assert password not in refused.value.message


def test_everything_wrong_with_an_account_is_told_at_once(engine):
    """Nobody should have to try four times."""
    with begin(engine) as tx, pytest.raises(BadAccount) as refused:
        add_account(tx, "A B", "baas", "", "kort")
    assert refused.value.message.count("\n") == 2


def test_an_officer_needs_no_subject(engine):
    """The privacy officer is there for the whole city."""
    with begin(engine) as tx:
        add_account(tx, "fg", "officer", "", PASSWORD)


def test_the_password_itself_is_nowhere_in_the_database(engine, file):
    """Only its Argon2id hash is."""
    with reading(engine) as tx:
        assert access.accounts(tx)[0].password_hash.startswith("$argon2id$")
    engine.dispose()
    assert all(PASSWORD.encode() not in one.read_bytes() for one in file.parent.glob("access.db*"))


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=12, deadline=None)
def test_only_the_password_itself_fits(typed):
    """Whatever else is typed does not."""
    assert password_fits(_stored(), typed) is (typed == PASSWORD)


def test_an_accent_fits_however_the_keyboard_sends_it():
    """é is one character on one keyboard and two on another."""
    assert password_fits(hash_password("caf\u00e9-met-accent"), "cafe\u0301-met-accent")


def test_a_broken_hash_lets_nobody_in():
    """A damaged database opens no door."""
    assert not password_fits("no hash at all", PASSWORD)


def test_an_unknown_account_costs_as_much_time_as_a_wrong_password():
    """Else the clock would tell which accounts exist."""
    password_fits(None, "warm up")
    known, unknown = _seconds(_stored()), _seconds(None)
    assert 0.25 < unknown / known < 4


def test_logging_in_opens_a_session_and_is_written_down(engine):
    """The session lasts as long as its cookie."""
    opened = log_in(engine, Throttle(), tried(), made.AT)
    with reading(engine) as tx:
        session = session_of(tx, opened.secret, made.AT)
    assert session is not None
    assert session.account.subject == "w-1"
    assert session.csrf not in {"", opened.secret}
    assert lines(engine) == [("session.started", "anja")]


def test_only_the_hash_of_a_session_is_stored(engine, file):
    """Whoever reads the database cannot take over a session."""
    opened = log_in(engine, Throttle(), tried(), made.AT)
    with sqlite3.connect(file) as raw:
        stored = raw.execute("select * from session").fetchall()
    raw.close()
    assert opened.secret not in str(stored)
    assert opened.secret not in repr(opened)


@pytest.mark.parametrize("wrong", [tried("fout-wachtwoord"), tried(account_id="niemand")])
def test_a_wrong_login_is_refused_with_one_and_the_same_message(engine, wrong):
    """The answer never tells which of the two was wrong."""
    with pytest.raises(LoginRefused) as refused:
        log_in(engine, Throttle(), wrong, made.AT)
    assert refused.value.message == "Deze accountnaam en dit wachtwoord horen niet bij elkaar."


def test_a_failed_login_is_written_down_without_what_was_typed(engine):
    """People type their password where the account name belongs."""
    for wrong in (tried("fout-wachtwoord"), tried(account_id="mijn-geheime-wachtwoord")):
        with pytest.raises(LoginRefused):
            log_in(engine, Throttle(), wrong, made.AT)
    assert lines(engine) == [("session.refused", "anja"), ("session.refused", "unknown")]


def test_a_session_that_cannot_be_stored_is_not_written_down_either(engine):
    """Session and audit entry share one transaction."""
    log_in(engine, Throttle(), tried(), made.AT, _no_chance)
    with pytest.raises(ConstraintBroken):
        log_in(engine, Throttle(), tried(), made.AT, _no_chance)
    assert lines(engine) == [("session.started", "anja")]


@pytest.mark.parametrize(("hours", "open_"), [(7.99, True), (8, False)])
def test_a_session_lasts_eight_hours(engine, hours, open_):
    """And not a moment longer."""
    opened = log_in(engine, Throttle(), tried(), made.AT)
    with reading(engine) as tx:
        found = session_of(tx, opened.secret, made.AT + timedelta(hours=hours))
    assert (found is not None) is open_


def test_no_cookie_is_no_session(engine):
    """An empty secret opens nothing."""
    with reading(engine) as tx:
        assert session_of(tx, "", made.AT) is None


def test_logging_out_ends_the_session_in_the_store(engine):
    """A stolen cookie is worth nothing afterwards."""
    opened = log_in(engine, Throttle(), tried(), made.AT)
    with begin(engine) as tx:
        log_out(tx, opened.secret, "anja", made.AT)
    with reading(engine) as tx:
        assert session_of(tx, opened.secret, made.AT) is None
    assert lines(engine)[-1] == ("session.ended", "anja")


def test_expired_sessions_are_cleared_away_at_the_next_login(engine, file):
    """They are of no use to anybody."""
    log_in(engine, Throttle(), tried(), made.AT)
    log_in(engine, Throttle(), tried(), made.AT + timedelta(hours=9))
    with sqlite3.connect(file) as raw:
        assert raw.execute("select count(*) from session").fetchone() == (1,)
    raw.close()


def test_after_five_failures_even_the_right_password_must_wait(engine):
    """Guessing stops; a quarter of an hour later the owner gets in."""
    throttle = Throttle()
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(engine, throttle, tried("fout-wachtwoord"), made.AT)
    with pytest.raises(TooManyAttempts):
        log_in(engine, throttle, tried(), made.AT + timedelta(minutes=14))
    assert log_in(engine, throttle, tried(), made.AT + timedelta(minutes=16)).account


def test_an_attempt_that_must_wait_writes_nothing(engine):
    """A flood of tries is no flood of audit lines."""
    throttle = Throttle()
    for _ in range(20):
        with pytest.raises((LoginRefused, TooManyAttempts)):
            log_in(engine, throttle, tried("fout-wachtwoord"), made.AT)
    assert len(lines(engine)) == 5


def test_failures_elsewhere_do_not_lock_the_owner_out(engine):
    """Five failures from one address leave the other addresses alone."""
    throttle = Throttle()
    for _ in range(6):
        throttle.admit("anja", THERE, made.AT)
    assert log_in(engine, throttle, tried(), made.AT).account.account_id == "anja"


def test_one_address_cannot_try_many_accounts():
    """Thirty tries from one address, whatever the account."""
    throttle = Throttle()
    admitted = [throttle.admit(f"account-{n}", HERE, made.AT) for n in range(40)]
    assert admitted == [True] * 30 + [False] * 10


def test_one_account_cannot_be_tried_from_many_addresses():
    """Twenty tries for one account, wherever they come from."""
    throttle = Throttle()
    admitted = [throttle.admit("anja", f"192.0.2.{n}", made.AT) for n in range(30)]
    assert admitted == [True] * 20 + [False] * 10


def test_an_office_full_of_people_can_log_in(engine):
    """Logins that succeed do not count against the address."""
    throttle = Throttle()
    for n in range(100):
        assert throttle.admit(f"account-{n}", HERE, made.AT)
        throttle.forgive(f"account-{n}", HERE)


def test_the_throttle_never_fills_the_memory():
    """What was touched longest ago goes first."""
    throttle = Throttle()
    for n in range(MOST_KEYS):
        throttle.admit(f"account-{n}", f"address-{n}", made.AT)
    assert len(throttle._tries) <= MOST_KEYS


def test_a_token_lets_the_account_of_a_creditor_in(engine, file):
    """The token is shown once; the database has its hash only."""
    with begin(engine) as tx:
        add_account(tx, "woonhof", "creditor", "woonhof", PASSWORD)
        token = new_token(tx, "woonhof")
    with reading(engine) as tx:
        found = account_of_token(tx, token)
    assert found is not None
    assert found.account_id == "woonhof"
    with sqlite3.connect(file) as raw:
        assert token not in str(raw.execute("select * from api_token").fetchall())
    raw.close()


def test_a_new_token_takes_the_place_of_the_old_one(engine):
    """A token that leaked is worthless at once."""
    with begin(engine) as tx:
        add_account(tx, "woonhof", "creditor", "woonhof", PASSWORD)
        old, new = new_token(tx, "woonhof"), new_token(tx, "woonhof")
        assert account_of_token(tx, old) is None
        assert account_of_token(tx, new) is not None


@pytest.mark.parametrize("account_id", ["anja", "niemand"])
def test_there_is_no_token_for_who_is_no_creditor(engine, account_id):
    """Workers and officers come in by the door for people."""
    with begin(engine) as tx, pytest.raises(BadAccount):
        new_token(tx, account_id)


@pytest.mark.parametrize("token", ["", "vs_", "vs_x", "\u2603", "x" * 10_000])
def test_an_unknown_token_is_nobody(engine, token):
    """Whatever it looks like."""
    with reading(engine) as tx:
        assert account_of_token(tx, token) is None


def test_a_change_of_an_account_can_be_written_down():
    """Who changed which account, and how; no password, no token."""
    entry = changed_entry("command", "anja", "added", made.AT)
    assert (entry.action.value, entry.object_id, entry.result) == (
        "account.changed",
        "anja",
        "added",
    )


def _no_chance(_bytes: int) -> str:
    return "always-the-same"


_KEPT: dict[str, str] = {}


def _stored() -> str:
    if PASSWORD not in _KEPT:
        _KEPT[PASSWORD] = hash_password(PASSWORD)
    return _KEPT[PASSWORD]


def _seconds(stored: str | None) -> float:
    start = time.perf_counter()
    for _ in range(3):
        password_fits(stored, "fout-wachtwoord")
    return time.perf_counter() - start
