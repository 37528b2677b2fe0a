"""The worker's pages: caseload, case, contact attempt, judging held signals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Name, NameUse
from protocols.privacy.terms import Depth
from store import cases
from store.engine import reading
from tests.browser.filled import fill
from tests.portal.web.world import World, open_world
from tests.support import made

ATTEMPT = {
    "datum": "2026-11-22",
    "soort": "Telefoon",
    "dagdeel": "Ochtend",
    "bereikt": "nee",
    "resultaat": "",
    "poging": "1",
    "doen": "vastleggen",
}
CLOSING = {**ATTEMPT, "resultaat": "Inwoner is overleden", "doen": "afsluiten"}


@pytest.fixture
def busy(world: World) -> World:
    """A portal with a case for anja and one for bram."""
    world.send([made.signal(1), made.signal(2)])
    return world


def case_path(world: World, worker_id: str = "w-1") -> str:
    """The address of somebody's first case."""
    return f"/zaken/{world.case_of(worker_id).case_id}"


def test_the_caseload_shows_why_and_by_when(busy):
    """Track, reason, pattern, signals, amount, district, legal clock; no name."""
    text = busy.browser("anja").get("/werkvoorraad").text
    for word in ("Brief", "vooral door", "Enkel signaal", "€ 500,0", "Noord", "Nog 29 dagen"):
        assert word in text
    assert case_path(busy) in text
    assert case_path(busy, "w-2") not in text
    assert made.surname(1) not in text
    assert made.surname(2) not in text


@pytest.mark.parametrize(
    ("days", "told"), [(28, "Nog 1 dag"), (29, "Vandaag de laatste dag"), (32, "Te laat: 3 dagen")]
)
def test_a_term_that_is_near_or_past_is_told_in_words(busy, days, told):
    """Not by colour alone (WCAG 1.4.1)."""
    busy.clock.forward(days=days)
    text = busy.browser("anja").get("/werkvoorraad").text
    assert told in text
    assert ("het eerste contact te laat" in text) is ("Te laat" in told)


def test_a_contact_attempt_stops_the_clock_of_the_first_contact(busy):
    """The term is about the first attempt."""
    busy.browser("anja").post(f"{case_path(busy)}/contactpogingen", **ATTEMPT)
    busy.clock.forward(days=40)
    text = busy.browser("anja").get("/werkvoorraad").text
    assert "1 contactpoging gedaan" in text
    assert "Te laat" not in text


def test_an_empty_caseload_says_so(world):
    """Without an empty table."""
    text = world.browser("anja").get("/werkvoorraad").text
    assert "U hebt 0 open zaken." in text
    assert "<table" not in text


def test_a_case_shows_who_what_why_and_what_was_done(tmp_path):
    """Everything the worker needs before ringing a bell."""
    world = fill(tmp_path)
    with reading(world.platform.engine) as tx:
        crisis = next(
            one
            for worker in ("w-1", "w-2")
            for one in cases.caseload(tx, worker)
            if one.track == "crisis"
        )
    account_id = "anja" if crisis.worker_id == "w-1" else "bram"
    text = world.browser(account_id).get(f"/zaken/{crisis.case_id}").text
    for word in (
        "Anna Maria de Boer-van der Zandweg",
        "Gegevens zijn geheim",
        "Verzinweg 1, 1111 AA Verzonnen",
        "0612345678",
        "0687654321",
        "anna@voorbeeld.example",
        "Crisis: afsluiting of ontruiming dreigt",
        "€ 1.123,45",
        "Afvalstoffenheffing",
        "€ 190,00",
        "hulp met spoed",
        "Team Noord",
        "Contactpoging vastleggen",
        "Telt mee als hulp aanvaard",
    ):
        assert word in text, word


def test_without_consent_claims_of_the_city_are_not_shown(busy):
    """Wgs: at depth none nothing is, not even the count."""
    text = busy.browser("anja").get(case_path(busy)).text
    assert "pas zien na toestemming" in text
    assert "Hoofdsom" not in text


def test_a_withdrawn_signal_stays_visible_as_withdrawn(tmp_path):
    """The worker may have acted on it."""
    world = fill(tmp_path)
    browser = {"w-1": world.browser("anja"), "w-2": world.browser("bram")}
    pages = []
    with reading(world.platform.engine) as tx:
        found = [one for worker in browser for one in cases.caseload(tx, worker)]
    pages = [browser[one.worker_id].get(f"/zaken/{one.case_id}").text for one in found]
    assert any("later ingetrokken" in page and "Onder curatele" in page for page in pages)


def test_the_case_of_a_colleague_is_not_found(busy):
    """Not "forbidden": whether it exists is told to nobody."""
    browser = busy.browser("anja")
    answer = browser.get(case_path(busy, "w-2"))
    assert answer.status_code == 404
    assert answer.text == browser.get("/zaken/z-bestaat-niet").text
    posted = browser.post(f"{case_path(busy, 'w-2')}/contactpogingen", **ATTEMPT)
    assert posted.status_code == 404
    assert len(busy.audited("access.denied")) == 3


def test_an_attempt_is_recorded_through_the_form(busy):
    """And the page says so, with the attempt in the timeline."""
    browser = busy.browser("anja")
    answer = browser.post(f"{case_path(busy)}/contactpogingen", **ATTEMPT)
    assert answer.status_code == 303
    text = browser.get(answer.headers["location"]).text
    assert "De contactpoging is vastgelegd." in text
    assert "Contactpoging 1: Telefoon" in text
    assert "Ochtend, niet bereikt." in text


def test_an_outcome_closes_the_case_through_the_form(busy):
    """The page stays readable for its worker, without a form."""
    browser, path = busy.browser("anja"), case_path(busy)
    answer = browser.post(f"{path}/contactpogingen", **CLOSING)
    text = browser.get(answer.headers["location"]).text
    assert "de zaak is afgesloten" in text
    assert "Afgesloten op 22 november 2026: Inwoner is overleden." in text
    assert "contactpogingen" not in text
    assert path not in browser.get("/werkvoorraad").text


def test_everything_wrong_with_the_form_is_told_at_once(busy):
    """With a link to each field, and what was filled in kept."""
    browser = busy.browser("anja")
    fields = {**ATTEMPT, "datum": "gisteren", "soort": "", "dagdeel": "Nacht", "bereikt": ""}
    answer = browser.post(f"{case_path(busy)}/contactpogingen", **fields)
    assert answer.status_code == 400
    assert "<title>Fout: " in answer.text
    for field in ("datum", "soort", "dagdeel", "bereikt"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-fout"' in answer.text
    assert not busy.audited("contact.recorded")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"datum": "2026-11-23"}, "niet in de toekomst"),
        ({"datum": "2026-10-21"}, "niet voor 22 oktober 2026"),
        ({"resultaat": "Verzonnen"}, "uit de lijst"),
        ({"resultaat": "Inwoner is overleden"}, "Vastleggen en zaak afsluiten"),
        ({"doen": "afsluiten"}, "met welk resultaat"),
    ],
)
def test_what_cannot_be_is_told_with_its_remedy(busy, changed, told):
    """Nothing is recorded."""
    answer = busy.browser("anja").post(
        f"{case_path(busy)}/contactpogingen", **{**ATTEMPT, **changed}
    )
    assert answer.status_code == 400
    assert told in answer.text
    assert not busy.audited("contact.recorded")


@pytest.mark.parametrize("number", ["1", "0", "", "twee", "9" * 30])
def test_a_form_that_the_case_has_moved_past_is_told_friendly(busy, number):
    """Sent twice, or kept open too long: nothing is recorded again."""
    browser, path = busy.browser("anja"), f"{case_path(busy)}/contactpogingen"
    browser.post(path, **ATTEMPT)
    answer = browser.post(path, **{**ATTEMPT, "poging": number})
    assert answer.status_code == 409
    assert "al vastgelegd" in answer.text
    assert len(busy.audited("contact.recorded")) == 1


def test_a_hostile_name_is_shown_as_text(tmp_path):
    """Names come from registers and files that others write."""
    hostile = Name(given="<script>alert(1)</script>", surname='"><img src=x onerror=alert(1)>')
    residents = [made.resident(1, name=hostile), *(made.resident(n) for n in range(2, 5))]
    world = open_world(tmp_path, residents)
    signal = made.signal(1)
    world.send([replace(signal, person=replace(signal.person, name=hostile))])
    held = world.held()
    browser = world.browser("anja")
    path = f"/beoordelen/{held[0].signal_id}" if held else case_path(world)
    text = browser.get(path).text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "<img" not in text


def held_signal(world: World) -> str:
    """Put a signal before a human: right address, another name."""
    signal = made.signal(5)
    person = replace(signal.person, name=Name(initials="B.", surname="Ygrutz"), born=None)
    world.send([replace(signal, delivery_id=DeliveryId("d2"), person=person)])
    return f"/beoordelen/{world.held()[0].signal_id}"


def test_a_held_signal_stands_beside_the_resident_in_words(world):
    """Each field of both, how they agree, and what each choice leads to."""
    path = held_signal(world)
    browser = world.browser("anja")
    assert path in browser.get("/beoordelen").text
    text = browser.get(path).text
    for word in (
        *("Ygrutz", made.surname(5), "Gelijk", "Anders", "Onbekend"),
        "Er komt een nieuwe zaak voor dit huishouden.",
        "Na 6 december 2026 wordt het gewist.",
        "ongedaan maken tot en met 6 december 2026",
        "hetzelfde ontvangstbewijs",
        "Beslis uiterlijk op 20 december 2026",
    ):
        assert word in text, word
    assert world.audited("review.read")[0].object_id == path.rpartition("/")[2]


def test_the_list_of_held_signals_shows_nobody(world):
    """Only that something waits, from whom, and for how long."""
    held_signal(world)
    world.clock.forward(days=3)
    text = world.browser("anja").get("/beoordelen").text
    assert "3 dagen" in text
    assert "Woonhof" in text
    assert "Ygrutz" not in text
    assert made.surname(5) not in text


def test_a_decision_goes_down_the_line(world):
    """The case is there after the answer."""
    path = held_signal(world)
    answer = world.browser("bram").post(path, besluit="r-5", reden="fits")
    assert answer.headers["location"] == "/beoordelen?gedaan=besluit"
    assert (
        "Uw besluit is vastgelegd." in world.browser("bram").get("/beoordelen?gedaan=besluit").text
    )
    assert world.line.counts()["cases"] == 1
    assert world.audited("review.decided")[0].actor == "bram"


def test_none_of_them_erases_the_signal(world):
    """And makes no case."""
    path = held_signal(world)
    world.browser("bram").post(path, besluit="geen", reden="housemate")
    assert world.held() == []
    assert world.line.counts()["cases"] == 0


def test_a_decision_without_a_choice_is_asked_again(world):
    """Nothing is decided."""
    path = held_signal(world)
    answer = world.browser("anja").post(path)
    assert answer.status_code == 400
    assert "Kies wie het is" in answer.text
    assert len(world.held()) == 1


@pytest.mark.parametrize("choice", ["r-6", "r-999", "'; drop table review"])
def test_a_resident_who_does_not_stand_beside_it_cannot_be_chosen(world, choice):
    """Whatever a form was made to send."""
    path = held_signal(world)
    answer = world.browser("anja").post(path, besluit=choice, reden="fits")
    assert answer.status_code == 409
    assert "Kies een van de inwoners" in answer.text
    assert len(world.held()) == 1


def test_a_signal_that_was_judged_already_is_told_friendly(world):
    """Two workers looked at the same time."""
    path = held_signal(world)
    world.browser("anja").post(path, besluit="geen", reden="housemate")
    answer = world.browser("bram").post(path, besluit="r-5", reden="fits")
    assert answer.status_code == 409
    assert "al beslist" in answer.text
    assert world.browser("bram").get(path).status_code == 409


def test_addresses_and_titles_hold_no_personal_data(tmp_path):
    """They end up in histories and logs (ASVS 14.2.1)."""
    world = fill(tmp_path)
    names = {made.surname(number) for number in range(1, 41)} | {"Zandweg", "Boer"}
    for account_id in ("anja", "bram"):
        browser = world.browser(account_id)
        for page in ("/werkvoorraad", "/beoordelen"):
            text = browser.get(page).text
            assert not [name for name in names if name in text]
    assert not [
        name
        for name in names
        for line in world.lines()
        if name in f"{line.object_id} {line.result} {line.detail}"
    ]


def test_several_signals_tell_the_newest_first(world):
    """One list of everything that happened."""
    world.send([made.signal(1)])
    world.clock.forward(days=1)
    later = made.signal(
        1,
        signal_id=SignalId("e1-1"),
        delivery_id=DeliveryId("e1"),
        creditor_id=CreditorId("stroom"),
        arrears_type="gas",
        amount_cents=Cents(9_900),
        signal_on=date(2026, 11, 23),
    )
    world.send([later])
    text = world.browser("anja").get(case_path(world)).text
    assert text.index("Signaal van Stroom") < text.index("Signaal van Woonhof")
    assert timedelta(days=1) == world.clock.at - made.AT


@pytest.mark.parametrize(
    ("use", "called"),
    [
        (NameUse.OWN, "Anna van den Berg"),
        (NameUse.PARTNER, "Anna de Wit"),
        (NameUse.PARTNER_OWN, "Anna de Wit-van den Berg"),
        (NameUse.OWN_PARTNER, "Anna van den Berg-de Wit"),
    ],
)
def test_a_person_is_called_as_they_wish(tmp_path, use, called):
    """Dutch register, element 61.10; the name of birth stands below it."""
    name = Name("Anna", "A", "van den", "Berg", "de", "Wit", use)
    world = open_world(tmp_path, [made.resident(1, name=name)], made.city(Depth.NONE))
    signal = made.signal(1)
    person = replace(signal.person, name=replace(name, use=NameUse.OWN))
    world.send([replace(signal, person=person)])
    text = world.browser("anja").get(case_path(world)).text
    assert f"<h3>{called}</h3>" in text
    assert "<dd>Anna van den Berg</dd>" in text
