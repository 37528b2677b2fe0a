"""Settings of a database on a server: whole numbers within bounds, all gaps told at once."""

from pathlib import Path

import pytest

from portal.settings import VARIABLES, BadSettings, Settings, read_settings
from store.engine import USUAL

CONNECTIONS, SECONDS = "VROEGSIGNAAL_DATABASE_CONNECTIONS", "VROEGSIGNAAL_DATABASE_SECONDS"


def _read(home: Path, **environment: str) -> Settings:
    (home / "key").write_text("ab" * 32, encoding="ascii")
    return read_settings({"VROEGSIGNAAL_HOME": str(home), **environment})


def test_without_settings_the_usual_bounds_hold(tmp_path: Path) -> None:
    """A city that knows nothing of pools need not."""
    assert _read(tmp_path).bounds == USUAL


def test_connections_and_seconds_are_read(tmp_path: Path) -> None:
    """For a lock a third of the time of a question is waited, so that it is the lock that is
    named; and an idle transaction never has less than a question."""
    bounds = _read(tmp_path, **{CONNECTIONS: "2", SECONDS: "3600"}).bounds
    assert (bounds.connections, bounds.statement_seconds) == (2, 3600)
    assert (bounds.lock_seconds, bounds.idle_seconds) == (1200, 3600)
    assert _read(tmp_path, **{SECONDS: "1"}).bounds.lock_seconds == 1


@pytest.mark.parametrize("name", [CONNECTIONS, SECONDS])
@pytest.mark.parametrize(
    "text", ["", "0", "-3", "3601", "veel", "2.5", "²", "99999999999999999999"]
)
def test_what_is_no_such_number_is_told_without_repeating_it(
    tmp_path: Path, name: str, text: str
) -> None:
    """By the name of the setting and what belongs there."""
    with pytest.raises(BadSettings) as told:
        _read(tmp_path, **{name: text})
    assert f"{name}: {VARIABLES[name]}" in str(told.value)
    assert "veel" not in str(told.value)


def test_the_address_of_the_database_does_not_show(tmp_path: Path) -> None:
    """It may hold a password, and settings end up in tracebacks."""
    found = _read(tmp_path, VROEGSIGNAAL_DATABASE="postgresql://a:geheim@b/c")
    assert "geheim" not in f"{found!r} {found}"
