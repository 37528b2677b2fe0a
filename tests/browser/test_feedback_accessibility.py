"""The pages of feedback and pauses in a real browser: axe finds nothing, they fit 320 px."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from protocols.covenant.feedback import Code, Feedback, Reference
from protocols.covenant.pause_words import Breach, Report
from protocols.privacy.audit import Origin
from store import cases, channels, feedback
from store.channels import Channel
from store.engine import begin
from streams.pausing import Belongs, change, start
from streams.telling import Teller
from tests.browser.conftest import Site
from tests.browser.test_accessibility import fits
from tests.support import made

pytestmark = pytest.mark.slow
UNTIL = made.ON + timedelta(days=30)
ABOUT = Reference("d1-3")


@pytest.fixture
def told(site: Site) -> str:
    """Feedback, a webhook that stopped, and a pause that was broken; the case of that pause."""
    wired = site.world.platform
    by = Teller(wired.city, wired.vault, "anja", Origin.WEB, made.AT)
    with begin(wired.engine) as tx:
        case = cases.caseload(tx, "w-1")[0]
        said = [Feedback(Code.RECEIVED, Reference(f"d1-{row}"), made.ON) for row in range(1, 130)]
        said.append(Feedback(Code.HELP_ACCEPTED, ABOUT, made.ON, UNTIL))
        feedback.tell(tx, "woonhof", said, made.AT)
        stopped = Channel("woonhof", "https://woonhof.example", "beheer", "stopped", failures=20)
        channels.put(tx, stopped)
        start(tx, by, Belongs("woonhof", case.household_id, case.case_id), ABOUT)
        change(tx, by, ABOUT, Report(made.ON, Breach.COSTS))
    return f"/zaken/{case.case_id}/pauzes"


def _is_for_everybody(page: Page, heading: str) -> None:
    assert page.locator("h1").inner_text() == heading
    assert page.locator("script").count() == 0
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        fits(page, width)


def test_a_creditor_page_is_for_everybody(site: Site, told: str, page: Page) -> None:
    """Feedback with its notice and its older pages, and pauses; reached by the menu."""
    site.log_in(page, "woonhof-account")
    page.get_by_role("link", name="Terugkoppelingen", exact=True).click()
    _is_for_everybody(page, "Terugkoppelingen")
    page.get_by_role("link", name="Oudere terugkoppelingen").click()
    _is_for_everybody(page, "Terugkoppelingen")
    page.get_by_role("link", name="Pauzes", exact=True).click()
    _is_for_everybody(page, "Pauzes")


def test_the_page_of_a_worker_is_for_everybody(site: Site, told: str, page: Page) -> None:
    """A broken pause, and the form with everything wrong."""
    site.log_in(page, "anja")
    page.goto(site.url + told)
    _is_for_everybody(page, "Pauzes van de incasso")
    page.get_by_label("Dag", exact=True).fill("")
    page.get_by_role("button", name="Vastleggen").click()
    assert page.get_by_role("alert").count() == 1
    _is_for_everybody(page, "Pauzes van de incasso")
