"""`vroegsignaal replay`: the state again from the log, compared, and refused where it cannot be."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation
from tests.journeys.test_commands import REGISTER, SENT, SIGNALS


@pytest.fixture
def filled(installed: Installation, tmp_path: Path) -> Installation:
    """A register, and a delivery that the line has handled."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    file = str(tmp_path / "register.csv")
    assert installed.run("register", "load", file, "--format", "csv").code == 0
    assert installed.run("signals", "send", str(tmp_path / "signals.csv"), *SENT).code == 0
    return installed


def _content(database: Path) -> list[str]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return list(connection.iterdump())


def test_a_replay_is_equal_and_leaves_the_source_as_it_was(
    filled: Installation, tmp_path: Path
) -> None:
    """By a path; and what was rebuilt serves as the database of the city."""
    source, new = filled.home / "vroegsignaal.db", tmp_path / "new.db"
    before = _content(source)
    done = filled.run("replay", "--into", str(new))
    assert done.code == 0, done.err + done.out
    assert "Gelijk aan de bron" in done.out
    assert _content(source) == before
    told = filled.run("status", "--json").out
    assert filled.run("status", "--json", VROEGSIGNAAL_DATABASE=f"sqlite:///{new}").out == told


def test_a_source_that_was_tampered_with_is_not_equal(filled: Installation, tmp_path: Path) -> None:
    """A case of which somebody changed a cent past the line: exit 1, and which table."""
    with sqlite3.connect(filled.home / "vroegsignaal.db") as connection:
        assert connection.execute("update cases set total_cents = total_cents + 1").rowcount == 1
    done = filled.run("replay", "--into", str(tmp_path / "new.db"))
    assert done.code == 1
    assert "NIET GELIJK: 1 verschillen" in done.err


def test_a_city_can_move_to_a_server(filled: Installation, postgres_url: str) -> None:
    """And goes on there, with the same state."""
    done = filled.run("replay", "--into", postgres_url)
    assert done.code == 0, done.err + done.out
    told = json.loads(filled.run("status", "--json").out)
    moved = filled.run("status", "--json", VROEGSIGNAAL_DATABASE=postgres_url)
    assert json.loads(moved.out)["counts"] == told["counts"]


def test_what_was_rebuilt_can_be_replayed_by_name(filled: Installation, tmp_path: Path) -> None:
    """`--from` names another source than the database of the settings."""
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    assert filled.run("replay", "--into", str(first)).code == 0
    done = filled.run("replay", "--from", str(first), "--into", f"sqlite:///{second}")
    assert done.code == 0, done.err


def test_a_target_that_is_not_empty_is_refused(filled: Installation, tmp_path: Path) -> None:
    """What is there may be all that somebody has."""
    new = tmp_path / "new.db"
    assert filled.run("replay", "--into", str(new)).code == 0
    before = _content(new)
    again = filled.run("replay", "--into", str(new))
    assert again.code == 1
    assert "is niet leeg" in again.err
    assert _content(new) == before


def test_the_source_as_target_is_refused(filled: Installation) -> None:
    """By whatever path."""
    source = filled.home / "vroegsignaal.db"
    roundabout = os.path.relpath(source, Path(__file__).parents[2])
    for name in (str(source), roundabout, f"sqlite:///{source}"):
        refused = filled.run("replay", "--into", name)
        assert refused.code == 1
        assert "die wordt nagespeeld" in refused.err


def test_a_source_of_another_key_city_or_place_is_refused(
    filled: Installation, tmp_path: Path
) -> None:
    """And no target is made for nothing."""
    new, other = tmp_path / "new.db", tmp_path / "other-key"
    other.write_text("ab" * 32, encoding="ascii")
    wanted = ("replay", "--into", str(new))
    key = filled.run(*wanted, VROEGSIGNAAL_KEY_FILE=str(other))
    assert (key.code, "sleutel hoort niet" in key.err) == (1, True)
    city = filled.run(*wanted, VROEGSIGNAAL_CITY="gent")
    assert (city.code, "VROEGSIGNAAL_CITY" in city.err) == (1, True)
    both = filled.run(*wanted, VROEGSIGNAAL_CITY="gent", VROEGSIGNAAL_KEY_FILE=str(other))
    assert "sleutel hoort niet" in both.err
    assert "VROEGSIGNAAL_CITY" in both.err
    absent = filled.run(*wanted, "--from", str(tmp_path / "absent.db"))
    assert (absent.code, "controleer --from" in absent.err) == (1, True)
    no_key = filled.run(*wanted, VROEGSIGNAAL_KEY_FILE=str(tmp_path / "nowhere"))
    assert (no_key.code, "VROEGSIGNAAL_KEY_FILE" in no_key.err) == (1, True)
    assert not new.exists()
    assert not (tmp_path / "absent.db").exists()
