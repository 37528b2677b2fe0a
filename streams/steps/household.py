"""One household while a batch is handled: its signals, its claims, its open case."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from protocols.ids import HouseholdId, ResidentId
from protocols.judgement import MatchKind, Surroundings
from protocols.money import Cents
from protocols.work.combine import Known, Matched
from protocols.work.enrich import OpenClaim
from store import log, signals
from store.cases import Case
from store.engine import Tx
from store.signals import KeptSignal
from streams import topics
from streams.events import MatchedData, read_matched

_read_surroundings = msgspec.json.Decoder(Surroundings).decode


@dataclass(slots=True)
class Household:
    """What is known of a household, kept up to date event by event.

    `latest` is the signal that the case is weighed on; None when no active signal is left.
    `gone` are signals that turned out to be of somebody else, `erased` those whose data key goes.
    """

    household_id: str
    case: Case | None
    claims: tuple[OpenClaim, ...] = ()
    kept: dict[str, KeptSignal] = field(default_factory=dict)
    changed: dict[str, KeptSignal] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    erased: list[str] = field(default_factory=list)
    latest: Matched | None = None

    def know(self, kept: KeptSignal) -> None:
        """Add a signal that was stored earlier."""
        self.kept[kept.known.signal_id] = kept

    def take_in(self, data: MatchedData) -> None:
        """Add a new signal; its case is known once the household has been weighed."""
        matched = data.matched
        self._keep(
            KeptSignal(
                matched.signal,
                self.household_id,
                self.case.case_id if self.case else "",
                matched.resident_id,
                matched.received_on,
                matched.kind.value,
                data.contact,
            )
        )
        newest = self._newest()
        if newest is None or newest.known.signal_id == matched.signal.signal_id:
            self.latest = matched
        else:
            self.latest = self._matched(newest) if self.case else matched

    def correct(self, tx: Tx, signal_id: str, amount_cents: Cents) -> None:
        """Give an earlier signal another amount."""
        kept = self.kept.get(signal_id) or signals.find(tx, signal_id)
        if kept is not None and kept.status == "active":
            self._keep(replace(kept, known=replace(kept.known, amount_cents=amount_cents)))
        self._look_back()

    def withdraw(self, tx: Tx, signal_id: str) -> None:
        """Take an earlier signal out; the key to what the creditor told with it must go too."""
        kept = self.kept.pop(signal_id, None) or signals.find(tx, signal_id)
        if kept is not None:
            self.changed[signal_id] = replace(kept, status="withdrawn")
            self.erased.append(signal_id)
        self._look_back()

    def give_back(self, tx: Tx, signal_id: str) -> None:
        """Take out a signal of which the decision was taken back: here it never was."""
        for known in (self.kept, self.changed):
            known.pop(signal_id, None)
        self.gone.add(signal_id)
        self._look_back()
        if self.latest is not None:
            around = surroundings_of(tx, self.latest) or _without_person(self.latest.surroundings)
            self.latest = replace(self.latest, surroundings=around)

    def belongs_to(self, case: Case) -> None:
        """Put every signal that has no case yet into the case."""
        self.case = case
        for kept in list(self.changed.values()):
            if not kept.case_id:
                placed = replace(kept, case_id=case.case_id)
                self.changed[kept.known.signal_id] = placed
                if kept.known.signal_id in self.kept:
                    self.kept[kept.known.signal_id] = placed

    def _keep(self, kept: KeptSignal) -> None:
        self.gone.discard(kept.known.signal_id)
        self.kept[kept.known.signal_id] = kept
        self.changed[kept.known.signal_id] = kept

    def known(self) -> Iterator[Known]:
        """Every signal as weighing sees it: what an earlier, closed case had is settled."""
        for kept in self.kept.values():
            yield kept.known if self._is_current(kept) else replace(kept.known, settled=True)

    def _is_current(self, kept: KeptSignal) -> bool:
        return not kept.case_id or (self.case is not None and kept.case_id == self.case.case_id)

    def _look_back(self) -> None:
        """After a change the newest signal left of the open case is what it is weighed on."""
        current = [kept for kept in self.kept.values() if self._is_current(kept)]
        newest = max(current, key=_order, default=None)
        self.latest = self._matched(newest) if newest and self.case else None

    def _newest(self) -> KeptSignal | None:
        return max(self.kept.values(), key=_order, default=None)

    def _matched(self, kept: KeptSignal) -> Matched:
        surroundings = _read_surroundings(self.case.surroundings) if self.case else Surroundings()
        return Matched(
            kept.known,
            HouseholdId(self.household_id),
            ResidentId(kept.resident_id),
            MatchKind(kept.match_kind),
            kept.received_on,
            surroundings,
        )


def _order(kept: KeptSignal) -> tuple[date, str]:
    return kept.known.signal_on, kept.known.signal_id


def surroundings_of(tx: Tx, matched: Matched) -> Surroundings | None:
    """What was known of the resident of a signal when it came in; None when the log lost it.

    The case keeps those of its newest signal, and that may be the one that was given back.
    """
    place = topics.MATCHED.name, topics.MATCHED.part(matched.household_id), matched.household_id
    for record in log.of_key(tx, *place):
        if record.ce_type == topics.SIGNAL_MATCHED:
            told = read_matched(record.data).matched
            if told.signal.signal_id == matched.signal.signal_id:
                return told.surroundings
    return None


def _without_person(around: Surroundings) -> Surroundings:
    """What holds for everybody at the address."""
    return replace(around, age=None, warnings=(), language="")
