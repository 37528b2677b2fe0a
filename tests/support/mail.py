"""A real mail server on this machine alone, that answers as a test tells it to."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from notifications.delivery.smtp import Login, Security, Server


@dataclass(slots=True)
class Post:
    """What the server took, and what it says to an address or to the text of a message.

    `to` and `data` are answers such as `450 busy`; `hang_up` closes the line in the middle of the
    text; `silent_seconds` is how long the answer to the text takes.
    """

    taken: list[EmailMessage] = field(default_factory=list)
    to: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    hang_up: bool = False
    silent_seconds: float = 0.0
    encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to an address."""
        told = self.to.get(address, "250 OK")
        if told.startswith("250"):
            envelope.rcpt_tos.append(address)
        return told

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer to the text."""
        if self.silent_seconds:
            time.sleep(self.silent_seconds)
        if self.hang_up:
            server.transport.close()
            return "250 never read"
        if self.data.startswith("250"):
            self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
        return self.data


def _known(server: SMTP, session: Session, envelope: Envelope, how: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        b"stad",
        b"geheim",
    )
    return AuthResult(success=right, handled=False)


class _OnAnyPort(Controller):
    """A server that finds a free port itself; it is ready when somebody could come in."""

    @property
    def there(self) -> tuple[str, int]:
        """Where it is."""
        address = self.server.sockets[0].getsockname()
        return str(address[0]), int(address[1])

    def _trigger_server(self) -> None:
        socket.create_connection(self.there, 5.0).close()


@contextmanager
def mail_server(
    post: Post, tls: ssl.SSLContext | None = None, security: Security = Security.NONE
) -> Iterator[Server]:
    """A server on a free port of this machine; with a login `stad` / `geheim` where TLS is."""
    extra: dict[str, Any] = {}
    if security is Security.IMPLICIT:
        extra = {"ssl_context": tls}
    if security is Security.STARTTLS:
        extra = {"tls_context": tls, "require_starttls": True}
    if tls is not None:
        began = security is Security.STARTTLS
        extra |= {"authenticator": _known, "auth_required": began, "auth_require_tls": began}
    controller = _OnAnyPort(post, hostname="127.0.0.1", port=0, ready_timeout=10, **extra)
    controller.start()
    try:
        port = controller.there[1]
        login = Login("stad", "geheim") if tls else None
        yield Server("127.0.0.1", port, security, login, seconds=5.0)
    finally:
        controller.stop()
