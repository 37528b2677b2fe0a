"""Contact attempts in the words of DDAS vroegsignalering v1.2 (VNG/CBS)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """DDAS `contactpogingen.soort`."""

    ADMINISTRATIVE = "Administratief"
    APPOINTMENT = "Afspraak op locatie"
    LETTER = "Brief"
    VISIT = "Huisbezoek"
    CARD = "Kaartje"
    EMAIL = "Mail"
    UNKNOWN = "Onbekend"
    OTHER = "Overige"
    TEXT_MESSAGE = "SMS/Whatsapp"
    PHONE = "Telefoon"


class DayPart(StrEnum):
    """DDAS `contactpogingen.dagdeel`."""

    MORNING = "Ochtend"
    AFTERNOON = "Middag"
    EVENING = "Avond"


class Reached(StrEnum):
    """DDAS `contactpogingen.bereikt`, as a word rather than a flag."""

    YES = "ja"
    NO = "nee"


class Outcome(StrEnum):
    """DDAS `vroegsignaalzaken.resultaat` (v1.2)."""

    ADVICE = "(Budget)advies en/of quick fix"
    FOLLOW_UP = "Vervolghulp en/of verwijzing"
    FOLLOW_UP_FINANCIAL = "Vervolghulp en/of verwijzing financieel"
    FOLLOW_UP_OTHER = "Vervolghulp en/of verwijzing niet financieel"
    REFERRED_WITHOUT_RESIDENT = "Verwijzing zonder tussenkomst inwoner"
    NEVER_REACHED = "Definitief geen contact kunnen krijgen"
    NO_RESPONSE = "Geen reactie na eerder contact"
    ALREADY_HELPED = "Inwoner al bekend bij schuldhulpverlening"
    OTHER_PATH = "Inwoner heeft al een ander lopend traject"
    ALREADY_PAID = "Inwoner heeft zelf al betaald/betalingsregeling getroffen"
    MANAGES_ALONE = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    DECEASED = "Inwoner is overleden"
    NOT_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    NOT_TAKEN_UP_OTHER = "Niet opgepakt: andere reden"
    NOT_TAKEN_UP_REPEATED = "Niet opgepakt: herhaalde melding"
    NOT_TAKEN_UP_UNJUSTIFIED = "Niet opgepakt: onterecht signaal"


ACCEPTANCE: Mapping[Outcome, bool] = {
    outcome: outcome
    in {Outcome.ADVICE, Outcome.FOLLOW_UP, Outcome.FOLLOW_UP_FINANCIAL, Outcome.FOLLOW_UP_OTHER}
    for outcome in Outcome
}
"""Whether an outcome counts as acceptance of help. Divosa 2024: cities count this differently,
so the choice is explicit here; an information talk alone is no outcome of this list."""


@dataclass(frozen=True, slots=True)
class ContactAttempt:
    """One attempt to reach a household. An `outcome` closes the case; None leaves it open."""

    made_on: date
    channel: Channel
    day_part: DayPart
    reached: Reached
    outcome: Outcome | None = None
