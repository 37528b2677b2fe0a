"""Every page in a real browser: axe finds nothing, it fits 320 px, it needs no script.

WCAG 2.2 AA as far as a machine can tell; a person with a screen reader must still look.
"""

from collections.abc import Callable
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.slow
WRONG_FILE = {"name": "leeg.csv", "mimeType": "text/csv", "buffer": b"foo;bar\n1;2\n"}
GOOD_FILE = {
    "name": "goed.csv",
    "mimeType": "text/csv",
    "buffer": b"kenmerk;achternaam;geboortedatum;bedrag\nA1;Verweg;1970-01-01;1,00\nA2;X;ooit;5\n",
}
Walk = Callable[[Site, Page], None]


def open_(account_id: str, path: str) -> Walk:
    """Log in and go to an address."""

    def walk(site: Site, page: Page) -> None:
        site.log_in(page, account_id)
        page.goto(site.url + path)

    return walk


def login(site: Site, page: Page) -> None:
    """The form to log in."""
    page.goto(f"{site.url}/inloggen")


def login_refused(site: Site, page: Page) -> None:
    """The form after a wrong password."""
    login(site, page)
    page.get_by_role("button", name="Inloggen").click()


def nowhere(site: Site, page: Page) -> None:
    """A page that is not there."""
    page.goto(f"{site.url}/nergens")


def case(site: Site, page: Page) -> None:
    """The most urgent case: warnings, contact data, claims."""
    site.log_in(page, site.crisis_worker)
    page.locator("tbody a").first.click()


def case_with_errors(site: Site, page: Page) -> None:
    """The form with everything wrong."""
    case(site, page)
    page.get_by_role("button", name="Vastleggen en zaak afsluiten").click()


def case_closed(site: Site, page: Page) -> None:
    """A case that was just closed."""
    case(site, page)
    page.get_by_label("Soort contact").select_option("Telefoon")
    page.get_by_label("Ochtend").check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Resultaat").select_option("Inwoner is overleden")
    page.get_by_role("button", name="Vastleggen en zaak afsluiten").click()


def review(site: Site, page: Page) -> None:
    """A held signal beside a resident."""
    open_("anja", "/beoordelen")(site, page)
    page.locator("tbody a").first.click()


def review_forgotten(site: Site, page: Page) -> None:
    """The same, sent without a choice."""
    review(site, page)
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.locator(".error-summary").wait_for()


def decided(site: Site, page: Page) -> None:
    """The list with a decision that can be undone."""
    review(site, page)
    page.get_by_label("Over geen van deze inwoners").check()
    page.get_by_label("Reden").select_option("other")
    page.get_by_label("Toelichting").fill("Verhuisd voor de achterstand begon")
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.wait_for_url("**/beoordelen?gedaan=besluit")


def undone(site: Site, page: Page) -> None:
    """The list after it was undone."""
    decided(site, page)
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_url("**/beoordelen?gedaan=ongedaan")


def review_again(site: Site, page: Page) -> None:
    """The signal that came back."""
    undone(site, page)
    page.locator("tbody tr", has_text="eerder besluit").get_by_role("link").click()


def receipts(site: Site, page: Page) -> None:
    """The receipts of a delivery."""
    open_("woonhof-account", "/leveringen")(site, page)
    page.locator("tbody a").first.click()


def upload_refused(site: Site, page: Page) -> None:
    """A file that cannot be used."""
    open_("woonhof-account", "/leveringen")(site, page)
    page.get_by_label("Bestand met signalen").set_input_files(WRONG_FILE)
    page.get_by_role("button", name="Versturen").click()


def checked(site: Site, page: Page) -> None:
    """The outcome of a check."""
    open_("woonhof-account", "/leveringen")(site, page)
    page.get_by_label("Bestand met signalen").set_input_files(GOOD_FILE)
    page.get_by_role("button", name="Controleren").click()


WALKS = {
    "login": (login, "Inloggen"),
    "login refused": (login_refused, "Inloggen"),
    "not found": (nowhere, "Niet gevonden"),
    "caseload": (open_("anja", "/werkvoorraad"), "Werkvoorraad"),
    "case": (case, "Zaak"),
    "case with errors": (case_with_errors, "Zaak"),
    "case closed": (case_closed, "Zaak"),
    "reviews": (open_("anja", "/beoordelen"), "Beoordelen"),
    "review": (review, "Signaal beoordelen"),
    "review forgotten": (review_forgotten, "Signaal beoordelen"),
    "reviews decided": (decided, "Beoordelen"),
    "reviews undone": (undone, "Beoordelen"),
    "review again": (review_again, "Signaal beoordelen"),
    "deliveries": (open_("woonhof-account", "/leveringen"), "Leveringen"),
    "receipts": (receipts, "Levering van"),
    "upload refused": (upload_refused, "Leveringen"),
    "checked": (checked, "Uitkomst van de controle"),
    "audit log": (open_("fg", "/logboek"), "Logboek"),
    "counts": (open_("fg", "/stand"), "Stand"),
    "forbidden": (open_("fg", "/werkvoorraad"), "Geen toegang"),
}


def fits(page: Page, width: int) -> None:
    """Wait until the page is as narrow as the window; a browser lays out in its own time."""
    page.wait_for_function(
        "width => innerWidth === width && document.documentElement.scrollWidth <= width",
        arg=width,
        timeout=5_000,
    )


@pytest.mark.parametrize("name", WALKS)
def test_a_page_is_for_everybody(site: Site, page: Page, name: str) -> None:
    """No axe violation wide or narrow, no sideways scrolling at 320 px, no script at all."""
    walk, heading = WALKS[name]
    walk(site, page)
    assert page.locator("h1").inner_text().startswith(heading)
    assert page.locator("script").count() == 0
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        fits(page, width)


@pytest.mark.parametrize(
    "name", ["case with errors", "review forgotten", "reviews decided", "receipts", "audit log"]
)
def test_a_page_bears_wider_text(site: Site, page: Page, name: str) -> None:
    """WCAG 1.4.12: spacing that a reader sets cuts nothing off."""
    page.set_viewport_size({"width": 320, "height": 800})
    WALKS[name][0](site, page)
    spacing = "line-height:1.5;letter-spacing:.12em;word-spacing:.16em"
    page.add_style_tag(
        content=f"* {{ {spacing} !important }} p {{ margin-bottom: 2em !important }}"
    )
    fits(page, 320)


def test_headings_come_in_order(site: Site, page: Page) -> None:
    """One h1, and no level is skipped."""
    case(site, page)
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
