"""The page of a running plan: payments, pauses, changes, and asking to give up money."""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from portal.dossier import changing, forgoing, paying, planning
from portal.dossier.changing import Changing
from portal.dossier.forgoing import Forgoing
from portal.dossier.paying import MOST_ID, BadPayment
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.pages.dossier import USUAL, Here, Outcome, act, done, here, shown
from portal.web.views.claim_names import namer
from portal.web.views.dossier_payments import payments_view
from portal.web.views.fields import DOING
from portal.web.views.payment_forms import (
    CHANGE,
    DROP,
    FORGO,
    MOST_TOLD,
    PAUSE,
    PAY,
    REFUND,
    RESUME,
    Forgone,
    PaymentsPage,
)
from protocols.errors import Refused
from protocols.plan import refusals
from protocols.plan.events import Pay, PlanReason

PART = "betalingen"
_DONE = {
    PAY: "De betaling is vastgelegd.",
    REFUND: "De terugbetaling is vastgelegd.",
    PAUSE: "De regeling rust.",
    RESUME: "De regeling loopt weer.",
    CHANGE: "De regeling is gewijzigd.",
    FORGO: "Gevraagd. De financieel directeur moet het bevestigen; tot dan verandert er niets.",
    DROP: "Er wordt niets meer gevraagd.",
}
_BESIDE: Final[Mapping[type[Refused], str]] = {
    **dict.fromkeys(
        (
            refusals.AmountProtected,
            refusals.NothingAffordable,
            refusals.PlanTooLong,
            refusals.BadAmount,
            refusals.NotKept,
            refusals.NotOpen,
            forgoing.NotAPart,
        ),
        "bedrag",
    ),
    refusals.NameTwice: "kenmerk",
    BadPayment: "kenmerk",
    refusals.TooEarly: "vanaf",
    refusals.BadDay: "dag",
}
_NO_TOLD = "Schrijf op waarom."
_NO_REASON = "Kies een reden."
Doing = Callable[[], object]


def payments(ask: Ask) -> Response:
    """How the plan stands."""
    return _show(here(ask, PART), done(ask, _DONE))


def change(ask: Ask) -> Response:
    """Note what happened with the plan, or ask what another must confirm."""
    now, reading = here(ask, PART), Reading(ask.form)
    word = ask.form.text(DOING)
    word = word if word in _READERS else PAY
    doing = _READERS[word](now, reading)
    return act(now, reading, doing, _show, word, _BESIDE)


def _pay(now: Here, reading: Reading) -> Doing:
    name = reading.text("kenmerk", MOST_ID, "Noem het kenmerk van de betaling.")
    cents, paid_on = reading.cents("bedrag"), reading.day("datum")
    meant = reading.form.text("voor")
    platform, by = now.ask.portal.platform, now.ask.visit
    day = paid_on or by.on
    return lambda: paying.pay(platform, by, now.dossier_id, Pay(name, cents, day, meant))


def _refund(now: Here, reading: Reading) -> Doing:
    name = reading.text("kenmerk", MOST_ID, "Noem het kenmerk van de terugbetaling.")
    cents = reading.cents("bedrag")
    return lambda: paying.refund(
        now.ask.portal.platform, now.ask.visit, now.dossier_id, name, cents
    )


def _pause(now: Here, reading: Reading) -> Doing:
    until, told = reading.day("tot"), reading.text("toelichting", MOST_TOLD, _NO_TOLD)
    platform, by = now.ask.portal.platform, now.ask.visit
    if until is not None and until <= by.on:
        reading.fault("tot", "Kies een dag na vandaag.")
    last = until or by.on
    return lambda: planning.pause(platform, by, now.dossier_id, last, told)


def _resume(now: Here, _reading: Reading) -> Doing:
    return lambda: planning.resume(now.ask.portal.platform, now.ask.visit, now.dossier_id)


def _change(now: Here, reading: Reading) -> Doing:
    cents, from_on = reading.cents("bedrag"), reading.day("vanaf")
    number = reading.number("dag", 1, 31)
    reason = reading.word("reden", PlanReason, _NO_REASON) or PlanReason.MISTAKE
    told = reading.text("toelichting", MOST_TOLD, _NO_TOLD)
    platform, by = now.ask.portal.platform, now.ask.visit
    wanted = Changing(cents, from_on or by.on, number, reason, told)
    return lambda: changing.change(platform, by, now.dossier_id, wanted)


def _forgo(now: Here, reading: Reading) -> Doing:
    what = reading.word("wat", Forgone, "Kies wat wordt opgegeven.")
    reason = reading.word("reden", PlanReason, _NO_REASON) or PlanReason.MISTAKE
    why = Forgoing(reason, reading.text("toelichting", MOST_TOLD, _NO_TOLD))
    platform, by = now.ask.portal.platform, now.ask.visit
    if what is not Forgone.PART:
        ask_it = forgoing.scrap if what is Forgone.ALL else forgoing.write_off
        return lambda: ask_it(platform, by, now.dossier_id, why)
    known = [one.claim_id for one in now.file.running.progress.claims] if now.file.running else []
    claim_id = reading.one_of("schuld", known, "Kies een schuld.")
    cents = reading.cents("bedrag")
    return lambda: forgoing.remit(platform, by, now.dossier_id, claim_id, cents, why)


def _drop(now: Here, reading: Reading) -> Doing:
    told = reading.text("toelichting", MOST_TOLD, _NO_TOLD)
    return lambda: planning.drop(now.ask.portal.platform, now.ask.visit, now.dossier_id, told)


_READERS: Final[Mapping[str, Callable[[Here, Reading], Doing]]] = {
    PAY: _pay,
    REFUND: _refund,
    PAUSE: _pause,
    RESUME: _resume,
    CHANGE: _change,
    FORGO: _forgo,
    DROP: _drop,
}


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    name_of = namer(now.ask, now.file.debts)
    running = now.file.running
    ids = [one.claim_id for one in running.progress.claims] if running else []
    claims = [(claim_id, name_of(claim_id)) for claim_id in ids]
    page = PaymentsPage(now.path, now.stand, now.ask.visit.on, claims)
    view = payments_view(now.trail, page, now.file, name_of, outcome.sent, outcome.notice)
    return shown(now, "Betalingen", "payments.html", view, outcome.status)
