"""Ending the pauses that were asked for one resident, when the consent behind them ends."""

from datetime import date

from portal.access import Visit
from portal.casework.pausing import teller_of
from portal.wiring import Platform
from protocols.covenant.pause_words import EndReason
from store import cases, signals
from store.engine import Tx
from streams.pausing import end_all
from streams.telling import reference_of


def end_pauses_of(tx: Tx, platform: Platform, by: Visit, case_id: str, resident_id: str) -> int:
    """End the pauses that run about the resident's own signals; returns how many.

    A partner who consents keeps the pauses asked for them.
    """
    case = cases.find(tx, case_id)
    if case is None:
        return 0
    own = {
        reference_of(tx, one.known.creditor_id, one.known.signal_id)
        for one in signals.of_households(tx, [case.household_id], date.min)
        if one.resident_id == resident_id
    }
    teller = teller_of(platform, by)
    return end_all(tx, teller, case.household_id, EndReason.CONSENT_WITHDRAWN, own)
