"""Consent (toestemming), purpose by purpose, and the proof of it. Pure.

AVG art. 4(11), 6(1)(a) and 7. Consent is the gate for the dossier and what follows from it, never
for receiving signals: that rests on a public task. Counsel must confirm where the line lies.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from enum import StrEnum

from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.privacy.evidence import Evidence


class Purpose(StrEnum):
    """What a resident can be asked consent for, each by itself."""

    DOSSIER = "dossier"
    INCOME = "income"
    CREDITORS = "creditors"
    HANDOVER = "handover"


class Standing(StrEnum):
    """How it stands with one purpose."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """Asked for one purpose, in a language, with a version of the notice that tells what for."""

    purpose: Purpose
    language: str
    notice: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Given for one purpose from `from_on` to `until_on`, both included."""

    purpose: Purpose
    consent_id: str
    evidence: Evidence
    from_on: date
    until_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    """Asked and refused. A refusal has no consequences for help that needs no consent."""

    purpose: Purpose
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """Taken back; `by` is who noted it. What hangs on it is in `aftermath`."""

    purpose: Purpose
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentExpired:
    """Its last day is past."""

    purpose: Purpose
    at: datetime


ConsentEvent = ConsentAsked | ConsentGiven | ConsentRefused | ConsentWithdrawn | ConsentExpired


@dataclass(frozen=True, slots=True)
class PurposeState:
    """How it stands with one purpose, with the question and the answer that hold now."""

    standing: Standing = Standing.NOT_ASKED
    asked: ConsentAsked | None = None
    given: ConsentGiven | None = None

    def holds(self, on: date) -> bool:
        """Whether consent is in force on a day, also when nobody noted yet that it expired."""
        given = self.given if self.standing is Standing.GIVEN else None
        return given is not None and given.from_on <= on <= given.until_on


NOT_ASKED = PurposeState()


@dataclass(frozen=True, slots=True)
class Consents:
    """Everything one resident was asked. Consent is personal: a household has none."""

    resident_id: ResidentId
    states: Mapping[Purpose, PurposeState] = field(default_factory=dict)

    def of(self, purpose: Purpose) -> PurposeState:
        """How it stands with a purpose."""
        return self.states.get(purpose, NOT_ASKED)


_PROOF = object()


@dataclass(frozen=True, slots=True)
class Consent:
    """The proof that a resident consented to a purpose on a day. Only `require` makes one.

    What may not exist without consent takes this as an argument, so without consent there is no
    way to write it down. It is no permit for another day: ask again then.
    """

    resident_id: ResidentId
    purpose: Purpose
    consent_id: str
    on: date
    proof: InitVar[object]

    def __post_init__(self, proof: object) -> None:
        """Raise TypeError for a proof that does not come from `require`."""
        if proof is not _PROOF:
            raise TypeError("a Consent comes from require()")


class ConsentMissing(Refused):
    """The resident has not consented to this purpose on this day; `standing` tells why not."""

    code = "consent-missing"

    def __init__(self, purpose: Purpose, standing: Standing) -> None:
        self.purpose = purpose
        self.standing = standing
        super().__init__(f"{_MISSING[standing]} Zonder toestemming kan dit niet.")


_MISSING: Mapping[Standing, str] = {
    Standing.NOT_ASKED: "De inwoner is hiervoor nog niet om toestemming gevraagd. Vraag het eerst.",
    Standing.ASKED: "De inwoner heeft nog niet geantwoord. Leg het antwoord eerst vast.",
    Standing.GIVEN: "De toestemming geldt niet op deze dag. Kijk wanneer zij begint en eindigt.",
    Standing.REFUSED: "De inwoner heeft dit geweigerd. Help zonder dit doel verder.",
    Standing.WITHDRAWN: "De inwoner heeft de toestemming ingetrokken. Rond af wat eraan hing.",
    Standing.EXPIRED: "De toestemming is verlopen. Vraag haar opnieuw als dat nodig is.",
}


def require(consents: Consents, purpose: Purpose, on: date) -> Consent:
    """The proof of consent to a purpose on a day. Raises ConsentMissing with the remedy."""
    state = consents.of(purpose)
    if state.given is None or not state.holds(on):
        raise ConsentMissing(purpose, state.standing)
    return Consent(consents.resident_id, purpose, state.given.consent_id, on, _PROOF)
