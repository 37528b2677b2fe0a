"""Every letter in every language: what it must say is in it, what must not leak is not."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError

from notifications.blocks import Kind
from notifications.checked import Checked
from notifications.examples import NAME, everything
from notifications.figures import FIGURES
from notifications.languages import locales
from notifications.letters import LETTERS, Letter, render, written
from notifications.rendering import ENVIRONMENT, WORDS
from notifications.views import (
    AgreementLetter,
    Appointment,
    FeedbackNotice,
    FirstLetter,
    ProposalLetter,
    Statement,
    Withdrawal,
)
from protocols.covenant.feedback import Code
from protocols.money import Cents
from protocols.privacy.aftermath import CONSEQUENCES, Consequence
from protocols.privacy.consent import Purpose

ON = date(2026, 11, 22)
VIEWS = {type(view): view for view in everything("Dronten", "een taak", 183, ON)}
LANGUAGES = ("ar", "en", "fr", "nl", "tr")
EVERY = [(view, language) for view in VIEWS.values() for language in LANGUAGES]
IDS = [f"{LETTERS[type(view)]}-{language}" for view, language in EVERY]
ABOUT_DEBTS = re.compile(
    r"schuld|betal|achterstand|rekening|\bgeld|euro|€|"
    r"dett|pay|factur|arriér|argent|"
    r"debt|owe|bill|arrear|money|"
    r"borç|ödeme|fatura|para\b|"
    r"\bدين\b|ديون|دفع|فاتورة|\bمال\b",
    re.IGNORECASE,
)
CREDITORS = ("De Reiger", "De Bron", "De Vonk")
_MARKS = re.compile("[\u2066-\u2069\u00a0\u202f]")


def words(text: str) -> list[str]:
    """The words of a letter as a reader sees them, whether text or page."""
    page = re.sub(r"</?strong>", "", text.partition("<body>")[2] or text)
    shown = unescape(re.sub(r"<[^>]+>", " ", page))
    return re.findall(r"[^\s|]+", re.sub(r"^- ", "", shown, flags=re.MULTILINE))


def bare(text: str) -> str:
    """A text with plain spaces and without marks of direction."""
    return _MARKS.sub(lambda found: " " if found[0] in "\u00a0\u202f" else "", text)


def test_every_language_has_every_letter():
    """Five languages, eight letters; none falls back to Dutch."""
    assert written() == frozenset(LANGUAGES) == locales().keys()
    texts = {render(view, language).text for view, language in EVERY}
    assert len(texts) == len(EVERY) == 40


def test_every_template_has_an_id_with_a_version_of_its_own():
    """What is on record tells which words were sent."""
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert all(re.fullmatch(r"[a-z-]+/[1-9]\d*", one) for one in LETTERS.values())


@pytest.mark.parametrize(("view", "language"), EVERY, ids=IDS)
def test_page_and_text_say_the_same_and_nothing_is_left_open(view: Checked, language: str):
    """Word for word, in the language asked for, with the direction of its writing."""
    letter = render(view, language)
    assert words(letter.html) == words(letter.text)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in letter.html
    body = letter.html.partition("</style>")[2]
    for text in (letter.subject, letter.body.short, letter.text, body):
        assert not re.search(r"[{}\ue000-\ue003]|{%|None|Undefined|\*\*", text)
    assert letter.template == LETTERS[type(view)]


@pytest.mark.parametrize(("view", "language"), EVERY, ids=IDS)
def test_subject_and_text_message_tell_nothing_of_debts_or_creditors(view: Checked, language: str):
    """They show on a locked phone, and to whoever shares the mailbox."""
    letter = render(view, language)
    for shown in (letter.subject, letter.body.short):
        assert not ABOUT_DEBTS.search(shown), shown
        assert not any(name in shown for name in (*CREDITORS, NAME))
    assert "Dronten" in letter.subject or isinstance(view, Statement)
    assert len(letter.subject) <= 78


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_appointment_card_tells_nothing_of_debts_at_all(language: str):
    """It may lie open on a table."""
    letter = render(VIEWS[Appointment], language)
    assert not ABOUT_DEBTS.search(letter.text.replace("schuldhulp", ""))
    assert "14:30" in letter.text
    assert FIGURES[language].day(date(2027, 1, 5)) in letter.text
    assert "14:30" in letter.body.short


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_shows_all_debts_one_amount_and_what_stays(language: str):
    """Every debt with its amount, their sum, the monthly amount, the months and the days."""
    view = VIEWS[ProposalLetter]
    assert isinstance(view, ProposalLetter)
    text, figures = render(view, language).text, FIGURES[language]
    for debt in view.debts:
        assert debt.creditor in text
        assert figures.amount(debt.open_cents) in text
    for cents in (172_216, 15_000, 145_000):
        assert figures.amount(Cents(cents)) in text
    assert "12" in text
    assert figures.day(view.first_on) in text
    assert figures.day(view.answer_by) in text


def test_a_proposal_adds_no_costs_and_may_be_refused():
    """In plain Dutch; the other languages are translations of it."""
    text = render(VIEWS[ProposalLetter]).text
    for told in (
        "Er komen geen extra kosten bij.",
        "Er komt ook geen rente bij.",
        "U mag ook nee zeggen.",
        "U hoeft niet te zeggen waarom.",
        "Ook na een nee kunt u bij ons terecht voor hulp.",
    ):
        assert told in text


def test_a_proposal_of_one_payment_does_not_speak_of_months():
    """A plural that is not there reads careless."""
    view = replace(VIEWS[ProposalLetter], months=1, monthly_cents=Cents(172_216))
    for language in LANGUAGES:
        assert FIGURES[language].amount(Cents(172_216)) in render(view, language).text
    assert "per maand" not in render(view).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreement_lists_every_payment_and_how_to_pay(language: str):
    """A row per payment with its day and amount, the sum, the account and the reference."""
    view = VIEWS[AgreementLetter]
    assert isinstance(view, AgreementLetter)
    letter, figures = render(view, language), FIGURES[language]
    (table,) = [block for block in letter.body.letter if block.kind is Kind.TABLE]
    rows = [["".join(run.text for run in cell) for cell in row] for row in table.rows]
    assert len(rows) == len(view.payments) + 2
    for number, payment in enumerate(view.payments, 1):
        told = [bare(cell) for cell in rows[number]]
        assert told == [
            str(number),
            bare(figures.day(payment.due_on)),
            bare(figures.amount(payment.cents)),
        ]
    assert bare(rows[-1][-1]) == bare(figures.amount(view.total_cents))
    for shown in (view.account, view.reference, figures.day(view.agreed_on), str(view.pay_day)):
        assert shown in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_tells_paid_repaid_open_and_kept_apart(language: str):
    """Four different amounts, and the next payment with its day."""
    letter, figures = render(VIEWS[Statement], language), FIGURES[language]
    for cents in (17_500, 15_000, 157_216, 2_500):
        assert figures.amount(Cents(cents)) in letter.text
    assert figures.day(date(2027, 2, 25)) in letter.text
    assert figures.month(date(2027, 1, 31)) in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_apply_is_left_out_of_a_statement(language: str):
    """Nothing kept apart: nothing is said of it. Nothing paid: an offer of help, no reproach."""
    view = VIEWS[Statement]
    plain = render(replace(view, kept_cents=Cents(0)), language)
    missed = render(replace(view, kept_cents=Cents(0), paid_cents=Cents(0)), language)
    done = render(replace(view, open_cents=Cents(0), next=None), language)
    full = render(view, language)
    assert len(plain.body.letter) == len(full.body.letter) - 1
    assert len(missed.body.letter) == len(plain.body.letter) + 1
    assert FIGURES[language].day(date(2027, 2, 25)) not in done.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", Purpose)
def test_a_withdrawal_names_everything_that_was_stopped(purpose: Purpose, language: str):
    """One item per consequence, all different: what was not done is not told."""
    view = replace(VIEWS[Withdrawal], purpose=purpose, stopped=CONSEQUENCES[purpose])
    letter = render(view, language)
    bullets = next(block for block in letter.body.letter if block.kind is Kind.BULLETS)
    assert len(set(bullets.rows)) == len(CONSEQUENCES[purpose])
    assert FIGURES[language].day(date(2027, 2, 2)) in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", Consequence)
def test_every_consequence_and_every_code_has_words(what: Consequence, language: str):
    """A consequence added later must be said in every language before it can be sent."""
    assert render(replace(VIEWS[Withdrawal], stopped=(what,)), language)
    notice = VIEWS[FeedbackNotice]
    assert isinstance(notice, FeedbackNotice)
    told = tuple(replace(notice.told[0], code=code) for code in Code)
    text = render(replace(notice, told=told), language).text
    assert all(f"{code.value}" in text for code in Code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedback_holds_codes_references_and_days_and_no_resident(language: str):
    """What the creditor may hear: no name, no amount."""
    text = render(VIEWS[FeedbackNotice], language).text
    assert NAME not in text
    assert "€" not in text
    assert "d018f00a1-12" in text
    assert "help_accepted" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_letter_names_who_signalled_where_the_creditors_are_known(language: str):
    """Art. 14(2)(f) GDPR: from which source the data came; otherwise the kinds of source."""
    view = VIEWS[FirstLetter]
    assert isinstance(view, FirstLetter)
    named, kinds = render(view, language), render(replace(view, creditors=()), language)
    landlord = locales()[language].text("sources/rent")
    assert "Woningstichting De Reiger" in named.text
    assert landlord not in named.text
    assert "Woningstichting De Reiger" not in kinds.text
    assert landlord in kinds.text
    assert "0123 456 780" in named.text
    assert "183" in named.text


@pytest.mark.parametrize(("view", "language"), EVERY, ids=IDS)
def test_a_hostile_name_stays_text_everywhere(view: Checked, language: str):
    """In the page escaped, in the text as typed, and no heading, cell or script of its own."""
    hostile = "<b>x</b> | # **y** & \"'"
    if not hasattr(view, "name"):
        pytest.skip("this letter greets nobody by name")
    plain, letter = render(view, language), render(replace(view, name=hostile), language)
    assert "<b>" not in letter.html
    assert hostile in letter.text
    assert [one.kind for one in letter.body.letter] == [one.kind for one in plain.body.letter]


def test_in_arabic_every_number_and_foreign_name_is_set_apart():
    """Without isolates a phone number of three groups would be read backwards."""
    text = render(VIEWS[AgreementLetter], "ar").text
    for value in ("0123 456 789", "NL00 XXXX 0000 0000 00", NAME):
        assert f"\u2068{value}\u2069" in text
    assert "\u2068" not in render(VIEWS[AgreementLetter], "tr").text


def test_an_arabic_name_in_a_dutch_letter_is_set_apart():
    """The other way round."""
    letter = render(replace(VIEWS[Appointment], name="سلمى"))
    assert "Beste \u2068سلمى\u2069," in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", sorted(LETTERS.values()))
def test_a_template_with_a_hole_raises(template: str, language: str):
    """StrictUndefined: a letter with a hole in it is never sent."""
    assert ENVIRONMENT.undefined is WORDS.undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        WORDS.get_template(f"{language}/{template.partition('/')[0]}.j2").render()


@given(
    st.sampled_from(LANGUAGES),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40),
)
def test_any_name_arrives_whole(language: str, name: str):
    """In page and text alike, whatever its script or punctuation."""
    letter: Letter = render(replace(VIEWS[Withdrawal], name=name), language)
    assert name in letter.text
    assert name in unescape(letter.html)
