"""How long a signal is under way from its receipt to the caseload, at a given load."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import psycopg

from bench.kafka.cluster import wait_done
from bench.line import read_month, take_in
from portal.wiring import Platform, new_delivery_id
from streams.intake import Batch

ROWS = 10
_WATCH = """
create table bench_seen (ce_id text, topic text, at timestamptz);
create function bench_see() returns trigger language plpgsql as $$
begin
  insert into bench_seen values (new.ce_id, new.topic, clock_timestamp());
  return null;
end $$;
create trigger bench_see after insert on event_log for each row
  when (new.topic in ('signals', 'cases')) execute function bench_see();
"""
_MILLISECONDS = """
select 1000 * extract(epoch from done.at - came.at) from bench_seen came join bench_seen done
on done.topic = 'cases' and done.ce_id = came.ce_id || '.gekoppeld.gewogen'
where came.topic = 'signals' order by 1
"""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from receipt to caseload at so many signals a second."""

    per_second: float
    signals: int
    p50: float
    p99: float


def at_half_load(wired: Platform, month: Path, per_second: float) -> Latency:
    """Take in a month in deliveries of ten rows, so many signals a second."""
    url = wired.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(_WATCH)
        begun, taken = time.perf_counter(), 0
        for batch, at in _slices(wired, month):
            time.sleep(max(0.0, begun + taken / per_second - time.perf_counter()))
            taken += take_in(wired, batch, at)
        reached = taken / (time.perf_counter() - begun)
        wait_done(wired.engine, 0.2)
        took = [float(row[0]) for row in database.execute(_MILLISECONDS)]
    return Latency(reached, len(took), took[len(took) // 2], took[len(took) * 99 // 100])


def _slices(wired: Platform, month: Path) -> Iterator[tuple[Batch, datetime]]:
    for batch, at in read_month(wired, month):
        for start in range(0, len(batch.rows), ROWS):
            number = new_delivery_id(at)
            rows = [replace(row, delivery_id=number) for row in batch.rows[start : start + ROWS]]
            digest = sha256(number.encode()).digest()
            yield replace(batch, delivery_id=number, digest=digest, rows=rows, unreadable=()), at
