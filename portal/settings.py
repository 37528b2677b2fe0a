"""Settings, read once from the environment; every gap is told at the same time."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal import (
    database_password,
    database_settings,
    kafka_settings,
    mail_settings,
    watch_settings,
)
from portal.database_password import with_password
from portal.database_settings import read_bounds
from portal.kafka_settings import read_kafka
from portal.mail_settings import NO_MAIL, MailSettings, read_mail
from portal.watch_settings import UNWATCHED, Watching, read_watching
from protocols.errors import Refused
from store.engine import USUAL
from store.postgres import Bounds
from store.vault import ROOT_BYTES
from streams.kafka.connecting import Connection

VARIABLES = {
    "VROEGSIGNAAL_CITY": "de stad: dronten, gent of een map met stadsbestanden",
    "VROEGSIGNAAL_HOME": "map voor database en sleutel (standaard: var)",
    "VROEGSIGNAAL_DATABASE": "SQLAlchemy-URL van de database, zoals postgresql+psycopg://… "
    "(standaard: SQLite in de map)",
    "VROEGSIGNAAL_KEY_FILE": "bestand met de hoofdsleutel, 64 hexadecimale tekens",
    "VROEGSIGNAAL_PORT": "poort van het portaal op 127.0.0.1 (standaard: 8425)",
    "VROEGSIGNAAL_PUBLIC_URL": "adres van het portaal voor gebruikers (standaard: http://127.0.0.1)",
    "VROEGSIGNAAL_INDEX": "eigen map op een RAM-schijf waarin processen de index van het register "
    "delen; er staan namen leesbaar in (standaard: alleen in het geheugen)",
    "VROEGSIGNAAL_WEIGHTS": "bestand met geleerde gewichten (standaard: de verwachte gewichten)",
    "VROEGSIGNAAL_WEBHOOK_HOSTS": "hosts op een eigen netwerk waar webhooks naartoe mogen, met "
    "komma's ertussen (standaard: geen)",
    **database_password.VARIABLES,
    **database_settings.VARIABLES,
    **kafka_settings.VARIABLES,
    **mail_settings.VARIABLES,
    **watch_settings.VARIABLES,
}


class BadSettings(Refused):
    """The environment does not say what it must; the message names every variable."""

    code = "bad-settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    city: str
    home: Path
    database: str = field(repr=False)
    port: int
    public_url: str
    key: bytes = field(repr=False)
    index: Path | None = None
    weights: Path | None = None
    kafka: Connection | None = None
    bounds: Bounds = USUAL
    watching: Watching = UNWATCHED
    mail: MailSettings = NO_MAIL
    webhook_hosts: frozenset[str] = frozenset()

    @property
    def secure(self) -> bool:
        """Whether users reach the portal over https."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises BadSettings naming every variable that is missing or wrong."""
    faults: list[str] = []
    home = Path(environment.get("VROEGSIGNAAL_HOME", "var"))
    key_file = Path(environment.get("VROEGSIGNAAL_KEY_FILE", str(home / "key")))
    port = environment.get("VROEGSIGNAAL_PORT", "8425")
    if not port.isascii() or not port.isdigit() or not 0 <= int(port) < 65536:
        faults.append(f"VROEGSIGNAAL_PORT: {VARIABLES['VROEGSIGNAAL_PORT']}")
    key = _read_key(key_file)
    if key is None:
        faults.append(
            f"VROEGSIGNAAL_KEY_FILE: {VARIABLES['VROEGSIGNAAL_KEY_FILE']}; maak er een met "
            "`vroegsignaal init`"
        )
    usual = f"sqlite:///{home / 'vroegsignaal.db'}"
    url = environment.get("VROEGSIGNAAL_DATABASE", usual)
    database = with_password(url, environment, faults)
    bounds, kafka = read_bounds(environment, faults), read_kafka(environment, faults)
    watching = read_watching(environment, faults)
    mail = read_mail(environment, faults)
    if faults or key is None:
        raise BadSettings("Instellingen ontbreken of kloppen niet:\n" + "\n".join(faults))
    return Settings(
        city=city_of_environment(environment),
        home=home,
        database=database,
        port=int(port),
        public_url=environment.get("VROEGSIGNAAL_PUBLIC_URL", f"http://127.0.0.1:{port}"),
        key=key,
        index=_path_of(environment.get("VROEGSIGNAAL_INDEX", "")),
        weights=_path_of(environment.get("VROEGSIGNAAL_WEIGHTS", "")),
        kafka=kafka,
        bounds=bounds,
        watching=watching,
        mail=mail,
        webhook_hosts=_hosts_of(environment.get("VROEGSIGNAAL_WEBHOOK_HOSTS", "")),
    )


def city_of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """The city alone, for what needs no database and no key."""
    return environment.get("VROEGSIGNAAL_CITY", "dronten")


def kafka_of_environment(environment: Mapping[str, str] = os.environ) -> Connection:
    """How to reach the broker, for what needs no database; raises BadSettings."""
    faults: list[str] = []
    kafka = read_kafka(environment, faults)
    if faults or kafka is None:
        missing = f"VROEGSIGNAAL_KAFKA: {VARIABLES['VROEGSIGNAAL_KAFKA']}"
        raise BadSettings(
            "Instellingen ontbreken of kloppen niet:\n" + "\n".join(faults or [missing])
        )
    return kafka


def _path_of(text: str) -> Path | None:
    return Path(text) if text else None


def _hosts_of(text: str) -> frozenset[str]:
    return frozenset(host.strip().lower() for host in text.split(",") if host.strip())


def _read_key(path: Path) -> bytes | None:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return key if len(key) == ROOT_BYTES else None
