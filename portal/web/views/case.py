"""One case: who, why, what is owed to whom, what was done, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from notifications.explain import ExplanationView, explain, explain_assignment, explain_claims
from notifications.words import label
from portal.casework import CaseFile
from portal.web.ask import Ask
from portal.web.views.attempt import AttemptForm
from portal.web.views.caseload import case_name, clock_of, district_name
from portal.web.views.dossier_case import CaseWork
from portal.web.views.parts import Fact, Notice, creditor_name
from portal.web.views.persons import ContactRow, PersonCard, contact_rows, person_cards, warnings
from portal.web.views.timeline import TimelineItem, timeline
from portal.web.words import day, day_of
from protocols.covenant.signal import ArrearsType
from protocols.money import Cents, euros
from protocols.work.combine import Pattern
from protocols.work.contact import Outcome
from protocols.work.enrich import ClaimsView
from protocols.work.points import Track
from protocols.work.route import Why
from store.cases import Case
from store.signals import KeptSignal
from streams.explanation import Explanation, read_explanation
from streams.steps.emptied import RETURNED

WITHDRAWN = "withdrawn"
_CLOSED = {
    WITHDRAWN: "Alle signalen zijn ingetrokken",
    RETURNED: "Het besluit over wie het signaal ging, is ongedaan gemaakt",
}

_GONE = "De inwoner van deze zaak staat niet meer in het register."
_NOTHING_LEFT = "Bij deze zaak hoort geen signaal meer, en dus ook niemand."


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal of the case; `state` tells of a crisis or a withdrawal, else it is empty."""

    signal_on: str
    creditor: str
    arrears: str
    amount: str
    state: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One open claim of the city; shown at depth `all` only."""

    category: str
    principal: str
    balance: str
    due_on: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its worker sees it; `form` is None once it is closed."""

    name: str
    closed: str
    warnings: tuple[str, ...]
    facts: tuple[Fact, ...]
    explanation: ExplanationView
    assignment: str
    persons: tuple[PersonCard, ...]
    nobody: str
    contacts: tuple[ContactRow, ...]
    signals: tuple[SignalRow, ...]
    claims: str
    claim_rows: tuple[ClaimRow, ...]
    timeline: tuple[TimelineItem, ...]
    form: AttemptForm | None
    notices: tuple[Notice, ...]
    work: CaseWork
    pauses: str = ""


def case_view(
    ask: Ask,
    file: CaseFile,
    form: AttemptForm | None,
    work: CaseWork,
    happened: Sequence[TimelineItem] = (),
    notice: Notice | None = None,
) -> CaseView:
    """Show a case on the day of asking, with the form as it is to be filled in."""
    case, told = file.case, read_explanation(file.case.explanation)
    track = Track(case.track)
    return CaseView(
        name=case_name(case.case_id),
        closed=_closed(case),
        warnings=warnings(file),
        facts=_facts(file, told, ask.visit.on),
        explanation=explain(track, told.points, told.reasons, told.nearest),
        assignment=_assignment(ask, case),
        persons=person_cards(file),
        nobody=_GONE if file.signals else _NOTHING_LEFT,
        contacts=contact_rows(ask, file),
        signals=tuple(_signal(ask, one) for one in file.signals),
        claims=explain_claims(told.claims, bands=_bands(ask, told)),
        claim_rows=_claim_rows(told.claims),
        timeline=timeline(ask, file, happened),
        form=form,
        notices=(notice,) if notice else (),
        work=work,
        pauses=f"/zaken/{case.case_id}/pauzes" if file.pauses else "",
    )


def _closed(case: Case) -> str:
    if case.status == "open":
        return ""
    how = _CLOSED.get(case.outcome) or _outcome(case.outcome)
    return f"Afgesloten op {day_of(case.closed_on)}: {how}."


def _outcome(word: str) -> str:
    return Outcome(word).value if word in list(Outcome) else word


def _facts(file: CaseFile, told: Explanation, on: date) -> tuple[Fact, ...]:
    case = file.case
    clock = clock_of(case, len(file.attempts), on)
    facts = (
        ("Aanpak", label(Track(case.track))),
        ("Eerste contact uiterlijk", f"{day_of(case.first_contact_by)}. {clock.text}."),
        ("Begonnen op", day_of(case.opened_on)),
        ("Patroon", label(Pattern(case.pattern))),
        ("Achterstand samen", euros(Cents(case.total_cents))),
        ("Wijk", district_name(case.district)),
    )
    certain = [("Juiste inwoner", label(told.certainty))] if told.certainty else []
    return tuple(Fact(*fact) for fact in (*facts, *certain))


def _assignment(ask: Ask, case: Case) -> str:
    """The worker reads their own case, so they are named by their account."""
    teams = {row.value.team_id: row.value.name for row in ask.portal.platform.city.teams}
    team = next((name for key, name in teams.items() if key == case.team_id), case.team_id)
    return explain_assignment(Why(case.why), team, case.district, case.worker_id)


def _bands(ask: Ask, told: Explanation) -> Sequence[int]:
    privacy = ask.portal.platform.city.privacy
    return privacy.bands_on(ask.visit.on) if told.claims.count else ()


def _signal(ask: Ask, kept: KeptSignal) -> SignalRow:
    known = kept.known
    states = (
        (kept.status == WITHDRAWN, "Ingetrokken"),
        (known.crisis, "Crisis: afsluiting of ontruiming dreigt"),
    )
    return SignalRow(
        signal_on=day(known.signal_on),
        creditor=f"{creditor_name(ask, known.creditor_id)} ({known.partner_type})",
        arrears=label(ArrearsType(known.arrears_type)),
        amount=euros(known.amount_cents),
        state=". ".join(word for holds, word in states if holds),
    )


def _claim_rows(view: ClaimsView) -> tuple[ClaimRow, ...]:
    return tuple(
        ClaimRow(
            one.category,
            euros(one.principal_cents),
            euros(one.balance_cents),
            day(one.due_on),
        )
        for one in view.claims
    )
