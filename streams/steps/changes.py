"""What becomes of a withdrawal or a correction of an earlier signal."""

from dataclasses import dataclass, replace
from datetime import date

from protocols.covenant.answer import Admitted, Earlier
from protocols.covenant.signal import MessageKind
from protocols.ids import HouseholdId, SignalId
from protocols.privacy.audit import Action
from store import decisions, signals
from store.log import Record
from store.vault import Vault
from streams import topics
from streams.decided import open_decided, resealed
from streams.events import ChangedData, entry, happened_at
from streams.gate import Gate
from streams.held import Held, hold, open_held
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
        signals.judging(self.ledger.tx, about.signal_id)
        about = self.gate.placed(self.ledger.tx, about)
        if self._has_household(about):
            self._tell(record, admitted, about, ce_type)
        else:
            self._change_held(admitted, about)
        if admitted.delivered.kind is MessageKind.WITHDRAW:
            decisions.forget(self.ledger.tx, [about.signal_id])
            self.ledger.take_back(self.gate.take_back(about))
        self.ledger.erased.append(record.ce_id)
        self.ledger.note(record, action, "told", {"about": about.signal_id})

    def _has_household(self, about: Earlier) -> bool:
        """Whether a household has the signal, or it waits for a human (again)."""
        if not about.household_id:
            return False
        return signals.find_held(self.ledger.tx, about.signal_id) is None

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
            self._change_set_aside(admitted, about)
            return
        waiting = open_held(self.vault, review)
        if admitted.delivered.kind is MessageKind.CORRECT:
            kept = hold(self.vault, _corrected(waiting, admitted))
            self.ledger.reviews.append(kept)
            return
        signals.release(self.ledger.tx, [about.signal_id])
        self._count_withdrawn(waiting.row.creditor_id, waiting.row.signal_on, about)

    def _change_set_aside(self, admitted: Admitted, about: Earlier) -> None:
        """What a human judged to be nobody of ours can still come back: then as it is now."""
        decision = decisions.find(self.ledger.tx, about.signal_id)
        if decision is None:
            return
        if admitted.delivered.kind is MessageKind.WITHDRAW:
            signal_on = date.fromisoformat(decision.signal_on)
            self._count_withdrawn(decision.creditor_id, signal_on, about)
            return
        decided = open_decided(self.ledger.tx, self.vault, decision)
        if decided is not None:
            now = replace(decided, held=_corrected(decided.held, admitted))
            decisions.put(self.ledger.tx, resealed(self.ledger.tx, self.vault, decision, now))

    def _count_withdrawn(self, creditor_id: str, signal_on: date, about: Earlier) -> None:
        self.ledger.erased.append(about.signal_id)
        self.ledger.counts.append((creditor_id, signal_on, "withdrawn"))


def _corrected(held: Held, admitted: Admitted) -> Held:
    row = replace(held.row, amount_cents=admitted.delivered.amount_cents)
    return replace(held, row=row)
