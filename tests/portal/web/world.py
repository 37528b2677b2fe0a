"""A portal on a made-up city, with somebody to log in for every role."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import httpx
from starlette.applications import Starlette

from portal.access.accounts import secret_hash
from portal.access.passwords import hash_password
from portal.settings import Settings
from portal.web.app import make_app
from portal.wiring import Platform
from protocols.city import City
from protocols.covenant.signal import Delivered
from protocols.people import Resident
from store import access, audit, cases, signals
from store.access import Account
from store.audit import AuditLine
from store.cases import Case
from store.engine import begin, reading
from tests.support import made
from tests.support.line import Line, open_line, with_residents

PASSWORD = "lang-genoeg-om-te-raden"
BASE = "http://127.0.0.1:8425"
ACCOUNTS = (
    ("woonhof-account", "creditor", "woonhof"),
    ("stroom-account", "creditor", "stroom"),
    ("anja", "worker", "w-1"),
    ("bram", "worker", "w-2"),
    ("fg", "officer", ""),
    ("directeur", "director", ""),
)
_TOKEN = re.compile(r'name="formulier" value="([^"]+)"')


class InProcess(httpx.BaseTransport):
    """Carries requests straight into an ASGI application; no socket, no thread left behind."""

    def __init__(self, app: Starlette) -> None:
        self._to = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the whole answer, background work included."""
        return asyncio.run(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        answer = await self._to.handle_async_request(sent)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is moved."""

    at: datetime = made.AT

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass(slots=True)
class World:
    """The portal, its platform, and how often the line was woken."""

    line: Line
    platform: Platform
    settings: Settings
    clock: FakeClock
    woken: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        """The portal as an ASGI application."""
        return make_app(self.platform, self.settings, wake=lambda: self.woken.append("line"))

    def anonymous(self) -> httpx.Client:
        """A browser in which nobody is logged in."""
        return httpx.Client(transport=InProcess(self.app()), base_url=BASE)

    def browser(self, account_id: str) -> "Browser":
        """A browser with a session that was opened in the store."""
        client, secret = self.anonymous(), f"secret-of-{account_id}"
        with begin(self.platform.engine) as tx:
            access.end_session(tx, secret_hash(secret))
            until = self.clock.at + timedelta(hours=8)
            access.start_session(tx, secret_hash(secret), account_id, f"form-{account_id}", until)
        client.cookies.set("vs_session", secret)
        return Browser(client, f"form-{account_id}")

    def send(self, rows: Sequence[Delivered]) -> None:
        """Let signals come in and go down the line."""
        self.line.send(rows, at=self.clock.at)

    def case_of(self, worker_id: str) -> Case:
        """The first case of a worker."""
        with reading(self.platform.engine) as tx:
            return cases.caseload(tx, worker_id)[0]

    def held(self) -> list[signals.Review]:
        """Signals that wait for a human."""
        with reading(self.platform.engine) as tx:
            return signals.held(tx)

    def audited(self, action: str) -> list[AuditLine]:
        """The audit lines of an action, newest first."""
        with reading(self.platform.engine) as tx:
            return list(audit.latest(tx, action=action))

    def lines(self) -> list[AuditLine]:
        """The newest audit lines."""
        with reading(self.platform.engine) as tx:
            return list(audit.latest(tx))


@dataclass(slots=True)
class Browser:
    """Somebody who is logged in; forms carry the token of the session."""

    client: httpx.Client
    token: str

    def get(self, path: str) -> httpx.Response:
        """Ask for a page."""
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form."""
        return self.client.post(path, data={"formulier": self.token, **fields})

    def upload(self, path: str, content: bytes, name: str = "bestand.csv") -> httpx.Response:
        """Send a file."""
        files = {"bestand": (name, content, "text/csv")}
        return self.client.post(path, data={"formulier": self.token}, files=files)


def open_world(
    folder: Path, residents: Sequence[Resident] = (), city: City | None = None, **settings: str
) -> World:
    """A portal on an empty database with residents 1 to 20 (or others)."""
    line = open_line(folder / "portal.db", city)
    with_residents(line, residents or [made.resident(number) for number in range(1, 21)])
    clock = FakeClock()
    platform = Platform(line.city, line.engine, line.vault, line.residents, line.embedded, clock)
    with begin(line.engine) as tx:
        for account_id, role, subject in ACCOUNTS:
            access.put_account(tx, Account(account_id, role, subject, _hashed()))
    url = settings.get("public_url", BASE)
    return World(line, platform, Settings("made", folder, "sqlite://", 8425, url, made.ROOT), clock)


def token_in(page: str) -> str:
    """The form token on a page."""
    found = _TOKEN.search(page)
    assert found is not None
    return found[1]


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)
