"""The creditor's pages: deliver, check first, receipts; never those of another."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.delivering import Answer, RowOutcome
from portal.web.export import csv_of, harmless
from tests.portal.web.files import csv_file, json_file, json_row, line
from tests.portal.web.world import Browser, World
from tests.support import made


@pytest.fixture
def browser(world: World) -> Browser:
    """The creditor Woonhof."""
    return world.browser("woonhof-account")


def deliver(world: World, browser: Browser, content: bytes) -> str:
    """Send a file, let the line run, and return where its receipts are."""
    answer = browser.upload("/leveringen", content)
    assert answer.status_code == 303
    world.platform.line.drain()
    return answer.headers["location"]


def test_a_file_is_delivered_and_the_line_is_woken(world, browser):
    """The receipts follow once the line has run."""
    answer = browser.upload("/leveringen", csv_file(line(1), line(2)))
    path = answer.headers["location"]
    assert world.woken == ["line"]
    text = browser.get(path).text
    assert "De levering is ontvangen." in text
    assert "2 nog niet verwerkt" in text
    world.platform.line.drain()
    assert "2 regels: 2 toegelaten, 0 geweigerd." in browser.get(path).text


def test_receiving_a_file_is_written_down(world, browser):
    """Who, through which door, how many rows."""
    deliver(world, browser, csv_file(line(1)))
    received = world.audited("delivery.received")[0]
    assert (received.actor, received.origin) == ("woonhof-account", "web")
    assert '"rows":1' in received.detail


def test_the_same_file_twice_is_one_delivery(world, browser):
    """The second time leads to the first, and says so."""
    first = deliver(world, browser, csv_file(line(1)))
    again = deliver(world, browser, csv_file(line(1)))
    assert first.partition("?")[0] == again.partition("?")[0]
    assert "al eerder geleverd" in browser.get(again).text
    assert len(world.audited("delivery.received")) == 1


def test_a_receipt_names_code_article_and_remedy(world, browser):
    """For the file and for people."""
    path = deliver(world, browser, csv_file(line(1), line(2, "12,00"), line(3, born="ooit")))
    text = browser.get(path).text
    assert "3 regels: 1 toegelaten, 2 geweigerd." in text
    for word in (
        "amount-too-low",
        "CV-woonhof art.",
        "Het bedrag ligt onder de grens",
        "haalt",
        "unreadable",
        "geboortedatum: schrijf de datum als",
    ):
        assert word in text, word


def test_a_receipt_never_tells_whether_somebody_lives_here(world, browser):
    """A resident, a stranger and a doubtful case look the same to a creditor."""
    rows = (line(1), "C99;Verweg;1970-01-01;1111AA;999;500,00;2026-09-01")
    path = deliver(world, browser, csv_file(*rows))
    assert browser.get(path).text.count("Toegelaten</span>") == 2


def test_checking_stores_nothing_of_the_file(world, browser):
    """Only that it was checked."""
    before = world.line.counts()
    content = csv_file(line(1), line(2, "12,00"), line(3, born="ooit"))
    text = browser.upload("/leveringen/controle", content).text
    assert "Er is niets opgeslagen." in text
    assert "Van 3 regels zouden er nu 1 worden toegelaten en 2 geweigerd." in text
    assert "amount-too-low" in text
    assert world.line.counts() == before
    assert world.audited("delivery.checked")[0].object_id == "woonhof"
    assert world.woken == []


def test_a_long_check_shows_a_page_and_how_many_more(browser):
    """A page with 50 000 refusals helps nobody."""
    content = csv_file(*(line(n, "1,00") for n in range(1, 121)))
    text = browser.upload("/leveringen/controle", content).text
    assert text.count("Geweigerd</span>") == 100
    assert "En nog 20 regels." in text


@pytest.mark.parametrize("path", ["/leveringen", "/leveringen/controle"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Kies eerst een bestand."),
        (b"zomaar wat", "Er is niets opgeslagen."),
        (b"{kapot", "geen geldige JSON"),
        (b"naam;\x00\n", "geen tekstbestand"),
        (b"foo;bar\n1;2\n", "kolomkop"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_remedy(world, browser, path, content, told):
    """And changes nothing."""
    answer = browser.upload(path, content, "jan-jansen.csv")
    assert answer.status_code == 400
    assert told in answer.text
    assert "jan-jansen" not in answer.text
    assert world.line.counts()["deliveries"] == 0


def test_json_is_a_file_too(world, browser):
    """The same reading as the API."""
    path = deliver(world, browser, json_file(json_row(1)))
    assert "1 toegelaten" in browser.get(path).text


def test_a_creditor_sees_its_own_deliveries(world, browser):
    """With the counts of each."""
    path = deliver(world, browser, csv_file(line(1), line(2, "12,00")))
    text = browser.get("/leveringen").text
    assert path.partition("?")[0] in text


def test_a_creditor_does_not_see_those_of_another(world, browser):
    """Not in the list, not by address, not as a file; and each try is written down."""
    path = deliver(world, browser, csv_file(line(1))).partition("?")[0]
    other = world.browser("stroom-account")
    assert path not in other.get("/leveringen").text
    for address in (path, f"{path}/ontvangstbewijzen.csv"):
        answer = other.get(address)
        assert answer.status_code == 404
    assert [one.actor for one in world.audited("access.denied")] == ["stroom-account"] * 2
    assert other.get(path).text == other.get("/leveringen/bestaat-niet").text


def test_receipts_come_in_pages(world, browser):
    """A hundred rows at a time, there and back."""
    path = deliver(world, browser, csv_file(*(line(n, "1,00") for n in range(1, 151))))
    bare = path.partition("?")[0]
    first = browser.get(bare).text
    assert "Regel 1 tot en met 100 van 150" in first
    assert f'href="{bare}?na=100"' in first
    second = browser.get(f"{bare}?na=100").text
    assert "Regel 101 tot en met 150 van 150" in second
    assert f'href="{bare}?na=0"' in second
    assert "Volgende" not in second


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30, "1.5", "999"])
def test_an_odd_page_number_breaks_nothing(world, browser, after):
    """The address bar is for everybody to type in."""
    path = deliver(world, browser, csv_file(line(1))).partition("?")[0]
    assert browser.get(f"{path}?na={after}").status_code == 200


def test_receipts_can_be_taken_along_as_a_file(world, browser):
    """Every row, with the headings and the semicolons of Dutch spreadsheets."""
    rows = [line(n, "1,00") for n in range(1, 1_202)]
    path = deliver(world, browser, csv_file(*rows)).partition("?")[0]
    answer = browser.get(f"{path}/ontvangstbewijzen.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert read[0][0] == "regel"
    assert [row[0] for row in read[1:]] == [str(n) for n in range(1, 1_202)]
    assert read[1][2] == "amount-too-low"


@given(st.text(max_size=20))
def test_no_cell_of_the_file_is_a_formula(cell):
    """A spreadsheet must not run what a covenant number or code happens to start with."""
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(cell).endswith(cell)


def test_a_hostile_article_is_harmless_in_the_file():
    """Whatever stands in the receipts."""
    text = csv_of([Answer(1, RowOutcome.REFUSED, "duplicate", "=HYPERLINK(1)")]).decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in text


def test_a_creditor_without_a_covenant_can_deliver_nothing(world):
    """The account outlived the covenant."""
    del world.platform.city.covenants["stroom"]
    answer = world.browser("stroom-account").upload("/leveringen", csv_file(line(1)))
    assert answer.status_code == 403
    assert "geen convenant" in answer.text


def test_the_page_never_repeats_what_was_in_the_file(world, browser):
    """Names of fields and remedies, no values."""
    content = csv_file(line(1, "veel geld"), line(2, born="lang geleden"))
    path = deliver(world, browser, content)
    pages = [browser.get(path).text, browser.upload("/leveringen/controle", content).text]
    for page in pages:
        for value in ("veel geld", "lang geleden", made.surname(1)):
            assert value not in page
