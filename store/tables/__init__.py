"""Every table. Instants are ISO text in UTC, days ISO text, money whole cents, blobs sealed.

No table has a column for a name, a birth date or a BSN/INSZ: those stand sealed in `resident`
(the register) and, for a signal under way, under a data key that erasing destroys.
"""

from store.tables.access import account, api_token, audit, installation, session
from store.tables.base import metadata
from store.tables.casework import cases, contact_attempt, light_offer, worker_load
from store.tables.clock import clock_lease, job_run, job_start
from store.tables.deliveries import admission, data_key, delivery, receipt
from store.tables.dossiers import (
    aftermath,
    consent,
    consent_event,
    debt,
    dossier,
    dossier_event,
    handover,
    instrument_use,
    means,
    plan_event,
    proposal,
    safety_warning,
)
from store.tables.epochs import covenant_epoch, envelope, token_array
from store.tables.feedback import feedback, feedback_channel, feedback_head, pause, pause_event
from store.tables.letters import outgoing
from store.tables.log import consumer_position, dead_letter, event_log, inbox, line_stop, log_head
from store.tables.register import claim, register_version, resident
from store.tables.signals import decision, review, signal, tally

__all__ = [
    "account",
    "admission",
    "aftermath",
    "api_token",
    "audit",
    "cases",
    "claim",
    "clock_lease",
    "consent",
    "consent_event",
    "consumer_position",
    "contact_attempt",
    "covenant_epoch",
    "data_key",
    "dead_letter",
    "debt",
    "decision",
    "delivery",
    "dossier",
    "dossier_event",
    "envelope",
    "event_log",
    "feedback",
    "feedback_channel",
    "feedback_head",
    "handover",
    "inbox",
    "installation",
    "instrument_use",
    "job_run",
    "job_start",
    "light_offer",
    "line_stop",
    "log_head",
    "means",
    "metadata",
    "outgoing",
    "pause",
    "pause_event",
    "plan_event",
    "proposal",
    "receipt",
    "register_version",
    "resident",
    "review",
    "safety_warning",
    "session",
    "signal",
    "tally",
    "token_array",
    "worker_load",
]
