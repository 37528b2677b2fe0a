"""A plan that runs: its terms, what was paid, missed and kept apart, and what can be done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.dossier.views import ResidentFile, RunningPlan
from portal.web.views.dossier_frame import Trail
from portal.web.views.fields import FormView, Sent, errors_of, filled
from portal.web.views.parts import Fact, FieldError, Notice
from portal.web.views.payment_forms import (
    PaymentsPage,
    drop_form,
    moving_forms,
    pay_form,
    refund_form,
)
from portal.web.views.waiting import waiting_told
from portal.web.words import day
from protocols.money import Cents, euros
from protocols.plan.events import Ending

NOTHING_RUNS = "Er loopt nog geen regeling. Doe eerst een voorstel."
_ENDINGS = {
    Ending.COMPLETED: "Alles is afgelost",
    Ending.SCRAPPED: "Wat nog open stond, is kwijtgescholden",
    Ending.STOPPED: "Gestopt: elke schuld gaat verder op zichzelf",
}
_TALK = "Er zijn zoveel termijnen gemist dat u met de inwoner moet praten over deze regeling."


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term; `state` tells in words how it stands, `late` marks one that is overdue."""

    due_on: str
    amount: str
    missing: str
    state: str
    late: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of the plan."""

    name: str
    owed: str
    repaid: str
    given_up: str
    open: str


@dataclass(frozen=True, slots=True)
class Booking:
    """A payment or refund, by the name it was noted under."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A form with its heading."""

    title: str
    anchor: str
    form: FormView


@dataclass(frozen=True, slots=True)
class PaymentsView:
    """The page of the payments; `why` tells why there is nothing to show."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    why: str
    talk: str
    facts: tuple[Fact, ...]
    terms: tuple[TermRow, ...]
    claims: tuple[ClaimRow, ...]
    payments: tuple[Booking, ...]
    refunds: tuple[Booking, ...]
    waiting: tuple[Fact, ...]
    drop: FormView | None
    pay: FormView | None
    refund: FormView | None
    forms: tuple[Titled, ...]


def payments_view(
    trail: Trail,
    page: PaymentsPage,
    file: ResidentFile,
    name_of: Callable[[str], str],
    sent: Sent | None,
    notice: Notice | None,
) -> PaymentsView:
    """Show how a plan stands, with the forms as they were sent, if they were."""
    running, dossier = file.running, file.dossier
    waiting = dossier.waiting if dossier else None
    drop = filled(drop_form(page), sent) if waiting else None
    pay = filled(pay_form(page), sent) if running else None
    kept = int(running.progress.kept_cents) if running else 0
    refund = filled(refund_form(page, kept), sent) if kept else None
    forms = tuple(
        Titled(title, f"kop-{form.doing}", filled(form, sent))
        for title, form in moving_forms(page, file)
    )
    giving_up = file.proposal.giving_up if file.proposal else None
    return PaymentsView(
        trail=trail,
        notices=(notice,) if notice else (),
        errors=errors_of([drop, pay, refund, *(one.form for one in forms)]),
        why="" if running else NOTHING_RUNS,
        talk=_TALK if running and running.needs_talk else "",
        facts=_facts(running, file) if running else (),
        terms=tuple(_terms(running, page.on)) if running else (),
        claims=_claims(running, name_of) if running else (),
        payments=_bookings(running.progress.payments) if running else (),
        refunds=_bookings(running.progress.refunds) if running else (),
        waiting=waiting_told(waiting, giving_up, name_of) if waiting else (),
        drop=drop,
        pay=pay,
        refund=refund,
        forms=forms,
    )


def _facts(running: RunningPlan, file: ResidentFile) -> tuple[Fact, ...]:
    progress, ended = running.progress, running.progress.ended
    until = file.dossier.paused_until if file.dossier else None
    always = (
        ("Staat nog open", euros(progress.open_cents)),
        ("Afgelost", euros(progress.repaid_cents)),
    )
    maybe = (
        ("Achter", running.behind_cents),
        ("Vooruit betaald", running.ahead_cents),
        ("Apart gehouden", progress.kept_cents),
        ("Terugbetaald", progress.refunded_cents),
        ("Kwijtgescholden", progress.given_up_cents),
    )
    told = [*always, *((name, euros(cents)) for name, cents in maybe if cents)]
    told += [("Gepauzeerd tot en met", day(until))] if until else []
    told += [("Afgelopen", f"{_ENDINGS[ended.ending]}, {day(ended.on)}")] if ended else []
    return tuple(Fact(*fact) for fact in told)


def _terms(running: RunningPlan, on: date) -> Iterator[TermRow]:
    progress = running.progress
    missing = {term.due_on: cents for term, cents in progress.unpaid()}
    overdue = {term.due_on for term in running.overdue}
    for term in progress.terms:
        lacking = missing.get(term.due_on, Cents(0))
        late = term.due_on in overdue or (term.due_on in progress.missed and bool(lacking))
        yield TermRow(
            due_on=day(term.due_on),
            amount=euros(term.cents),
            missing=euros(lacking) if lacking else "",
            state=_state(int(lacking), int(term.cents), late=late, due=term.due_on <= on),
            late="late" if late else "",
        )


def _state(lacking: int, cents: int, *, late: bool, due: bool) -> str:
    if not lacking:
        return "Betaald"
    if late:
        return "Gemist"
    part = " (deels betaald)" if lacking < cents else ""
    return ("Te betalen" if due else "Komt nog") + part


def _claims(running: RunningPlan, name_of: Callable[[str], str]) -> tuple[ClaimRow, ...]:
    return tuple(
        ClaimRow(
            name_of(one.claim_id),
            euros(one.owed_cents),
            euros(one.repaid_cents),
            euros(one.given_up_cents) if one.given_up_cents else "",
            euros(one.open_cents),
        )
        for one in running.progress.claims
    )


def _bookings(found: frozenset[tuple[str, int]]) -> tuple[Booking, ...]:
    return tuple(Booking(name, euros(Cents(cents))) for name, cents in sorted(found))
