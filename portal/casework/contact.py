"""Recording a contact attempt, and closing the case when it had an outcome."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.access import Visit
from portal.casework.file import next_number, not_yours, own_case
from portal.casework.pausing import teller_of
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry
from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from protocols.work.effort import check_outcome
from protocols.work.points import Track
from store import audit, cases
from store.cases import Attempt, Case
from store.engine import Tx, begin
from streams.feedback import report_back

DAYS_BEFORE_OPENING = 31
"""A visit that was made just before the signal came in may be recorded with the case."""


class CaseMovedOn(Refused):
    """Something was recorded after the page was shown: look again first."""

    code = "case-moved-on"


class BadAttempt(Refused):
    """A contact attempt on a day that cannot be."""

    code = "bad-attempt"


@dataclass(frozen=True, slots=True)
class AttemptMade:
    """A contact attempt as it is to be recorded. `number` is the one the form was made for."""

    case_id: str
    number: int
    attempt: ContactAttempt


def record_contact(platform: Platform, by: Visit, made: AttemptMade) -> None:
    """Record a contact attempt; with an outcome the case is closed in the same transaction.

    Raises NotYourCase (audited as a denial), CaseMovedOn (also for a form that is sent twice),
    BadAttempt, and for a case that would close as unreached EffortMissing (naming what is still
    to be done) or EffortUndecided; whatever it raises, nothing was recorded.
    """
    with begin(platform.engine) as tx:
        case = own_case(tx, platform, by, made.case_id)
        if case is not None:
            _check(tx, case, made, by.on)
            _check_effort(tx, platform, case, made, by.on)
            _record(tx, platform, by, case, made)
            return
    raise not_yours()


def first_day(opened_on: date) -> date:
    """The earliest day on which a contact attempt for a case can have been made."""
    return opened_on - timedelta(days=DAYS_BEFORE_OPENING)


def _check(tx: Tx, case: Case, made: AttemptMade, today: date) -> None:
    if case.status != "open":
        raise CaseMovedOn("Deze zaak is intussen afgesloten. Er is niets vastgelegd.")
    if made.number != next_number(cases.attempts(tx, case.case_id)):
        raise CaseMovedOn(
            "Deze contactpoging was al vastgelegd, of een andere kwam ertussen. Er is nu niets "
            "vastgelegd: bekijk het tijdpad en vul het formulier zo nodig opnieuw in."
        )
    if not first_day(date.fromisoformat(case.opened_on)) <= made.attempt.made_on <= today:
        raise BadAttempt(
            "Kies voor de contactpoging een dag tot en met vandaag, niet meer dan "
            f"{DAYS_BEFORE_OPENING} dagen voor de zaak begon."
        )


def attempt_of(kept: Attempt) -> ContactAttempt:
    """A recorded contact attempt as the rules know it."""
    return ContactAttempt(
        date.fromisoformat(kept.made_on),
        Channel(kept.channel),
        DayPart(kept.day_part),
        Reached(kept.reached),
    )


def _check_effort(tx: Tx, platform: Platform, case: Case, made: AttemptMade, on: date) -> None:
    """Nobody is given up before the effort that the city decided on; this attempt counts too."""
    if made.attempt.outcome is None:
        return
    earlier = [attempt_of(one) for one in cases.attempts(tx, case.case_id)]
    rule = platform.city.contact.effort_on(Track(case.track), on)
    check_outcome(made.attempt.outcome, [*earlier, made.attempt], rule, on)


def _record(tx: Tx, platform: Platform, by: Visit, case: Case, made: AttemptMade) -> None:
    attempt, about = made.attempt, ("case", case.case_id)
    number = cases.record_attempt(tx, case.case_id, attempt, by.account.subject, by.at)
    privacy = platform.city.privacy
    detail: dict[str, str | int] = {"number": number, "channel": attempt.channel.name.lower()}
    reached = attempt.reached.name.lower()
    noted: list[AuditEntry] = [
        by.note(privacy, Action.CONTACT_RECORDED, about, f"reached-{reached}", detail)
    ]
    if attempt.outcome is not None:
        cases.close(tx, case, attempt.outcome, by.on, by.at)
        outcome = attempt.outcome.name.lower().replace("_", "-")
        noted.append(by.note(privacy, Action.CASE_CLOSED, about, outcome))
        report_back(tx, teller_of(platform, by), case, attempt.outcome)
    audit.record(tx, noted)
