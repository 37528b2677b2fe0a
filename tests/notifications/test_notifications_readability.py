"""Can the resident read it? Flesch-Douma, a Dutch measure of how easy a text reads.

206.84 - 0.77 x (syllables per 100 words) - 0.93 x (words per sentence). From about 60 a text is
plain Dutch (B1). The measure counts and does not understand: it is a floor, no proof of B1.
"""

import re
from collections.abc import Iterable
from itertools import product

import pytest

from notifications.explain import explain
from notifications.languages import locales
from notifications.letters import LightOffer, render_light_offer
from protocols.covenant.signal import ArrearsType
from protocols.privacy.terms import Depth
from protocols.work.weigh import Measure, NearestChange, Reason, Track

LOWEST = 65
LOWEST_EXPLAINED = 60  # "achterstand" and "signaal" are the words for it, and are long
LONGEST_AVERAGE = 15
MOST_WORDS = 470
_CONTACT = re.compile(r"https?://\S+|\S+@\w+(?:\.\w+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*\d|\d")
_SENTENCE = re.compile(r"[^.!?]+(?:\.(?=\w)[^.!?]*)*[.!?]")
_VOWELS = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|ai|[aeiouyáàâéèêëíïóôöúüû]"
)
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


def syllables(word: str) -> int:
    """Groups of vowels that are one sound; an abbreviation in capitals is
    spelled; a number is read at a glance and counts as one."""
    if word[0].isdigit():
        return 1
    if len(word) > 1 and word.isupper():
        return len(word)
    return max(1, len(_VOWELS.findall(word.lower())))


def sentences(text: str) -> list[list[str]]:
    """The words of each whole sentence. Headings and contact details are not counted: they would
    only flatter the average."""
    lines = _CONTACT.sub("", text).splitlines()
    found = [_WORD.findall(one) for line in lines for one in _SENTENCE.findall(line)]
    return [words for words in found if words]


def words_per_sentence(text: str) -> float:
    """The average length of a sentence in words."""
    counted = [len(words) for words in sentences(text)]
    return sum(counted) / len(counted)


def flesch_douma(text: str) -> float:
    """How easy a Dutch text reads: about 100 is very easy, below 50 hard."""
    words = [word for one in sentences(text) for word in one]
    per_hundred = 100 * sum(map(syllables, words)) / len(words)
    return 206.84 - 0.77 * per_hundred - 0.93 * words_per_sentence(text)


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
    assert flesch_douma(hard) < LOWEST / 2
    assert words_per_sentence(hard) > LONGEST_AVERAGE


def test_the_letter_is_plain_dutch():
    """A letter that is not understood is a letter that is not answered."""
    text = render_light_offer(OFFER).text
    assert flesch_douma(text) >= LOWEST
    assert words_per_sentence(text) <= LONGEST_AVERAGE


def test_the_explanations_are_plain_dutch():
    """The resident may ask why, and gets these sentences."""
    text = "\n".join(everything_told())
    assert flesch_douma(text) >= LOWEST_EXPLAINED
    assert words_per_sentence(text) <= LONGEST_AVERAGE


@pytest.mark.parametrize("language", sorted(locales()))
def test_the_letter_is_short_in_every_language(language: str):
    """Under a page, the notice about data included; short sentences in every language."""
    text = render_light_offer(OFFER, language).text
    assert len(text.split()) <= MOST_WORDS
    assert words_per_sentence(text) <= LONGEST_AVERAGE
