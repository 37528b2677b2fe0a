"""Steps 1 and 2, admit and match: from a delivered row to a signal of a resident, or to nothing.

Whatever is refused or not about a resident loses its data key in the same transaction: what
remains of it is a receipt, a count and a reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from protocols.city import City
from protocols.covenant.answer import NotAdmitted
from protocols.covenant.signal import Delivered, MessageKind
from protocols.privacy.audit import Action
from store import deliveries
from store.engine import Tx
from store.log import Entry, Record
from store.vault import Seal, Vault
from streams.events import happened_on, read_delivered
from streams.gate import Gate
from streams.residents import Residents
from streams.steps.changes import Changes
from streams.steps.judged import Judged
from streams.steps.ledger import Ledger
from streams.wire import read_row


class KeyDestroyed(Exception):
    """The data key of a delivered row is gone: it was erased, and cannot be handled again."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A delivered row, opened."""

    record: Record
    row: Delivered
    seal: Seal
    received_on: date


class AdmissionStep:
    """Consumes `signals`, produces `matched`."""

    def __init__(self, city: City, vault: Vault, residents: Residents) -> None:
        self._city = city
        self._vault = vault
        self._residents = residents

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Decide every row in order; later rows of a batch know of the earlier ones."""
        rows = list(self._opened(tx, records))
        gate = Gate(self._city, self._vault)
        gate.learn(tx, ((one.row, one.received_on) for one in rows))
        privacy = self._city.privacy
        ledger = Ledger(tx, privacy.purpose, privacy.basis.value)
        matcher = self._residents.matching(tx, rows[0].received_on)
        judged = Judged(ledger, self._city, self._vault, matcher)
        changes = Changes(ledger, self._vault, gate)
        for one in rows:
            answer = gate.ask(one.row, one.received_on)
            if isinstance(answer, NotAdmitted):
                _refuse(ledger, one, answer)
                continue
            ledger.admitted(answer)
            if one.row.kind is MessageKind.SIGNAL:
                token = gate.token(one.row, one.received_on)
                gate.known[token] = judged.signal(one.record, answer, token, one.seal)
            else:
                changes.apply(one.record, answer)
        ledger.flush()
        return ledger.outgoing

    def _opened(self, tx: Tx, records: Sequence[Record]) -> Iterator[_Row]:
        keys = deliveries.data_keys(tx, (record.ce_id for record in records))
        for record in records:
            data = read_delivered(record.data)
            wrapped = keys.get(record.ce_id)
            if wrapped is None:
                raise KeyDestroyed
            seal = self._vault.data_key(wrapped, record.ce_id)
            row = read_row(seal.open(data.sealed, f"signals|{record.ce_id}"))
            yield _Row(record, row, seal, happened_on(record))


def _refuse(ledger: Ledger, one: _Row, answer: NotAdmitted) -> None:
    """A row that may not come in: a receipt with the article, and nothing else stays."""
    ledger.refused(one.row.delivery_id, one.row.row, answer)
    ledger.erased.append(one.record.ce_id)
    detail: dict[str, str | int] = {"article": answer.article}
    ledger.note(one.record, Action.SIGNAL_REFUSED, answer.code.value, detail)
