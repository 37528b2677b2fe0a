"""The letter of the light offer: kind, complete by article 14 GDPR, and safe to show."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from notifications import letters
from notifications.languages import locales
from notifications.letters import TEMPLATE, render_light_offer
from notifications.offer import BadOffer, LightOffer
from notifications.rendering import WORDS
from protocols.covenant.signal import ArrearsType
from protocols.privacy.terms import Depth

LANGUAGES = sorted(locales())
OFFER = LightOffer(
    city_name="Dronten",
    contact_phone="0321 000 000",
    contact_email="hulp@dronten.example",
    website="https://dronten.example/geld",
    basis="AVG artikel 6 lid 1 onder e (Wgs, Bgs)",
    retention_days=183,
    sources=(ArrearsType.RENT, ArrearsType.WATER),
)
FILLED = replace(
    OFFER,
    authority="Autoriteit Persoonsgegevens",
    privacy_email="privacy@dronten.example",
    claims=Depth.SUMMARY,
)
HOSTILE = "<script>alert(1)</script> & \"'x"
ART_14 = {
    "controller": "verantwoordelijk voor uw gegevens",
    "privacy officer": "functionaris gegevensbescherming",
    "purpose": "Wij willen inwoners vroeg helpen",
    "legal basis": "AVG artikel 6 lid 1 onder e (Wgs, Bgs)",
    "categories": "uw naam, uw adres en het bedrag",
    "recipients": "Wie ziet uw gegevens?",
    "retention": "183 dagen",
    "access, rectification, erasure": "bekijken, verbeteren of laten wissen",
    "restriction": "of wij ze minder gebruiken",
    "objection": "bezwaar maken",
    "complaint": "de toezichthouder voor privacy",
    "source": "uw verhuurder",
    "source: the register": "bevolkingsregister",
    "rules": "De computer telt met vaste regels",
    "a human decides": "Over hulp beslist nooit alleen een computer",
}
OFFERED = {
    "free": "is gratis",
    "voluntary": "U kiest zelf of u hulp wilt",
    "no harm in silence": "Dan hoeft u niets te doen",
    "city": "gemeente Dronten",
    "phone": "0321 000 000",
    "mail": "hulp@dronten.example",
    "website": "https://dronten.example/geld",
}


def words(text: str) -> list[str]:
    """The words of a letter as a reader sees them, whether text or page."""
    body = text.partition("<body>")[2] or text
    bare = unescape(re.sub(r"<[^>]+>", " ", body)).replace("\n- ", "\n").replace(" | ", " ")
    return re.findall(r"[^\s.,:;?!]+", bare)


def test_the_letter_is_the_one_that_the_line_records():
    """A case says which letter was offered; the version must be the same."""
    assert render_light_offer(OFFER).template == TEMPLATE == "light-offer/1"


@pytest.mark.parametrize("what", OFFERED)
def test_the_letter_offers_help_that_is_free_and_voluntary(what: str):
    """Who is helped, how to get in touch, and that nothing has to be done."""
    assert OFFERED[what] in render_light_offer(OFFER).text


@pytest.mark.parametrize("what", ART_14)
def test_the_letter_holds_the_notice_of_article_14(what: str):
    """GDPR art. 14: the data did not come from the resident, so the city tells all of this."""
    assert ART_14[what] in render_light_offer(OFFER).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("offer", [OFFER, FILLED], ids=["bare", "filled"])
def test_the_page_says_word_for_word_what_the_text_says(offer: LightOffer, language: str):
    """Two forms of one letter: a change in one of them alone is found here."""
    letter = render_light_offer(offer, language)
    assert words(letter.html) == words(letter.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_letter(language: str):
    """The page tells a screen reader in which language to read."""
    letter = render_light_offer(OFFER, language)
    assert letter.language == language
    assert f'<html lang="{language}" dir="{letter.direction}">' in letter.html
    assert f"<title>{letter.subject}</title>" in letter.html


def test_no_two_languages_share_a_letter():
    """A copy that nobody translated."""
    assert len({render_light_offer(OFFER, one).text for one in LANGUAGES}) == len(LANGUAGES)


def test_an_unknown_language_gets_the_dutch_letter():
    """Subject and body alike."""
    assert render_light_offer(OFFER, "xx") == render_light_offer(OFFER, "nl")


def test_a_language_without_a_letter_gets_the_dutch_one_whole(monkeypatch: pytest.MonkeyPatch):
    """A locale file can be there before its letter: never a French subject over a Dutch text."""
    monkeypatch.setattr(letters, "written", lambda: frozenset({"nl", "en"}))
    assert render_light_offer(OFFER, "fr") == render_light_offer(OFFER, "nl")
    assert render_light_offer(OFFER, "en").language == "en"


def test_what_a_city_names_is_named_and_otherwise_told_in_general():
    """Authority and privacy officer, in pairs."""
    bare, filled = render_light_offer(OFFER).text, render_light_offer(FILLED).text
    assert "(Autoriteit Persoonsgegevens)" in filled
    assert "()" not in bare
    assert "privacy@dronten.example" in filled
    assert "vraag naar de functionaris" in bare
    assert "vraag naar de functionaris" not in filled


def test_own_claims_are_told_only_where_the_city_looks_at_them():
    """In Flanders a summary is seen before consent, in the Netherlands nothing."""
    told = "of u de gemeente zelf nog geld moet betalen"
    assert told in render_light_offer(FILLED).text
    assert told not in render_light_offer(OFFER).text


def test_one_company_is_named_once():
    """Gas, electricity and heat come from one energy company."""
    energy = (ArrearsType.GAS, ArrearsType.ELECTRICITY, ArrearsType.HEAT)
    text = render_light_offer(replace(OFFER, sources=energy)).text
    assert text.count("energiebedrijf") == 1
    assert "verhuurder" not in text


def test_one_day_is_singular():
    """Small, but a letter with `1 dagen` looks careless."""
    assert "gegevens 1 dag na" in render_light_offer(replace(OFFER, retention_days=1)).text
    assert "gegevens 2 dagen na" in render_light_offer(replace(OFFER, retention_days=2)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_does_not_tell_of_debts(language: str):
    """A subject shows on a locked phone and to whoever shares the mailbox."""
    subject = render_light_offer(OFFER, language).subject.lower()
    telling = ("schuld", "rekening", "achterstand", "debt", "bill", "arrears", "dette", "facture")
    assert "dronten" in subject
    assert not [word for word in telling if word in subject]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "field", ["city_name", "contact_phone", "contact_email", "website", "basis", "authority"]
)
def test_a_hostile_name_is_escaped_in_the_page_and_not_in_the_text(field: str, language: str):
    """What a city types is shown as typed and never runs; plain text holds no HTML to escape."""
    letter = render_light_offer(replace(OFFER, **{field: HOSTILE}), language)
    assert "<script" not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;&#39;x" in letter.html
    assert HOSTILE in letter.text


def test_the_page_loads_nothing_and_links_nowhere():
    """No remote content, no scripts, no link whose target somebody could have chosen."""
    page = render_light_offer(FILLED).html
    assert not re.search(r"(?i)<(script|img|link|iframe|a)\b|\b(src|href|on\w+)=", page)


@given(
    st.sampled_from(LANGUAGES),
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40),
    st.integers(1, 10**5),
    st.lists(st.sampled_from(ArrearsType), min_size=1, max_size=10),
    st.sampled_from(Depth),
)
def test_no_letter_is_left_open(
    language: str, name: str, days: int, sources: list[ArrearsType], depth: Depth
):
    """No placeholder remains, whatever the city fills in."""
    offer = replace(
        OFFER, city_name=name, retention_days=days, sources=tuple(sources), claims=depth
    )
    letter = render_light_offer(offer, language)
    body = letter.html.partition("</style>")[2]
    for text in (letter.subject, letter.text, body):
        assert not re.search(r"[{}]|{%|None|Undefined", text.replace(name, ""))
        assert name in unescape(text)
    assert str(days) in letter.text


def test_a_letter_without_its_offer_raises():
    """StrictUndefined: a letter with a hole in it is never sent."""
    template = WORDS.get_template("nl/light-offer.j2")
    values = {"offer": OFFER, "city": OFFER, "sources": (), "creditors": (), "worker": ""}
    assert template.render(values)
    del values["offer"]
    with pytest.raises(UndefinedError):
        template.render(values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("city_name", ""),
        ("basis", "  "),
        ("contact_email", "a@b.example\nBcc: x@y.example"),
        ("authority", "\x00"),
        ("retention_days", 0),
        ("sources", ()),
    ],
)
def test_an_offer_with_a_gap_is_refused_without_its_values(field: str, value: object):
    """Empty, a line break (a second mail header), no day or no source."""
    with pytest.raises(BadOffer) as refused:
        replace(OFFER, **{field: value})
    assert refused.value.message.startswith(f"{field}: ")
    assert "example" not in refused.value.message


def test_all_gaps_of_an_offer_are_told_at_once():
    """One list, not one gap per try."""
    with pytest.raises(BadOffer) as refused:
        replace(OFFER, city_name="", website="", retention_days=-1)
    assert [part.partition(":")[0] for part in refused.value.message.splitlines()] == [
        "city_name",
        "website",
        "retention_days",
    ]


def test_an_offer_may_leave_out_what_the_letter_tells_in_general():
    """The pair of the gaps above."""
    assert (OFFER.authority, OFFER.privacy_email) == ("", "")
