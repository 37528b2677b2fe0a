"""Step 1, admit (toelaten): hold a delivered row against the covenant. Pure.

Checks run in a fixed order and the first that fails answers, so a creditor always gets the
same reason for the same row. Legal background: Bgs art. 2; NVVK rules on objection and running
arrangement (May 2022); LCV on delivery windows (30-11-2022).
"""

from collections.abc import Callable, Mapping
from datetime import date

from protocols.covenant.answer import Admitted, Asked, NotAdmitted, Refusal, Remark
from protocols.covenant.signal import Circumstance, MessageKind
from protocols.covenant.terms import Term
from protocols.rules import Rule, in_force

Check = Callable[[Asked], NotAdmitted | None]
_LATEST_FUTURE_DAYS = 1
_OLDEST_DAYS = 183


def admit(asked: Asked) -> Admitted | NotAdmitted:
    """Decide whether a delivered row may come in.

    Returns the refusal with its article, or the admitted row with all that was noted about it.
    """
    row = asked.row
    for check in CHECKS[row.kind]:
        refused = check(asked)
        if refused is not None:
            return refused
    basis = _basis(asked)
    about = None if row.kind is MessageKind.SIGNAL else asked.earlier
    article, source = asked.terms.article(Term.IN_FORCE), basis.source if basis else ""
    return Admitted(row, article, source, _remarks(asked), about)


def period_of(day: date, frequency: str) -> str:
    """Name the period in which one signal may be given: `2026-11`, `2026-Q4` or `2026`."""
    if frequency == "year":
        return f"{day.year}"
    if frequency == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}-{day.month:02d}"


def _covenant(asked: Asked) -> NotAdmitted | None:
    if Term.IN_FORCE not in asked.terms.rows:
        return NotAdmitted(Refusal.NO_COVENANT, asked.terms.number)
    return None


def _type_agreed(asked: Asked) -> NotAdmitted | None:
    if asked.row.arrears_type not in asked.terms.arrears_in_order:
        return asked.refuse(Refusal.ARREARS_TYPE_NOT_AGREED, Term.ARREARS_TYPES)
    return None


def _legal_basis(asked: Asked) -> NotAdmitted | None:
    if _basis(asked) is None:
        return asked.refuse(Refusal.NO_LEGAL_BASIS, Term.ARREARS_TYPES)
    return None


def _change(asked: Asked) -> NotAdmitted | None:
    if asked.earlier is None:
        return asked.refuse(Refusal.UNKNOWN_SIGNAL, Term.WITHDRAWAL_DAYS)
    limit = asked.terms.number_of(Term.WITHDRAWAL_DAYS)
    if limit is not None and (asked.received_on - asked.earlier.signal_on).days > limit:
        return asked.refuse(Refusal.TOO_LATE_TO_CHANGE, Term.WITHDRAWAL_DAYS)
    return None


def _window(asked: Asked) -> NotAdmitted | None:
    """Signals that announce the end of supply count outside the window too (LCV)."""
    if _outside(asked) and asked.terms.word_of(Term.OUTSIDE_WINDOW) != "noted":
        return asked.refuse(Refusal.OUTSIDE_WINDOW, Term.DELIVERY_WINDOW)
    return None


def _dates(asked: Asked) -> NotAdmitted | None:
    row = asked.row
    ahead = (row.signal_on - asked.received_on).days
    since = row.arrears_since_on
    wrong = not -_OLDEST_DAYS <= ahead <= _LATEST_FUTURE_DAYS
    if wrong or (since is not None and since > row.signal_on):
        return NotAdmitted(Refusal.SIGNAL_DATE, asked.terms.number)
    return None


def _age(asked: Asked) -> NotAdmitted | None:
    """An end-of-supply signal is not bound to an age (LCV); an unknown age passes."""
    row, terms = asked.row, asked.terms
    if row.arrears_since_on is None or row.crisis:
        return None
    days = (row.signal_on - row.arrears_since_on).days
    least, most = terms.number_of(Term.MINIMUM_AGE_DAYS), terms.number_of(Term.MAXIMUM_AGE_DAYS)
    if least is not None and days < least:
        return asked.refuse(Refusal.TOO_RECENT, Term.MINIMUM_AGE_DAYS)
    if most is not None and days > most:
        return asked.refuse(Refusal.TOO_OLD, Term.MAXIMUM_AGE_DAYS)
    return None


def _amount(asked: Asked) -> NotAdmitted | None:
    row, terms = asked.row, asked.terms
    least, most = terms.number_of(Term.MINIMUM_AMOUNT), terms.number_of(Term.MAXIMUM_AMOUNT)
    if least is not None and row.amount_cents < least and not row.crisis:
        return asked.refuse(Refusal.AMOUNT_TOO_LOW, Term.MINIMUM_AMOUNT)
    if most is not None and row.amount_cents > most:
        return asked.refuse(Refusal.AMOUNT_TOO_HIGH, Term.MAXIMUM_AMOUNT)
    return None


_STANDING = (
    (Circumstance.ARRANGEMENT, Term.ARRANGEMENT, Refusal.RUNNING_ARRANGEMENT),
    (Circumstance.OBJECTION, Term.OBJECTION, Refusal.OBJECTION),
)


def _standing(asked: Asked) -> NotAdmitted | None:
    for circumstance, term, code in _STANDING:
        if circumstance in asked.row.circumstances and asked.terms.word_of(term) != "noted":
            return asked.refuse(code, term)
    return None


def _steps(asked: Asked) -> NotAdmitted | None:
    declared = asked.terms.word_of(Term.STEPS_NOT_MENTIONED) == "declared"
    for step in asked.terms.required_steps:
        if step in asked.row.denied or (step not in asked.row.steps and not declared):
            return asked.refuse(Refusal.STEPS_MISSING, Term.REQUIRED_STEPS)
    return None


def _duplicate(asked: Asked) -> NotAdmitted | None:
    if asked.earlier is not None:
        return asked.refuse(Refusal.DUPLICATE, Term.FREQUENCY)
    return None


CHECKS: Mapping[MessageKind, tuple[Check, ...]] = {
    MessageKind.SIGNAL: (
        _covenant,
        _type_agreed,
        _legal_basis,
        _window,
        _dates,
        _age,
        _amount,
        _standing,
        _steps,
        _duplicate,
    ),
    MessageKind.WITHDRAW: (_change,),
    MessageKind.CORRECT: (_covenant, _type_agreed, _change, _amount),
}


def _basis(asked: Asked) -> Rule[object] | None:
    return in_force(asked.bases.get(asked.row.arrears_type, ()), asked.received_on)


def _outside(asked: Asked) -> bool:
    if asked.row.kind is not MessageKind.SIGNAL or asked.row.crisis:
        return False
    first, last = asked.terms.window
    return not first <= asked.received_on.day <= last


def _remarks(asked: Asked) -> tuple[Remark, ...]:
    row, dropped = asked.row, asked.terms.word_of(Term.NATIONAL_ID) != "accepted"
    noted = (
        (_outside(asked), Remark.OUTSIDE_WINDOW),
        (Circumstance.ARRANGEMENT in row.circumstances, Remark.ARRANGEMENT),
        (Circumstance.OBJECTION in row.circumstances, Remark.OBJECTION),
        (bool(row.person.national_id) and dropped, Remark.NATIONAL_ID_DROPPED),
        (Circumstance.BAD_NATIONAL_ID in row.circumstances, Remark.NATIONAL_ID_INVALID),
    )
    return tuple(remark for holds, remark in noted if holds)
