"""Deciding, undoing, expiring and erasing in any order: no signal is lost or counted twice.

A model of a few lines says where every signal must be; the line must agree with it after each
step, to the cent.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from protocols.covenant.signal import Delivered, MessageKind
from protocols.ids import CreditorId
from protocols.money import Cents
from protocols.people import Name
from protocols.work.clock import local_day
from store import audit, cases, decisions, deliveries, signals, status
from store.engine import begin, open_engine, reading
from store.migrate import migrate
from streams.held import open_held
from streams.reviews import expire
from streams.undoing import NotUndoable
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.reviews import (
    changed,
    decide,
    end_terms,
    open_cases,
    seek_contact,
    take_back,
    unsure,
)

pytestmark = pytest.mark.slow
HOMES = (1, 2, 3)
REVIEW, UNDO = timedelta(days=28), timedelta(days=14)
MATE = made.resident(101, name=Name("Bas", "B", surname=made.surname(1)), address=made.address(1))
CITY = made.city(
    covenants={CreditorId("woonhof"): made.covenant("woonhof", outside_window="noted")}
)
LIVING = frozenset({"waiting", "aside", "case"})


@dataclass(slots=True)
class Model:
    """Where one signal must be: waiting, aside, case, withdrawn (from a case) or ended."""

    row: Delivered
    home: int
    cents: int
    received_on: date
    place: str
    turn: int = 0
    decided: bool = False
    under_way: bool = False
    contacted: bool = False
    until: date = date.min


class Reviews(RuleBasedStateMachine):
    """People, creditors, the line and the clock, each doing something at some moment."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.at: datetime = made.AT
        self.models: dict[str, Model] = {}
        self.number = 0
        self.tallies: dict[str, int] = {}
        self.done = {"review.decided": 0, "review.undone": 0}

    @initialize()
    def open(self) -> None:
        """A line of its own, on a copy of an empty database."""
        (self.folder / "line.db").write_bytes(_empty())
        self.line: Line = with_residents(
            open_line(self.folder / "line.db", CITY), [*map(made.resident, HOMES), MATE]
        )

    def teardown(self) -> None:
        """In the end everything that waited or was set aside is counted, and nothing is left."""
        if hasattr(self, "line"):
            self._line_works()
            self.days_pass(100)
            self.every_signal_is_in_its_one_place()
            assert not [one for one in self.models.values() if one.place in {"waiting", "aside"}]
            self.line.engine.dispose()
        shutil.rmtree(self.folder)

    @property
    def today(self) -> date:
        """The day it is here."""
        return local_day(self.at)

    def _next(self) -> str:
        self.at += timedelta(minutes=1)
        self.number += 1
        return f"d{self.number}"

    def _line_works(self) -> None:
        """Sending lets the line work too, so whatever was under way arrives."""
        self.line.embedded.drain()
        for one in self.models.values():
            one.under_way = False

    def _send(self, row: Delivered) -> None:
        self.line.send([row], self.at)
        self._line_works()

    def _count(self, outcome: str) -> None:
        self.tallies[outcome] = self.tallies.get(outcome, 0) + 1

    def _ids(self, data: Any, *places: str) -> str | None:
        found = sorted(key for key, one in self.models.items() if one.place in places)
        return data.draw(st.sampled_from(found)) if found else None

    @rule(home=st.sampled_from(HOMES), cents=st.integers(5_000, 900_000))
    def an_unsure_signal_comes_in(self, home: int, cents: int) -> None:
        """It waits for a human."""
        delivery = self._next()
        row = unsure(1, home, delivery, reference=delivery, amount_cents=Cents(cents))
        self._send(row)
        self.models[row.signal_id] = Model(row, home, cents, self.today, "waiting")

    @rule(home=st.sampled_from(HOMES), cents=st.integers(5_000, 900_000))
    def a_sure_signal_comes_in(self, home: int, cents: int) -> None:
        """It is in a case at once, and no decision is about it."""
        delivery = self._next()
        ids = {"signal_id": f"{delivery}-1", "delivery_id": delivery}
        row = made.signal(1, home, reference=delivery, amount_cents=Cents(cents), **ids)
        self._send(row)
        self.models[row.signal_id] = Model(row, home, cents, self.today, "case")

    @rule(data=st.data(), mate=st.booleans())
    def somebody_says_same(self, data: Any, mate: bool) -> None:
        """One of the candidates; the line has not taken it further yet."""
        self._next()
        if (key := self._ids(data, "waiting")) is not None:
            one = self.models[key]
            chosen = "r-101" if mate and one.home == 1 else f"r-{one.home}"
            decide(self.line, key, chosen, self.at)
            self._decided(one, "case")
            one.under_way = True

    @rule(data=st.data())
    def somebody_says_different(self, data: Any) -> None:
        """None of the candidates."""
        self._next()
        if (key := self._ids(data, "waiting")) is not None:
            decide(self.line, key, at=self.at)
            self._decided(self.models[key], "aside")

    def _decided(self, one: Model, place: str) -> None:
        one.place, one.decided, one.contacted = place, True, False
        one.until = min(self.today + UNDO, one.received_on + REVIEW + UNDO)
        self.done["review.decided"] += 1

    @precondition(lambda self: self.models)
    @rule(data=st.data())
    def somebody_undoes(self, data: Any) -> None:
        """Whatever there is: it succeeds exactly when the model says so."""
        self._next()
        one = self.models[key := data.draw(st.sampled_from(sorted(self.models)))]
        can_be = (
            one.decided
            and one.place in {"case", "aside"}
            and not (one.under_way or one.contacted)
            and self.today <= one.until
        )
        before = self.line.counts()
        try:
            take_back(self.line, key, self.at)
        except NotUndoable:
            assert not can_be
            assert self.line.counts() == before
            return
        assert can_be
        one.place, one.decided, one.turn = "waiting", False, one.turn + 1
        self.done["review.undone"] += 1

    @rule()
    def the_line_works(self) -> None:
        """What was under way arrives."""
        self._line_works()

    @rule(home=st.sampled_from(HOMES))
    def a_worker_seeks_contact(self, home: int) -> None:
        """With whoever lives there, if there is a case; from then on its decisions stand."""
        self._next()
        self._line_works()
        here = [one for one in self.models.values() if one.home == home and one.place == "case"]
        if here:
            household = self._household(here[0])
            case = next(one for one in open_cases(self.line) if one.household_id == household)
            seek_contact(self.line, case, self.at)
        for one in here:
            one.contacted = True

    def _household(self, one: Model) -> str:
        with reading(self.line.engine) as tx:
            kept = signals.find(tx, one.row.signal_id)
        assert kept is not None
        return kept.household_id

    @rule(data=st.data(), cents=st.integers(5_000, 900_000))
    def a_creditor_corrects(self, data: Any, cents: int) -> None:
        """The amount follows wherever the signal is."""
        delivery = self._next()
        if (key := self._ids(data, *LIVING)) is not None:
            one = self.models[key]
            self._send(changed(one.row, delivery, MessageKind.CORRECT, cents))
            one.cents = cents

    @rule(data=st.data())
    def a_creditor_withdraws(self, data: Any) -> None:
        """Out of its case, or counted."""
        delivery = self._next()
        if (key := self._ids(data, *LIVING)) is not None:
            one = self.models[key]
            self._send(changed(one.row, delivery, MessageKind.WITHDRAW))
            if one.place != "case":
                self._count("withdrawn")
            one.place = "withdrawn" if one.place == "case" else "ended"

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        """And the clock does what it does at night."""
        self.at += timedelta(days=days)
        today = self.today
        with begin(self.line.engine) as tx:
            old = signals.held_before(tx, today - REVIEW, today - REVIEW - UNDO)
            expire(tx, self.line.vault, old)
        end_terms(self.line, self.at)
        for one in self.models.values():
            waits = REVIEW + (UNDO if one.turn else timedelta())
            if one.place == "waiting" and one.received_on + waits < today:
                one.place = "ended"
                self._count("undecided")
            if one.place == "aside" and one.until < today:
                one.place = "ended"
                self._count("probable:different")

    @invariant()
    def every_signal_is_in_its_one_place(self) -> None:
        """On the list, set aside, in a case, withdrawn or counted; and its key is there or not."""
        if not hasattr(self, "line"):
            return
        with reading(self.line.engine) as tx:
            held = {one.signal_id: one for one in signals.held(tx)}
            kept = {key: signals.find(tx, key) for key in self.models}
            decided = {key: decisions.find(tx, key) for key in self.models}
            keys = set(deliveries.data_keys(tx, self.models))
            assert signals.tallies(tx) == self.tallies
            assert status.recounted_loads(tx) == {k: n for k, n in cases.loads(tx).items() if n}
            told = {name: len(audit.latest(tx, action=name)) for name in self.done}
        assert told == {name: min(number, 200) for name, number in self.done.items()}
        for key, one in self.models.items():
            aside = decided[key] is not None and decided[key].verdict == "different"
            active = kept[key] is not None and kept[key].status == "active"
            withdrawn = kept[key] is not None and kept[key].status == "withdrawn"
            found = (key in held, aside, active or one.under_way, withdrawn)
            places = ("waiting", "aside", "case", "withdrawn")
            assert found == tuple(place == one.place for place in places), (key, one)
            assert (key in keys) is (one.place in LIVING)
            if one.place == "waiting":
                opened = open_held(self.line.vault, held[key])
                assert (opened.row.amount_cents, opened.turn) == (one.cents, one.turn)

    @invariant()
    def every_case_adds_up(self) -> None:
        """Each household has one open case with its active signals, and not a cent more."""
        if not hasattr(self, "line"):
            return
        expected: dict[int, list[int]] = {}
        for one in self.models.values():
            if one.place == "case" and not one.under_way:
                expected.setdefault(one.home, []).append(one.cents)
        found = sorted((one.signals_count, one.total_cents) for one in open_cases(self.line))
        assert found == sorted((len(cents), sum(cents)) for cents in expected.values())
        counts = self.line.counts()
        assert counts["cents"] == sum(map(sum, expected.values()))
        assert counts["active signals"] == sum(map(len, expected.values()))


@cache
def _empty() -> bytes:
    """A migrated, empty database, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        engine = open_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()


TestReviews = Reviews.TestCase
TestReviews.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
