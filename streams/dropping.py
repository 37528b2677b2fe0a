"""Dropping a dead letter for good: its creditor is told to deliver again, its data key goes."""

from dataclasses import dataclass

import msgspec

from protocols.errors import Refused
from protocols.privacy.audit import Action
from store import dead_letters, decisions, deliveries, log, unanswered
from store.dead_letters import Letter
from store.engine import Tx
from store.log import Record
from streams import topics
from streams.dead_letters import Operator, UnknownLetter
from streams.events import read_changed
from streams.late import Standing, about_same, standing
from streams.parking import row_of
from streams.whereabouts import NOWHERE


class NotDroppable(Refused):
    """Without this event two parts of the line would say different things."""

    code = "not-droppable"


@dataclass(frozen=True, slots=True)
class Dropping:
    """Drops dead letters; `reason` holds no personal data."""

    by: Operator
    reason: str

    def drop(self, tx: Tx, letter_id: str) -> Letter:
        """Take a dead letter away for good. Raises UnknownLetter and NotDroppable."""
        letter = dead_letters.find(tx, letter_id)
        record = self._held(tx, letter)
        letter = dead_letters.take(tx, letter_id)
        if letter is None:
            raise UnknownLetter
        if letter.step not in NOWHERE:
            log.claim(tx, letter.step, [letter.ce_id])
        if letter.step == topics.ADMISSION and letter.spot is not None:
            _drop_row(tx, letter, record)
        elif letter.step == topics.CASEWORK and letter.spot is not None:
            _drop_told(tx, letter, record)
        self.by.note(tx, letter, Action.EVENT_DROPPED, {"reason": self.reason})
        return letter

    def _held(self, tx: Tx, letter: Letter | None) -> Record | None:
        """The event, if the log still has it; nobody handles its partition meanwhile."""
        if letter is None or letter.spot is None or letter.step in NOWHERE:
            return None
        log.position(tx, letter.step, *letter.spot[:2])
        record = dead_letters.at_spot(tx, letter.spot)
        return record if record is not None and record.ce_id == letter.ce_id else None


def _drop_row(tx: Tx, letter: Letter, record: Record | None) -> None:
    """A delivered row: nothing of it can ever be opened, and its creditor must deliver again."""
    place = row_of(record) if record else unanswered.row_of(letter.ce_id)
    unanswered.tell_not_processed(tx, *place)
    deliveries.destroy_data_keys(tx, [letter.ce_id])


def _drop_told(tx: Tx, letter: Letter, record: Record | None) -> None:
    """What admission told casework: as if the row it came from had never been admitted."""
    told = letter.ce_id.rpartition(".")
    if told[2].startswith("teruggenomen"):
        raise NotDroppable(
            "Met dit bericht verlaat een signaal zijn zaak omdat een besluit ongedaan is gemaakt. "
            "Het kan alleen worden teruggebracht: herstel de oorzaak en doe dat."
        )
    if told[2].startswith("gekoppeld"):
        _drop_signal(tx, told[0], _standing(tx, record))
        return
    unanswered.tell_not_processed(tx, *unanswered.row_of(told[0]))
    if record is not None and record.ce_type == topics.SIGNAL_WITHDRAWN:
        _take_back_withdrawal(tx, record)


def _drop_signal(tx: Tx, signal_id: str, now: Standing) -> None:
    """A signal that no household got; one that was told anew since is left alone."""
    if now is Standing.SUPERSEDED:
        return
    if now is Standing.NEEDED:
        unanswered.tell_not_processed(tx, *unanswered.row_of(signal_id))
        unanswered.forget_admission(tx, signal_id)
        decisions.forget(tx, [signal_id])
    deliveries.destroy_data_keys(tx, [signal_id])


def _standing(tx: Tx, record: Record | None) -> Standing:
    try:
        return standing(record, about_same(tx, record)) if record else Standing.NEEDED
    except msgspec.MsgspecError:
        return Standing.NEEDED


def _take_back_withdrawal(tx: Tx, record: Record) -> None:
    """So that the creditor can deliver the withdrawal again."""
    try:
        data = read_changed(record.data)
    except msgspec.MsgspecError:
        return
    unanswered.restore_admission(tx, data.signal_id, data.household_id)
