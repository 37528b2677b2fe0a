"""The rows of one creditor: signals, bad ones among them, withdrawals and corrections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from random import Random

from portal.synth.debts import Debt, terms_of, written
from portal.synth.desk import Customer, Desk
from portal.synth.register import yes_no
from portal.synth.tables import lottery_of, rows
from protocols.ids import ResidentId
from protocols.money import Cents

UNREADABLE = ("onbekend", "12O,50", "1.2.34,5", "zie bijlage", "-", "#WAARDE!", "EUR", "45o,00")
STEPS = ("personal_contact", "debt_help_offered", "written_reminder", "data_sharing_offered")
DUPLICATE = "duplicate_row"


class Sort(Enum):
    """What a row is in the truth of the city."""

    GOOD = "good"
    STRANGER = "stranger"
    BAD = "bad"
    WITHDRAW = "withdraw"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Signal:
    """One row: our columns with their text, and what is wrong with it, in order.

    `household` is the index of the address it is about, -1 where it does not count as a signal
    about a resident.
    """

    sort: Sort
    customer: Customer
    values: Mapping[str, str]
    kinds: tuple[str, ...]
    household: int = -1

    def numbered(self, reference: str) -> "Signal":
        """The same row with the creditor's reference."""
        return replace(self, values={**self.values, "reference": reference})


class Writer:
    """Writes rows for one creditor; remembers what each customer owes and under which reference."""

    def __init__(self, rng: Random, desk: Desk) -> None:
        self._rng = rng
        self._terms = terms_of(desk.creditor.arrears_type)
        self._debts: dict[ResidentId, Debt] = {}
        self._references: dict[ResidentId, str] = {}
        self._bad_kinds = lottery_of(
            [row for row in rows("bad_rows") if _possible(desk, row["columns"].split(" "))]
        )
        self._steps = [step for step in STEPS if desk.delivers(step)]
        self.desk = desk

    def signal(self, sort: Sort, customer: Customer, on: date, household: int = -1) -> Signal:
        """A row that breaks no rule; the arrears of a customer seen before have grown."""
        old = self._debts.get(customer.person_id)
        debt = self._terms.grown(self._rng, old, on) if old else self._terms.first(self._rng, on)
        self._debts[customer.person_id] = debt
        values = self._values("signal", customer, debt, on)
        return Signal(sort, customer, values, customer.kinds, household)

    def bad_kind(self) -> str:
        """A kind of `bad_rows.csv` that this creditor's columns can show."""
        return self._bad_kinds.draw(self._rng)["kind"]

    def bad(self, kind: str, customer: Customer, on: date) -> Signal:
        """A row that must not come in, or not like this."""
        good = self.signal(Sort.BAD, customer, on)
        spoilt = {**good.values, **BAD[kind](self._rng, on, self._steps)}
        return replace(good, values=spoilt, kinds=(kind, *good.kinds))

    def withdraw(self, customer: Customer, on: date) -> Signal:
        """Takes back the last signal about this customer, who has paid."""
        values = self._values("withdraw", customer, self._debts.pop(customer.person_id), on)
        return self._under_old_reference(Signal(Sort.WITHDRAW, customer, values, customer.kinds))

    def correct(self, customer: Customer, on: date) -> Signal:
        """Corrects the amount of the last signal about this customer: it was less."""
        old = self._debts[customer.person_id]
        less = round(old.amount_cents * self._rng.uniform(0.5, 0.95))
        debt = replace(old, amount_cents=Cents(less))
        self._debts[customer.person_id] = debt
        values = self._values("correct", customer, debt, on)
        return self._under_old_reference(Signal(Sort.CORRECT, customer, values, customer.kinds))

    def numbered(self, signals: list[Signal], month: date) -> list[Signal]:
        """The rows in file order, each new one with a reference of its own."""
        done: list[Signal] = []
        for row in signals:
            reference = f"{self._terms.letters}{month:%Y%m}-{len(done) + 1:05d}"
            done.append(row if "reference" in row.values else row.numbered(reference))
            self._references[row.customer.person_id] = done[-1].values["reference"]
        return done

    def _under_old_reference(self, row: Signal) -> Signal:
        return row.numbered(self._references[row.customer.person_id])

    def _values(self, kind: str, customer: Customer, debt: Debt, on: date) -> dict[str, str]:
        return {
            **customer.fields,
            "kind": kind,
            "arrears_type": self.desk.creditor.arrears_type,
            "amount": written(debt.amount_cents),
            "arrears_since": debt.since_on.isoformat(),
            "signal_date": on.isoformat(),
            "crisis": yes_no(self._terms.crisis(self._rng)),
            "arrangement": "nee",
            "objection": "nee",
            **dict.fromkeys(STEPS, "ja"),
        }


def doubled(row: Signal) -> Signal:
    """The very same row once more, by mistake."""
    return replace(row, sort=Sort.BAD, kinds=(DUPLICATE, *row.kinds), household=-1)


def signal_day(rng: Random, month: date) -> date:
    """A working day from the 20th to the 25th, when creditors deliver (national covenant)."""
    days = [month.replace(day=day) for day in range(20, 26)]
    return rng.choice([day for day in days if day.weekday() < 5])


def _possible(desk: Desk, columns: list[str]) -> bool:
    return any(desk.delivers(column) for column in columns)


Spoiler = Callable[[Random, date, list[str]], dict[str, str]]

BAD: Mapping[str, Spoiler] = {
    "amount_below_minimum": lambda rng, _on, _steps: {"amount": written(rng.randrange(100, 1000))},
    "running_arrangement": lambda _rng, _on, _steps: {"arrangement": "ja"},
    "objection": lambda _rng, _on, _steps: {"objection": "ja"},
    "arrears_too_young": lambda rng, on, _steps: {
        "arrears_since": (on - timedelta(days=rng.randint(3, 25))).isoformat()
    },
    "amount_unreadable": lambda rng, _on, _steps: {"amount": rng.choice(UNREADABLE)},
    "surname_missing": lambda _rng, _on, _steps: dict.fromkeys(
        ("prefix", "surname", "partner_prefix", "partner_surname", "company_name"), ""
    ),
    "collection_step_missing": lambda rng, _on, steps: {rng.choice(steps): "nee"},
}
"""What makes a row bad, by its kind in `bad_rows.csv`; a duplicate is made of a good row."""
