"""Trying the door of the broker before a client does: clients of Kafka try a wrong password or an
unknown CA again for minutes, and never say which setting it is."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kafka.net.sasl.scram import ScramClient

from streams.kafka import refusing
from streams.kafka.connecting import MECHANISM, Connection, Login
from streams.kafka.refusing import NoBroker

ANSWER_SECONDS: Final = 5.0
_MOST_BYTES: Final = 1 << 20
_SASL_HANDSHAKE, _API_VERSIONS, _SASL_AUTHENTICATE, _METADATA = 17, 18, 36, 3
_NO_TOPICS: Final = bytes(5)
"""None of the topics, and make none (of version 4)."""
_UNSUPPORTED_MECHANISM: Final = 33
_TLS_ALERT: Final = b"\x15\x03"


class _HungUp(Exception):
    """The other side broke off; `said` is what it said last."""

    def __init__(self, said: bytes = b"") -> None:
        super().__init__()
        self.said = said


@dataclass(slots=True)
class _Wire:
    """Questions and answers over one connection, in the oldest versions that Kafka 4 knows."""

    socket: socket.socket
    client: bytes
    asked: int = 0

    def ask(self, api: int, version: int, body: bytes = b"") -> bytes:
        """What comes back, without its header. Raises _HungUp and OSError."""
        self.asked += 1
        head = struct.pack(">hhih", api, version, self.asked, len(self.client)) + self.client
        self.socket.sendall(struct.pack(">i", len(head + body)) + head + body)
        size = self._read(4)
        many = int.from_bytes(size, "big")
        if not 4 <= many <= _MOST_BYTES:
            raise _HungUp(size)
        return self._read(many)[4:]

    def _read(self, many: int) -> bytes:
        read = b""
        while len(read) < many:
            more = self.socket.recv(many - len(read))
            if not more:
                raise _HungUp(read)
            read += more
        return read


def knock(connection: Connection) -> None:
    """Return when one of the servers lets us in. Raises NoBroker with what is wrong with the last
    one asked, in some seconds: nothing here is tried again."""
    wrong: NoBroker | None = None
    for server in connection.servers:
        try:
            _knock(connection, server)
        except NoBroker as refused:
            wrong = refused
        else:
            return
    raise wrong or NoBroker(refusing.ABSENT)


def _knock(connection: Connection, server: str) -> None:
    host, _, port = server.rpartition(":")
    with _connected(host, int(port)) as bare, _secured(connection, host, bare) as line:
        wire = _Wire(line, connection.client_id.encode())
        _greet(wire, connection)
        if connection.login is None:
            _told(lambda: wire.ask(_METADATA, 4, _NO_TOPICS), refusing.WANTS_LOGIN)
        else:
            _log_in(wire, connection.login)


@contextmanager
def _connected(host: str, port: int) -> Iterator[socket.socket]:
    try:
        made = socket.create_connection((host, port), timeout=ANSWER_SECONDS)
    except socket.gaierror:
        raise NoBroker(refusing.UNKNOWN_NAME) from None
    except (OSError, ValueError):
        raise NoBroker(refusing.ABSENT) from None
    with made:
        yield made


@contextmanager
def _secured(
    connection: Connection, host: str, bare: socket.socket
) -> Iterator[socket.socket | ssl.SSLSocket]:
    context = connection.tls()
    if context is None:
        yield bare
        return
    try:
        line = context.wrap_socket(bare, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise NoBroker(refusing.of_certificate(error)) from None
    except TimeoutError:
        raise NoBroker(refusing.SILENT) from None
    except ssl.SSLError as error:
        raise NoBroker(refusing.of_alert(error) or refusing.NO_TLS) from None
    except OSError:
        raise NoBroker(refusing.NO_TLS) from None
    with line:
        yield line


def _greet(wire: _Wire, connection: Connection) -> None:
    """The first words: here a TLS 1.3 broker says that it wants a certificate."""
    secure = connection.ca is not None
    _told(
        lambda: wire.ask(_API_VERSIONS, 0),
        refusing.WANTS_CERTIFICATE if secure else refusing.WANTS_TLS,
    )


def _log_in(wire: _Wire, login: Login) -> None:
    mechanism = _text(MECHANISM.encode())
    (error,) = struct.unpack_from(
        ">h", _told(lambda: wire.ask(_SASL_HANDSHAKE, 1, mechanism), refusing.NO_LOGIN)
    )
    if error:
        raise NoBroker(
            refusing.NO_MECHANISM if error == _UNSUPPORTED_MECHANISM else refusing.NO_LOGIN
        )
    scram = ScramClient(login.user, login.password, MECHANISM)
    scram.process_server_first_message(_authenticated(wire, scram.first_message()))
    try:
        scram.process_server_final_message(_authenticated(wire, scram.final_message()))
    except ValueError:
        raise NoBroker(refusing.WRONG_LOGIN) from None


def _authenticated(wire: _Wire, said: bytes) -> bytes:
    """What the broker says back to a step of the login."""
    body = struct.pack(">i", len(said)) + said
    answer = _told(lambda: wire.ask(_SASL_AUTHENTICATE, 0, body), refusing.WRONG_LOGIN)
    error, length = struct.unpack_from(">hh", answer)
    if error:
        raise NoBroker(refusing.WRONG_LOGIN)
    return answer[4 + max(length, 0) + 4 :]


def _told(ask: Callable[[], bytes], else_wrong: str) -> bytes:
    """The answer; who breaks off instead is taken to mean what is given."""
    try:
        return ask()
    except TimeoutError:
        raise NoBroker(refusing.SILENT) from None
    except ssl.SSLError as error:
        raise NoBroker(refusing.of_alert(error) or else_wrong) from None
    except _HungUp as hung_up:
        raise NoBroker(
            refusing.WANTS_TLS if hung_up.said.startswith(_TLS_ALERT) else else_wrong
        ) from None
    except OSError:
        raise NoBroker(else_wrong) from None


def _text(raw: bytes) -> bytes:
    return struct.pack(">h", len(raw)) + raw
