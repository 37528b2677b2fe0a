"""PostgreSQL that fails: in seconds, by one name, with what to do about it, and nothing lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import make_url

from portal.cli import main as cli
from protocols.covenant.signal import Delivered
from store import cases
from store.engine import Engine, StoreUnavailable, begin, open_engine, reading
from store.postgres import Bounds
from tests.support import made
from tests.support.databases import Databases, opened
from tests.support.line import Line, open_line, with_residents
from tests.support.postgres import Server, server
from tests.support.proxy import Proxy, proxy

HASTY = Bounds(3, statement_seconds=1, lock_seconds=1, connect_seconds=2, grace_seconds=1)


@pytest.fixture
def between(postgres: Server) -> Iterator[Proxy]:
    """A network to the server that can be cut."""
    with proxy(postgres.port) as made_proxy:
        yield made_proxy


@pytest.fixture
def near(postgres_url: str, between: Proxy) -> Iterator[Engine]:
    """A database by way of that network, with little patience."""
    url = make_url(postgres_url).set(port=between.port)
    engine = open_engine(url.render_as_string(hide_password=False), HASTY)
    yield engine
    engine.dispose()


def _loads(engine: Engine) -> dict[str, int]:
    with reading(engine) as tx:
        return cases.loads(tx)


def _cut_while_writing(engine: Engine, cut: Callable[[], None]) -> None:
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
        cut()


@pytest.mark.parametrize("how", ["silent", "cut"])
def test_a_network_that_is_cut_is_told_in_seconds_and_works_again_afterwards(
    near: Engine, between: Proxy, how: str
) -> None:
    """Also when nobody says so: statement time-outs of the server do not reach us then."""
    assert _loads(near) == {}
    start = time.monotonic()
    with pytest.raises(StoreUnavailable) as told:
        _cut_while_writing(near, between.silent.set if how == "silent" else between.cut)
    with pytest.raises(StoreUnavailable) if how == "silent" else nullcontext():
        _loads(near)
    assert time.monotonic() - start < 20
    assert "verbinding" in str(told.value)
    between.silent.clear()
    between.cut()
    with begin(near) as tx:
        cases.change_loads(tx, {"w-2": 1})
    assert _loads(near) == {"w-2": 1}


def test_a_silent_network_while_a_line_runs_loses_nothing(
    postgres: Server, databases: Databases, between: Proxy
) -> None:
    """The worker hears it in seconds; what was not committed is handled when it is back."""
    rows = [made.signal(n) for n in range(1, 21)]
    with databases.one() as url, databases.one() as other:
        truth = with_residents(open_line(url), [made.resident(n) for n in range(1, 21)])
        truth.send(rows)
        line = with_residents(open_line(other), [made.resident(n) for n in range(1, 21)])
        far = make_url(other).set(port=between.port).render_as_string(hide_password=False)
        cut_off = open_line(f"{far}", batch=2, bounds=HASTY)
        with pytest.raises(StoreUnavailable):
            _send_and_go_silent(cut_off, between, rows)
        between.silent.clear()
        between.cut()
        cut_off.embedded.drain()
        assert line.counts() == truth.counts()


def _send_and_go_silent(line: Line, between: Proxy, rows: list[Delivered]) -> None:
    """Deliver, and cut the network once the line is at work on it."""
    line.deliver(rows)
    start = between.carried
    watcher = threading.Thread(target=_silence_after, args=(between, start + 30_000))
    watcher.start()
    try:
        line.embedded.drain()
    finally:
        watcher.join()


def _silence_after(between: Proxy, carried: int) -> None:
    while between.carried < carried:
        time.sleep(0.001)
    between.silent.set()


def test_a_server_that_stopped_is_told_and_found_again(
    postgres: Server,
) -> None:
    """Connections of before are tried before they are used, so nobody meets a dead one."""
    with server() as own:
        name = own.create_database()
        engine = open_engine(own.url(name), HASTY)
        with begin(engine) as tx:
            tx.connection.exec_driver_sql("create table one (it integer)")
        own.stop("immediate")
        with pytest.raises(StoreUnavailable, match="er antwoordt geen server"), begin(engine):
            pytest.fail("it opened")
        own.start()
        for _ in range(2):
            with begin(engine) as tx:
                tx.connection.exec_driver_sql("insert into one values (1)")
        engine.dispose()


def test_a_question_that_takes_too_long_is_stopped(postgres_url: str) -> None:
    """By the server, so that it does not go on there; and the connection is of use again."""
    engine = open_engine(postgres_url, HASTY)
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match="duurde te lang"), begin(engine) as tx:
        tx.connection.exec_driver_sql("select pg_sleep(30)")
    assert time.monotonic() - start < 10
    assert _loads(engine) == {}
    engine.dispose()


def test_more_work_than_connections_waits_its_turn(postgres_url: str) -> None:
    """The pool has a size, and whoever waits too long hears why."""
    engine = open_engine(postgres_url, HASTY)
    with ExitStack() as busy:
        for _ in range(HASTY.connections):
            busy.enter_context(begin(engine))
        with pytest.raises(StoreUnavailable, match="verbindingen"), begin(engine):
            pytest.fail("it opened")
    assert _loads(engine) == {}
    engine.dispose()


def test_every_connection_is_set_for_safety(engine: Engine) -> None:
    """What was confirmed survives a loss of power; nothing waits for ever."""
    wanted = {
        "synchronous_commit": "on",
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "15min",
        "tcp_user_timeout": "11000",
        "tcp_keepalives_idle": "5",
        "timezone": "UTC",
        "application_name": "vroegsignaal",
    }
    for open_it, level in ((begin, "read committed"), (reading, "repeatable read")):
        with open_it(engine) as tx:
            show = tx.connection.exec_driver_sql
            found = {name: show(f"show {name}").scalar() for name in wanted}
            assert found == wanted
            assert show("show transaction_isolation").scalar() == level


def _wrong(url: str, **changes: object) -> str:
    return make_url(url).set(**changes).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda url: _wrong(url, password="geheim-en-fout"), "gebruiker of wachtwoord"),
        (lambda url: _wrong(url, username="niemand"), "gebruiker of wachtwoord"),
        (lambda url: _wrong(url, database="nergens"), "deze database is er niet"),
        (lambda url: _wrong(url, host="server.invalid"), "naam van de server is onbekend"),
        (lambda url: _wrong(url, port=1), "er antwoordt geen server"),
        (lambda url: url.replace("postgresql+psycopg", "postgresql+nergens"), "geen adres"),
        (lambda url: "zomaar geheim-en-fout", "geen adres"),
        (lambda url: "postgresql+psycopg://a:geheim-en-fout@b:poort/c", "geen adres"),
    ],
)
def test_a_wrong_address_is_told_with_its_remedy_and_without_the_password(
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    change: Callable[[str], str],
    told: str,
) -> None:
    """What an operator meets on the first day; `vroegsignaal status` says what to change."""
    url = change(postgres_url)
    (tmp_path / "key").write_text("ab" * 32, encoding="ascii")
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path))
    monkeypatch.setenv("VROEGSIGNAAL_DATABASE", url)
    monkeypatch.setattr("sys.argv", ["vroegsignaal", "status"])
    monkeypatch.setattr("portal.wiring.open_engine", opened)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown = capfd.readouterr()
    words = " ".join((shown.out + shown.err).split())
    assert ended.value.code == 1
    assert told in words
    assert "VROEGSIGNAAL_DATABASE" in words
    assert "geheim" not in words
    assert "Traceback" not in words
    password = make_url(postgres_url).password
    assert password is not None
    assert password not in words


def test_the_command_works_on_a_database_of_postgresql(
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Beside the ones above: with the right address there is a table and no error."""
    (tmp_path / "key").write_text("ab" * 32, encoding="ascii")
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path))
    monkeypatch.setenv("VROEGSIGNAAL_DATABASE", postgres_url.replace("+psycopg", ""))
    monkeypatch.setattr("sys.argv", ["vroegsignaal", "status"])
    monkeypatch.setattr("portal.wiring.open_engine", opened)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "Apart gelegd: niets" in capfd.readouterr().out
