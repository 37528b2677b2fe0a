"""A broker that asks who is there: by user and password over TLS, by certificate, or over TLS that
shows the certificate of another machine. Users have rights by name, as a city's broker gives them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from tests.support.broker import Broker, free_port, own_broker
from tests.support.certificates import Authority, make_authority

USER, PASSWORD = "lijn", "geheim-7f3a"
GUEST = "gast"
_PROTOCOLS = {"LOGIN": "SASL_SSL", "CERT": "SSL", "CLEAR": "SASL_PLAINTEXT", "OTHER": "SASL_SSL"}
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


@dataclass(frozen=True, slots=True)
class Secured:
    """A broker, its ports by name, and the files of who comes there.

    `LOGIN` wants user and password over TLS, `CLEAR` without it; `CERT` a certificate; `OTHER` is
    as `LOGIN` with the certificate of another machine; `PLAINTEXT` asks nothing.
    """

    broker: Broker
    ports: Mapping[str, int]
    folder: Path

    def file(self, name: str, content: str = "") -> str:
        """The path of a file; with a content it is written first."""
        path = self.folder / name
        if content:
            path.write_text(content, encoding="utf-8")
        return str(path)

    def settings(self, port: str, prefix: str, **files: str) -> dict[str, str]:
        """The settings of who comes to a port with `login`, `ca` or `cert`: paths of files."""
        given = {f"VROEGSIGNAAL_KAFKA_{name.upper()}_FILE": path for name, path in files.items()}
        place = f"127.0.0.1:{self.ports[port]}"
        return {"VROEGSIGNAAL_KAFKA": place, "VROEGSIGNAAL_KAFKA_PREFIX": prefix, **given}


@contextmanager
def secured(folder: Path) -> Iterator[Secured]:
    """Such a broker, with `ca.pem`, `other-ca.pem`, `client.pem` (signed by the first),
    `stranger.pem` (by the other) and `login` in the folder; its data is gone afterwards."""
    ca, other = make_authority(folder / "ca.pem"), make_authority(folder / "other-ca.pem")
    ca.sign(folder / "client.pem")
    other.sign(folder / "stranger.pem")
    ports = {name: free_port() for name in _PROTOCOLS}
    users = {USER: PASSWORD, GUEST: PASSWORD}
    with own_broker(folder / "kafka", _properties(folder, ca, ports), users) as broker:
        plain = int(broker.bootstrap.rpartition(":")[2])
        made = Secured(broker, {**ports, "PLAINTEXT": plain}, folder)
        made.file("login", f"{USER}\n{PASSWORD}\n")
        yield made


def _properties(folder: Path, ca: Authority, ports: Mapping[str, int]) -> dict[str, str]:
    here = ca.sign(folder / "here.pem")
    elsewhere = ca.sign(folder / "elsewhere.pem", [x509.DNSName("elders.example")])
    protocols = ",".join(f"{name}:{protocol}" for name, protocol in _PROTOCOLS.items())
    listeners = ",".join(f"{name}://127.0.0.1:{port}" for name, port in ports.items())
    logins = [name.lower() for name, protocol in _PROTOCOLS.items() if "SASL" in protocol]
    return {
        "listeners": listeners,
        "advertised.listeners": listeners,
        "listener.security.protocol.map": f"CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,{protocols}",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(here),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(ca.file),
        "listener.name.cert.ssl.client.auth": "required",
        "listener.name.other.ssl.keystore.type": "PEM",
        "listener.name.other.ssl.keystore.location": str(elsewhere),
        **{f"listener.name.{name}.scram-sha-512.sasl.jaas.config": _SCRAM for name in logins},
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{USER};User:CN=client;User:ANONYMOUS",
    }
