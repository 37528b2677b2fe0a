"""A port of its own for who watches over a process: `/metrics`, `/healthz` and `/readyz`.

It is no part of the portal, so no reverse proxy shows it by accident. Off unless it is set; on
loopback it asks for a token only where one is set, elsewhere always.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import ClassVar

from portal.health import ALIVE, READY, Ready, alive, told
from portal.readiness import probe
from portal.settings import BadSettings
from portal.watch_settings import Watching
from portal.wiring import Platform

METRICS = "/metrics"
_JSON = "application/json"
_WAIT_SECONDS = 5.0
Answer = tuple[int, str, bytes]


@contextmanager
def watched(wired: Platform, watching: Watching) -> Iterator[None]:
    """Answer on the port that is set, if any, for as long as this lasts. Raises BadSettings."""
    if not watching.host:
        yield
        return
    server = open_server(wired, watching)
    thread = Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def open_server(wired: Platform, watching: Watching) -> ThreadingHTTPServer:
    """The server, listening; whoever opens it serves and closes it. Raises BadSettings."""
    from portal.metrics import CONTENT_TYPE, Metrics  # only here: most commands need no metrics

    metrics = Metrics(wired, watching)
    ready = probe(wired, watching)
    answers: dict[str, Callable[[], Answer]] = {
        METRICS: lambda: (200, CONTENT_TYPE, metrics.text()),
        ALIVE: lambda: (200, _JSON, alive()),
        READY: lambda: _ready(ready),
    }
    try:
        return _Server((watching.host, watching.port), _handler(answers, watching.token))
    except OSError as error:
        raise BadSettings(
            "VROEGSIGNAAL_METRICS: op dit adres kan niet worden geluisterd; kies een vrije poort."
        ) from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking a name server what we are called."""
        TCPServer.server_bind(self)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET on a few paths; whatever else is asked gets a status and nothing more."""

    server_version = "vroegsignaal"
    sys_version = ""
    timeout = _WAIT_SECONDS
    answers: ClassVar[dict[str, Callable[[], Answer]]] = {}
    token: ClassVar[str] = ""

    def do_GET(self) -> None:
        """Answer one question."""
        answer = self.answers.get(self.path)
        if answer is None:
            self._send(404, "text/plain", b"")
        elif self.path == METRICS and not self._may():
            self._send(401, "text/plain", b"")
        else:
            self._send(*answer())

    def _may(self) -> bool:
        sent = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return not self.token or compare_digest(sent.encode(), self.token.encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - theirs
        """Keep quiet: who asks how often is no news."""


def _handler(answers: dict[str, Callable[[], Answer]], token: str) -> type[_Handler]:
    return type("_Answering", (_Handler,), {"answers": answers, "token": token})


def _ready(ready: Ready) -> Answer:
    status, body = told(ready())
    return status, _JSON, body
