"""The receipt of a consent as a page to print and hand over."""

from dataclasses import dataclass
from datetime import date, datetime

from notifications.languages import languages
from portal.web.views.dossier_frame import resident_path
from portal.web.views.dossier_words import MANNERS, MEANT, PURPOSES
from portal.web.views.parts import Fact
from portal.web.words import day, moment
from protocols.privacy.consent import Purpose, PurposeState
from protocols.privacy.receipt import Json


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt. `withdrawal` is in the language (`lang`) in which consent was asked."""

    back: str
    file_path: str
    title: str
    meant: str
    facts: tuple[Fact, ...]
    lang: str
    withdrawal: str
    issued: str


def receipt_view(
    case_id: str, resident_id: str, purpose: Purpose, state: PurposeState, made: dict[str, Json]
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
            f"{asked.notice}, in het {languages().get(language, language)}" if asked else "",
        ),
        ("Hoe gegeven", MANNERS[given.evidence.manner] if given else ""),
        ("Bewijs", given.evidence.reference if given else ""),
        ("Geldt", _term(given.from_on, given.until_on) if given else ""),
        ("Gaat naar", ", ".join(_list(_part(record, "dpv:hasProcess"), "dpv:hasRecipient"))),
    ]
    return ReceiptView(
        back=back,
        file_path=f"{back}/{purpose.value}/bewijs.jsonld",
        title=PURPOSES[purpose],
        meant=MEANT[purpose],
        facts=tuple(Fact(name, text) for name, text in facts if text),
        lang=language,
        withdrawal=_text(_part(record, "dpv:hasConsentControl"), "vs:withdrawalMethod"),
        issued=moment(datetime.fromisoformat(_text(made, "dct:created")).isoformat()),
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
