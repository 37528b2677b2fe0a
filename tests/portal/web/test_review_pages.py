"""The review pages: candidates side by side, a reason with every decision, and undoing it."""

from dataclasses import replace

import msgspec
import pytest

from portal.erasure import erase
from portal.web.views.effects import told
from protocols.people import Name, Residency
from protocols.work.choose import Consequence, Effect
from protocols.work.decide import MOST_NOTE, REASONS, DecisionReason, Verdict
from tests.portal.web.world import World, open_world
from tests.support import made
from tests.support.line import with_residents
from tests.support.reviews import seek_contact, unsure

PATH = "/beoordelen/d1-1"
UNDO = f"{PATH}/ongedaan"
SAME = {"besluit": "r-1", "reden": "fits"}
NONE = {"besluit": "geen", "reden": "namesake"}
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def held(world: World) -> World:
    """A portal on which signal d1-1, about resident 1, waits."""
    world.send([unsure(1)])
    return world


def test_candidates_stand_side_by_side_in_one_table_with_headers(tmp_path):
    """A row per field, a column per candidate; every cell names its column for a narrow screen."""
    son = made.resident(30, name=Name("Bas", "B", surname=made.surname(1)), address=made.address(1))
    world = open_world(tmp_path, [made.resident(1), son])
    world.send([unsure(1)])
    text = world.browser("anja").get(PATH).text
    assert text.count("<table") == 1
    assert text.count('scope="col"') == 4
    assert text.count('scope="row"') == 4
    for heading in ("Inwoner 1: ", "Inwoner 2: "):
        assert text.count(f'data-label="{heading}') == 4
    assert "Bas" in text
    assert "Anna Maria" in text


def test_each_choice_tells_what_it_leads_to(held):
    """With the facts of this moment."""
    held.send([made.signal(1, signal_id="d2-1", delivery_id="d2", reference="ander")])
    with_residents(held.line, [made.resident(1, secret=True)])
    text = held.browser("anja").get(PATH).text
    for word in (
        "bij de open zaak van dit huishouden, met 1 ander open signaal.",
        "De gegevens van deze inwoner zijn geheim.",
        "Na 6 december 2026 wordt het gewist.",
        "De signaalpartner houdt hetzelfde ontvangstbewijs",
        "ongedaan maken tot en met 6 december 2026",
    ):
        assert word in text, word
    assert 'aria-describedby="gevolg-1"' in text
    assert 'id="gevolg-2"' in text


def test_every_effect_has_words():
    """A consequence without a sentence would be an empty line under a choice."""
    sentences = {told(Consequence(effect, 3, made.ON)) for effect in Effect}
    assert len(sentences) == len(Effect)
    assert all(one.endswith(".") for one in sentences)


def test_who_cannot_be_chosen_is_named_with_why_and_is_no_choice(held):
    """Deceased since the signal came in."""
    with_residents(held.line, [made.resident(1, residency=Residency.DECEASED)])
    text = held.browser("anja").get(PATH).text
    assert "Volgens het register overleden." in text
    assert 'value="r-1"' not in text
    assert 'value="geen"' in text


def test_a_national_number_is_compared_but_never_shown(tmp_path):
    """Whether it agrees is enough to decide."""
    world = open_world(tmp_path, [made.resident(1, national_id="999990019")])
    row = unsure(1, creditor_id="zorg", arrears_type="health")
    world.send([replace(row, person=replace(row.person, national_id="999990020"))])
    text = world.browser("anja").get(PATH).text
    assert "BSN of rijksregisternummer" in text
    assert "wordt niet getoond" in text
    assert "99999" not in text


def test_every_reason_can_be_chosen_in_the_group_of_its_verdict(held):
    """A closed list, with a label for the field and for each group."""
    text = held.browser("anja").get(PATH).text
    assert '<label for="reden">Reden</label>' in text
    assert text.count("<optgroup") == 3
    for reason in DecisionReason:
        assert text.count(f'<option value="{reason.value}"') == 1


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({}, ["Kies wie het is", "Kies een reden die bij uw besluit past."]),
        ({"besluit": "r-1"}, ["Kies een reden die bij uw besluit past."]),
        ({"reden": "fits"}, ["Kies wie het is"]),
        ({**SAME, "reden": "namesake"}, ["Kies een reden die bij uw besluit past."]),
        ({**NONE, "reden": "fits"}, ["Kies een reden die bij uw besluit past."]),
        ({**SAME, "reden": "other"}, ["Schrijf op wat uw reden is."]),
        ({"reden": "other"}, ["Kies wie het is", "Schrijf op wat uw reden is."]),
        ({**SAME, "toelichting": "x" * (MOST_NOTE + 1)}, ["ten hoogste 200 tekens"]),
    ],
)
def test_everything_wrong_with_a_decision_is_told_at_once(held, fields, messages):
    """And nothing is decided."""
    answer = held.browser("anja").post(PATH, **fields)
    assert answer.status_code == 400
    assert "<title>Fout: " in answer.text
    for word in messages:
        assert answer.text.count(word) == 2, word
    assert answer.text.count('class="field-error"') == len(messages)
    assert len(held.held()) == 1
    assert not held.audited("review.decided")


def test_what_was_filled_in_is_kept_when_something_is_wrong(held):
    """Nobody types a note twice; and it is text, whatever is in it."""
    fields = {"besluit": "geen", "reden": "spelling", "toelichting": HOSTILE}
    text = held.browser("anja").post(PATH, **fields).text
    assert 'value="geen" aria-describedby="gevolg-2" checked' in " ".join(text.split())
    assert '<option value="spelling" selected>' in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text


@pytest.mark.parametrize("verdict", Verdict)
def test_every_reason_of_a_verdict_is_taken(tmp_path, verdict):
    """With a note where it must be explained."""
    world = open_world(tmp_path)
    world.send([unsure(number) for number in range(1, 10)])
    browser = world.browser("anja")
    for number, reason in enumerate(REASONS[verdict], start=1):
        choice = f"r-{number}" if verdict is Verdict.SAME else "geen"
        fields = {"besluit": choice, "reden": reason.value, "toelichting": "omdat"}
        assert browser.post(f"/beoordelen/d1-{number}", **fields).status_code == 303
    assert len(world.audited("review.decided")) == len(REASONS[verdict])


@pytest.mark.parametrize("decision", [SAME, NONE])
def test_a_decision_can_be_undone_from_the_list(held, decision):
    """By a colleague; the signal waits again, and the page tells so."""
    held.browser("anja").post(PATH, **decision, toelichting="Eerst dit")
    browser = held.browser("bram")
    text = browser.get("/beoordelen").text
    for word in ("Laatste besluiten", "door anja", "Eerst dit", "Kan tot en met 6 december 2026"):
        assert word in text, word
    assert f'action="{UNDO}"' in text
    assert ">(besluit over Signaal D1-1)</span>" in text
    answer = browser.post(UNDO)
    assert (answer.status_code, answer.headers["location"]) == (303, "/beoordelen?gedaan=ongedaan")
    text = browser.get(answer.headers["location"]).text
    assert "Het besluit is ongedaan gemaakt." in text
    assert "Laatste besluiten" not in text
    assert "eerder besluit ongedaan gemaakt" in text
    assert "Over dit signaal is eerder besloten." in browser.get(PATH).text
    assert held.line.counts()["active signals"] == 0
    assert (held.audited("review.undone")[0].actor, len(held.held())) == ("bram", 1)


def test_the_list_says_why_a_decision_cannot_be_undone(held):
    """Instead of a button that would only refuse."""
    held.browser("anja").post(PATH, **SAME)
    seek_contact(held.line, held.case_of("w-1"), held.clock.at)
    text = held.browser("anja").get("/beoordelen").text
    assert "Er is al contact gezocht in de zaak." in text
    assert "Ongedaan maken <span" not in text
    assert UNDO not in text


@pytest.mark.parametrize("decision", [SAME, NONE])
def test_a_second_undo_is_told_friendly(held, decision):
    """Two workers looked at the same list: nothing is done twice."""
    held.browser("anja").post(PATH, **decision)
    held.browser("bram").post(UNDO)
    answer = held.browser("anja").post(UNDO)
    assert answer.status_code == 409
    assert "al ongedaan gemaakt" in answer.text
    assert 'role="alert"' in answer.text
    assert len(held.audited("review.undone")) == 1


def test_after_the_term_the_decision_is_off_the_list_and_cannot_be_undone(held):
    """Before the clock came by it is refused, after it too."""
    held.browser("anja").post(PATH, **NONE)
    held.clock.forward(days=15)
    browser = held.browser("anja")
    assert "Laatste besluiten" not in browser.get("/beoordelen").text
    assert "termijn" in browser.post(UNDO).text
    erase(held.platform)
    assert browser.post(UNDO).status_code == 409
    assert not held.held()


def test_reading_the_list_tells_how_much_was_read(held):
    """Notes are opened for it."""
    held.browser("anja").post(PATH, **NONE)
    held.browser("anja").get("/beoordelen")
    detail = msgspec.json.decode(held.audited("review.read")[0].detail)
    assert detail == {"signals": 0, "decisions": 1}


def test_the_worker_of_a_case_that_was_emptied_sees_why_and_nobody(held):
    """What was there was about somebody else."""
    held.browser("anja").post(PATH, **SAME)
    case = held.case_of("w-1")
    held.browser("bram").post(UNDO)
    text = held.browser("anja").get(f"/zaken/{case.case_id}").text
    assert "Het besluit over wie het signaal ging, is ongedaan gemaakt" in text
    assert "hoort geen signaal meer" in text
    assert made.surname(1) not in text
    assert "€ 500" not in text


def test_an_officer_finds_both_sides_in_the_log(held):
    """Decided and undone, by whom and why."""
    held.browser("anja").post(PATH, **SAME)
    held.browser("bram").post(UNDO)
    text = held.browser("fg").get("/logboek").text
    for word in (
        "Beslist over een koppeling",
        "Besluit over een koppeling ongedaan gemaakt",
        "reason: fits",
        "decided_by: anja",
    ):
        assert word in text, word
