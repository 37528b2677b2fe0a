"""The page of consent: purpose by purpose, once, with a receipt, and what hangs on it undone."""

import pytest

from tests.portal.web.dossier_world import Desk, agree, consent, desk, form_on, open_planned


@pytest.fixture
def at(tmp_path) -> Desk:
    """Anja at the dossier of her first resident."""
    return desk(open_planned(tmp_path))


def test_nothing_can_be_given_that_was_not_asked(at):
    """Nobody consents to what was not explained: the form is not there, and sending it is 409."""
    page = at.page("toestemming")
    assert page.count("Nog niet gevraagd") == 4
    assert 'value="geef-dossier"' not in page
    form = form_on(page, "vraag-dossier") | {"doen": "geef-dossier"}
    day = {"van": "2026-11-22", "tot": "2026-12-31"}
    answer = at.post("toestemming", {**form, "manier": "oral", "bewijs": "n-1", **day})
    assert answer.status_code == 409
    assert "Vraag eerst om toestemming" in answer.text


def test_asked_and_given_stand_on_the_page_with_their_evidence(at):
    """Language, notice, manner, reference and term (AVG art. 7(1))."""
    at.send("toestemming", "vraag-dossier", taal="fr", uitleg="uitleg-7")
    done = at.send("toestemming", "geef-dossier", manier="oral", bewijs="notitie-12")
    assert done.headers["location"].endswith("/toestemming?gedaan=geef")
    page = at.page("toestemming")
    for word in ("Français", "uitleg-7", "Mondeling", "notitie-12", "van 22 november 2026"):
        assert word in page
    assert "Dossier: Toestemming gegeven" in page


def test_a_form_that_is_sent_twice_counts_once(at):
    """The second comes with the number of before the first."""
    form = form_on(at.page("toestemming"), "vraag-dossier", taal="nl")
    assert at.post("toestemming", form).status_code == 303
    again = at.post("toestemming", form)
    assert again.status_code == 409
    assert "Dit was al vastgelegd" in again.text
    assert len(at.world.audited("consent.changed")) == 1


def test_what_is_wrong_stands_beside_each_field_at_once(at):
    """And in the summary on top, with what was filled in still there."""
    at.send("toestemming", "vraag-dossier", taal="nl")
    answer = at.send("toestemming", "geef-dossier", bewijs="", van="", tot="2026-12-31")
    assert answer.status_code == 400
    for field in ("manier", "bewijs", "van"):
        assert f'href="#geef-dossier-{field}"' in answer.text
        assert f'id="geef-dossier-{field}-fout"' in answer.text
    assert 'value="2026-12-31"' in answer.text
    assert "<title>Fout: " in answer.text


def test_a_term_longer_than_the_city_allows_is_refused_beside_the_field(at):
    """Consent is never for ever."""
    at.send("toestemming", "vraag-dossier", taal="nl")
    answer = at.send("toestemming", "geef-dossier", manier="oral", bewijs="n-1", tot="2099-01-01")
    assert answer.status_code == 400
    assert 'id="geef-dossier-tot-fout"' in answer.text


def test_a_refusal_moves_the_dossier_and_can_be_asked_again(at):
    """A refusal has no consequence for help that needs no consent."""
    at.send("toestemming", "vraag-dossier", taal="nl")
    assert at.send("toestemming", "weiger-dossier").status_code == 303
    page = at.page("toestemming")
    assert "Geweigerd" in page
    assert "Dossier: Afgewezen" in page
    assert 'value="vraag-dossier"' in page


def test_withdrawing_stops_everything_and_shows_what_is_left(at):
    """AVG art. 7(3): as easy as giving, no reason; done and open consequences both shown."""
    agree(at)
    assert "de betalingsregeling beëindigen" in at.page("toestemming")
    assert at.send("toestemming", "trek-in-dossier").status_code == 303
    page = at.page("toestemming")
    assert "Dossier: Gestopt" in page
    assert "Nog te doen na een intrekking" in page
    assert "Gedaan na een intrekking" in page
    assert "Naar de betalingen" not in at.page("regeling")
    case = at.browser.get(at.base.partition("/inwoners")[0]).text
    assert "Na een intrekking is nog" in case


def test_an_open_consequence_is_counted_off_with_its_evidence_and_only_once(at):
    """A second time says that it was done already."""
    consent(at)
    at.send("toestemming", "trek-in-dossier")
    before = at.page("toestemming")
    empty = at.post("toestemming", form_on(before, _first_open(before)))
    assert empty.status_code == 400
    form = form_on(before, _first_open(before), bewijs="brief 88")
    assert at.post("toestemming", form).status_code == 303
    assert "Bewijs: brief 88." in at.page("toestemming")
    assert at.post("toestemming", form).status_code == 409
    assert at.world.audited("aftermath.done")[0].actor == "anja"


def test_the_receipt_can_be_printed_and_fetched_as_json_ld(at):
    """In the shape of ISO/IEC TS 27560; and reading it is written down."""
    consent(at)
    page = at.browser.get(f"{at.base}/toestemming/dossier/bewijs")
    assert page.status_code == 200
    for word in ("Bewijs van toestemming", "scan-7", "Toestemming intrekken", "tot en met"):
        assert word in page.text
    file = at.browser.get(f"{at.base}/toestemming/dossier/bewijs.jsonld")
    assert file.headers["content-type"] == "application/ld+json"
    assert file.json()["@type"] == "dpv:ConsentReceipt"
    assert at.world.audited("dossier.read")[0].result == "receipt"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Preuve de consentement", "De vive voix", "22 novembre 2026")),
        ("ar", ("إثبات الموافقة", "شفهيًا", 'lang="ar" dir="auto"')),
    ],
)
def test_the_receipt_speaks_the_language_in_which_was_asked(at, language, words):
    """What somebody agreed to must be readable for them (AVG art. 7(2))."""
    at.send("toestemming", "vraag-dossier", taal=language)
    at.send("toestemming", "geef-dossier", manier="oral", bewijs="notitie-12")
    text = at.browser.get(f"{at.base}/toestemming/dossier/bewijs").text.replace("\xa0", " ")
    for word in words:
        assert word in text


def test_there_is_no_receipt_of_what_was_not_given(at):
    """Nor of a purpose that does not exist."""
    assert at.browser.get(f"{at.base}/toestemming/income/bewijs").status_code == 409
    assert at.browser.get(f"{at.base}/toestemming/anders/bewijs").status_code == 404


def test_another_worker_finds_nothing_and_that_is_written_down(at):
    """404, never 403: whether the case exists is told to nobody."""
    other = at.world.browser("bram")
    for part in ("toestemming", "inkomen", "schulden", "regeling", "betalingen", "overdracht"):
        assert other.get(f"{at.base}/{part}").status_code == 404
        assert other.post(f"{at.base}/{part}", doen="x").status_code == 404
    assert len(at.world.audited("access.denied")) == 12


def test_a_resident_of_another_case_is_not_found(at):
    """A worker reaches residents through their own case only."""
    case = at.base.rpartition("/")[0]
    assert at.browser.get(f"{case}/r-2/toestemming").status_code == 404


def _first_open(page: str) -> str:
    return next(f"klaar-{n}" for n in range(1, 20) if f'value="klaar-{n}"' in page)
