"""Income, debts, scenarios, proposal and acceptance, for both countries."""

import pytest

from tests.portal.web.dossier_world import (
    Desk,
    add_director,
    agree,
    consent,
    desk,
    form_on,
    open_planned,
    prepare,
)


@pytest.fixture(params=["dronten", "gent"])
def at(request, tmp_path) -> Desk:
    """Anja at the dossier of her first resident, by the law of either country."""
    return desk(open_planned(tmp_path, request.param))


@pytest.fixture
def dutch(tmp_path) -> Desk:
    """The same in the Netherlands only."""
    return desk(open_planned(tmp_path))


@pytest.mark.parametrize("part", ["inkomen", "schulden", "regeling", "betalingen"])
def test_without_consent_no_page_has_a_form(dutch, part):
    """Each says what must come first, and keeps nothing."""
    page = dutch.page(part)
    assert 'name="doen"' not in page
    assert "notice--note" in page


def test_an_income_needs_consent_of_its_own(dutch):
    """Consent to a dossier is not consent to look at an income."""
    consent(dutch)
    assert "Vraag het eerst" in dutch.page("inkomen")
    assert dutch.post("inkomen", {"doen": "inkomen", "stand": "1"}).status_code == 409


def test_the_ceiling_is_explained_line_by_line_and_marks_what_is_unsure(at):
    """A figure that is not confirmed is `onzeker` where the worker reads it."""
    prepare(at)
    page = at.page("inkomen")
    assert "Ten hoogste haalbaar per maand" in page
    assert "Volgens de wet ten hoogste" in page
    unsure = 'class="unsure">onzeker' in page
    assert unsure is ("Wat onzeker is" in page)
    if at.world.platform.city.country == "NL":
        assert unsure
        assert "Blijft beschermd: 95 % van" in page
    else:
        assert "20 % van € 105,00" in page


def test_everything_that_is_wrong_with_an_income_is_told_at_once(dutch):
    """Beside each field, and what was filled in stays."""
    consent(dutch)
    consent(dutch, "income")
    wrong = {"gezin": "", "kinderen": "veel", "netto": "x", "kosten-energy": "1.5.5"}
    answer = dutch.send("inkomen", "inkomen", **wrong)
    assert answer.status_code == 400
    for field in ("gezin", "kinderen", "netto", "kosten-energy"):
        assert f'id="inkomen-{field}-fout"' in answer.text
    assert 'value="veel"' in answer.text


def test_a_budget_of_a_tool_needs_its_amount_and_its_source(dutch):
    """Where a figure comes from is never left out."""
    consent(dutch)
    consent(dutch, "income")
    told = {"gezin": "single", "netto": "1800", "leeftijd": "working", "budget": "nibud"}
    answer = dutch.send("inkomen", "inkomen", **told)
    assert answer.status_code == 400
    assert 'id="inkomen-budget-bron-fout"' in answer.text
    whole = {**told, "budget-bedrag": "1.500,00", "budget-bron": "Nibud, persoonlijk advies"}
    assert dutch.send("inkomen", "inkomen", **whole).status_code == 303
    assert "Nibud: Nibud, persoonlijk advies" in dutch.page("inkomen")


def test_debts_of_signals_are_taken_over_and_more_are_added(at):
    """One page for everything that is owed, each with where it is known from."""
    prepare(at)
    told = {"schuldeiser": "Fitclub", "soort": "abonnement", "hoofdsom": "120,50"}
    days = {"vervaldag": "2026-06-01", "bijzonder": "geen", "kosten": "15"}
    assert at.send("schulden", "schuld", **told, **days).status_code == 303
    page = at.page("schulden")
    for word in ("Woonhof", "Fitclub", "De inwoner vertelt het", "2 schulden, samen € 635,51"):
        assert word in page


def test_a_debt_can_be_disputed_and_then_stays_out_of_the_plan(at):
    """Nobody repays what is disputed."""
    prepare(at)
    path = "schulden?schuld=s-woonhof-rent"
    form = form_on(at.page(path), "schuld", bijzonder="betwist")
    assert "schuldeiser" not in form
    assert at.post("schulden", form).status_code == 303
    assert "Betwist" in at.page("schulden")
    assert "geen vordering met een open bedrag" in at.page("regeling")


def test_a_debt_can_be_taken_out_again(at):
    """And is then offered again: the signal still says so."""
    prepare(at)
    form = form_on(at.page("schulden?schuld=s-woonhof-rent"), "weghalen")
    assert at.post("schulden", form).status_code == 303
    page = at.page("schulden")
    assert "Er staat nog geen schuld in het overzicht." in page
    assert 'value="overnemen"' in page


def test_adding_a_debt_twice_adds_it_once(at):
    """The second form comes with the number of before the first."""
    prepare(at)
    told = {"schuldeiser": "Fitclub", "soort": "abonnement", "hoofdsom": "120,50"}
    form = form_on(at.page("schulden"), "schuld", vervaldag="2026-06-01", **told)
    assert at.post("schulden", form).status_code == 303
    assert at.post("schulden", form).status_code == 409
    assert "2 schulden" in at.page("schulden")


def test_scenarios_stand_side_by_side_with_a_chart_and_the_same_in_a_table(at):
    """6, 12, 24 and 36 months; the chart tells everything in words too."""
    prepare(at)
    page = at.page("regeling")
    for months in (6, 12, 24, 36):
        assert page.count(f"{months} maanden") >= 3
    assert 'role="img"' in page
    assert "Haalbaar is €" in page
    assert "<script" not in page
    assert "style=" not in page


def test_a_length_that_asks_too_much_says_why_and_cannot_be_chosen(dutch):
    """What the law protects is not on offer."""
    prepare(dutch, net="1.200,00")
    page = dutch.page("regeling")
    assert "Niet haalbaar" in page
    assert "hoger dan wat de wet en het budget vrijlaten" in page or "blijft geen bedrag" in page


def test_a_protected_amount_is_refused_beside_its_field(at):
    """Whatever is typed: the use case refuses it, and the page explains."""
    prepare(at)
    form = form_on(at.page("regeling"), "voorstellen", bedrag="1900,00") | {"maanden": ""}
    answer = at.post("regeling", form)
    assert answer.status_code == 400
    assert 'id="voorstellen-bedrag-fout"' in answer.text
    assert "hoger dan wat de wet en het budget vrijlaten" in answer.text
    assert 'value="1900,00"' in answer.text
    assert "Voorstel op tafel" not in at.page("regeling")


def test_a_wish_changes_the_scenarios(at):
    """Another first day and day of the month; what cannot be is told and not done."""
    prepare(at)
    page = at.page("regeling?begin=2027-01-15&dag=20&volgorde=oldest")
    assert "Vanaf 15 januari 2027, op dag 20" in page
    assert "20 juni 2027" in page
    assert "Vul een begindag in" in at.page("regeling?begin=2020-01-01&dag=40")
    assert "op dag 1 van" in at.page("regeling?begin=2026-12-01&dag=1&volgorde=eerst:x")


def test_a_proposal_is_accepted_and_begins(at):
    """Each step once; after it the payments are there."""
    prepare(at)
    form = form_on(at.page("regeling"), "voorstellen")
    assert at.post("regeling", form).status_code == 303
    assert at.post("regeling", form).status_code == 409
    page = at.page("regeling")
    assert "Voorstel op tafel" in page
    answer = form_on(page, "aanvaarden")
    assert at.post("regeling", answer).status_code == 303
    assert at.post("regeling", answer).status_code == 409
    assert "Wat is afgesproken" in at.page("regeling")
    assert at.send("regeling", "starten").status_code == 303
    assert "Dossier: Lopend" in at.page("betalingen")


def test_a_proposal_can_be_turned_down(at):
    """Then nothing is on the table any more."""
    prepare(at)
    at.send("regeling", "voorstellen")
    assert at.send("regeling", "weigeren").status_code == 303
    assert "Voorstel op tafel" not in at.page("regeling")


def test_the_director_and_the_officer_cannot_open_a_dossier(at):
    """403: these doors are the worker's; and it is written down."""
    add_director(at.world)
    for account_id in ("directeur", "fg"):
        assert at.world.browser(account_id).get(f"{at.base}/regeling").status_code == 403
    assert {one.result for one in at.world.audited("access.denied")} == {"role"}


def test_the_timeline_of_the_case_tells_every_move(dutch):
    """Each with who, in order."""
    agree(dutch)
    text = dutch.browser.get(dutch.base.partition("/inwoners")[0]).text
    told = ("Dossier geopend", "Toestemming voor een dossier", "Voorstel gedaan")
    for word in (*told, "Voorstel aanvaard", "Regeling begonnen"):
        assert word in text
