"""A worker process for the kill test: `python -m tests.support.worker DATABASE MODE`.

DATABASE is a SQLite file or a SQLAlchemy URL.
MODE `deliver` takes in the deliveries that are not there yet; `line` runs the line to the end;
`faulty` runs it with effect and position in transactions apart, as no line ever should.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from protocols.covenant.signal import Delivered, MessageKind
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.privacy.audit import Origin
from store import log
from store.engine import begin
from streams.embedded import LogSource
from streams.intake import Batch, deliver
from tests.support import made
from tests.support.line import Line, open_line

RESIDENTS = 300
ROWS = 250
DELIVERIES = 8
BATCH = 20
GAP_SECONDS = 0.05
APPLIED = "applied"
"""What the faulty worker prints when an effect stands and its position does not yet."""


def rows_of(number: int) -> list[Delivered]:
    """Delivery N: residents and strangers, duplicates, too small amounts, withdrawals."""
    return [_row(number, row) for row in range(1, ROWS + 1)]


def _row(number: int, row: int) -> Delivered:
    about = (number * 131 + row * 7) % (RESIDENTS + 80)
    made_row = made.signal(
        row,
        about,
        signal_id=SignalId(f"k{number}-{row}"),
        delivery_id=DeliveryId(f"k{number}"),
        amount_cents=Cents(3_000 if row % 17 == 0 else 10_000 + number * 1_000 + row),
        reference=f"C{about}-{number // 2}",
    )
    if row % 23 == 0:
        return replace(made_row, kind=MessageKind.WITHDRAW, amount_cents=Cents(0))
    if row % 29 == 0:
        return replace(made_row, kind=MessageKind.CORRECT)
    return made_row


def deliver_all(line: Line, many: int = DELIVERIES, pause: float = 0.0) -> None:
    """Take in deliveries, `pause` seconds apart; what was taken in before changes nothing."""
    for number in range(many):
        batch = Batch(
            DeliveryId(f"k{number}"), CreditorId("woonhof"), bytes([number]), rows_of(number), ()
        )
        with begin(line.engine) as tx:
            deliver(
                tx,
                line.vault,
                batch,
                actor="test",
                origin=Origin.API,
                purpose="test",
                at=made.AT,
            )
        time.sleep(pause)


def _pause() -> None:
    print(APPLIED, flush=True)
    time.sleep(GAP_SECONDS)


def run_faulty(line: Line, between: Callable[[], None] = _pause) -> None:
    """The negative control: an effect that is committed before anybody notes that it was.

    `between` is what happens in between.
    """
    for topic, processor in line.embedded.stages:
        for part in range(topic.partitions):
            source = LogSource(processor.group, topic, part, BATCH)
            while _handle_faultily(line, processor.step, source, between):
                pass


def _handle_faultily(
    line: Line, step: object, source: LogSource, between: Callable[[], None]
) -> Sequence[log.Record]:
    with begin(line.engine) as tx:
        records = source.read(tx)
        if records:
            log.append(tx, step(tx, records))  # type: ignore[operator]
    between()
    with begin(line.engine) as tx:
        source.settle(tx, records)
    return records


def work(place: str, mode: str) -> None:
    """What the process does."""
    opened = open_line(place if "://" in place else Path(place), batch=BATCH)
    if mode == "deliver":
        deliver_all(opened)
    elif mode == "line":
        opened.embedded.drain()
    else:
        run_faulty(opened)


if __name__ == "__main__":
    work(sys.argv[1], sys.argv[2])
