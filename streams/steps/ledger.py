"""What a batch of the admission step is going to write, gathered and written in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from protocols.covenant.answer import Admitted, Earlier, NotAdmitted
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, deliveries, signals
from store.deliveries import Admission, Receipt
from store.engine import Tx
from store.log import Entry, Record
from store.signals import Review
from streams.events import happened_at

ACTOR = "line:admission"
_JOIN = " "


@dataclass(slots=True)
class Ledger:
    """The writes of one batch. `purpose` and `basis` go into every audit entry."""

    tx: Tx
    purpose: str
    basis: str
    receipts: list[Receipt] = field(default_factory=list)
    admissions: list[Admission] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    counts: list[tuple[str, date, str]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    entries: list[AuditEntry] = field(default_factory=list)
    outgoing: list[Entry] = field(default_factory=list)

    def admitted(self, answer: Admitted) -> None:
        """The receipt of a row that came in; it never tells whether a resident was found."""
        row, remarks = answer.delivered, _JOIN.join(remark.value for remark in answer.remarks)
        self.receipts.append(
            Receipt(row.delivery_id, row.row, "admitted", "", answer.article, remarks)
        )

    def refused(self, delivery_id: str, row: int, answer: NotAdmitted) -> None:
        """The receipt of a row that may not come in, with the article."""
        code, article = answer.code.value, answer.article
        self.receipts.append(Receipt(delivery_id, row, "refused", code, article))

    def take_back(self, gone: Mapping[bytes, Earlier]) -> None:
        """Note a withdrawal, also of what came in with this very batch."""
        self.admissions += [
            Admission(token, one.signal_id, one.signal_on, one.household_id)
            for token, one in gone.items()
        ]

    def note(
        self, record: Record, action: Action, result: str, detail: dict[str, str | int]
    ) -> None:
        """An audit entry about the signal of a record."""
        self.entries.append(
            AuditEntry(
                happened_at(record),
                ACTOR,
                Origin.LINE,
                action,
                "signal",
                record.ce_id,
                result,
                self.purpose,
                self.basis,
                detail,
            )
        )

    def flush(self) -> None:
        """Write everything gathered so far and start afresh; what goes out is kept."""
        deliveries.write_receipts(self.tx, self.receipts)
        deliveries.write_admissions(self.tx, self.admissions)
        deliveries.destroy_data_keys(self.tx, self.erased)
        signals.hold(self.tx, self.reviews)
        signals.count(self.tx, self.counts)
        audit.record(self.tx, self.entries)
        for gathered in (
            self.receipts,
            self.admissions,
            self.erased,
            self.reviews,
            self.counts,
            self.entries,
        ):
            gathered.clear()
