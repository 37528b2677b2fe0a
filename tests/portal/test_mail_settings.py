"""The settings of letters: every channel by itself, all faults at once, no password shown."""

from pathlib import Path

import pytest

from notifications.delivery.smtp import Login, Security, Server
from portal.mail_settings import NO_MAIL, VARIABLES, MailSettings, read_mail
from tests.support.certificates import make_authority

BASE = {"VROEGSIGNAAL_SMTP": "mail.example:587", "VROEGSIGNAAL_SMTP_FROM": "a@dronten.example"}


def _wrong(**environment: str) -> list[str]:
    faults: list[str] = []
    read_mail(environment, faults)
    return [fault.partition(":")[0] for fault in faults]


def _read(**environment: str) -> MailSettings:
    faults: list[str] = []
    found = read_mail(environment, faults)
    assert faults == []
    return found


def test_without_settings_nothing_leaves() -> None:
    """Whoever wants letters sent says how."""
    assert _read() == NO_MAIL == MailSettings(None, "", None, None)


def test_a_server_and_an_address_are_enough() -> None:
    """Then by STARTTLS, with the usual authorities, waiting half a minute."""
    found = _read(**BASE)
    assert found.server == Server("mail.example", 587, Security.STARTTLS, None, None, 30.0)
    assert found.sender == "a@dronten.example"


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Each ends up in its own place."""
    (tmp_path / "login").write_text("stad\ngeheim\n", encoding="utf-8")
    ca = make_authority(tmp_path / "ca.pem").file
    values = {
        "VROEGSIGNAAL_SMTP": "mail.example:465",
        "VROEGSIGNAAL_SMTP_FROM": "a@dronten.example",
        "VROEGSIGNAAL_SMTP_SECURITY": "tls",
        "VROEGSIGNAAL_SMTP_LOGIN_FILE": str(tmp_path / "login"),
        "VROEGSIGNAAL_SMTP_CA_FILE": str(ca),
        "VROEGSIGNAAL_SMTP_SECONDS": "5",
        "VROEGSIGNAAL_PRINT_FOLDER": str(tmp_path / "post"),
        "VROEGSIGNAAL_SMS_FOLDER": str(tmp_path / "sms"),
    }
    assert set(values) == set(VARIABLES)
    found = _read(**values)
    assert found == MailSettings(
        Server("mail.example", 465, Security.IMPLICIT, Login("stad", "geheim"), ca, 5.0),
        "a@dronten.example",
        tmp_path / "post",
        tmp_path / "sms",
    )
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VROEGSIGNAAL_SMTP", "mail.example"),
        ("VROEGSIGNAAL_SMTP", "mail.example:0"),
        ("VROEGSIGNAAL_SMTP", "mail.example:70000"),
        ("VROEGSIGNAAL_SMTP", "mail example:25"),
        ("VROEGSIGNAAL_SMTP_FROM", ""),
        ("VROEGSIGNAAL_SMTP_FROM", "dronten"),
        ("VROEGSIGNAAL_SMTP_FROM", "a@b.example\nBcc: x@y.example"),
        ("VROEGSIGNAAL_SMTP_SECURITY", "ssl"),
        ("VROEGSIGNAAL_SMTP_SECURITY", "none"),
        ("VROEGSIGNAAL_SMTP_LOGIN_FILE", "/nergens"),
        ("VROEGSIGNAAL_SMTP_CA_FILE", "/nergens"),
        ("VROEGSIGNAAL_SMTP_SECONDS", "0"),
        ("VROEGSIGNAAL_SMTP_SECONDS", "301"),
        ("VROEGSIGNAAL_SMTP_SECONDS", "snel"),
    ],
)
def test_a_wrong_value_is_told_by_its_name_and_not_repeated(name: str, value: str) -> None:
    """A value may be a secret in the wrong place."""
    faults: list[str] = []
    read_mail({**BASE, name: value}, faults)
    assert [fault.partition(":")[0] for fault in faults] == [name]
    assert faults[0] == f"{name}: {VARIABLES[name]}"


def test_clear_text_goes_to_this_machine_only() -> None:
    """A relay beside us is reached without TLS, a server elsewhere never."""
    here = {**BASE, "VROEGSIGNAAL_SMTP_SECURITY": "none"}
    server = _read(**{**here, "VROEGSIGNAAL_SMTP": "127.0.0.1:25"}).server
    assert server is not None
    assert server.security is Security.NONE
    assert _wrong(**here) == ["VROEGSIGNAAL_SMTP_SECURITY"]


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    """Before the first letter, not at it; a folder that is not there yet is made."""
    (tmp_path / "file").write_bytes(b"")
    file = str(tmp_path / "file")
    names = ["VROEGSIGNAAL_PRINT_FOLDER", "VROEGSIGNAAL_SMS_FOLDER"]
    assert _wrong(**dict.fromkeys(names, file)) == names


def test_all_faults_are_told_together() -> None:
    """Not one per try."""
    told = _wrong(
        VROEGSIGNAAL_SMTP="x",
        VROEGSIGNAAL_SMTP_SECURITY="y",
        VROEGSIGNAAL_SMTP_SECONDS="z",
        VROEGSIGNAAL_SMTP_LOGIN_FILE="/nergens",
    )
    assert set(told) == {
        "VROEGSIGNAAL_SMTP",
        "VROEGSIGNAAL_SMTP_FROM",
        "VROEGSIGNAAL_SMTP_SECURITY",
        "VROEGSIGNAAL_SMTP_SECONDS",
        "VROEGSIGNAAL_SMTP_LOGIN_FILE",
    }
