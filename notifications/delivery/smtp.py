"""E-mail by SMTP: one connection for many messages, TLS that is checked, and honest answers.

Until the text of a message is handed over (DATA) everything can be done again. When the line breaks
after that, before the answer, nobody knows whether it was accepted: that is `Doubted`, and it is
never sent again by itself.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from notifications.delivery.outcomes import Doubted, NoService, Outcome, Postponed, Rejected, Sent

_BROKEN: Final = (OSError, smtplib.SMTPServerDisconnected)


class Security(StrEnum):
    """How the line is kept private: TLS asked for after the greeting, from the first byte on, or
    not at all (only for a server on this machine)."""

    STARTTLS = "starttls"
    IMPLICIT = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Login:
    """Whom we are to the server."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `ca` is a PEM file to trust instead of the usual authorities;
    `seconds` bounds connecting and every answer; `name` is what we call ourselves."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    login: Login | None = None
    ca: Path | None = None
    seconds: float = 30.0
    name: str = "localhost"


def context_of(ca: Path | None) -> ssl.SSLContext:
    """TLS that checks certificate and name, 1.2 or newer. Raises OSError for a bad file."""
    context = ssl.create_default_context(cafile=str(ca) if ca else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Line:
    """An open connection to a mail server; use it as a context."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect, and log in. Raises NoService."""
        self._smtp = _connected(self._server)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye, if somebody is still there."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except _BROKEN:
                smtp.close()

    def send(self, mail: EmailMessage, starting: Callable[[], bool]) -> Outcome | None:
        """Send one message to the one address in its To.

        `starting` is called when all but the text was accepted: from then on it cannot be taken
        back. When it returns false nothing is sent, and the answer is None. Raises NoService when
        the line broke before the text was handed over.
        """
        smtp = self._smtp
        if smtp is None:
            raise NoService("closed")
        try:
            refused = _envelope(smtp, mail)
        except _BROKEN:
            raise NoService("disconnected") from None
        if refused is not None or not starting():
            _forget(smtp)
            return refused
        return _hand_over(smtp, mail)


def _connected(server: Server) -> smtplib.SMTP:
    """Raises NoService with a code for what went wrong."""
    try:
        smtp = _opened(server)
    except ssl.SSLError:
        raise NoService("tls") from None
    except TimeoutError:
        raise NoService("timeout") from None
    except (OSError, smtplib.SMTPException):
        raise NoService("unreachable") from None
    try:
        _prepared(smtp, server)
    except NoService:
        smtp.close()
        raise
    return smtp


def _opened(server: Server) -> smtplib.SMTP:
    if server.security is Security.IMPLICIT:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            server.name,
            timeout=server.seconds,
            context=context_of(server.ca),
        )
    return smtplib.SMTP(server.host, server.port, server.name, timeout=server.seconds)


def _prepared(smtp: smtplib.SMTP, server: Server) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            smtp.starttls(context=context_of(server.ca))
            smtp.ehlo()
        if server.login is not None:
            smtp.login(server.login.user, server.login.password)
    except smtplib.SMTPAuthenticationError:
        raise NoService("login") from None
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        raise NoService("tls") from None
    except TimeoutError:
        raise NoService("timeout") from None
    except (OSError, smtplib.SMTPException):
        raise NoService("unreachable") from None


def _envelope(smtp: smtplib.SMTP, mail: EmailMessage) -> Outcome | None:
    """From and to; None when both were accepted."""
    sender, to = (mail[name].addresses[0].addr_spec for name in ("From", "To"))
    for code, _ in (smtp.mail(sender), smtp.rcpt(to)):
        if not 200 <= code < 300:
            return _refused(code)
    return None


def _hand_over(smtp: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    """The text itself. Whatever breaks from here on leaves doubt."""
    try:
        code, _ = smtp.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code)
    except _BROKEN:
        return Doubted("no-answer")
    return Sent(str(mail["Message-ID"])) if 200 <= code < 300 else _refused(code)


def _forget(smtp: smtplib.SMTP) -> None:
    """Take back what was said of a message, so that the next one starts afresh."""
    try:
        smtp.rset()
    except _BROKEN:
        smtp.close()


def _refused(code: int) -> Outcome:
    """4xx may go well later, 5xx never; anything else is no answer that we know."""
    told = f"smtp-{code}"
    return Rejected(told) if 500 <= code < 600 else Postponed(told)
