"""How fast feedback leaves: recorded, serialised, signed and posted to a webhook on loopback.

    python -m bench.feedback [--quick]

10,000 feedback records of one creditor are recorded (with event and audit entry) on an SQLite
file, and delivered to a real HTTP server in a process of its own; then the same bodies are posted
to it by bare httpx, over one connection. At least 10,000 records a minute on one core; the ratio to
the bare posts is what counts between machines. Server and client share the processors.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx

from portal.feedback.delivering import Posting, deliver_waiting
from portal.feedback.telling import message
from portal.wiring import Platform
from protocols.ids import CreditorId
from protocols.privacy.audit import Origin
from store import channels, deliveries, feedback
from store.channels import Channel
from store.deliveries import Delivery, Receipt
from store.engine import begin, reading
from streams.feedback import tell_due
from streams.telling import Teller
from tests.support import made
from tests.support.line import open_line

PER_MINUTE = 10_000
LOOPBACK = frozenset({"127.0.0.1"})


class _Quiet(BaseHTTPRequestHandler):
    """Takes what is posted and says 204."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - named by the base
        """Say nothing."""


def _serve(told: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)
    told.send(server.server_port)
    server.serve_forever()


@contextmanager
def a_server() -> Iterator[str]:
    """The URL of a server in a process of its own."""
    spawn = get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    yield f"http://127.0.0.1:{here.recv()}/haak"
    process.terminate()
    process.join()


def open_platform(home: Path, records: int) -> Platform:
    """A city in which one creditor delivered so many rows that were all admitted."""
    agreed = made.covenant("woonhof", feedback=("received",))
    line = open_line(home / "line.db", made.city(covenants={CreditorId("woonhof"): agreed}))
    with begin(line.engine) as tx:
        deliveries.add(tx, Delivery("d1", "woonhof", b"d", "", records), made.AT)
        rows = range(1, records + 1)
        deliveries.write_receipts(tx, [Receipt("d1", row, "admitted") for row in rows])
    parts: Any = (line.city, line.engine, line.vault, line.residents, line.embedded)
    return Platform(*parts, _now)


def _now() -> datetime:
    return made.AT


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the wall and of this process's own processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def post_bare(url: str, bodies: list[bytes]) -> None:
    """The same bodies over one connection, by nothing but httpx."""
    with httpx.Client() as client:
        for body in bodies:
            client.post(url, content=body, headers={"Content-Type": "application/json"})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the records")
    records = PER_MINUTE // (10 if parser.parse_args().quick else 1)
    with tempfile.TemporaryDirectory() as home, a_server() as url:
        wired = open_platform(Path(home), records)
        by = Teller(wired.city, wired.vault, "clock", Origin.CLOCK, made.AT)
        told, told_cpu = timed(lambda: tell_due(wired.engine, by))
        with begin(wired.engine) as tx:
            channels.put(tx, Channel("woonhof", url, "beheer"))
        sent, sent_cpu = timed(lambda: deliver_waiting(wired, Posting(hosts=LOOPBACK)))
        with reading(wired.engine) as tx:
            found = channels.find(tx, "woonhof")
            bodies = [message(one) for one in feedback.page(tx, "woonhof", 0, records)]
        bare, bare_cpu = timed(lambda: post_bare(url, bodies))
        wired.engine.dispose()
    if found != replace(Channel("woonhof", url, "beheer"), last_seq=records):
        raise SystemExit("not everything arrived")
    for name, wall, cpu in (
        ("record (feedback, event, audit)", told, told_cpu),
        ("serialise, sign and post", sent, sent_cpu),
        ("bare httpx posts", bare, bare_cpu),
    ):
        print(f"{name:34} {wall:7.2f} s  {cpu:7.2f} s cpu  {records / wall:8.0f}/s")
    minute = records / (told + sent) * 60
    print(f"records a minute, all of it: {minute:.0f} (at least {PER_MINUTE})")
    print(f"ratio to bare posts: {bare / sent:.2f} of posting, {bare / (told + sent):.2f} of all")
    if minute < PER_MINUTE:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
