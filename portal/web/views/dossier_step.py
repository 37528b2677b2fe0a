"""The next best step in reaching a household, and what is still missing of the least effort."""

from dataclasses import dataclass
from datetime import date

from portal.casework import CaseFile
from portal.casework.contact import attempt_of
from portal.web.views.dossier_words import EFFORTS, MOMENTS, SUGGESTED, WAYS
from protocols.work.effort import Way, lacks
from protocols.work.outcomes import ContactTerms
from protocols.work.points import Track
from protocols.work.suggest import SuggestedFor, Suggestion, suggest


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is proposed, why, and what is missing before a case may close as unreached."""

    what: str
    why: str
    missing: tuple[str, ...]
    source: str


def next_step(terms: ContactTerms, file: CaseFile, on: date) -> NextStep | None:
    """The step that the city's own rules propose; None where they propose none."""
    track = Track(file.case.track)
    attempts = [attempt_of(one) for one in file.attempts]
    rule = terms.effort_on(track, on)
    ways = [way for way in terms.ways_on(track, on) if way in possible(file)]
    found = suggest(attempts, ways, rule.value if rule else None)
    if found is None:
        return None
    missing = lacks(rule.value, attempts) if rule else ()
    return NextStep(
        what=f"Probeer {WAYS[found.slot.way]} {MOMENTS[found.slot.moment]}.",
        why=_why(found),
        missing=tuple(f"{EFFORTS[one.what]}: {one.made} van {one.needed}" for one in missing),
        source=rule.source if rule and missing else "",
    )


def possible(file: CaseFile) -> frozenset[Way]:
    """The ways that are possible: nobody calls without a number or writes without an address."""
    told = [(one.phone, one.email) for one in file.contacts.values()]
    told += [(one.phone, one.email) for one in file.residents.values()]
    found = {Way.LETTER, Way.VISIT}
    if any(phone for phone, _ in told):
        found |= {Way.PHONE, Way.TEXT}
    if any(email for _, email in told):
        found.add(Way.EMAIL)
    if file.residents and all(one.mail_address for one in file.residents.values()):
        found.discard(Way.VISIT)
    return frozenset(found)


def _why(found: Suggestion) -> str:
    why = SUGGESTED[found.why]
    if found.for_effort and found.why is not SuggestedFor.WORKED_BEFORE:
        return f"{why} Het telt mee voor wat nog nodig is: {EFFORTS[found.for_effort]}."
    return why
