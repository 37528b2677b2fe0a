"""Settings: read once, all gaps told at the same time, the key never shown."""

from pathlib import Path

import pytest

from portal import (
    database_password,
    database_settings,
    kafka_settings,
    mail_settings,
    watch_settings,
)
from portal.settings import VARIABLES, BadSettings, Settings, read_settings

KEY = "0123456789abcdef" * 4


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a key in it."""
    (tmp_path / "key").write_text(KEY + "\n", encoding="ascii")
    return tmp_path


def _message(**environment: str) -> str:
    with pytest.raises(BadSettings) as refusal:
        read_settings(environment)
    assert refusal.value.code == "bad-settings"
    return str(refusal.value)


def test_a_folder_with_a_key_is_enough(home: Path) -> None:
    """Everything else has a default that works on one machine."""
    found = read_settings({"VROEGSIGNAAL_HOME": str(home)})
    assert found == Settings(
        city="dronten",
        home=home,
        database=f"sqlite:///{home / 'vroegsignaal.db'}",
        port=8425,
        public_url="http://127.0.0.1:8425",
        key=bytes.fromhex(KEY),
    )


def test_every_variable_is_read(home: Path, tmp_path: Path) -> None:
    """Each ends up in its own setting; groups of settings have tests of their own."""
    other = tmp_path / "elders.key"
    other.write_text("ff" * 32, encoding="ascii")
    values = {
        "VROEGSIGNAAL_CITY": "gent",
        "VROEGSIGNAAL_HOME": str(home),
        "VROEGSIGNAAL_DATABASE": "postgresql://db/line",
        "VROEGSIGNAAL_KEY_FILE": str(other),
        "VROEGSIGNAAL_PORT": "9000",
        "VROEGSIGNAAL_PUBLIC_URL": "https://signalen.example",
        "VROEGSIGNAAL_INDEX": "/dev/shm/vroegsignaal",
        "VROEGSIGNAAL_WEIGHTS": "gewichten.json",
        "VROEGSIGNAAL_WEBHOOK_HOSTS": "intern.example, 127.0.0.1,",
    }
    parts = (database_password, database_settings, kafka_settings, mail_settings, watch_settings)
    elsewhere = {name for part in parts for name in part.VARIABLES}
    assert set(values) == set(VARIABLES) - elsewhere
    assert read_settings(values) == Settings(
        "gent",
        home,
        "postgresql://db/line",
        9000,
        "https://signalen.example",
        b"\xff" * 32,
        Path("/dev/shm/vroegsignaal"),
        Path("gewichten.json"),
        webhook_hosts=frozenset({"intern.example", "127.0.0.1"}),
    )


def test_all_gaps_are_told_at_once(tmp_path: Path) -> None:
    """One repair instead of two; each gap with what belongs there, and never what stood there."""
    told = _message(VROEGSIGNAAL_HOME=str(tmp_path / "geheim"), VROEGSIGNAAL_PORT="veel")
    for variable in ("VROEGSIGNAAL_PORT", "VROEGSIGNAAL_KEY_FILE"):
        assert f"{variable}: {VARIABLES[variable]}" in told
    assert "vroegsignaal init" in told
    assert "veel" not in told
    assert "geheim" not in told


def test_what_is_right_is_not_told(home: Path) -> None:
    """Only what must change."""
    told = _message(VROEGSIGNAAL_HOME=str(home), VROEGSIGNAAL_PORT="veel")
    assert "VROEGSIGNAAL_PORT" in told
    assert "VROEGSIGNAAL_KEY_FILE" not in told


@pytest.mark.parametrize("port", ["", "-1", "65536", "8425.0", "80 ", "²", "٨٤٢٥", "http", "+80"])
def test_a_port_that_is_none_is_refused(home: Path, port: str) -> None:
    """Also digits that are digits in another script."""
    assert "VROEGSIGNAAL_PORT" in _message(VROEGSIGNAAL_HOME=str(home), VROEGSIGNAAL_PORT=port)


@pytest.mark.parametrize("port", ["1", "8425", "65535"])
def test_a_port_that_exists_is_taken(home: Path, port: str) -> None:
    """And stands in the address where no other address was given."""
    found = read_settings({"VROEGSIGNAAL_HOME": str(home), "VROEGSIGNAAL_PORT": port})
    assert found.port == int(port)
    assert found.public_url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    "content", [b"", b"abc", KEY[:-2].encode(), f"{KEY}00".encode(), b"z" * 64, b"\xff" * 64]
)
def test_a_key_that_is_none_is_refused(home: Path, content: bytes) -> None:
    """Too short, too long, no hexadecimal digits, no text; it is not shown."""
    (home / "key").write_bytes(content)
    told = _message(VROEGSIGNAAL_HOME=str(home))
    assert "VROEGSIGNAAL_KEY_FILE" in told
    assert KEY[:8] not in told


def test_a_folder_in_place_of_a_key_is_refused(tmp_path: Path) -> None:
    """With the same words."""
    told = _message(VROEGSIGNAAL_KEY_FILE=str(tmp_path))
    assert "VROEGSIGNAAL_KEY_FILE" in told


def test_the_key_does_not_show(home: Path) -> None:
    """Settings end up in tracebacks and logs."""
    found = read_settings({"VROEGSIGNAAL_HOME": str(home)})
    for text in (repr(found), str(found), f"{found}"):
        assert KEY[:8] not in text
        assert repr(found.key) not in text
        assert "key=" not in text


@pytest.mark.parametrize(
    ("url", "secure"),
    [("https://signalen.example", True), ("http://signalen.example", False), ("", False)],
)
def test_the_portal_is_secure_when_its_users_reach_it_by_https(
    home: Path, url: str, secure: bool
) -> None:
    """Cookies depend on it."""
    found = read_settings({"VROEGSIGNAAL_HOME": str(home), "VROEGSIGNAAL_PUBLIC_URL": url})
    assert found.secure is secure


def test_settings_are_read_from_the_environment_when_asked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the call, not when the module is imported."""
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(home))
    monkeypatch.setenv("VROEGSIGNAAL_CITY", "gent")
    assert read_settings().city == "gent"
