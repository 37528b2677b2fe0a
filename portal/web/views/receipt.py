"""The receipt of a consent as a page to print and hand over."""

from dataclasses import dataclass
from datetime import date, datetime

from notifications.figures import FIGURES
from notifications.languages import DEFAULT, languages, locale_for
from notifications.words import label
from portal.web.views.dossier_frame import resident_path
from portal.web.views.dossier_words import MEANT
from portal.web.views.parts import Fact
from portal.web.words import day, moment
from protocols.privacy.consent import Purpose, PurposeState
from protocols.privacy.receipt import Json


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt. `own` says the same in short in the language (`lang`) in which was asked,
    and is empty for Dutch. `spoken` is the language of `withdrawal`."""

    back: str
    file_path: str
    title: str
    meant: str
    facts: tuple[Fact, ...]
    lang: str
    own: tuple[str, ...]
    spoken: str
    withdrawal: str
    issued: str


def receipt_view(
    case_id: str,
    resident_id: str,
    purpose: Purpose,
    state: PurposeState,
    made: dict[str, Json],
    spoken: str,
) -> ReceiptView:
    """Show a receipt that was made of a consent that was given."""
    record = _part(made, "dpv:hasRecordOfActivity")
    city, authority = _part(record, "dpv:hasDataController"), _part(record, "dpv:hasAuthority")
    back = resident_path(case_id, resident_id)
    asked, given = state.asked, state.given
    language = asked.language if asked else "nl"
    facts = [
        ("Kenmerk", _text(record, "dct:identifier")),
        ("Aan wie", _told(city)),
        ("Klachten", _told(authority)),
        (
            "Uitleg",
            f"{asked.notice} ({languages().get(language, language)})" if asked else "",
        ),
        ("Hoe gegeven", label(given.evidence.manner) if given else ""),
        ("Bewijs", given.evidence.reference if given else ""),
        ("Geldt", _term(given.from_on, given.until_on) if given else ""),
        ("Gaat naar", ", ".join(_list(_part(record, "dpv:hasProcess"), "dpv:hasRecipient"))),
    ]
    return ReceiptView(
        back=back,
        file_path=f"{back}/{purpose.value}/bewijs.jsonld",
        title=label(purpose),
        meant=MEANT[purpose],
        facts=tuple(Fact(name, text) for name, text in facts if text),
        lang=language,
        own=_own(purpose, state, language),
        spoken=spoken,
        withdrawal=_text(_part(record, "dpv:hasConsentControl"), "vs:withdrawalMethod"),
        issued=moment(datetime.fromisoformat(_text(made, "dct:created")).isoformat()),
    )


def _own(purpose: Purpose, state: PurposeState, language: str) -> tuple[str, ...]:
    """Title, purpose, manner and term in the resident's language."""
    given, figures = state.given, FIGURES.get(language)
    if language == DEFAULT or given is None or figures is None:
        return ()
    words = locale_for(language)
    first, last = figures.day(given.from_on), figures.day(given.until_on)
    return (
        words.text("receipt/title"),
        label(purpose, language),
        label(given.evidence.manner, language),
        words.say("receipt/valid", first=first, last=last),
    )


def _part(json: dict[str, Json], name: str) -> dict[str, Json]:
    found = json.get(name)
    return found if isinstance(found, dict) else {}


def _text(json: dict[str, Json], name: str) -> str:
    return str(json.get(name, ""))


def _list(json: dict[str, Json], name: str) -> list[str]:
    found = json.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []


def _told(party: dict[str, Json]) -> str:
    names = ("dpv:hasName", "dpv:hasAddress", "dpv:hasContact")
    return ", ".join(text for name in names if (text := _text(party, name)))


def _term(from_on: date, until_on: date) -> str:
    return f"van {day(from_on)} tot en met {day(until_on)}"
