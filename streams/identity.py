"""How the same arrears is known again: a keyed token per creditor, reference and period.

Without a reference the person and address as delivered take its place. The token is what the
store keeps, so a row of somebody who is no resident leaves no readable trace.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from matching.normalise import address_key, fold
from protocols.covenant.admit import period_of
from protocols.covenant.signal import Delivered, MessageKind
from protocols.covenant.terms import Term, Terms
from store.vault import Vault

_LOOK_BACK_DAYS = 200
_STEP_DAYS = 28


def token_of(vault: Vault, row: Delivered, terms: Terms) -> bytes:
    """The token of a signal in the period that the covenant allows one signal for."""
    return _token(vault, row, period_of(row.signal_on, terms.word_of(Term.FREQUENCY)))


def sought(vault: Vault, row: Delivered, terms: Terms, on: date) -> Sequence[bytes]:
    """The tokens under which an earlier signal of the same arrears may be known.

    A new signal asks about its own period only; a change looks back about half a year.
    """
    if row.kind is MessageKind.SIGNAL:
        return (token_of(vault, row, terms),)
    frequency = terms.word_of(Term.FREQUENCY)
    back = range(-_STEP_DAYS, _LOOK_BACK_DAYS, _STEP_DAYS)
    days = (row.signal_on, on, *(on - timedelta(days=past) for past in back))
    periods = dict.fromkeys(period_of(day, frequency) for day in days)
    return tuple(_token(vault, row, period) for period in periods)


def _token(vault: Vault, row: Delivered, period: str) -> bytes:
    return vault.token("admission", f"{row.creditor_id}|{row.arrears_type}|{period}|{who(row)}")


def who(row: Delivered) -> str:
    """By what a creditor's rows about one arrears are known: its reference, or the person.

    Also what they are kept in order by, so a withdrawal never overtakes its signal.
    """
    return f"ref|{row.reference}" if row.reference else _described(row)


def _described(row: Delivered) -> str:
    person = row.person
    name = fold(person.name.surname or person.company)
    return f"who|{name}|{person.born or ''}|{address_key(person.address)}"
