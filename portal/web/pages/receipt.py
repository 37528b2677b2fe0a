"""The receipt of a consent: a page to print, and the same as a file that machines read."""

from starlette.responses import JSONResponse, Response

from portal.casework.file import not_yours
from portal.dossier.consenting import Person
from portal.dossier.receipts import consent_receipt
from portal.web.ask import Ask
from portal.web.pages.dossier import SECTION, here
from portal.web.views.parts import frame_of
from portal.web.views.receipt import receipt_view
from protocols.privacy.consent import Purpose
from protocols.privacy.receipt import Json

_TITLE = "Bewijs van toestemming"


def page(ask: Ask) -> Response:
    """The receipt on a page."""
    purpose, made = _made(ask)
    now = here(ask, "toestemming")
    state = now.file.consents.of(purpose)
    spoken = _spoken(ask, state.asked.language if state.asked else "")
    view = receipt_view(now.case_id, now.file.resident_id, purpose, state, made, spoken)
    return ask.portal.pages.show("receipt.html", frame_of(ask, _TITLE, SECTION), view)


def file(ask: Ask) -> Response:
    """The receipt as JSON-LD (ISO/IEC TS 27560)."""
    purpose, made = _made(ask)
    headers = {"Content-Disposition": f'attachment; filename="bewijs-{purpose.value}.jsonld"'}
    return JSONResponse(made, headers=headers, media_type="application/ld+json")


def _spoken(ask: Ask, language: str) -> str:
    """In which language the city says how to withdraw: the resident's, else its own."""
    city = ask.portal.platform.city
    terms = city.privacy.receipt_on(ask.visit.on)
    has = terms.withdrawal if terms else {}
    return next((one for one in (language, *city.languages, *has) if one in has), "nl")


def _made(ask: Ask) -> tuple[Purpose, dict[str, Json]]:
    purpose = next((one for one in Purpose if one.value == ask.path["purpose"]), None)
    now = here(ask, "toestemming")
    if purpose is None:
        raise not_yours()
    person = Person(now.case_id, now.file.resident_id)
    return purpose, consent_receipt(ask.portal.platform, ask.visit, person, purpose)
