"""The pauses of a case for its worker, with the form to extend or end one or report a breach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.casework.pausing import CasePause
from portal.web.ask import Ask, Form
from portal.web.views.item import TimelineItem
from portal.web.views.parts import Choice, FieldError, Notice, creditor_name
from portal.web.views.pauses import BREACHES, STATUS, pause_items
from portal.web.words import day
from protocols.covenant.pause_words import Breach, Command, End, EndReason, Extend, Report

EXTEND = "verlengen"
ENDINGS = {
    EndReason.ARRANGEMENT: "er is een regeling getroffen",
    EndReason.HELP_STOPPED: "de hulp is gestopt",
    EndReason.PAID: "de achterstand is betaald",
    EndReason.CONSENT_WITHDRAWN: "de toestemming is ingetrokken",
    EndReason.SIGNAL_WITHDRAWN: "de schuldeiser trok het signaal in",
}
_WHAT = FieldError("wat", "Kies wat u wilt vastleggen.")
_DAY = FieldError("dag", "Kies een dag; wat er gebeurde, kan niet na vandaag liggen.")


@dataclass(frozen=True, slots=True)
class PauseCard:
    """One pause: at whom, how it stands, and what happened to it."""

    signal_id: str
    heading: str
    status: str
    items: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True)
class CasePausesView:
    """The pauses of a case. The form is for one of them at a time."""

    back: str
    path: str
    notices: tuple[Notice, ...]
    cards: tuple[PauseCard, ...]
    signals: tuple[Choice, ...]
    breaches: tuple[Choice, ...]
    endings: tuple[Choice, ...]
    extend: str
    on: str
    errors: tuple[FieldError, ...]

    @property
    def error_of(self) -> dict[str, str]:
        """The message per field that is wrong; empty text for the others."""
        none = dict.fromkeys(("wat", "dag"), "")
        return {**none, **{one.field: one.message for one in self.errors}}


@dataclass(frozen=True, slots=True)
class PauseRead:
    """A filled-in form: which pause and what to do, or what is wrong with it."""

    signal_id: str
    command: Command | None
    errors: tuple[FieldError, ...] = ()


def case_pauses_view(
    ask: Ask,
    found: Sequence[CasePause],
    notices: tuple[Notice, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> CasePausesView:
    """Show the pauses of a case, with what was filled in before, if anything."""
    case_id, form = ask.path["case_id"], ask.form
    what = form.text("wat")
    return CasePausesView(
        back=f"/zaken/{case_id}",
        path=f"/zaken/{case_id}/pauzes",
        notices=notices,
        cards=tuple(_card(ask, one) for one in found),
        signals=tuple(_signal(ask, one, form) for one in found),
        breaches=tuple(_choice(word, text, what) for word, text in BREACHES.items()),
        endings=tuple(_choice(word, text, what) for word, text in ENDINGS.items()),
        extend="selected" if what == EXTEND else "",
        on=form.text("dag") or ask.visit.on.isoformat(),
        errors=errors,
    )


def read_change(form: Form, today: date) -> PauseRead:
    """Read the form; what is wrong is told all at once."""
    what, on = form.text("wat"), _day_of(form.text("dag"))
    signal_id = form.text("signaal")
    known = what == EXTEND or what in set(Breach) | set(EndReason)
    late = on is not None and on > today and what != EXTEND
    if not known or on is None or late:
        wrong = [] if known else [_WHAT]
        return PauseRead(signal_id, None, (*wrong, *([_DAY] if on is None or late else [])))
    if what == EXTEND:
        return PauseRead(signal_id, Extend(today, on))
    if what in set(EndReason):
        return PauseRead(signal_id, End(today, EndReason(what)))
    return PauseRead(signal_id, Report(on, Breach(what)))


def _card(ask: Ask, one: CasePause) -> PauseCard:
    until = f"{STATUS[one.pause.status]}, tot en met {day(one.pause.until_on)}"
    return PauseCard(
        one.signal_id, creditor_name(ask, one.creditor_id), until, pause_items(ask, one.pause)
    )


def _signal(ask: Ask, one: CasePause, form: Form) -> Choice:
    started = one.pause.started
    since = day(started.on) if started else ""
    label = f"{creditor_name(ask, one.creditor_id)}, sinds {since}"
    chosen = form.text("signaal") == one.signal_id
    return Choice(one.signal_id, label, "selected" if chosen else "")


def _choice(word: str, text: str, chosen: str) -> Choice:
    return Choice(word, text, "selected" if word == chosen else "")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
