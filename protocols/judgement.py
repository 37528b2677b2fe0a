"""What matching may answer, and what the privacy protocol does with each answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocols.ids import ResidentId
from protocols.people import Address
from protocols.rules import Rule


class MatchKind(StrEnum):
    """Result kinds of a match (koppeling); see DESIGN and the Dutch result codes."""

    RESIDENT = "resident"
    PROBABLE = "probable"
    ADDRESS_ONLY = "address_only"
    OTHER_ADDRESS = "other_address"
    NOT_RESIDENT = "not_resident"
    DECEASED = "deceased"
    COMPANY = "company"


class Agreement(StrEnum):
    """How one field of a signal compares with the register."""

    SAME = "same"
    NEAR = "near"
    EARLIER = "earlier"
    MISSING = "missing"
    DIFFERENT = "different"


class Warning(StrEnum):  # noqa: A001 - the field's own word
    """What a worker must know before using a match."""

    SECRECY = "secrecy"
    UNDER_INVESTIGATION = "under_investigation"
    GUARDIANSHIP = "guardianship"
    MAIL_ADDRESS = "mail_address"
    MANY_RESIDENTS = "many_residents"


class Certainty(StrEnum):
    """How probable it is that the first candidate is the person of a signal, in words."""

    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


_CERTAINTIES = (
    (0.98, Certainty.VERY_LIKELY),
    (0.8, Certainty.LIKELY),
    (0.2, Certainty.POSSIBLE),
)
"""From which probability on each holds."""


def certainty_of(probability: float | None) -> Certainty | None:
    """A probability (0 to 1) in words; None where nothing was weighed."""
    if probability is None:
        return None
    return next((word for least, word in _CERTAINTIES if probability >= least), Certainty.UNLIKELY)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One resident held beside a signal, field by field."""

    resident_id: ResidentId
    fields: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What routing and weighing may know of a resident; no name, no birth date.

    `age` is in whole years or None when the birth date is too partial; `minors` counts the
    registered residents under 18 at the address; `residents` all who are registered there;
    `language` is what the creditor told, empty when it told nothing.
    """

    postcode: str = ""
    age: int | None = None
    minors: int = 0
    residents: int = 0
    warnings: tuple[Warning, ...] = ()
    language: str = ""


NOTHING_KNOWN = Surroundings()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer of a matcher, with its ground.

    `resident_id` is set for RESIDENT and OTHER_ADDRESS only; `address` is where the case
    belongs (the register's address, or the delivered one for PROBABLE and ADDRESS_ONLY).
    `candidates` are the residents compared, best first, at most five. `rule` names the row of
    the matcher's table that decided. `probability` (0 to 1) is that of the first candidate and
    `margin` how far the next is behind; None where nothing was weighed, or another was first.
    """

    kind: MatchKind
    rule: str
    resident_id: ResidentId | None = None
    address: Address | None = None
    candidates: tuple[Comparison, ...] = ()
    surroundings: Surroundings = NOTHING_KNOWN
    probability: float | None = None
    margin: float | None = None


class Disposition(StrEnum):
    """What happens to a signal after the match."""

    PROCEED = "proceed"
    REVIEW = "review"
    MINIMISE = "minimise"


Dispositions = Mapping[MatchKind, Rule[Disposition]]


def dispose(judgement: Judgement, table: Dispositions) -> Disposition:
    """What the city's privacy protocol does with this answer; no row means minimise.

    A signal cannot proceed without a resident, whatever the table says: a human decides.
    """
    row = table.get(judgement.kind)
    if row is None:
        return Disposition.MINIMISE
    if row.value is Disposition.PROCEED and judgement.resident_id is None:
        return Disposition.REVIEW
    return row.value
