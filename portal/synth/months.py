"""Month after month: how many signals, about whom, and what is withdrawn or corrected since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.synth.desk import Desk
from portal.synth.picks import Pick, Picker
from portal.synth.plan import Plan
from portal.synth.register import City
from portal.synth.signals import Signal, Sort, Writer, doubled, signal_day
from portal.synth.spec import SynthCreditor, SynthSpec
from portal.synth.strangers import Strangers
from portal.synth.tables import happens, rows
from protocols.ids import ResidentId

STRANGER_PART = 0.20
BAD_PART = 0.04
STRANGER_AGAIN_PERCENT = 30
WITHDRAW_PERCENT = 3.0
CORRECT_PERCENT = 1.0
DOUBLE_PERCENT = 14


@dataclass(frozen=True, slots=True)
class Delivery:
    """The file of one creditor in one month; `signals` in file order."""

    creditor: SynthCreditor
    month: date
    signals: tuple[Signal, ...]


class Months:
    """Makes deliveries; what it made before decides what comes next."""

    def __init__(self, rng: Random, spec: SynthSpec, city: City) -> None:
        self._rng = rng
        self._spec = spec
        self._writers = {
            one.creditor_id: Writer(rng, Desk(rng, one, city.maker.numbers))
            for one in spec.creditors
        }
        self._plan = Plan(rng, city.households)
        self._picker = Picker(rng, spec, city, self._writers)
        self._strangers = Strangers(rng, city)
        self._met: list[Pick] = []
        self._met_ids: set[ResidentId] = set()
        self._before: list[Signal] = []
        self._seasons = {int(row["month"]): float(row["weight"]) for row in rows("seasons")}

    def month(self, index: int) -> Iterator[Delivery]:
        """One delivery of each creditor in the month with this index (0 is the first)."""
        first = month_after(self._spec.first_month, index)
        self._plan.begin_month()
        days = {name: signal_day(self._rng, first) for name in self._writers}
        made, doubles = self._signals(self._wanted(first), days)
        later = list(self._later(made, days))
        self._before = [row for row in made if row.sort is Sort.GOOD]
        for name, writer in self._writers.items():
            mine = [row for row in (*made, *later) if row.customer.creditor_id == name]
            self._rng.shuffle(mine)
            numbered = writer.numbered(mine, first)
            self._double(numbered, doubles.count(name))
            yield Delivery(writer.desk.creditor, first, tuple(numbered))

    def _wanted(self, month: date) -> int:
        mean = self._spec.residents / 1000 * self._spec.signals_per_1000
        return max(1, round(mean * self._seasons[month.month]))

    def _signals(self, wanted: int, days: dict[str, date]) -> tuple[list[Signal], list[str]]:
        """This month's rows, and the creditor of each row that is to be doubled."""
        strangers, bad = round(wanted * STRANGER_PART), round(wanted * BAD_PART)
        double = [happens(self._rng, DOUBLE_PERCENT) for _ in range(bad)].count(True)
        made = list(self._good(wanted - strangers - bad, days))
        made += self._strange(strangers, days)
        made += self._bad(bad - double, days)
        return made, [self._picker.writer().desk.creditor.creditor_id for _ in range(double)]

    def _good(self, wanted: int, days: dict[str, date]) -> Iterator[Signal]:
        while wanted > 0:
            trouble = self._plan.trouble()
            if trouble is None:
                return
            for writer, customer in self._picker.picks(
                trouble.household, min(trouble.size, wanted)
            ):
                on = days[customer.creditor_id]
                yield writer.signal(Sort.GOOD, customer, on, trouble.household)
                wanted -= 1

    def _strange(self, count: int, days: dict[str, date]) -> Iterator[Signal]:
        """Rows about strangers: some the creditor reported before, the others new."""
        again = list(self._met)
        for _ in range(count):
            if again and happens(self._rng, STRANGER_AGAIN_PERCENT):
                writer, customer = again.pop(self._rng.randrange(len(again)))
            else:
                writer, customer = self._new_stranger()
            yield writer.signal(Sort.STRANGER, customer, days[customer.creditor_id])

    def _new_stranger(self) -> Pick:
        """A stranger whom nobody has reported yet."""
        while True:
            subject, kind, register_id = self._strangers.draw()
            person_id = subject.person.resident_id
            if person_id not in self._met_ids:
                break
        writer = self._picker.writer()
        customer = writer.desk.customer(subject, register_id=register_id, kinds=(kind,))
        self._met_ids.add(person_id)
        self._met.append((writer, customer))
        return writer, customer

    def _bad(self, count: int, days: dict[str, date]) -> Iterator[Signal]:
        """Rows that must not come in, each about an address without other signals."""
        for _ in range(count):
            household = self._plan.fresh()
            for writer, customer in [] if household is None else self._picker.picks(household, 1):
                yield writer.bad(writer.bad_kind(), customer, days[customer.creditor_id])

    def _later(self, made: list[Signal], days: dict[str, date]) -> Iterator[Signal]:
        """What creditors take back or correct of last month's signals that are not repeated."""
        now = {(row.customer.creditor_id, row.customer.person_id) for row in made}
        for row in self._before:
            customer = row.customer
            writer, on = self._writers[customer.creditor_id], days[customer.creditor_id]
            if not writer.desk.delivers("kind"):
                continue
            if (customer.creditor_id, customer.person_id) in now:
                continue
            if happens(self._rng, WITHDRAW_PERCENT):
                yield writer.withdraw(customer, on)
            elif happens(self._rng, CORRECT_PERCENT):
                yield writer.correct(customer, on)

    def _double(self, numbered: list[Signal], count: int) -> None:
        """Put good rows in the file once more, somewhere behind themselves."""
        good = [row for row in numbered if row.sort is Sort.GOOD]
        for row in self._rng.sample(good, min(count, len(good))):
            at = self._rng.randint(numbered.index(row) + 1, len(numbered))
            numbered.insert(at, doubled(row))


def month_after(first: date, months: int) -> date:
    """The first day of the month that many months after `first`."""
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
