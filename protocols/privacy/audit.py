"""What the audit log can say: a closed vocabulary, and entries without personal data.

BIO2 8.15.01 asks six fields per line: action, object, result, origin, actor, time. Purpose and
legal basis stand beside them (AVG art. 5 and 6). `detail` holds codes and counts only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What was done. A word is added here before it can be logged."""

    REGISTER_LOADED = "register.loaded"
    REGISTER_CHANGED = "register.changed"
    CLAIMS_LOADED = "claims.loaded"
    DELIVERY_RECEIVED = "delivery.received"
    DELIVERY_CHECKED = "delivery.checked"
    SIGNAL_REFUSED = "signal.refused"
    SIGNAL_MATCHED = "signal.matched"
    SIGNAL_MINIMISED = "signal.minimised"
    SIGNAL_HELD = "signal.held-for-review"
    SIGNAL_WITHDRAWN = "signal.withdrawn"
    SIGNAL_CORRECTED = "signal.corrected"
    REVIEW_DECIDED = "review.decided"
    REVIEW_UNDONE = "review.undone"
    CASE_PRIORITISED = "case.prioritised"
    CASE_CLOSED = "case.closed"
    CASELOAD_READ = "caseload.read"
    CASE_READ = "case.read"
    REVIEW_READ = "review.read"
    RECEIPTS_READ = "receipts.read"
    AUDIT_READ = "audit.read"
    CONTACT_RECORDED = "contact.recorded"
    CONSENT_CHANGED = "consent.changed"
    AFTERMATH_DONE = "aftermath.done"
    DOSSIER_READ = "dossier.read"
    DOSSIER_MOVED = "dossier.moved"
    MEANS_NOTED = "means.noted"
    DEBTS_NOTED = "debts.noted"
    PLAN_CHANGED = "plan.changed"
    PAYMENT_NOTED = "payment.noted"
    WARNING_NOTED = "warning.noted"
    INSTRUMENT_USED = "instrument.used"
    HANDED_OVER = "case.handed-over"
    FEEDBACK_TOLD = "feedback.told"
    FEEDBACK_SENT = "feedback.sent"
    FEEDBACK_READ = "feedback.read"
    FEEDBACK_STOPPED = "feedback.stopped"
    PAUSE_CHANGED = "pause.changed"
    PAUSE_BROKEN = "pause.broken"
    EVENT_PARKED = "event.parked"
    EVENT_RETRIED = "event.retried"
    EVENT_DROPPED = "event.dropped"
    DATA_ERASED = "data.erased"
    MESSAGE_PLANNED = "message.planned"
    MESSAGE_SENT = "message.sent"
    MESSAGE_FAILED = "message.failed"
    MESSAGE_DOUBTED = "message.in-doubt"
    JOB_RAN = "job.ran"
    ACCOUNT_CHANGED = "account.changed"
    EPOCH_CHANGED = "epoch.changed"
    LOGGED_IN = "session.started"
    LOGIN_FAILED = "session.refused"
    LOGGED_OUT = "session.ended"
    ACCESS_DENIED = "access.denied"


class Origin(StrEnum):
    """Through which door it was done."""

    COMMAND = "command"
    API = "api"
    WEB = "web"
    LINE = "line"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done with data, by whom, for what and on which basis.

    `actor` is an account id or the name of a part of the system, never a person's name.
    """

    at: datetime
    actor: str
    origin: Origin
    action: Action
    object_type: str
    object_id: str
    result: str
    purpose: str
    basis: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)
