"""The operator's journey: something lies apart, is looked at, put back, or dropped."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation
from tests.journeys.test_commands import REGISTER, SENT, SIGNALS

DROP = ("--reason", "sleutel verloren bij storing 481")


@contextmanager
def _database(installation: Installation) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(installation.home / "vroegsignaal.db")) as connection, connection:
        yield connection


@pytest.fixture
def broken(installed: Installation, tmp_path: Path) -> Installation:
    """An installation in which the two good rows of a delivery are parked: their keys are away."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    assert installed.run("signals", "send", str(tmp_path / "signals.csv"), *SENT).code == 1
    with _database(installed) as database:
        database.execute("create table kept as select * from data_key")
        database.execute("delete from data_key")
    loaded = installed.run("register", "load", str(tmp_path / "register.csv"), "--format", "csv")
    assert loaded.code == 0, loaded.err
    installed.run("run", "--once")
    return installed


def _mend(installation: Installation) -> None:
    with _database(installation) as database:
        database.execute("insert into data_key select * from kept")


def _parked(installation: Installation, *words: str) -> list[dict[str, str]]:
    told = json.loads(installation.run("dead-letters", "list", "--json", *words).out)
    return list(told["dead_letters"])


def test_what_is_parked_is_put_back_in_order_once_its_cause_is_mended(broken: Installation) -> None:
    """List, try in vain, mend, try again: nothing was lost and nothing counts twice."""
    parked = _parked(broken, "--step", "admission")
    assert {one["code"] for one in parked} == {"KeyDestroyed"}
    assert all(one["place"].startswith("signals/") and one["parked_at"] for one in parked)
    shown = broken.run("dead-letters", "list")
    assert "KeyDestroyed" in shown.out
    assert "not-an-amount" in shown.out
    vain = broken.run("dead-letters", "retry", "--all", "--step", "admission")
    assert vain.code == 1
    assert "mislukt, blijft apart (KeyDestroyed)" in vain.err
    _mend(broken)
    back = broken.run("dead-letters", "retry", "--all", "--step", "admission", "--by", "anja")
    assert back.code == 0, back.err
    assert "3 van 3 teruggebracht" in back.out
    status = json.loads(broken.run("status", "--json").out)
    assert (status["signals"], status["total_cents"], status["waiting"]) == (
        1,
        123456,
        {"admission": 0, "casework": 0},
    )
    with _database(broken) as database:
        actors = database.execute(
            "select actor, count(*) from audit where action = 'event.retried'"
            " group by actor order by actor"
        ).fetchall()
    assert actors[0] == ("command:anja", 3)
    again = broken.run("dead-letters", "retry", parked[0]["id"])
    assert (again.code, "unknown-dead-letter" in again.err) == (1, True)


def test_what_is_dropped_tells_its_creditor_what_to_do(broken: Installation) -> None:
    """The receipt changes, the key goes, and the log knows who and why."""
    _mend(broken)
    letter = _parked(broken, "--step", "admission")[0]
    assert broken.run("dead-letters", "drop", letter["id"]).code == 2
    personal = broken.run("dead-letters", "drop", letter["id"], "--reason", "van 999990019")
    assert (personal.code, "999990019" in personal.err + personal.out) == (1, False)
    dropped = broken.run("dead-letters", "drop", letter["id"], *DROP, "--by", "anja")
    assert dropped.code == 0, dropped.err
    delivery, _, row = letter["id"].removeprefix("admission:").rpartition("-")
    receipts = broken.run("signals", "receipts", delivery, "--creditor", "flevohoven")
    assert "not-processed" in receipts.out
    assert "Daarvan apart gelegd: 2" in receipts.out
    with _database(broken) as database:
        kept = database.execute(
            "select count(*) from data_key where signal_id = ?", (f"{delivery}-{row}",)
        ).fetchone()
        line = database.execute("select actor, detail from audit where action = 'event.dropped'")
        actor, detail = line.fetchone()
    assert kept == (0,)
    assert actor == "command:anja"
    assert DROP[1] in detail


def test_what_cannot_be_put_back_says_why(broken: Installation) -> None:
    """An unreadable row was never kept."""
    (letter,) = _parked(broken, "--step", "intake")
    told = broken.run("dead-letters", "retry", letter["id"])
    assert told.code == 1
    assert "cannot-retry" in told.err
    assert "niet bewaard" in told.err


def test_a_line_that_stands_still_is_told_by_status_and_goes_on_after_retry(
    broken: Installation,
) -> None:
    """With a limit of one the second poison event is not passed by."""
    with _database(broken) as database:
        database.execute("delete from dead_letter")
        database.execute("delete from receipt")
        database.execute("update consumer_position set off = 0")
    strict = {"VROEGSIGNAAL_MOST_DEAD_LETTERS": "1"}
    stopped = broken.run("run", "--once", **strict)
    assert stopped.code == 1
    assert "too-many-dead-letters" in stopped.err
    status = broken.run("status", "--check", "--json", **strict)
    assert status.code == 1
    assert json.loads(status.out)["reasons"] == [
        {"code": "stopped-by-dead-letters", "step": "admission"}
    ]
    assert "staat stil" in broken.run("dead-letters", "list", **strict).out
    _mend(broken)
    assert broken.run("dead-letters", "retry", "--all", **strict).code == 0
    assert broken.run("status", "--check", **strict).code == 0
    assert json.loads(broken.run("status", "--json", **strict).out)["signals"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("retry",), 1),
        (("retry", "x", "--all"), 1),
        (("retry", "x"), 1),
        (("drop", "x", *DROP), 1),
        (("drop", "x", *DROP, "--by", "Anja de Vries"), 2),
        (("list", "--step", "nergens"), 0),
    ],
)
def test_what_cannot_be_is_refused(
    installed: Installation, words: tuple[str, ...], code: int
) -> None:
    """In words, and nothing changes."""
    assert installed.run("dead-letters", *words).code == code
