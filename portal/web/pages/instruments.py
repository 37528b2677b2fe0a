"""The instruments of recovery, each with its reason; and the safety warning of a case."""

from starlette.responses import RedirectResponse, Response

from portal.dossier.instruments import Wanted, possible, use_instrument
from portal.dossier.warnings import note_warning
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.instruments_used import read_used
from portal.web.pages.casework import show_case
from portal.web.pages.dossier import MOVED_ON, SECTION, sentence
from portal.web.views.fields import Sent
from portal.web.views.instruments import instruments_view
from portal.web.views.parts import Notice, frame_of
from protocols.errors import Refused
from protocols.work.instruments import Ability, Instrument
from protocols.work.recovery import MOST_REASON, InstrumentBarred
from protocols.work.safety import MOST_WARNING

_DONE = Notice("done", "De inzet is vastgelegd, met de reden.")


def instruments(ask: Ask) -> Response:
    """What may be used, what must come first, what was used."""
    return _show(ask, notice=_DONE if ask.query.get("gedaan") else None)


def use(ask: Ask) -> Response:
    """Note the use of an instrument, once."""
    case_id, read = ask.path["case_id"], Reading(ask.form)
    used = read_used(ask.portal.platform, ask.visit, case_id)
    if read.stand != len(used):
        return _show(ask, notice=Notice("wrong", MOVED_ON), status=409)
    instrument = read.word("middel", Instrument, "Kies een middel.")
    ability = read.word("kunnen", Ability, "Kies of de inwoner kan betalen.")
    reason = read.text("reden", MOST_REASON, "Schrijf op waarom dit nodig is.")
    if read.wrong or instrument is None or ability is None:
        return _show(ask, read.sent, status=400)
    try:
        wanted = Wanted(instrument, reason, ability)
        use_instrument(ask.portal.platform, ask.visit, case_id, wanted)
    except InstrumentBarred as barred:
        read.fault("middel", sentence(barred.message))
        return _show(ask, read.sent, status=409)
    return RedirectResponse(f"/zaken/{case_id}/middelen?gedaan=1", status_code=303)


def warn(ask: Ask) -> Response:
    """Keep a safety warning in the place of the one before: sending it twice changes nothing."""
    case_id, read = ask.path["case_id"], Reading(ask.form)
    text = read.text("waarschuwing", MOST_WARNING, "Schrijf op wat een bezoeker moet weten.")
    until_on = read.day("tot")
    if not read.wrong and until_on is not None:
        try:
            note_warning(ask.portal.platform, ask.visit, case_id, text, until_on)
            return RedirectResponse(f"/zaken/{case_id}?gedaan=waarschuwing", status_code=303)
        except Refused as refused:
            if refused.code == "not-your-case":
                raise
            read.fault("tot", sentence(refused.message))
    return show_case(ask, sent=read.sent, status=400)


def _show(
    ask: Ask, sent: Sent | None = None, notice: Notice | None = None, status: int = 200
) -> Response:
    case_id = ask.path["case_id"]
    platform, by = ask.portal.platform, ask.visit
    used, missing = read_used(platform, by, case_id), possible(platform, by, case_id)
    view = instruments_view(case_id, missing, used, sent, notice)
    frame = frame_of(ask, "Middelen", SECTION)
    return ask.portal.pages.show("instruments.html", frame, view, status)
