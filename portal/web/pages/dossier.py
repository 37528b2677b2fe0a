"""What the pages of a dossier share: whose it is, a form that counts once, and what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import RedirectResponse, Response

from portal.casework import NotYourCase
from portal.casework.file import not_yours
from portal.dossier.file import read_dossier
from portal.dossier.views import ResidentFile
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.views.dossier_frame import Trail, resident_path, trail
from portal.web.views.dossier_stand import stand_of
from portal.web.views.fields import Sent
from portal.web.views.parts import Notice, frame_of
from portal.web.words import called
from protocols.errors import Refused
from protocols.plan.plan import Wish
from store.engine import ConstraintBroken

SECTION: Final = "Werkvoorraad"
UNKNOWN_NAME: Final = "Een inwoner die niet meer in het register staat"
MOVED_ON: Final = (
    "Dit was al vastgelegd, of er is intussen iets anders veranderd. Er is nu niets vastgelegd: "
    "bekijk hoe het staat en vul het formulier zo nodig opnieuw in."
)
NO_DOSSIER: Final = (
    "Er is nog geen dossier. Vraag de inwoner eerst toestemming voor een dossier en leg dat vast."
)


class PageMovedOn(Refused):
    """Something changed after the page was shown: look again first."""

    code = "page-moved-on"


class NoDossierYet(Refused):
    """Nothing can be kept of a resident who was not asked for consent to a dossier."""

    code = "no-dossier-yet"


@dataclass(frozen=True, slots=True)
class Here:
    """One resident of a case, on one page of the dossier. `stand` tells how everything stood."""

    ask: Ask
    part: str
    file: ResidentFile
    stand: int

    @property
    def case_id(self) -> str:
        """The case."""
        return self.ask.path["case_id"]

    @property
    def path(self) -> str:
        """The address of this page."""
        return resident_path(self.case_id, self.file.resident_id, self.part)

    @property
    def trail(self) -> Trail:
        """What stands on top of the page."""
        dossier, known = self.file.dossier, self.file.resident
        name = called(known.name) if known else UNKNOWN_NAME
        stage = dossier.stage if dossier else None
        return trail(self.case_id, self.file.resident_id, name, stage, self.part)

    @property
    def dossier_id(self) -> str:
        """The dossier. Raises NoDossierYet."""
        if self.file.dossier is None:
            raise NoDossierYet(NO_DOSSIER)
        return self.file.dossier.dossier_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to show again: the form as it was sent, a message on top, and the status."""

    sent: Sent | None = None
    notice: Notice | None = None
    status: int = 200


Show = Callable[[Here, Outcome], Response]
USUAL: Final = Outcome()


def here(ask: Ask, part: str, wish: Wish | None = None) -> Here:
    """The resident of this address. Raises NotYourCase, also for somebody of another case."""
    case_id, resident_id = ask.path["case_id"], ask.path["resident_id"]
    file = read_dossier(ask.portal.platform, ask.visit, case_id, wish)
    found = next((one for one in file.residents if one.resident_id == resident_id), None)
    if found is None:
        raise not_yours()
    return Here(ask, part, found, stand_of(found))


def shown(now: Here, title: str, template: str, view: object, status: int) -> Response:
    """A page of a dossier."""
    return now.ask.portal.pages.show(template, frame_of(now.ask, title, SECTION), view, status)


def done(ask: Ask, words: Mapping[str, str]) -> Outcome:
    """The page after something was done: the message that the address names, if any."""
    text = words.get(ask.query.get("gedaan", ""), "")
    return Outcome(notice=Notice("done", text)) if text else USUAL


def act(
    now: Here,
    reading: Reading,
    doing: Callable[[], object],
    show: Show,
    done_word: str,
    beside: Mapping[type[Refused], str] | None = None,
) -> Response:
    """Do what a form asks, once, and go back to the page; or show it again with what is wrong.

    `beside` names the field that a refusal belongs to; any other stands on top of the page.
    """
    if reading.stand != now.stand:
        return _again(now, show, Notice("wrong", MOVED_ON))
    if not reading.wrong:
        try:
            doing()
            return RedirectResponse(f"{now.path}?gedaan={done_word}", status_code=303)
        except NotYourCase:
            raise
        except ConstraintBroken:
            return _again(now, show, Notice("wrong", MOVED_ON))
        except Refused as refused:
            field = (beside or {}).get(type(refused), "")
            if not field:
                notice = Notice("wrong", sentence(refused.message))
                return show(now, Outcome(reading.sent, notice, 409))
            reading.fault(field, sentence(refused.message))
    return show(now, Outcome(reading.sent, status=400))


def sentence(message: str) -> str:
    """A message as a sentence of its own: a capital in front, a stop behind."""
    text = message.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _again(now: Here, show: Show, notice: Notice) -> Response:
    fresh = here(now.ask, now.part)
    return show(fresh, Outcome(notice=notice, status=409))
