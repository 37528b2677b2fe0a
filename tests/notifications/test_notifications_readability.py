"""Can the resident read it? Every Dutch letter and explanation against a bound for B1."""

from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest

from notifications.checked import Checked
from notifications.examples import everything
from notifications.explain import explain
from notifications.languages import locales
from notifications.letters import LETTERS, render, render_light_offer
from notifications.offer import LightOffer
from notifications.readability import read, syllables
from protocols.covenant.signal import ArrearsType
from protocols.privacy.terms import Depth
from protocols.work.points import Measure, Track
from protocols.work.weigh import NearestChange, Reason

LOWEST = 65
LOWEST_EXPLAINED = 60  # "achterstand" and "signaal" are the words for it, and are long
LONGEST_AVERAGE = 15
LONGEST = 20
MOST_LONG = 0.08
MOST_WORDS = 470
OFFER = LightOffer(
    city_name="Dronten",
    contact_phone="0321 000 000",
    contact_email="hulp@dronten.example",
    website="https://dronten.example/geld",
    basis="een taak van algemeen belang, artikel 6 van de AVG",
    retention_days=183,
    sources=(ArrearsType.RENT, ArrearsType.GAS, ArrearsType.WATER, ArrearsType.HEALTH),
    authority="Autoriteit Persoonsgegevens",
    privacy_email="privacy@dronten.example",
    claims=Depth.SUMMARY,
)


VIEWS = everything("Dronten", OFFER.basis, 183, date(2026, 11, 22))


def everything_told() -> Iterable[str]:
    """Every sentence that an explanation can hold, in Dutch."""
    for measure, track, value in product(Measure, Track, (1, 3, 75000)):
        for needed in (value - 1, value + 1):
            reason = Reason(measure, value, 1, 12)
            told = explain(track, 12, [reason], NearestChange(measure, value, needed, track))
            yield from (*told.lines, told.nearest, told.summary)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("brief", 1),
        ("mooi", 1),
        ("nieuw", 1),
        ("huis", 1),
        ("bijna", 2),
        ("gemeente", 3),
        ("rekeningen", 4),
        ("geïnd", 2),
        ("beantwoordt", 3),
        ("energie", 3),
        ("organisatie", 5),
        ("financiële", 5),
        ("bevolkingsregister", 6),
        ("AVG", 3),
        ("75,00", 1),
    ],
)
def test_the_syllable_counter_counts_as_people_do(word: str, count: int):
    """A measure that counts wrong proves nothing."""
    assert syllables(word) == count


def test_the_measure_tells_plain_words_from_officialese():
    """The pair of the two tests below: hard Dutch does not pass."""
    hard = (
        "Overeenkomstig de toepasselijke privacywetgeving informeren wij u betreffende de "
        "verwerking van persoonsgegevens waaromtrent een betalingsachterstand is gesignaleerd."
    )
    assert read(hard).flesch_douma < LOWEST / 2
    assert read(hard).average_sentence > LONGEST_AVERAGE


def test_the_letter_is_plain_dutch():
    """A letter that is not understood is a letter that is not answered."""
    text = render_light_offer(OFFER).text
    assert read(text).flesch_douma >= LOWEST
    assert read(text).average_sentence <= LONGEST_AVERAGE


def test_the_explanations_are_plain_dutch():
    """The resident may ask why, and gets these sentences."""
    text = "\n".join(everything_told())
    assert read(text).flesch_douma >= LOWEST_EXPLAINED
    assert read(text).average_sentence <= LONGEST_AVERAGE


@pytest.mark.parametrize("view", VIEWS, ids=lambda one: LETTERS[type(one)])
def test_every_letter_is_plain_dutch(view: Checked):
    """Both measures from 65, no sentence over 20 words, one long word in twelve at most."""
    told = read(render(view).text)
    assert told.flesch_douma >= LOWEST
    assert told.leesindex_a >= LOWEST
    assert told.longest_sentence <= LONGEST
    assert told.long_share <= MOST_LONG


def test_the_two_measures_agree_on_which_text_is_harder():
    """They weigh differently, and must not contradict each other."""
    plain, hard = (
        read("Wij helpen u graag. Bel ons."),
        read("Betalingsregelingsvoorwaarden gelden."),
    )
    assert plain.flesch_douma > hard.flesch_douma
    assert plain.leesindex_a > hard.leesindex_a


def test_a_text_without_a_sentence_is_not_measured():
    """Headings alone tell nothing of how a letter reads."""
    with pytest.raises(ValueError, match="sentence"):
        read("Zo bereikt u ons")


@pytest.mark.parametrize("language", sorted(locales()))
def test_the_letter_is_short_in_every_language(language: str):
    """Under a page, the notice about data included; short sentences in every language."""
    text = render_light_offer(OFFER, language).text
    assert len(text.split()) <= MOST_WORDS
    assert read(text).average_sentence <= LONGEST_AVERAGE
