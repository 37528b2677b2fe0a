"""Every letter there is, and how one is written. Shows, never decides.

Who gets a letter has debts that are none of anybody else's business: no subject tells of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Template as Words

from notifications.blocks import Body, read_body
from notifications.checked import Checked
from notifications.figures import FIGURES, RIGHT_TO_LEFT
from notifications.languages import DEFAULT, Locale, locale_for, locales
from notifications.offer import LightOffer
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

LETTERS: Final[Mapping[type[Checked], str]] = MappingProxyType(
    {
        LightOffer: "light-offer/1",
        FirstLetter: "first-letter/1",
        Appointment: "appointment/1",
        ProposalLetter: "proposal/1",
        AgreementLetter: "agreement/1",
        Statement: "statement/1",
        Withdrawal: "withdrawal/1",
        FeedbackNotice: "feedback/1",
    }
)
"""Id and version by view; raise the version with every change of words, so that of every letter
that was ever sent it can be told which words were in it."""

TEMPLATE: Final = LETTERS[LightOffer]
"""The letter that the line itself offers."""

_FROM_LEFT: Final = frozenset({"R", "AL", "AN"})
_FROM_RIGHT: Final = frozenset({"L", "R", "AL", "AN", "EN", "ES", "ET", "ON", "CS"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to send. `template` is id and version; `language` is the one written in.

    `text` and `html` say word for word what `body` says, of which print is made.
    """

    subject: str
    text: str
    html: str
    language: str
    template: str
    body: Body

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction_of(self.language)


def direction_of(language: str) -> str:
    """Which way a language is written: `ltr` or `rtl`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def render(view: Checked, language: str = DEFAULT) -> Letter:
    """Write a letter in a language, or whole in Dutch where that language has no letters.

    Raises KeyError for a view that is no letter, jinja2.UndefinedError for a hole in its words.
    """
    template = LETTERS[type(view)]
    code = _chosen(language)
    words = _words(f"{code}/{template.partition('/')[0]}.j2")
    isolate = _FROM_RIGHT if code in RIGHT_TO_LEFT else _FROM_LEFT
    return show(read_body(words.render(_values(view, code)), isolate), code, template)


def show(body: Body, language: str, template: str) -> Letter:
    """The letter of words that were written before, as text and as a page."""
    around = {"body": body, "language": language, "direction": direction_of(language)}
    html = ENVIRONMENT.get_template("page.html.j2").render(around)
    text = ENVIRONMENT.get_template("plain.txt.j2").render(around)
    return Letter(body.subject, text.strip() + "\n", html.lstrip(), language, template, body)


def render_light_offer(offer: LightOffer, language: str = DEFAULT) -> Letter:
    """Write the light offer in a language, or in Dutch where that language has no letter."""
    return render(offer, language)


def _chosen(language: str) -> str:
    asked = locale_for(language).language
    return asked if asked in written() else DEFAULT


def _values(view: Checked, code: str) -> dict[str, Any]:
    locale, figures = locales()[code], FIGURES[code]
    offer = getattr(view, "offer", view)
    return {
        "v": view,
        "offer": offer,
        "city": getattr(view, "sender", offer),
        "sources": _once(offer, locale),
        "creditors": getattr(view, "creditors", ()),
        "worker": getattr(view, "worker", ""),
        "money": figures.amount,
        "day": figures.day,
        "month": figures.month,
    }


def _once(offer: Checked, locale: Locale) -> tuple[str, ...]:
    """Each source once, in the order given: gas and electricity come from one company."""
    sources = offer.sources if isinstance(offer, LightOffer) else ()
    return tuple(dict.fromkeys(locale.text(f"sources/{one.value}") for one in sources))


@cache
def _words(name: str) -> Words:
    return WORDS.get_template(name)


@cache
def written() -> frozenset[str]:
    """The languages that have every letter, and know how to write amounts and days."""
    there = set(WORDS.list_templates())
    names = {template.partition("/")[0] for template in LETTERS.values()}
    whole = (code for code in FIGURES if {f"{code}/{name}.j2" for name in names} <= there)
    return frozenset(whole) & locales().keys()
