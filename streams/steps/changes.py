"""What becomes of a withdrawal or a correction of an earlier signal."""

from dataclasses import dataclass, replace

from protocols.covenant.answer import Admitted, Earlier
from protocols.covenant.signal import MessageKind
from protocols.ids import HouseholdId, SignalId
from protocols.privacy.audit import Action
from store import signals
from store.log import Record
from store.vault import Vault
from streams import topics
from streams.events import ChangedData, entry, happened_at
from streams.gate import Gate
from streams.held import hold, open_held
from streams.steps.ledger import Ledger

_TOLD = {
    MessageKind.WITHDRAW: (topics.SIGNAL_WITHDRAWN, Action.SIGNAL_WITHDRAWN),
    MessageKind.CORRECT: (topics.SIGNAL_CORRECTED, Action.SIGNAL_CORRECTED),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """Applies changes to signals that were admitted earlier.

    The row of a change holds nothing that is still needed, so its own data key goes at once.
    """

    ledger: Ledger
    vault: Vault
    gate: Gate

    def apply(self, record: Record, admitted: Admitted) -> None:
        """Tell the household's case, or change the signal on the review list; else nothing."""
        about = admitted.about
        if about is None:
            raise ValueError("a change is always about an earlier signal")
        ce_type, action = _TOLD[admitted.delivered.kind]
        if about.household_id:
            self._tell(record, admitted, about, ce_type)
        else:
            self._change_held(admitted, about)
        if admitted.delivered.kind is MessageKind.WITHDRAW:
            self.ledger.take_back(self.gate.take_back(about))
        self.ledger.erased.append(record.ce_id)
        self.ledger.note(record, action, "told", {"about": about.signal_id})

    def _tell(self, record: Record, admitted: Admitted, about: Earlier, ce_type: str) -> None:
        household_id = HouseholdId(about.household_id)
        data = ChangedData(SignalId(about.signal_id), household_id, admitted.delivered.amount_cents)
        ce_id, at = f"{record.ce_id}.gewijzigd", happened_at(record)
        self.ledger.outgoing.append(entry(topics.MATCHED, household_id, ce_id, ce_type, at, data))

    def _change_held(self, admitted: Admitted, about: Earlier) -> None:
        """What waits for a human is changed there; what was minimised needs no change."""
        self.ledger.flush()
        review = signals.find_held(self.ledger.tx, about.signal_id)
        if review is None:
            return
        waiting = open_held(self.vault, review)
        if admitted.delivered.kind is MessageKind.CORRECT:
            row = replace(waiting.row, amount_cents=admitted.delivered.amount_cents)
            kept = hold(self.vault, row, waiting.judgement, waiting.received_on)
            self.ledger.reviews.append(kept)
            return
        signals.release(self.ledger.tx, [about.signal_id])
        self.ledger.erased.append(about.signal_id)
        row = waiting.row
        self.ledger.counts.append((row.creditor_id, row.signal_on, "withdrawn"))
