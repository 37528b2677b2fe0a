"""A running plan, four eyes, the safety warning and the instruments, on their pages."""

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

WHY = {"reden": "cannot_pay", "toelichting": "Geen uitzicht op meer inkomen"}
PART = {"wat": "deel", "schuld": "s-woonhof-rent", "bedrag": "100,00", **WHY}


@pytest.fixture
def new(tmp_path) -> Desk:
    """Anja at the dossier of her first resident; nothing was done yet."""
    return desk(open_planned(tmp_path))


@pytest.fixture
def at(new) -> Desk:
    """The same with a plan that runs: 50 euros a month."""
    agree(new)
    return new


def case_path(at: Desk) -> str:
    """The address of the case."""
    return at.base.partition("/inwoners")[0]


def test_a_payment_is_laid_on_the_debts_and_shown(at):
    """What is early is told so; the same payment again counts once."""
    paid = {"kenmerk": "B-1", "bedrag": "60,00"}
    assert at.send("betalingen", "betaling", **paid).status_code == 303
    assert at.send("betalingen", "betaling", **paid).status_code == 303
    page = at.page("betalingen")
    for word in ("Vooruit betaald", "€ 440,01", "B-1", "Komt nog (deels betaald)"):
        assert word in page


def test_a_payment_under_a_known_name_with_another_amount_is_refused_beside_the_field(at):
    """A slip of the pen is no second payment."""
    at.send("betalingen", "betaling", kenmerk="B-1", bedrag="60,00")
    answer = at.send("betalingen", "betaling", kenmerk="B-1", bedrag="61,00")
    assert answer.status_code == 400
    assert 'id="betaling-kenmerk-fout"' in answer.text


def test_what_is_paid_too_much_is_kept_apart_and_goes_back(at):
    """It is never silently moved to another debt."""
    at.send("betalingen", "betaling", kenmerk="B-1", bedrag="510,01")
    page = at.page("betalingen")
    assert "Apart gehouden" in page
    assert "Alles is afgelost" in page
    assert 'value="10,00"' in page
    too_much = at.send("betalingen", "terugbetalen", kenmerk="T-1", bedrag="11,00")
    assert too_much.status_code == 400
    assert at.send("betalingen", "terugbetalen", kenmerk="T-1").status_code == 303
    assert "Terugbetaald" in at.page("betalingen")


def test_missed_terms_are_told_in_words_and_ask_for_a_talk(at):
    """Can't pay is not won't pay: first talk."""
    at.world.clock.forward(days=120)
    at.browser = at.world.browser("anja")
    page = at.page("betalingen")
    assert page.count("Gemist") >= 2
    assert "praten over deze regeling" in page
    assert "praat met de inwoner" in at.browser.get(case_path(at)).text


def test_a_pause_has_an_end_and_a_reason(at):
    """There is no pause without an end; and it can end earlier."""
    bad = at.send("betalingen", "pauzeren", tot="2026-11-22", toelichting="")
    assert bad.status_code == 400
    assert 'id="pauzeren-tot-fout"' in bad.text
    assert 'id="pauzeren-toelichting-fout"' in bad.text
    good = {"tot": "2027-01-31", "toelichting": "Opname in het ziekenhuis"}
    assert at.send("betalingen", "pauzeren", **good).status_code == 303
    page = at.page("betalingen")
    assert "Gepauzeerd tot en met" in page
    assert "31 januari 2027" in page
    assert at.send("betalingen", "hervatten").status_code == 303
    assert "Gepauzeerd tot en met" not in at.page("betalingen")


def test_a_change_holds_to_what_the_law_protects(at):
    """And a lower amount makes new terms."""
    why = {"reden": "income_changed", "toelichting": "Minder uren", "vanaf": "2027-01-01"}
    much = at.send("betalingen", "wijzigen", bedrag="1500,00", **why)
    assert much.status_code == 400
    assert 'id="wijzigen-bedrag-fout"' in much.text
    assert at.send("betalingen", "wijzigen", bedrag="25,00", **why).status_code == 303
    page = at.page("betalingen")
    assert "Dossier: Gewijzigd" in page
    assert "€ 25,00" in page


def test_giving_up_money_waits_for_the_director(at):
    """Asked with a reason; nothing changes until another person confirms."""
    assert at.send("betalingen", "kwijtschelden", **PART).status_code == 303
    page = at.page("betalingen")
    assert "Wacht op de financieel directeur" in page
    assert "€ 500,01" in page
    assert "Wacht op vier ogen" in at.browser.get(case_path(at)).text
    director = add_director(at.world)
    shown = director.get("/bevestigen").text
    for word in ("1 besluit wacht op u", "€ 100,00 van Woonhof", "Geen uitzicht", "anja"):
        assert word in shown
    form = form_on(shown, "bevestigen")
    path = f"/bevestigen/{_dossier_id(shown)}"
    assert director.post(path, **form).status_code == 303
    assert director.post(path, **form).status_code == 409
    assert "€ 400,01" in at.page("betalingen")
    assert "Geen besluiten wachten op u." in director.get("/bevestigen").text


def test_the_director_refuses_with_a_reason_that_the_worker_reads(at):
    """Without a reason it is no answer."""
    at.send("betalingen", "kwijtschelden", **PART | {"wat": "alles"})
    director = add_director(at.world)
    shown = director.get("/bevestigen").text
    dossier_id = _dossier_id(shown)
    form = form_on(shown, f"weigeren-{dossier_id}")
    path = f"/bevestigen/{dossier_id}"
    empty = director.post(path, **form)
    assert empty.status_code == 400
    assert f'id="weigeren-{dossier_id}-toelichting-fout"' in empty.text
    assert director.post(path, **form | {"toelichting": "Eerst pauzeren"}).status_code == 303
    assert "Eerst pauzeren" in at.browser.get(case_path(at)).text
    assert "Wacht op de financieel" not in at.page("betalingen")


def test_a_worker_cannot_confirm_and_a_director_sees_no_name(at):
    """Two different people; and who decides about money need not know whose it is."""
    at.send("betalingen", "kwijtschelden", **PART)
    assert at.browser.get("/bevestigen").status_code == 403
    shown = add_director(at.world).get("/bevestigen").text
    assert "Anna Maria" not in shown
    assert at.world.audited("dossier.read")[0].actor == "directeur"


def test_a_worker_takes_a_request_back(at):
    """With why, for the timeline."""
    at.send("betalingen", "kwijtschelden", **PART)
    assert at.send("betalingen", "laten-vallen").status_code == 400
    assert at.send("betalingen", "laten-vallen", toelichting="Te vroeg").status_code == 303
    assert "Wacht op de financieel" not in at.page("betalingen")


def test_before_a_plan_begins_only_all_of_it_can_be_given_up(new):
    """A part of what does not run yet is not on offer, nor is a pause."""
    prepare(new)
    new.send("regeling", "voorstellen")
    new.send("regeling", "aanvaarden")
    page = new.page("betalingen")
    assert 'value="alles"' in page
    assert 'value="deel"' not in page
    assert 'value="pauzeren"' not in page


def test_a_safety_warning_is_for_the_assigned_worker_only(new):
    """No role and no rank opens it: not a colleague, not the director, not the officer."""
    path, text = case_path(new), "Nooit alleen gaan"
    fields = {"doen": "waarschuwing", "waarschuwing": text, "tot": "2026-12-31"}
    assert new.browser.post(f"{path}/waarschuwing", **fields).status_code == 303
    assert text in new.browser.get(path).text
    add_director(new.world)
    for account_id, status in (("bram", 404), ("directeur", 403), ("fg", 403)):
        other = new.world.browser(account_id)
        answers = other.get(path), other.post(f"{path}/waarschuwing", **fields)
        assert [one.status_code for one in answers] == [status, status]
        assert all(text not in one.text for one in answers)
    assert len(new.world.audited("access.denied")) == 6
    assert text not in new.world.browser("fg").get("/logboek").text


def test_a_safety_warning_ends_by_itself(new):
    """A warning nobody looks at again is a label for life."""
    path = case_path(new)
    wrong = {"doen": "waarschuwing", "waarschuwing": "Hond", "tot": "2020-01-01"}
    answer = new.browser.post(f"{path}/waarschuwing", **wrong)
    assert answer.status_code == 400
    assert 'id="waarschuwing-tot-fout"' in answer.text
    new.browser.post(f"{path}/waarschuwing", **wrong | {"tot": "2026-11-30"})
    assert "alleen voor u" in new.browser.get(path).text
    new.world.clock.forward(days=20)
    assert "alleen voor u" not in new.world.browser("anja").get(path).text


def test_no_costly_instrument_before_a_personal_attempt(new):
    """What must come first is told; what may be used is kept with its reason."""
    path = f"{case_path(new)}/middelen"
    page = new.browser.get(path).text
    form = {**form_on(page, "inzetten"), "middel": "bailiff", "reden": "Niets helpt"}
    refused = new.browser.post(path, **form)
    assert refused.status_code == 409
    assert 'id="inzetten-middel-fout"' in refused.text
    assert "een persoonlijke contactpoging" in refused.text
    assert new.browser.post(path, **form | {"reden": ""}).status_code == 400
    light = form | {"middel": "reminder", "reden": "Eerste keer"}
    assert new.browser.post(path, **light).status_code == 303
    assert new.browser.post(path, **light).status_code == 409
    assert "Wat is ingezet" in new.browser.get(path).text
    assert new.world.browser("bram").get(path).status_code == 404


def test_the_next_step_is_proposed_with_why_and_what_is_missing(new):
    """A part of day not tried goes first; no phone number, no call."""
    text = new.browser.get(case_path(new)).text
    assert "Probeer een brief in de ochtend." in text
    assert "contactpogingen: 0 van 2" in text
    attempt = {"soort": "Brief", "dagdeel": "Ochtend", "bereikt": "nee", "doen": "vastleggen"}
    new.browser.post(f"{case_path(new)}/contactpogingen", poging="1", datum="2026-11-20", **attempt)
    after = new.browser.get(case_path(new)).text
    assert "Probeer een brief in de ochtend." not in after
    assert "Probeer een brief in de middag." in after
    assert "contactpogingen: 1 van 2" in after


def test_a_case_closes_as_unreached_only_after_the_least_effort(new):
    """The message stands beside the outcome."""
    attempt = {"soort": "Brief", "dagdeel": "Ochtend", "bereikt": "nee", "doen": "afsluiten"}
    answer = new.browser.post(
        f"{case_path(new)}/contactpogingen",
        poging="1",
        datum="2026-11-20",
        resultaat="Definitief geen contact kunnen krijgen",
        **attempt,
    )
    assert answer.status_code == 409
    assert 'id="resultaat-fout"' in answer.text
    assert new.world.case_of("w-1").status == "open"


def test_a_request_by_a_colleague_meanwhile_makes_a_form_stale(at):
    """Whoever filled in a form before it, sees first what changed."""
    form = form_on(at.page("betalingen"), "pauzeren", tot="2027-01-31", toelichting="Ziek")
    at.send("betalingen", "betaling", kenmerk="B-1", bedrag="60,00")
    answer = at.post("betalingen", form)
    assert answer.status_code == 409
    assert "er is intussen iets anders veranderd" in answer.text
    assert "Gepauzeerd" not in at.page("betalingen")


def test_a_withdrawn_consent_takes_the_request_with_it(at):
    """Nothing of a stopped dossier waits for the director."""
    consent(at, "creditors")
    at.send("betalingen", "kwijtschelden", **PART)
    assert at.send("toestemming", "trek-in-dossier").status_code == 303
    assert "Geen besluiten wachten op u." in add_director(at.world).get("/bevestigen").text


def test_a_handover_needs_consent_and_somebody_who_was_spoken_with(new):
    """Then the file for the receiver comes at once, and it is written down."""
    assert "Vraag het eerst" in new.page("overdracht")
    consent(new, "handover")
    told = dict.fromkeys(("organisatie", "inschrijving", "postcode", "gemeentecode"), "1")
    told |= {"contactpersoon": "B. Verzonnen", "email": "b@example.org", "crisis": "nee"}
    empty = new.send("overdracht", "overdragen", **told, vraag="Overzicht")
    assert empty.status_code == 400
    assert 'id="overdragen-gesproken-fout"' in empty.text
    whole = {**told, "vraag": "Overzicht", "gesproken": "B. Verzonnen"}
    file = new.send("overdracht", "overdragen", **whole)
    assert file.headers["content-type"] == "application/json"
    assert file.json()
    assert new.world.audited("case.handed-over")[0].actor == "anja"


def _dossier_id(page: str) -> str:
    return page.partition('action="/bevestigen/')[2].partition('"')[0]
