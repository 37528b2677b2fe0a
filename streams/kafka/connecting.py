"""How to reach the broker: where, as whom, and over which kind of connection."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLIENT = "vroegsignaal"
MECHANISM = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True)
class Login:
    """A user of the broker, by SCRAM-SHA-512."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connection:
    """A broker. `bootstrap` is host:port, several with commas; with `ca` it is TLS, and with
    `certificate` (PEM, with its key) the client shows its own. `client_id` is for its logs.
    `prefix` goes before the names of topics and groups, where cities share a broker.
    """

    bootstrap: str
    client_id: str = CLIENT
    login: Login | None = None
    ca: Path | None = None
    certificate: Path | None = None
    prefix: str = ""

    @property
    def servers(self) -> list[str]:
        """Every host:port."""
        return [one.strip() for one in self.bootstrap.split(",") if one.strip()]

    def named(self, name: str) -> str:
        """A topic or group of ours by its name on the broker."""
        return self.prefix + name

    def ours(self, name: str) -> str:
        """A topic of the broker by our name for it."""
        return name.removeprefix(self.prefix)

    def tls(self) -> ssl.SSLContext | None:
        """The TLS context, TLS 1.2 or newer; None for a connection in clear."""
        if self.ca is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=str(self.ca))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.certificate is not None:
            context.load_cert_chain(str(self.certificate))
        return context

    def kafka_python(self) -> dict[str, Any]:
        """Options that every client of kafka-python takes."""
        secure = self.ca is not None
        options: dict[str, Any] = {
            "bootstrap_servers": self.servers,
            "client_id": self.client_id,
            "security_protocol": _protocol(secure=secure, login=self.login),
        }
        if secure:
            options["ssl_context"] = self.tls()
        if self.login is not None:
            options |= {
                "sasl_mechanism": MECHANISM,
                "sasl_plain_username": self.login.user,
                "sasl_plain_password": self.login.password,
            }
        return options


def _protocol(*, secure: bool, login: Login | None) -> str:
    transport = "SSL" if secure else "PLAINTEXT"
    return f"SASL_{transport}" if login else transport
