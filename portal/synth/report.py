"""What came out: counts over the whole city, for the one who ordered it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.synth.months import Delivery
from portal.synth.plan import LOOK_BACK_MONTHS
from portal.synth.signals import Signal, Sort

SORTS = {
    Sort.GOOD: "over inwoners",
    Sort.STRANGER: "over wie hier niet (meer) woont",
    Sort.BAD: "met opzet onbruikbaar",
    Sort.WITHDRAW: "intrekkingen",
    Sort.CORRECT: "correcties",
}


@dataclass(frozen=True, slots=True)
class Concurrence:
    """Addresses with signals per month: how many, and how they hang together.

    `single` plus `multiple` plus `consecutive` is more than `addresses` where both hold.
    """

    addresses: int
    single: int
    multiple: int
    consecutive: int


@dataclass(frozen=True, slots=True)
class SynthReport:
    """Counts of one synthetic city.

    `records` is residents and former residents together. `signals_by_type` counts rows that are
    signals, by arrears type; `rows_by_sort` all rows. `errors_by_kind` counts each kind of each
    row. `whole` is over all months, `settled` over the months with six months of files before
    them: only those can come near the national proportions.
    """

    residents: int
    records: int
    addresses: int
    claims: int
    files: int
    signals_by_type: Mapping[str, int]
    rows_by_sort: Mapping[str, int]
    errors_by_kind: Mapping[str, int]
    whole: Concurrence
    settled: Concurrence

    def lines(self) -> tuple[str, ...]:
        """The report in Dutch, one fact a line."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"inwoners: {self.residents} op {self.addresses} adressen"
        yield f"personen in het register: {self.records}"
        yield f"vorderingen van de gemeente: {self.claims}"
        yield f"signalen: {sum(self.signals_by_type.values())} in {self.files} bestanden"
        yield from _counts("signalen", self.signals_by_type)
        yield from _counts("regels", self.rows_by_sort)
        yield from _concurrence("alle maanden", self.whole)
        yield from _concurrence("maanden met een half jaar ervoor", self.settled)
        yield from _counts("fouten", self.errors_by_kind)


def _counts(head: str, counts: Mapping[str, int]) -> Iterator[str]:
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield f"  {head} {name}: {count}"


def _concurrence(head: str, counted: Concurrence) -> Iterator[str]:
    yield f"meldingen per adres en maand ({head}): {counted.addresses}"
    for name, count in (
        ("enkelvoudig", counted.single),
        ("meervoudig", counted.multiple),
        ("opeenvolgend", counted.consecutive),
    ):
        if counted.addresses:
            yield f"  {name}: {count} ({count / counted.addresses:.0%})"


@dataclass(slots=True)
class Tally:
    """Counts deliveries while they are made."""

    files: int = 0
    types: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    months: list[Counter[int]] = field(default_factory=list)

    def begin_month(self) -> None:
        """What is added from now on is of the next month."""
        self.months.append(Counter())

    def add(self, delivery: Delivery) -> None:
        """Count one file."""
        self.files += 1
        for row in delivery.signals:
            self._row(delivery.creditor.arrears_type, row)

    def _row(self, arrears_type: str, row: Signal) -> None:
        self.sorts[SORTS[row.sort]] += 1
        self.kinds.update(row.kinds)
        if row.sort not in {Sort.WITHDRAW, Sort.CORRECT}:
            self.types[arrears_type] += 1
        if row.sort is Sort.GOOD:
            self.months[-1][row.household] += 1

    def signalled(self) -> frozenset[int]:
        """The households about which there was any good signal."""
        return frozenset(household for month in self.months for household in month)

    def concurrence(self, from_month: int = 0) -> Concurrence:
        """How signals hang together in the months from this index on."""
        places = range(from_month, len(self.months))
        parts = [self._of_month(place) for place in places]
        return Concurrence(*(sum(part) for part in _columns(parts)))

    def settled(self) -> Concurrence:
        """The same for the months with a whole half year of files before them."""
        return self.concurrence(LOOK_BACK_MONTHS)

    def _of_month(self, place: int) -> tuple[int, int, int, int]:
        now = self.months[place]
        before = set().union(*self.months[max(0, place - LOOK_BACK_MONTHS) : place])
        multiple = {one for one, count in now.items() if count > 1}
        again = before.intersection(now)
        return len(now), len(now) - len(multiple | again), len(multiple), len(again)


def _columns(parts: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, ...]]:
    return list(zip((0, 0, 0, 0), *parts, strict=True))
