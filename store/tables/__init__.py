"""Every table. Instants are ISO text in UTC, days ISO text, money whole cents, blobs sealed.

No table has a column for a name, a birth date or a BSN/INSZ: those stand sealed in `resident`
(the register) and, for a signal under way, under a data key that erasing destroys.
"""

from store.tables.access import account, api_token, audit, installation, session
from store.tables.base import metadata
from store.tables.casework import cases, contact_attempt, light_offer, worker_load
from store.tables.deliveries import admission, data_key, delivery, receipt
from store.tables.epochs import covenant_epoch, envelope, token_array
from store.tables.log import consumer_position, dead_letter, event_log, inbox, line_stop, log_head
from store.tables.register import claim, register_version, resident
from store.tables.signals import decision, review, signal, tally

__all__ = [
    "account",
    "admission",
    "api_token",
    "audit",
    "cases",
    "claim",
    "consumer_position",
    "contact_attempt",
    "covenant_epoch",
    "data_key",
    "dead_letter",
    "decision",
    "delivery",
    "envelope",
    "event_log",
    "inbox",
    "installation",
    "light_offer",
    "line_stop",
    "log_head",
    "metadata",
    "receipt",
    "register_version",
    "resident",
    "review",
    "session",
    "signal",
    "tally",
    "token_array",
    "worker_load",
]
