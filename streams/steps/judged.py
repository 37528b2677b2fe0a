"""What becomes of an admitted signal once it is known whether it is about a resident."""

from dataclasses import dataclass, field, replace
from datetime import date

from protocols.city import City
from protocols.covenant.answer import Admitted, Earlier
from protocols.covenant.signal import Delivered
from protocols.ids import HouseholdId
from protocols.judgement import Disposition, Dispositions, Judgement, certainty_of, dispose
from protocols.privacy.audit import Action
from protocols.work.clock import local_day
from protocols.work.combine import NOBODY, Known, Matched
from store.deliveries import Admission
from store.log import Entry, Record
from store.vault import Seal, Vault
from streams import topics
from streams.events import MatchedData, entry, happened_at, happened_on
from streams.held import Held, hold
from streams.residents import Households, Matching
from streams.steps.ledger import Ledger
from streams.wire import write_contact


@dataclass(frozen=True, slots=True)
class Judged:
    """Matches admitted signals and puts what follows from it into the ledger."""

    ledger: Ledger
    city: City
    vault: Vault
    matcher: Matching
    _tables: dict[date, Dispositions] = field(default_factory=dict)

    def signal(self, record: Record, admitted: Admitted, token: bytes, seal: Seal) -> Earlier:
        """Match a new signal; it proceeds, waits for a human, or vanishes."""
        row, day = admitted.delivered, happened_on(record)
        if row.person.national_id and not admitted.keeps_national_id:
            row = replace(row, person=replace(row.person, national_id=""))
        judgement = self.matcher.match(row.person, day)
        household_id = HouseholdId("")
        disposition = dispose(judgement, self._dispositions_on(day))
        if disposition is Disposition.PROCEED and judgement.resident_id is not None:
            household_id = Households(self.vault).of(judgement)
            self._proceed(record, row, judgement, household_id, seal)
        elif disposition is Disposition.REVIEW:
            self._hold(record, row, judgement)
        else:
            self._vanish(record, row, judgement)
        self.ledger.admissions.append(Admission(token, row.signal_id, row.signal_on, household_id))
        return Earlier(row.signal_id, row.signal_on, household_id)

    def _dispositions_on(self, day: date) -> Dispositions:
        """The city's table, looked up once a day."""
        table = self._tables.get(day)
        if table is None:
            table = self._tables[day] = self.city.privacy.dispositions_on(day)
        return table

    def _proceed(
        self,
        record: Record,
        row: Delivered,
        judgement: Judgement,
        household_id: HouseholdId,
        seal: Seal,
    ) -> None:
        partner_type = self.city.covenants[row.creditor_id].creditor.partner_type
        event = matched_entry(record, row, judgement, household_id, partner_type, seal)
        self.ledger.outgoing.append(event)
        self._note(record, Action.SIGNAL_MATCHED, judgement)

    def _hold(self, record: Record, row: Delivered, judgement: Judgement) -> None:
        day = happened_on(record)
        self.ledger.reviews.append(hold(self.vault, Held(row, judgement, day)))
        self._note(record, Action.SIGNAL_HELD, judgement)

    def _vanish(self, record: Record, row: Delivered, judgement: Judgement) -> None:
        self.ledger.counts.append((row.creditor_id, row.signal_on, judgement.kind.value))
        self.ledger.erased.append(row.signal_id)
        self._note(record, Action.SIGNAL_MINIMISED, judgement)

    def _note(self, record: Record, action: Action, judgement: Judgement) -> None:
        self.ledger.note(record, action, judgement.kind.value, {"rule": judgement.rule})


def matched_entry(
    record: Record,
    row: Delivered,
    judgement: Judgement,
    household_id: HouseholdId,
    partner_type: str,
    seal: Seal,
    turn: int = 0,
) -> Entry:
    """The event that tells the rest of the line about a resident's signal, without a name.

    `turn` counts how often the signal came back before: each time it is another fact.
    """
    resident_id = judgement.resident_id or NOBODY
    known = Known(
        row.signal_id,
        row.creditor_id,
        partner_type,
        row.arrears_type,
        row.amount_cents,
        row.signal_on,
        row.crisis,
        resident_id,
    )
    at = happened_at(record)
    matched = Matched(
        known,
        household_id,
        resident_id,
        judgement.kind,
        local_day(at),
        replace(judgement.surroundings, language=row.person.language),
        certainty_of(judgement.probability),
    )
    contact = seal.close(write_contact(row.person), f"signal|{row.signal_id}")
    ce_id, data = matched_id(row.signal_id, turn), MatchedData(matched, contact)
    return entry(topics.MATCHED, household_id, ce_id, topics.SIGNAL_MATCHED, at, data)


def matched_id(signal_id: str, turn: int) -> str:
    """The id of the event that tells that a signal is about a resident."""
    return f"{signal_id}.gekoppeld-{turn + 1}" if turn else f"{signal_id}.gekoppeld"
