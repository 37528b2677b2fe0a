"""Makes a synthetic city: a register, creditors' files month by month, claims, and the truth.

Nobody in it exists. Equal orders give byte-identical files.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from portal.synth import claims, register
from portal.synth.months import Delivery, Months
from portal.synth.register import City, populate
from portal.synth.report import Concurrence, SynthReport, Tally
from portal.synth.spec import BadSpec, Progress, SynthCreditor, SynthSpec, silent
from protocols.errors import Refused

__all__ = [
    "BadSpec",
    "Concurrence",
    "NotEmpty",
    "Progress",
    "SynthCreditor",
    "SynthReport",
    "SynthSpec",
    "make_city",
    "silent",
]

OURS = ("register.csv", "claims.csv", "truth.csv", "signals")
TRUTH = ("signal_file", "row", "reference", "register_id", "kind_of_error")

Line = tuple[str, ...]


class NotEmpty(Refused):
    """There is a city in that folder already; nothing was changed."""

    code = "not-empty"


def make_city(spec: SynthSpec, into: Path, progress: Progress = silent) -> SynthReport:
    """Write `register.csv`, `signals/<YYYY-MM>/<creditor_id>.csv`, `claims.csv` and `truth.csv`.

    `into` is made where it does not exist. Raises NotEmpty where it holds a city already; then
    nothing is written. For three months and less no consecutive signal is older than the files:
    some 13 % of the addresses are consecutive then, 40 % from the seventh month on (`plan`).
    """
    if any((into / name).exists() for name in OURS):
        raise NotEmpty("In deze map staat al een stad; kies een lege map.")
    rng = Random(spec.seed)  # noqa: S311 - invented people, no secrets
    city = populate(rng, spec, progress)
    into.mkdir(parents=True, exist_ok=True)
    _write(into / "register.csv", register.COLUMNS, register.register_rows(city))
    tally = Tally()
    months = Months(rng, spec, city)
    _write(into / "truth.csv", TRUTH, _deliver(months, spec, into, tally, progress))
    lines = list(claims.claim_lines(rng, spec, city, tally.signalled()))
    _write(into / "claims.csv", claims.COLUMNS, lines)
    return _report(city, tally, len(lines))


def _deliver(
    months: Months, spec: SynthSpec, into: Path, tally: Tally, progress: Progress
) -> Iterator[Line]:
    """Write every creditor's file; yield what is true about each row."""
    for index in range(spec.months):
        progress("signalen", index, spec.months)
        tally.begin_month()
        for delivery in months.month(index):
            tally.add(delivery)
            yield from _truth(delivery, _write_signals(delivery, into))
    progress("signalen", spec.months, spec.months)


def _write_signals(delivery: Delivery, into: Path) -> str:
    """Write one file in the creditor's own columns; the answer is its path below `into`."""
    creditor = delivery.creditor
    place = f"signals/{delivery.month:%Y-%m}/{creditor.creditor_id}.csv"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=creditor.delimiter, lineterminator="\r\n")
    writer.writerow(creditor.columns)
    ours = tuple(creditor.columns.values())
    writer.writerows([row.values.get(column, "") for column in ours] for row in delivery.signals)
    (into / place).parent.mkdir(parents=True, exist_ok=True)
    (into / place).write_bytes(text.getvalue().encode(creditor.encoding))
    return place


def _truth(delivery: Delivery, place: str) -> Iterator[Line]:
    for number, row in enumerate(delivery.signals, start=1):
        about = row.values["reference"], row.customer.register_id
        yield (place, str(number), *about, "+".join(row.kinds))


def _write(path: Path, head: Line, lines: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


def _report(city: City, tally: Tally, count: int) -> SynthReport:
    return SynthReport(
        residents=sum(len(one.members) for one in city.households),
        records=len(city.records()),
        addresses=len(city.households),
        claims=count,
        files=tally.files,
        signals_by_type=dict(tally.types),
        rows_by_sort=dict(tally.sorts),
        errors_by_kind=dict(tally.kinds),
        whole=tally.concurrence(),
        settled=tally.settled(),
    )
