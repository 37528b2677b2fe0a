"""A claim that turns out to be lower after it was paid: what was paid too much comes free.

A right that was granted late gives a corrected invoice; the money then lies apart, refundable, and
does not jump to another debt (OSLO Schuldbeheer, workshops 1 and 3).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from protocols.claims.allocation import lay, moved
from protocols.claims.ledger import Entry, Ledger, MoveReason
from protocols.claims.payments import Account, ByRule, Posting
from protocols.ids import WorkerId
from protocols.money import Cents
from protocols.plan.claims import Split


def correct(ledger: Ledger, account: Account, owed: Split, on: date, by: WorkerId) -> Ledger:
    """Lay everything paid on a claim on it once more, now that `owed` is all that it ever was.

    The payments keep the order in which they came; each gets an entry of its own.
    """
    claim_id = account.claim_id
    now = replace(ledger, still_open={**ledger.still_open, claim_id: owed})
    for payment_id, back in _taken(ledger, claim_id):
        cents = -sum(one.cents for one in back)
        again = lay(now.payments[payment_id], cents, (account,), now.still_open)
        postings = (*back, *again)
        entry = Entry(payment_id, on, MoveReason.CLAIM_REDUCED, ByRule.HAND, postings, by)
        still_open = {**now.still_open, **moved(now.still_open, again)}
        now = replace(now, still_open=still_open, entries=(*now.entries, entry))
    return now


def _taken(ledger: Ledger, claim_id: str) -> Iterator[tuple[str, tuple[Posting, ...]]]:
    """What lies on the claim of each payment, taken back."""
    for payment_id in ledger.payments:
        here = [one for one in ledger.lies(payment_id) if one.claim_id == claim_id]
        if here:
            yield payment_id, tuple(replace(one, cents=Cents(-one.cents)) for one in here)
