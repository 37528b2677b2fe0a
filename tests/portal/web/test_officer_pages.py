"""The privacy officer's pages: the audit log, which is itself written down, and the counts."""

import pytest

from protocols.privacy.audit import Action
from tests.portal.web.world import World
from tests.support import made


@pytest.fixture
def busy(world: World) -> World:
    """A portal in which something happened."""
    world.send([made.signal(n) for n in range(1, 4)])
    return world


def test_the_log_tells_who_did_what_when_for_what(busy):
    """BIO2 8.15.01: action, object, result, origin, actor, time; and the purpose."""
    busy.browser("anja").get("/werkvoorraad")
    text = busy.browser("fg").get("/logboek").text
    for word in (
        "Caseload bekeken",
        "caseload w-1",
        "anja",
        "portaal",
        "22 november 2026, 10:00",
        "vroegsignalering",
        "Wgs art. 3",
        "cases: 2",
    ):
        assert word in text, word


def test_reading_the_log_is_written_down_too(busy):
    """Also the officer is seen."""
    busy.browser("fg").get("/logboek?actie=case.prioritised")
    line = busy.audited("audit.read")[0]
    assert line.actor == "fg"
    assert '"action":"case.prioritised"' in line.detail


def test_the_log_can_be_narrowed_to_one_action(busy):
    """And remembers which."""
    text = busy.browser("fg").get("/logboek?actie=case.prioritised").text
    assert text.count("<tr") == 1 + 3
    assert '<option value="case.prioritised" selected>' in text


@pytest.mark.parametrize("query", ["actie=iets", "voor=x", "voor=-1", "voor=" + "9" * 40, "x=y"])
def test_an_odd_filter_breaks_nothing(busy, query):
    """An unknown action shows everything; what was typed is not written down."""
    assert busy.browser("fg").get(f"/logboek?{query}").status_code == 200
    assert "iets" not in str(busy.audited("audit.read")[0])


def test_the_log_goes_back_page_by_page(busy):
    """Two hundred lines at a time, until the first."""
    browser, worker = busy.browser("fg"), busy.browser("anja")
    busy.send([made.signal(n, delivery_id="d3", signal_id=f"d3-{n}") for n in range(4, 21)])
    for _ in range(200):
        worker.get("/beoordelen")
    text = browser.get("/logboek").text
    assert text.count("<tr") == 1 + 200
    older = text.partition('href="/logboek?actie=&amp;voor=')[2].partition('"')[0]
    back = browser.get(f"/logboek?voor={older}").text
    assert "Naar het nieuwste" in back
    assert "Register ingelezen" in back


def test_every_action_can_be_chosen(busy):
    """By its Dutch name."""
    text = busy.browser("fg").get("/logboek").text
    assert all(f'<option value="{action.value}"' in text for action in Action)


def test_an_action_without_lines_says_so(world):
    """Instead of an empty table."""
    assert "niets gevonden" in world.browser("fg").get("/logboek?actie=data.erased").text


def test_the_counts_are_about_nobody(busy):
    """Numbers per kind of thing."""
    text = busy.browser("fg").get("/stand").text
    for word in ("Inwoners in het register", "Signalen van inwoners", "Brief", "€ 1.500,06"):
        assert word in text, word
    assert not [n for n in range(1, 21) if made.surname(n) in text]


def test_signals_that_became_no_case_are_counted_by_reason(world):
    """Strangers leave a count behind, and nothing else."""
    stranger = made.signal(3, 900)
    world.send([made.signal(1), stranger])
    text = world.browser("fg").get("/stand").text
    assert "Signalen die geen zaak werden" in text
    assert "Geen inwoner" in text


def test_the_officer_opens_no_case_and_no_delivery(busy):
    """Overseeing is not taking part."""
    browser = busy.browser("fg")
    for path in (f"/zaken/{busy.case_of('w-1').case_id}", "/leveringen/d1", "/werkvoorraad"):
        assert browser.get(path).status_code == 403
