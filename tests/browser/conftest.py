"""A real browser on a real server: Chromium and uvicorn, both on this machine only."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.filled import fill
from tests.needs import need
from tests.portal.web.world import PASSWORD, World

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A portal that is being served."""

    url: str
    world: World

    @property
    def crisis_worker(self) -> str:
        """The account of the worker who has the crisis."""
        return "anja" if self.world.case_of("w-1").track == "crisis" else "bram"

    def log_in(self, page: Page, account_id: str) -> None:
        """Log in as somebody would."""
        page.goto(f"{self.url}/inloggen")
        page.get_by_label("Accountnaam").fill(account_id)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()


@contextmanager
def serving(world: World) -> Iterator[Site]:
    """A portal that is served on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(world.app(), log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", world)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A portal with something on every page, served on a free port of this machine."""
    need("Chromium", CHROMIUM is not None)
    with serving(fill(tmp_path)) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium per file: Playwright holds an event loop, which must end before other tests
    start one of their own."""
    need("Chromium", CHROMIUM is not None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser window without history or cookies."""
    context = chromium.new_context(bypass_csp=True, locale="nl-NL")
    yield context.new_page()
    context.close()
