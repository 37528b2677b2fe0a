"""The settings of letters and messages; a channel that is not set is not used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from notifications.delivery.mail import BadAddress, check_email
from notifications.delivery.smtp import Login, Security, Server, context_of
from portal.login_file import read_login

VARIABLES = {
    "VROEGSIGNAAL_SMTP": "mailserver als naam:poort (standaard: geen, dan gaat er geen e-mail uit)",
    "VROEGSIGNAAL_SMTP_FROM": "adres waarvan e-mail komt, zoals schuldhulp@example.org (nodig bij "
    "VROEGSIGNAAL_SMTP)",
    "VROEGSIGNAAL_SMTP_SECURITY": "starttls, tls (vanaf het begin) of none (alleen naar deze "
    "machine; standaard: starttls)",
    "VROEGSIGNAAL_SMTP_LOGIN_FILE": "bestand met gebruiker en wachtwoord op twee regels "
    "(standaard: zonder)",
    "VROEGSIGNAAL_SMTP_CA_FILE": "bestand met de CA van de mailserver (PEM; standaard: de gewone)",
    "VROEGSIGNAAL_SMTP_SECONDS": "hoe lang op de mailserver wordt gewacht, 1 tot en met 300 "
    "(standaard: 30)",
    "VROEGSIGNAAL_PRINT_FOLDER": "map waarin post als printbestand met index komt (standaard: "
    "geen)",
    "VROEGSIGNAAL_SMS_FOLDER": "map waarin elke sms als bestand komt (standaard: geen)",
}
_SERVER = re.compile(r"[A-Za-z0-9.-]{1,253}:\d{1,5}")
_HERE = frozenset({"localhost", "127.0.0.1"})


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters and messages leave; what is None cannot be used. `sender` is an address."""

    server: Server | None = None
    sender: str = ""
    print_folder: Path | None = None
    sms_folder: Path | None = None


NO_MAIL = MailSettings()
"""Nothing leaves."""


def read_mail(environment: Mapping[str, str], faults: list[str]) -> MailSettings:
    """How letters leave; what is wrong is added to `faults`, all of it."""
    wrong: list[str] = []
    sender = environment.get("VROEGSIGNAAL_SMTP_FROM", "")
    server = _server(environment, wrong) if environment.get("VROEGSIGNAAL_SMTP") else None
    if server is not None and not _is_address(sender):
        wrong.append("VROEGSIGNAAL_SMTP_FROM")
    folders = [
        _folder(environment, name, wrong)
        for name in ("VROEGSIGNAAL_PRINT_FOLDER", "VROEGSIGNAAL_SMS_FOLDER")
    ]
    faults += [f"{name}: {VARIABLES[name]}" for name in wrong]
    return MailSettings(server, sender, *folders)


def _server(environment: Mapping[str, str], wrong: list[str]) -> Server:
    given = environment["VROEGSIGNAAL_SMTP"]
    host, _, port = given.rpartition(":")
    if not _SERVER.fullmatch(given) or not 0 < int(port) < 65536:
        wrong.append("VROEGSIGNAAL_SMTP")
        host, port = "", "0"
    return Server(
        host,
        int(port),
        _security(environment, host, wrong),
        _login(environment, wrong),
        _ca(environment, wrong),
        _seconds(environment, wrong),
    )


def _security(environment: Mapping[str, str], host: str, wrong: list[str]) -> Security:
    given = environment.get("VROEGSIGNAAL_SMTP_SECURITY", Security.STARTTLS.value)
    open_elsewhere = given == Security.NONE.value and host not in _HERE
    if given not in set(Security) or open_elsewhere:
        wrong.append("VROEGSIGNAAL_SMTP_SECURITY")
        return Security.STARTTLS
    return Security(given)


def _login(environment: Mapping[str, str], wrong: list[str]) -> Login | None:
    found = read_login(environment, "VROEGSIGNAAL_SMTP_LOGIN_FILE", wrong)
    return Login(*found) if found else None


def _ca(environment: Mapping[str, str], wrong: list[str]) -> Path | None:
    name = "VROEGSIGNAAL_SMTP_CA_FILE"
    value = environment.get(name, "")
    if not value:
        return None
    try:
        context_of(Path(value))
    except (OSError, ValueError):
        wrong.append(name)
    return Path(value)


def _seconds(environment: Mapping[str, str], wrong: list[str]) -> float:
    name = "VROEGSIGNAAL_SMTP_SECONDS"
    value = environment.get(name, "30")
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 300:
        wrong.append(name)
        return 30.0
    return float(value)


def _folder(environment: Mapping[str, str], name: str, wrong: list[str]) -> Path | None:
    value = environment.get(name, "")
    if not value:
        return None
    folder = Path(value)
    if folder.exists() and not folder.is_dir():
        wrong.append(name)
    return folder


def _is_address(text: str) -> bool:
    try:
        check_email(text)
    except BadAddress:
        return False
    return True
