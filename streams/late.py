"""What a late event means: one that is handled after newer ones that it should have preceded.

Admission. A late signal is judged by the covenant and the day of its own receipt; when the same
was admitted since it is a duplicate, as it would have been the other way round. A change
(withdrawal, correction) that came by in between was judged without it, and what is told of a
change cannot be opened again: then the late event is *overtaken*, and its creditor must deliver.

Casework. A case is weighed on all signals that a household has, whatever the order they came in.
Only what is told of one and the same signal has an order: what was told later wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocols.covenant.answer import Refusal
from protocols.covenant.signal import MessageKind
from protocols.errors import Refused
from store import dead_letters, deliveries, unanswered
from store.engine import Tx
from store.log import Entry, Record
from store.vault import Vault
from streams import topics
from streams.events import read_changed, read_delivered, read_matched
from streams.processor import Step
from streams.wire import read_row

_ABOUT_AN_EARLIER = frozenset({Refusal.UNKNOWN_SIGNAL.value, Refusal.TOO_LATE_TO_CHANGE.value})


class Overtaken(Refused):
    """A newer change about the same arrears was handled without this event."""

    code = "overtaken"


class Standing(StrEnum):
    """What newer events made of a late one about the same signal."""

    NEEDED = "needed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


def signal_of(record: Record) -> str:
    """Which signal an event for casework is about."""
    if record.ce_type == topics.SIGNAL_MATCHED:
        return read_matched(record.data).matched.signal.signal_id
    return read_changed(record.data).signal_id


def about_same(tx: Tx, record: Record) -> Sequence[Record]:
    """Newer events about the same signal that casework has handled, in order."""
    newer = dead_letters.later(tx, topics.CASEWORK, record)
    signal_id = signal_of(record)
    return [one for one in newer if signal_of(one) == signal_id]


def standing(record: Record, newer: Sequence[Record]) -> Standing:
    """What is left to do of a late event, given what was told of its signal since.

    A newer match tells the whole signal anew; of corrections the last one counts.
    """
    told = {one.ce_type for one in newer}
    if topics.SIGNAL_MATCHED in told or (newer and record.ce_type == topics.SIGNAL_CORRECTED):
        return Standing.SUPERSEDED
    if record.ce_type == topics.SIGNAL_MATCHED and topics.SIGNAL_RETURNED in told:
        return Standing.SUPERSEDED
    return Standing.WITHDRAWN if topics.SIGNAL_WITHDRAWN in told else Standing.NEEDED


@dataclass(slots=True)
class LateCasework:
    """The casework step for one late event. `superseded` tells that nothing was left to do."""

    step: Step
    superseded: bool = False

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Handle the event, and after it once more the changes that came by before it."""
        (late,) = records
        newer = about_same(tx, late)
        self.superseded = standing(late, newer) is Standing.SUPERSEDED
        if self.superseded:
            return ()
        return self.step(tx, [late, *newer] if late.ce_type == topics.SIGNAL_MATCHED else [late])


@dataclass(frozen=True, slots=True)
class LateAdmission:
    """The admission step for one late event."""

    step: Step
    vault: Vault

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Handle the event; raises Overtaken."""
        (late,) = records
        newer = dead_letters.later(tx, topics.ADMISSION, late)
        if newer and (self._is_change(tx, late) or _some_change(tx, newer)):
            raise Overtaken(
                "Hierna is al een wijziging over dezelfde achterstand verwerkt. Doe dit bericht "
                "weg: de schuldeiser leest dan dat de regel opnieuw moet worden aangeleverd."
            )
        return self.step(tx, records)

    def _is_change(self, tx: Tx, late: Record) -> bool:
        """Whether it withdraws or corrects; no when it cannot be opened: the step will tell."""
        wrapped = deliveries.data_keys(tx, [late.ce_id]).get(late.ce_id)
        if wrapped is None:
            return False
        seal = self.vault.data_key(wrapped, late.ce_id)
        plain = seal.open(read_delivered(late.data).sealed, f"signals|{late.ce_id}")
        return read_row(plain).kind is not MessageKind.SIGNAL


def _some_change(tx: Tx, newer: Sequence[Record]) -> bool:
    """Whether one of these rows was, or may have been, a change that looked for a signal."""
    admitted = unanswered.admitted(tx, (one.ce_id for one in newer))
    return any(one.ce_id not in admitted and _looked(tx, one) for one in newer)


def _looked(tx: Tx, record: Record) -> bool:
    data = read_delivered(record.data)
    code = unanswered.code_of(tx, data.delivery_id, data.row)
    return not code or code in _ABOUT_AN_EARLIER
