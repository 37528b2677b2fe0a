"""The settings of watching: limits within bounds, and metrics that are shown to nobody unasked."""

from pathlib import Path

import pytest

from portal.watch_settings import UNWATCHED, VARIABLES, Watching, read_watching

TOKEN = "t" * 32


@pytest.fixture
def token_file(tmp_path: Path) -> str:
    """A file with a token."""
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="ascii")
    return str(tmp_path / "token")


def _wrong(**environment: str) -> list[str]:
    faults: list[str] = []
    read_watching(environment, faults)
    return [fault.partition(":")[0] for fault in faults]


def test_without_settings_metrics_are_nowhere() -> None:
    """Whoever wants them says so."""
    faults: list[str] = []
    assert read_watching({}, faults) == UNWATCHED == Watching(100, 100_000, 300, "", 0, "")
    assert faults == []


def test_every_setting_is_read(token_file: str) -> None:
    """Each ends up in its own place."""
    values = {
        "VROEGSIGNAAL_MOST_DEAD_LETTERS": "7",
        "VROEGSIGNAAL_MOST_WAITING": "5000",
        "VROEGSIGNAAL_STILL_SECONDS": "60",
        "VROEGSIGNAAL_METRICS": "0.0.0.0:9108",
        "VROEGSIGNAAL_METRICS_TOKEN_FILE": token_file,
    }
    assert set(values) == set(VARIABLES)
    faults: list[str] = []
    assert read_watching(values, faults) == Watching(7, 5000, 60, "0.0.0.0", 9108, TOKEN)
    assert faults == []


def test_beyond_this_machine_metrics_need_a_token() -> None:
    """Else whoever reaches the port reads them."""
    assert _wrong(VROEGSIGNAAL_METRICS="0.0.0.0:9108") == ["VROEGSIGNAAL_METRICS_TOKEN_FILE"]


@pytest.mark.parametrize("address", ["127.0.0.1:9108", "localhost:9108"])
def test_on_this_machine_metrics_need_no_token(address: str) -> None:
    """Who is on the machine can read more than this."""
    assert _wrong(VROEGSIGNAAL_METRICS=address) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VROEGSIGNAAL_MOST_DEAD_LETTERS", "-1"),
        ("VROEGSIGNAAL_MOST_DEAD_LETTERS", "10001"),
        ("VROEGSIGNAAL_MOST_WAITING", "veel"),
        ("VROEGSIGNAAL_STILL_SECONDS", "0"),
        ("VROEGSIGNAAL_STILL_SECONDS", "٣"),
        ("VROEGSIGNAAL_METRICS", "9108"),
        ("VROEGSIGNAAL_METRICS", "127.0.0.1:0"),
        ("VROEGSIGNAAL_METRICS", "127.0.0.1:65536"),
        ("VROEGSIGNAAL_METRICS_TOKEN_FILE", "/nergens"),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_not_repeated(name: str, value: str) -> None:
    """With what belongs there."""
    faults: list[str] = []
    read_watching({name: value}, faults)
    assert faults == [f"{name}: {VARIABLES[name]}"]


def test_a_token_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    """Thirty-two characters at least."""
    (tmp_path / "short").write_text("geheim", encoding="ascii")
    found = _wrong(
        VROEGSIGNAAL_METRICS="0.0.0.0:9108", VROEGSIGNAAL_METRICS_TOKEN_FILE=f"{tmp_path}/short"
    )
    assert found == ["VROEGSIGNAAL_METRICS_TOKEN_FILE"]


def test_a_token_is_not_shown(token_file: str) -> None:
    """Settings end up in tracebacks."""
    faults: list[str] = []
    found = read_watching({"VROEGSIGNAAL_METRICS_TOKEN_FILE": token_file}, faults)
    assert TOKEN not in repr(found)
