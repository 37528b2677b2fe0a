"""Contact: exactly the words of DDAS vroegsignalering v1.2, so that CBS can be delivered to."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from protocols.work.contact import ACCEPTANCE, Channel, ContactAttempt, DayPart, Outcome, Reached

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ddas-vroegsignalering"
SCHEMA = FOLDER / "v1.2_json_schema_Uitwisselmodel.json"

OUTCOMES = {
    "(Budget)advies en/of quick fix",
    "Definitief geen contact kunnen krijgen",
    "Geen reactie na eerder contact",
    "Inwoner al bekend bij schuldhulpverlening",
    "Inwoner heeft al een ander lopend traject",
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen",
    "Inwoner is overleden",
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    "Niet opgepakt: andere reden",
    "Niet opgepakt: herhaalde melding",
    "Niet opgepakt: onterecht signaal",
    "Persoon is geen inwoner (meer) in de gemeente",
    "Vervolghulp en/of verwijzing",
    "Vervolghulp en/of verwijzing financieel",
    "Vervolghulp en/of verwijzing niet financieel",
    "Verwijzing zonder tussenkomst inwoner",
}
CHANNELS = {
    "Administratief",
    "Afspraak op locatie",
    "Brief",
    "Huisbezoek",
    "Kaartje",
    "Mail",
    "Onbekend",
    "Overige",
    "SMS/Whatsapp",
    "Telefoon",
}
DAY_PARTS = {"Ochtend", "Middag", "Avond"}
WORDS = [
    (Outcome, OUTCOMES, "EnumEindresultaat"),
    (Channel, CHANNELS, "EnumContactsoort"),
    (DayPart, DAY_PARTS, "EnumDagdeel"),
]


@pytest.mark.parametrize(("ours", "words", "_"), WORDS)
def test_the_words_are_those_of_the_standard(ours: type[StrEnum], words: set[str], _: str) -> None:
    """Exactly the 16 results, 10 kinds of contact and 3 parts of a day: no more and no fewer."""
    assert {word.value for word in ours} == words
    assert len(ours) == len(words)
    assert len(OUTCOMES) == 16


@pytest.mark.parametrize(("ours", "words", "name"), WORDS)
def test_the_words_are_those_of_the_published_schema(
    ours: type[StrEnum], words: set[str], name: str
) -> None:
    """The schema of VNG and CBS itself, where it is at hand; it is not copied into this project."""
    if not SCHEMA.exists():
        pytest.skip("the DDAS v1.2 schema is not beside the repository")
    published = json.loads(SCHEMA.read_text("utf-8"))["$defs"][name]["enum"]
    assert {word.value for word in ours} == set(published) == words
    assert len(published) == len(words)


def test_reached_is_a_word_and_maps_to_the_flag_of_the_standard() -> None:
    """DDAS `bereikt` is yes or no; "nee" as a text would be true."""
    assert {word.value for word in Reached} == {"ja", "nee"}
    assert (Reached.YES, Reached.NO) == ("ja", "nee")


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_counts_as_acceptance_when_help_was_accepted(outcome: Outcome) -> None:
    """Divosa 2024: cities count differently, so it is explicit here; a talk alone is no outcome."""
    accepted = outcome.value.startswith(("(Budget)advies", "Vervolghulp"))
    assert ACCEPTANCE[outcome] is accepted
    assert len(ACCEPTANCE) == len(Outcome)


def test_a_refusal_or_a_referral_behind_somebodys_back_is_no_acceptance() -> None:
    """Acceptance is somebody's own answer; the pause of collection hangs on it (LCV)."""
    for outcome in (
        Outcome.MANAGES_ALONE,
        Outcome.REFERRED_WITHOUT_RESIDENT,
        Outcome.ALREADY_HELPED,
        Outcome.NEVER_REACHED,
    ):
        assert not ACCEPTANCE[outcome]
    assert sum(ACCEPTANCE.values()) == 4


def test_an_attempt_leaves_the_case_open_unless_it_says_how_it_ended() -> None:
    """Most attempts end nothing: nobody was in."""
    attempt = ContactAttempt(date(2026, 11, 24), Channel.VISIT, DayPart.EVENING, Reached.NO)
    assert attempt.outcome is None
    names = (attempt.channel.value, attempt.day_part.value, attempt.reached.value)
    assert names == ("Huisbezoek", "Avond", "nee")
