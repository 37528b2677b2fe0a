"""The gate: admit, with what is known of earlier signals; the same for a check and for real."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from protocols.city import City
from protocols.covenant.admit import admit
from protocols.covenant.answer import WITHDRAWN, Admitted, Asked, Earlier, NotAdmitted
from protocols.covenant.signal import Delivered, MessageKind
from protocols.covenant.terms import Terms
from protocols.ids import CreditorId, SignalId
from store import deliveries
from store.engine import Tx
from store.vault import Vault
from streams.identity import sought, token_of


class UnknownCreditor(Exception):
    """An event of a creditor that this city has no covenant with."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds rows against the covenant. `known` is what earlier rows left behind, by token."""

    city: City
    vault: Vault
    known: dict[bytes, Earlier] = field(default_factory=dict)
    terms: dict[tuple[CreditorId, date], Terms] = field(default_factory=dict)
    tokens: dict[SignalId, Sequence[bytes]] = field(default_factory=dict)

    def learn(self, tx: Tx, rows: Iterable[tuple[Delivered, date]]) -> None:
        """Look up the earlier signals that these rows (with their day of receipt) may be about."""
        tokens = (token for row, day in rows for token in self._sought(row, day))
        self.known.update(deliveries.admissions(tx, tokens))

    def ask(self, row: Delivered, received_on: date) -> Admitted | NotAdmitted:
        """May this row come in?"""
        tokens = self._sought(row, received_on)
        earlier = self._earlier(tokens)
        terms = self.terms_on(row.creditor_id, received_on)
        return admit(Asked(row, terms, self.city.arrears_types, received_on, earlier))

    def token(self, row: Delivered, received_on: date) -> bytes:
        """The token under which a signal is known again."""
        if row.kind is MessageKind.SIGNAL:
            return self._sought(row, received_on)[0]
        return token_of(self.vault, row, self.terms_on(row.creditor_id, received_on))

    def remember(self, row: Delivered, received_on: date, household_id: str = "") -> None:
        """Let later rows know of an admitted signal."""
        token = self.token(row, received_on)
        self.known[token] = Earlier(row.signal_id, row.signal_on, household_id)

    def take_back(self, about: Earlier) -> Mapping[bytes, Earlier]:
        """Note a withdrawal: the same may be signalled again, but not withdrawn twice."""
        gone = replace(about, household_id=WITHDRAWN)
        found = {t: gone for t, one in self.known.items() if one.signal_id == about.signal_id}
        self.known.update(found)
        return found

    def placed(self, tx: Tx, about: Earlier) -> Earlier:
        """An earlier signal with its household, also if a human gave it one only just now."""
        tokens = [token for token, one in self.known.items() if one.signal_id == about.signal_id]
        if about.household_id or not tx.shared:
            return about
        now = deliveries.admissions(tx, tokens).values()
        return next((one for one in now if one.signal_id == about.signal_id), about)

    def terms_on(self, creditor_id: CreditorId, day: date) -> Terms:
        """The covenant with a creditor on a day; raises UnknownCreditor."""
        terms = self.terms.get((creditor_id, day))
        if terms is None:
            covenant = self.city.covenants.get(creditor_id)
            if covenant is None:
                raise UnknownCreditor
            terms = self.terms[creditor_id, day] = covenant.on(day)
        return terms

    def _earlier(self, tokens: Sequence[bytes]) -> Earlier | None:
        """The signal of the row's own period; for a change else the latest one.

        A repeated withdrawal finds what was withdrawn, and so nothing: not the month before.
        """
        own = self.known.get(tokens[0])
        if own is not None and not own.withdrawn:
            return own
        found = [self.known[token] for token in tokens if token in self.known]
        latest = max(found, key=lambda was: was.signal_on, default=None)
        return None if latest is None or latest.withdrawn else latest

    def _sought(self, row: Delivered, received_on: date) -> Sequence[bytes]:
        tokens = self.tokens.get(row.signal_id)
        if tokens is None:
            terms = self.terms_on(row.creditor_id, received_on)
            tokens = self.tokens[row.signal_id] = sought(self.vault, row, terms, received_on)
        return tokens


def precheck(
    tx: Tx, city: City, vault: Vault, rows: Sequence[Delivered], on: date
) -> Mapping[int, Admitted | NotAdmitted]:
    """What every row of a delivery would be answered on a day; stores nothing."""
    gate = Gate(city, vault)
    gate.learn(tx, ((row, on) for row in rows))
    answers = {}
    for row in rows:
        answer = answers[row.row] = gate.ask(row, on)
        if isinstance(answer, NotAdmitted):
            continue
        if row.kind is MessageKind.SIGNAL:
            gate.remember(row, on)
        elif row.kind is MessageKind.WITHDRAW and answer.about:
            gate.take_back(answer.about)
    return answers
