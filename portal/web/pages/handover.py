"""Handing a resident over to debt help: only with consent, and after somebody spoke."""

from starlette.responses import Response

from portal.casework import NotYourCase
from portal.dossier.consenting import Person
from portal.dossier.handover import MOST_QUESTION, Handing, hand_over
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.pages.dossier import MOVED_ON, USUAL, Here, Outcome, here, sentence, shown
from portal.web.views.handover import MOST, RECEIVER, handover_view
from portal.web.views.parts import Notice
from protocols.errors import Refused
from protocols.privacy.consent import ConsentMissing, Purpose, require
from protocols.work.handover import Crisis, Receiver

PART = "overdracht"
_NAME = "attachment; filename=overdracht.json"


def page(ask: Ask) -> Response:
    """The form, or why there is none."""
    return _show(here(ask, PART))


def make(ask: Ask) -> Response:
    """Note the handover and give the file for the receiver; the last one of a case counts."""
    now, reading = here(ask, PART), Reading(ask.form)
    if reading.stand != now.stand:
        return _show(now, Outcome(notice=Notice("wrong", MOVED_ON), status=409))
    handing = _read(reading)
    if handing is None:
        return _show(now, Outcome(reading.sent, status=400))
    person = Person(now.case_id, now.file.resident_id)
    try:
        file = hand_over(ask.portal.platform, ask.visit, person, handing)
    except NotYourCase:
        raise
    except Refused as refused:
        notice = Notice("wrong", sentence(refused.message))
        return _show(now, Outcome(reading.sent, notice, 409))
    headers = {"Content-Disposition": _NAME}
    return Response(file, media_type="application/json", headers=headers)


def _read(reading: Reading) -> Handing | None:
    spoken = reading.text("gesproken", MOST, "Noem wie u bij schuldhulp sprak.")
    told = [reading.text(name, MOST, "Vul dit in.") for name, _ in RECEIVER]
    crisis = reading.word("crisis", Crisis, "Kies ja of nee.")
    question = reading.text("vraag", MOST_QUESTION, "Schrijf op waarvoor hulp nodig is.")
    if reading.wrong or crisis is None:
        return None
    return Handing(Receiver(*told), spoken, crisis, question)


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    why = ""
    try:
        require(now.file.consents, Purpose.HANDOVER, now.ask.visit.on)
    except ConsentMissing as missing:
        why = missing.message
    view = handover_view(now.trail, now.path, now.stand, why, outcome.sent, outcome.notice)
    return shown(now, "Overdracht", "handover.html", view, outcome.status)
