"""A creditor's webhook: a real HTTP server on loopback that keeps what it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep


@dataclass(slots=True)
class Request:
    """One request as it came in; header names are in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Hook:
    """The server at work. `answers` are the next statuses, then 204 for ever; `slow_seconds` is
    how long it thinks first."""

    port: int
    answers: list[int] = field(default_factory=list)
    got: list[Request] = field(default_factory=list)
    location: str = ""
    slow_seconds: float = 0.0
    says: bytes = b""

    @property
    def url(self) -> str:
        """Where to send to."""
        return f"http://127.0.0.1:{self.port}/haak"


@contextmanager
def hook() -> Iterator[Hook]:
    """A server on a free port, until the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): text for name, text in self.headers.items()}
            told.got.append(Request(self.path, headers, body))
            sleep(told.slow_seconds)
            status = told.answers.pop(0) if told.answers else 204
            self.send_response(status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.says)))
            self.end_headers()
            self.wfile.write(told.says)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - named by the base
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A client that gave up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    told = Hook(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
