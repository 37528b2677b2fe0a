"""Reading a caseload."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.wiring import Platform
from protocols.privacy.audit import Action
from store import audit, cases
from store.cases import Case
from store.engine import begin


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """One open case of a caseload, with how often contact was tried."""

    case: Case
    attempts: int


def read_caseload(platform: Platform, by: Visit) -> Sequence[CaseloadLine]:
    """A worker's open cases, the most urgent first."""
    worker_id = by.account.subject
    with begin(platform.engine) as tx:
        found = cases.caseload(tx, worker_id) if worker_id else []
        lines = [CaseloadLine(one, len(cases.attempts(tx, one.case_id))) for one in found]
        about, counts = ("caseload", worker_id), {"cases": len(lines)}
        privacy = platform.city.privacy
        audit.record(tx, [by.note(privacy, Action.CASELOAD_READ, about, "read", counts)])
    return lines
