"""An unsure signal beside the residents it may be about, and what each choice leads to. Pure.

Values are for whoever decides and for nobody else: without sight there are agreements only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.judgement import Agreement, Certainty, Comparison, MatchKind, Surroundings
from protocols.judgement import Warning as Caution
from protocols.money import Cents
from protocols.people import Person, Residency, Resident

ADULT_FROM = 18


class Field(StrEnum):
    """What of a person is compared, by the names that a comparison uses."""

    SURNAME = "surname"
    GIVEN = "given"
    BORN = "born"
    ADDRESS = "address"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    EMAIL = "email"


ALWAYS_SHOWN = frozenset({Field.SURNAME, Field.GIVEN, Field.BORN, Field.ADDRESS})
"""The other fields are shown only where both sides have them."""


class Sight(StrEnum):
    """What somebody may see of the two persons."""

    VALUES = "values"
    AGREEMENT = "agreement"


class Bar(StrEnum):
    """Why a candidate cannot be chosen."""

    LEFT_REGISTER = "left_register"
    DECEASED = "deceased"
    NOT_HERE = "not_here"
    NO_ADDRESS = "no_address"


class Effect(StrEnum):
    """What a choice leads to, or what to know before choosing it."""

    OWN_CASE = "own_case"
    JOINS = "joins"
    OPENS = "opens"
    SECRECY = "secrecy"
    UNDER_INVESTIGATION = "under_investigation"
    GUARDIANSHIP = "guardianship"
    MAIL_ADDRESS = "mail_address"
    MINOR = "minor"
    ERASED_NOW = "erased_now"
    ERASED_LATER = "erased_later"
    COUNTED = "counted"
    SAME_RECEIPT = "same_receipt"
    UNDO_UNTIL = "undo_until"
    UNDO_BEFORE_CONTACT = "undo_before_contact"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows from a choice. `count` is of residents (OWN_CASE) or of the other
    open signals (JOINS); `until` is a last day (of ERASED_LATER and both kinds of UNDO)."""

    effect: Effect
    count: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a signal would come. `open_signals` counts those of the household's open case; None
    when it has none."""

    around: Surroundings
    open_signals: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One resident beside the signal. `resident` is None without sight, or when the register no
    longer has them; with a `bar` they cannot be chosen and nothing follows."""

    resident_id: ResidentId
    fields: tuple[tuple[Field, Agreement], ...]
    resident: Resident | None
    bar: Bar | None
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A held signal, laid out for a choice.

    `person` is None without sight. `different` is what follows when it is none of the
    candidates. `turn` counts how often it came back; `decide_by` is the last day it waits, None
    when the city decided nothing on that. `certainty` is that of the first candidate.
    """

    signal_id: SignalId
    creditor_id: CreditorId
    arrears_type: ArrearsType
    amount_cents: Cents
    signal_on: date
    kind: MatchKind
    rule: str
    person: Person | None
    candidates: tuple[Candidate, ...]
    different: tuple[Consequence, ...]
    turn: int
    decide_by: date | None
    certainty: Certainty | None = None


_OF_CAUTION: Mapping[Caution, Effect] = {
    Caution.SECRECY: Effect.SECRECY,
    Caution.UNDER_INVESTIGATION: Effect.UNDER_INVESTIGATION,
    Caution.GUARDIANSHIP: Effect.GUARDIANSHIP,
    Caution.MAIL_ADDRESS: Effect.MAIL_ADDRESS,
}


def compared(comparison: Comparison) -> tuple[tuple[Field, Agreement], ...]:
    """How each field agrees, in a fixed order; what cannot be compared is missing."""
    found = ((one, comparison.fields.get(one.value, Agreement.MISSING)) for one in Field)
    return tuple(
        (one, agreement)
        for one, agreement in found
        if one in ALWAYS_SHOWN or agreement is not Agreement.MISSING
    )


def bar_of(resident: Resident | None) -> Bar | None:
    """Why a resident, as the register has them now, cannot be chosen; None when they can."""
    if resident is None:
        return Bar.LEFT_REGISTER
    if resident.residency is not Residency.RESIDENT:
        return Bar.DECEASED if resident.residency is Residency.DECEASED else Bar.NOT_HERE
    return None if resident.address else Bar.NO_ADDRESS


def if_same(home: Home, undo_until: date | None) -> tuple[Consequence, ...]:
    """What follows when the signal is about a resident of this home."""
    return tuple(_if_same(home, undo_until))


def _if_same(home: Home, undo_until: date | None) -> Iterator[Consequence]:
    around = home.around
    if Caution.MANY_RESIDENTS in around.warnings:
        yield Consequence(Effect.OWN_CASE, around.residents)
    if home.open_signals is None:
        yield Consequence(Effect.OPENS)
    else:
        yield Consequence(Effect.JOINS, home.open_signals)
    for caution, effect in _OF_CAUTION.items():
        if caution in around.warnings:
            yield Consequence(effect)
    if around.age is not None and around.age < ADULT_FROM:
        yield Consequence(Effect.MINOR)
    yield _undoing(Effect.UNDO_BEFORE_CONTACT, undo_until)


def if_different(undo_until: date | None) -> tuple[Consequence, ...]:
    """What follows when the signal is about none of the candidates."""
    erased = Effect.ERASED_LATER if undo_until else Effect.ERASED_NOW
    return (
        Consequence(erased, until=undo_until),
        Consequence(Effect.COUNTED),
        Consequence(Effect.SAME_RECEIPT),
        _undoing(Effect.UNDO_UNTIL, undo_until),
    )


def _undoing(effect: Effect, until: date | None) -> Consequence:
    return Consequence(effect, until=until) if until else Consequence(Effect.FINAL)
