"""From consent to agreement in a real browser: axe finds nothing, it fits, it needs no script."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import CHROMIUM, Site, serving
from tests.browser.test_accessibility import fits
from tests.needs import need
from tests.portal.web.dossier_world import Desk, agree, desk, open_planned

pytestmark = pytest.mark.slow


def check(page: Page) -> None:
    """For everybody: axe, 320 pixels, headings in order, no script at all."""
    assert page.locator("script").count() == 0
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        fits(page, width)
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Site]:
    """A portal of a city with plans, with one case that nobody worked on yet."""
    need("Chromium", CHROMIUM is not None)
    with serving(open_planned(tmp_path)) as found:
        yield found


def open_dossier(site: Site, page: Page) -> None:
    """From the caseload to the dossier, as somebody would."""
    site.log_in(page, "anja")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Dossier van").click()


def give(page: Page, purpose: str) -> None:
    """Ask and give consent for the purpose of one panel."""
    panel = page.locator(".panel", has=page.get_by_role("heading", name=purpose))
    panel.get_by_label("In welke taal was de uitleg?").select_option("nl")
    panel.get_by_role("button", name="Vastleggen dat u het vroeg").click()
    panel.get_by_label("Mondeling").check()
    panel.get_by_label("Kenmerk van het bewijs").fill("notitie 12")
    panel.get_by_role("button", name="Toestemming vastleggen").click()
    panel.get_by_text("Gegeven", exact=True).first.wait_for()


def test_from_consent_to_acceptance(planned: Site, page: Page) -> None:
    """The whole way by labels and buttons alone; every page on it is for everybody."""
    open_dossier(planned, page)
    check(page)
    give(page, "Een dossier met alle schulden samen")
    give(page, "Inkomen en huishouden bekijken")
    check(page)
    page.get_by_role("link", name="Inkomen", exact=True).click()
    page.get_by_label("Huishouden", exact=True).select_option("single")
    page.get_by_label("Netto inkomen per maand").fill("1.600,00")
    page.get_by_role("button", name="Inkomen en huishouden vastleggen").click()
    page.get_by_text("Ten hoogste haalbaar per maand").wait_for()
    assert page.locator(".unsure").count() > 0
    check(page)
    page.get_by_role("link", name="Schulden", exact=True).click()
    page.get_by_role("button", name="overnemen").click()
    page.get_by_text("1 schuld, samen").wait_for()
    check(page)
    page.get_by_role("link", name="Regeling", exact=True).click()
    chart = page.get_by_role("img", name="Bedrag per maand bij elke looptijd")
    assert chart.count() == 1
    page.get_by_label("Bedrag per maand", exact=True).fill("1500")
    page.get_by_role("button", name="Dit bedrag voorstellen").click()
    page.locator(".error-summary").wait_for()
    assert page.locator("#voorstellen-bedrag-fout").is_visible()
    check(page)
    page.get_by_role("button", name="Voorstellen (36 maanden").click()
    page.get_by_role("heading", name="Voorstel op tafel").wait_for()
    check(page)
    page.get_by_role("button", name="De inwoner aanvaardt").click()
    page.get_by_role("heading", name="Wat is afgesproken").wait_for()
    check(page)
    page.get_by_role("button", name="De regeling laten beginnen").click()
    page.get_by_role("link", name="Betalingen", exact=True).click()
    page.get_by_role("heading", name="Termijnen", exact=True).wait_for()
    check(page)


def test_the_receipt_leaves_nothing_but_itself_on_paper(planned: Site, page: Page) -> None:
    """Menu, links and forms are not printed."""
    open_dossier(planned, page)
    give(page, "Een dossier met alle schulden samen")
    page.get_by_role("link", name="Bewijs om af te drukken").click()
    check(page)
    page.emulate_media(media="print")
    for hidden in (".menu", ".who", ".trail"):
        assert not page.locator(hidden).first.is_visible()
    assert page.get_by_role("heading", name="Bewijs van toestemming").is_visible()


def asked_for(site: Site) -> Desk:
    """A plan that runs, money that waits to be given up, and a warning. It has a thread of its
    own: Playwright holds the event loop of this one."""
    at = desk(site.world)
    agree(at)
    asked = {"wat": "deel", "schuld": "s-woonhof-rent", "bedrag": "100,00"}
    why = {"reden": "cannot_pay", "toelichting": "Geen uitzicht op meer inkomen"}
    assert at.send("betalingen", "kwijtschelden", **asked, **why).status_code == 303
    case = at.base.partition("/inwoners")[0]
    warned = {"doen": "waarschuwing", "waarschuwing": "Niet alleen gaan", "tot": "2026-12-31"}
    assert at.browser.post(f"{case}/waarschuwing", **warned).status_code == 303
    return at


def test_four_eyes_and_what_stands_beside_a_plan(planned: Site, page: Page) -> None:
    """The worker asks, the director confirms; the pages on the way are for everybody too."""
    with ThreadPoolExecutor(1) as elsewhere:
        at = elsewhere.submit(asked_for, planned).result()
    case = at.base.partition("/inwoners")[0]
    planned.log_in(page, "anja")
    for path in (f"{at.base}/betalingen", f"{at.base}/overdracht", f"{case}/middelen", case):
        page.goto(planned.url + path)
        check(page)
    page.get_by_role("button", name="Uitloggen").click()
    planned.log_in(page, "directeur")
    page.get_by_text("1 besluit wacht op u").wait_for()
    check(page)
    page.get_by_role("button", name="Weigeren").click()
    page.locator(".error-summary").wait_for()
    check(page)
    page.get_by_role("button", name="Bevestigen").click()
    page.get_by_text("Geen besluiten wachten op u").wait_for()
