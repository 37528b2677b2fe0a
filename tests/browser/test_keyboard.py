"""Everything with the keyboard alone, and always visible where the focus is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.portal.web.world import PASSWORD

pytestmark = pytest.mark.slow
MOST_TABS = 60
_FOCUS = """() => {
  const one = document.activeElement
  const style = getComputedStyle(one)
  return {
    text: (one.innerText || one.value || '').trim(),
    id: one.id,
    name: one.name || '',
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    top: one.getBoundingClientRect().top,
  }
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something with that text, id or name has the focus; it must be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUS)
        assert here["outline"] >= 2, here
        assert here["top"] >= 0, here
        if wanted in {here["text"], here["id"], here["name"]} or here["text"].startswith(wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached with the keyboard")


def test_from_the_login_to_a_recorded_attempt_without_a_mouse(site: Site, page: Page) -> None:
    """The whole path of a worker."""
    page.goto(f"{site.url}/inloggen")
    tab_to(page, "account")
    page.keyboard.type("anja")
    tab_to(page, "wachtwoord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/werkvoorraad")
    tab_to(page, "Zaak ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zaken/*")
    tab_to(page, "soort")
    page.keyboard.type("Telefoon")
    tab_to(page, "dagdeel")
    page.keyboard.press("Space")
    tab_to(page, "bereikt")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Vastleggen, zaak blijft open")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zaken/*?gedaan=poging")
    assert page.get_by_role("status").inner_text() == "De contactpoging is vastgelegd."
    assert "Contactpoging 1: Telefoon" in page.content()
    assert site.world.audited("contact.recorded")[0].result == "reached-no"


def test_the_first_tab_skips_to_the_content(site: Site, page: Page) -> None:
    """WCAG 2.4.1."""
    site.log_in(page, "anja")
    page.goto(f"{site.url}/werkvoorraad")
    tab_to(page, "Naar de inhoud")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    tab_to(page, "Zaak ")


def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(site: Site, page: Page) -> None:
    """A screen reader starts at the summary; each line leads to the field."""
    site.log_in(page, "anja")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="Vastleggen, zaak blijft open").click()
    expect(page.locator(".error-summary")).to_be_focused()
    tab_to(page, "Kies hoe u contact zocht.")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "soort"
    assert page.locator("#soort").get_attribute("aria-describedby") == "soort-fout"


def test_a_form_from_a_real_browser_passes_the_guard(site: Site, page: Page) -> None:
    """With our referrer policy a browser sends `Origin: null`; logging out must still work."""
    site.log_in(page, "fg")
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url("**/inloggen")
    page.goto(f"{site.url}/logboek")
    assert page.url.endswith("/inloggen")


def test_the_back_button_shows_nothing_after_logging_out(site: Site, page: Page) -> None:
    """`no-store`: the next person at this desk sees no caseload."""
    site.log_in(page, "anja")
    page.get_by_role("button", name="Uitloggen").click()
    page.go_back()
    assert page.url.endswith("/inloggen")


def test_deciding_and_undoing_without_a_mouse(site: Site, page: Page) -> None:
    """Which button undoes which decision is told to who cannot see the row."""
    site.log_in(page, "anja")
    page.goto(f"{site.url}/beoordelen")
    waiting = len(site.world.held())
    tab_to(page, "Signaal ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/beoordelen/*")
    tab_to(page, "besluit")
    page.keyboard.press("Space")
    tab_to(page, "reden")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Besluit vastleggen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/beoordelen?gedaan=besluit")
    assert len(site.world.held()) == waiting - 1
    site.world.line.embedded.drain()
    button = page.get_by_role("button", name="Ongedaan maken (besluit over Signaal ")
    assert button.count() == 1
    tab_to(page, "Ongedaan maken")
    page.keyboard.press("Enter")
    page.wait_for_url("**/beoordelen?gedaan=ongedaan")
    assert "wacht weer op een oordeel" in page.get_by_role("status").inner_text()
    assert len(site.world.held()) == waiting
