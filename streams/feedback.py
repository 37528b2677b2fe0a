"""Report back (terugkoppelen): what creditors are told, in the transaction of what it tells about.

Outcomes are told where they are recorded (`report_back`). Codes that a fixed number of days after
receipt brings are told by the clock (`tell_due`), from the receipts alone: see the leak rule in
`protocols.covenant.feedback`.
"""

from collections.abc import Mapping, Sequence

from protocols.covenant.feedback import Code, Feedback, due_days, feedback_for
from protocols.privacy.audit import Action
from protocols.work.contact import Outcome
from store import audit, feedback, log, signals
from store.cases import Case
from store.engine import Engine, Tx, begin
from store.feedback import Told
from streams.events import FeedbackData, feedback_entry
from streams.pausing import Belongs, start
from streams.telling import Teller, reference_of


def report_back(tx: Tx, by: Teller, case: Case, outcome: Outcome) -> Sequence[Told]:
    """Tell the creditors of a case its outcome, each about its own signals, as agreed with each.

    Accepted help starts a pause with every creditor whose covenant knows one. Returns what was
    told; what was told before is not told again.
    """
    told: list[Told] = []
    for kept in signals.of_case(tx, case.household_id, case.case_id):
        creditor_id = kept.known.creditor_id
        terms = by.terms(creditor_id)
        about = reference_of(tx, creditor_id, kept.known.signal_id)
        if terms is None or about is None or kept.status != "active":
            continue
        said = feedback_for(outcome, terms, about, by.on)
        if said is None:
            continue
        if said.until_on is not None:
            start(tx, by, Belongs(creditor_id, case.household_id, case.case_id), about)
        told += _tell(tx, by, creditor_id, [said])
    return told


def tell_due(engine: Engine, by: Teller) -> Mapping[Code, int]:
    """Tell every creditor what a number of days since receipt brings; returns how many per code.

    At most 500 in a transaction; whoever does it twice, or after a stop, tells nothing twice.
    """
    counts: dict[Code, int] = {}
    for creditor_id in sorted(by.city.covenants):
        terms = by.terms(creditor_id)
        for code, days in (due_days(terms) if terms else {}).items():
            counts[code] = counts.get(code, 0) + _tell_all(engine, by, creditor_id, code, days)
    return counts


def _tell_all(engine: Engine, by: Teller, creditor_id: str, code: Code, days: int) -> int:
    total = 0
    while True:
        with begin(engine) as tx:
            about = feedback.due(tx, creditor_id, code, days, by.on)
            said = [Feedback(code, one, by.on) for one in about]
            told = _tell(tx, by, creditor_id, said)
        total += len(told)
        if len(about) < feedback.MOST:
            return total


def _tell(tx: Tx, by: Teller, creditor_id: str, said: Sequence[Feedback]) -> Sequence[Told]:
    """Record feedback with its audit entry and its event, in one transaction."""
    told = feedback.tell(tx, creditor_id, said, by.at)
    log.append(tx, [feedback_entry(by.at, _data(one)) for one in told])
    audit.record(
        tx, [by.note(Action.FEEDBACK_TOLD, ("feedback", one.feedback_id), one.code) for one in told]
    )
    return told


def _data(one: Told) -> FeedbackData:
    days = (one.told_on, one.until_on)
    return FeedbackData(one.creditor_id, one.seq, one.signal_id, one.code, *days)
