"""The letter of the light offer, with the notice of article 14 GDPR in it. Shows, never decides.

Who gets the letter has debts that are none of anybody else's business: the subject tells nothing
of them, and the letter names neither the creditor nor an amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from notifications.languages import DEFAULT, locale_for, locales
from notifications.rendering import ENVIRONMENT
from protocols.covenant.signal import ArrearsType
from protocols.errors import Refused
from protocols.privacy.terms import Depth

TEMPLATE: Final = "light-offer/1"
"""Id and version; raise the version with every change of words, so old letters can be told."""

_NAME: Final = TEMPLATE.partition("/")[0]
_MAY_BE_EMPTY: Final = frozenset({"authority", "privacy_email"})


class BadOffer(Refused):
    """A light offer that cannot be written; the message names every field that is wrong."""

    code = "bad-offer"


@dataclass(frozen=True, slots=True)
class LightOffer:
    """What a city tells everybody to whom it makes a light offer. Holds nobody's name.

    `city_name` is the bare name ("Dronten"): the letter itself says "gemeente". `basis` is the
    legal basis as the city's privacy protocol words it, `retention_days` counts from the last
    change. `sources` are the kinds of arrears about which this household, or anybody in the
    city, can be signalled: they are told as landlord, energy company and so on. `authority` is
    the supervisory authority by name and `privacy_email` the privacy officer's own address;
    empty, the letter tells both in general words. `claims` is how deep the city looks at what
    it is owed itself before consent.

    Raises BadOffer for an empty field, a line break in a field or less than one day.
    """

    city_name: str
    contact_phone: str
    contact_email: str
    website: str
    basis: str
    retention_days: int
    sources: tuple[ArrearsType, ...]
    authority: str = ""
    privacy_email: str = ""
    claims: Depth = Depth.NONE

    def __post_init__(self) -> None:
        wrong = [fault for one in fields(self) if (fault := self._fault(one.name))]
        if wrong:
            raise BadOffer("\n".join(wrong))

    def _fault(self, name: str) -> str:
        value = getattr(self, name)
        if isinstance(value, str) and not value.isprintable():
            return f"{name}: zet alles op een regel, zonder stuurtekens"
        if isinstance(value, str) and not value.strip() and name not in _MAY_BE_EMPTY:
            return f"{name}: is leeg; vul het in"
        if isinstance(value, int) and value < 1:
            return f"{name}: is minder dan een dag; vul een bewaartermijn in"
        if isinstance(value, tuple) and not value:
            return f"{name}: is leeg; noem ten minste een bron"
        return ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to send. `template` is id and version; `language` is the one written in."""

    subject: str
    text: str
    html: str
    language: str
    template: str = TEMPLATE


def render_light_offer(offer: LightOffer, language: str = DEFAULT) -> Letter:
    """Write the light offer in a language, or in Dutch where that language has no letter."""
    asked = locale_for(language)
    locale = asked if asked.language in _written() else locales()[DEFAULT]
    sources = _sources([locale.text(f"sources/{source.value}") for source in offer.sources])
    subject = locale.say(f"letters/{_NAME}/subject", city_name=offer.city_name)
    values = {"offer": offer, "sources": sources, "subject": subject, "language": locale.language}
    return Letter(
        subject,
        ENVIRONMENT.get_template(f"{locale.language}/{_NAME}.txt.j2").render(values),
        ENVIRONMENT.get_template(f"{locale.language}/{_NAME}.html.j2").render(values),
        locale.language,
    )


@cache
def _written() -> frozenset[str]:
    """The languages that have the letter both as text and as a page."""
    there = set(ENVIRONMENT.list_templates())
    both = {code: {f"{code}/{_NAME}.{kind}.j2" for kind in ("txt", "html")} for code in locales()}
    return frozenset(code for code, needed in both.items() if needed <= there)


def _sources(names: Sequence[str]) -> tuple[str, ...]:
    """Each source once, in the order given: gas and electricity come from one company."""
    return tuple(dict.fromkeys(names))
