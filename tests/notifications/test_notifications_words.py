"""Short texts for the words of the protocols."""

from enum import StrEnum

import pytest

from notifications.keys import LABELLED
from notifications.languages import languages, locales
from notifications.words import label, remedy
from protocols.covenant.answer import Refusal, Remark
from protocols.covenant.signal import ArrearsType, CollectionStep, MessageKind
from protocols.judgement import Agreement, Certainty, MatchKind
from protocols.judgement import Warning as Caution
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose
from protocols.privacy.evidence import Manner
from protocols.privacy.terms import Depth, Kept
from protocols.work.choose import Bar, Field
from protocols.work.combine import Pattern
from protocols.work.decide import DecisionReason, Verdict
from protocols.work.points import Measure, Track
from protocols.work.route import Why

LANGUAGES = sorted(locales())
SHOWN = (
    *(Refusal, Remark, ArrearsType, MessageKind, CollectionStep),
    *(MatchKind, Agreement, Certainty, Caution),
    *(Pattern, Track, Measure, Why, Depth, Action),
    *(Field, Bar, Verdict, DecisionReason, Purpose, Manner),
)


def test_the_first_languages_are_there_and_dutch_comes_first():
    """The screens offer languages in this order, each by its own name."""
    assert next(iter(languages().items())) == ("nl", "Nederlands")
    assert {"nl", "fr", "en"} <= set(languages())


def test_every_enum_that_people_see_is_labelled():
    """A new member needs a text in every language before anything starts."""
    assert set(SHOWN) == set(LABELLED)


def test_no_two_enums_share_a_name():
    """Labels are found by class name: two classes of one name would mix up their words."""
    assert len({words.__name__ for words in LABELLED}) == len(LABELLED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", SHOWN, ids=lambda words: words.__name__)
def test_every_word_has_a_short_text_of_its_own(words: type[StrEnum], language: str):
    """Two words with one text could not be told apart on a screen."""
    texts = [label(word, language) for word in words]
    assert all(texts)
    assert all(len(text) <= 60 and not text[0].islower() for text in texts)
    assert not [text for text in texts if text.endswith(".") or "{" in text]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_tells_the_creditor_what_to_do(refusal: Refusal, language: str):
    """A refusal without a remedy only moves the problem."""
    text = remedy(refusal, language)
    assert text.endswith(".")
    assert text != label(refusal, language)


def test_no_two_refusals_have_the_same_remedy():
    """A remedy that fits two reasons explains neither."""
    assert len({remedy(refusal) for refusal in Refusal}) == len(Refusal)


def test_a_label_is_dutch_unless_asked_otherwise():
    """The people who use this read Dutch."""
    assert label(Track.VISIT) == "Huisbezoek"
    assert label(Track.VISIT, "en") == "Home visit"
    assert label(Track.VISIT, "fr") == "Visite à domicile"


def test_a_language_without_texts_gets_dutch():
    """A household's language is what a creditor told; it can be anything."""
    assert label(Track.VISIT, "xx") == label(Track.VISIT, "") == "Huisbezoek"


@pytest.mark.parametrize("language", ["fr-BE", "FR", " fr ", "fr_BE"])
def test_a_region_or_a_spelling_does_not_lose_the_language(language: str):
    """Browsers send `fr-BE`; that is French."""
    assert label(Track.LETTER, language) == "Lettre"


def test_a_word_of_an_enum_that_nobody_sees_has_no_label():
    """A missing text is a bug and is not papered over with the code itself."""
    with pytest.raises(KeyError):
        label(Kept.SESSION)
