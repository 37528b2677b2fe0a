"""The line on Kafka and PostgreSQL, beside the bare clients and the embedded line in the same run.

    python -m bench.kafka [--quick]

A synthetic Dronten of 60,000 residents gets three months of 10,000 signals. The first warms up,
the second is measured with 1, 2 and 4 workers (real processes, one relay), the third comes in at
half the rate that one worker reached, which gives the latency from receipt to caseload. Beside
them: the relay and kafka-python publishing the same events, kafka-python and an empty Faust agent
reading them, and the embedded line on PostgreSQL. Two cores show no scaling on the wall clock;
what scaling costs shows as processor time per signal.
"""

import argparse
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.support.broker import Broker, own_broker  # isort: skip  # it imports kafka quietly
from bench.kafka import clients
from bench.kafka.latency import Latency, at_half_load
from bench.kafka.rounds import Embedded, Round, embedded, round_of
from bench.kafka.table import show
from bench.line import deliver_month, months_of, open_city
from portal.settings import Settings
from portal.wiring import open_platform
from store.engine import reading
from store.outbox import between, heads
from streams.kafka import provisioning
from streams.kafka.connecting import Connection
from streams.topics import SIGNALS, TOPICS
from tests.support.postgres import Server, server

WORKERS = (1, 2, 4)


def city(home: Path, postgres: Server, residents: int, signals: int) -> str:
    """A city with its register and files but no signals; returns the name of its database."""
    database = postgres.create_database()
    wired = open_city(home, residents, 3, signals / residents * 1000, postgres.url(database))
    wired.engine.dispose()
    (home / "key").write_text(bytes(32).hex(), encoding="ascii")
    (home / "key").chmod(0o600)
    (home / "index").mkdir(mode=0o700)
    return database


def topics_of(kafka: Broker) -> Connection:
    """Topics of one's own on the broker."""
    connection = Connection(kafka.bootstrap, prefix=f"bench-{secrets.token_hex(4)}.")
    provisioning.apply(connection, TOPICS)
    return connection


def bare(home: Path, postgres: Server, base: str, kafka: Broker) -> dict[str, clients.Rate]:
    """The clients with nothing to do, and the relay, over the delivered events of a month."""
    database = postgres.create_database(base)
    settings = Settings("dronten", home, postgres.url(database), 0, "", bytes(32))
    wired = open_platform(settings)
    deliver_month(wired, months_of(home)[0])
    with reading(wired.engine) as tx:
        records = [
            one
            for place, head in heads(tx).items()
            if place[0] == SIGNALS.name
            for one in between(tx, place, 0, head)
        ]
    ours, theirs = topics_of(kafka), topics_of(kafka)
    clients.produced(topics_of(kafka), records)
    found = {
        "kafka-python publishing": clients.produced(theirs, records),
        "relay": clients.relayed(wired.engine, ours, wired.clock),
        "kafka-python reading": clients.consumed(ours, SIGNALS.name, len(records)),
        "empty Faust agent": clients.carried(ours, [SIGNALS.name], len(records)),
    }
    wired.engine.dispose()
    return found


def main() -> None:
    """Run everything, in a folder that is thrown away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    smaller = 10 if asked.parse_args().quick else 1
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        home = Path(folder)
        home.chmod(0o700)
        with own_broker(home / "kafka") as kafka:
            base = city(home, postgres, 60_000 // smaller, 10_000 // smaller)
            figures = bare(home, postgres, base, kafka)
            own: Embedded = embedded(home, postgres, base)
            rounds: list[Round] = []
            latency: Latency | None = None
            for many in WORKERS:
                url = postgres.url(postgres.create_database(base))
                with round_of(home, url, topics_of(kafka), many) as (done, wired):
                    rounds.append(replace(done))
                    if many == 1:
                        latency = at_half_load(wired, months_of(home)[2], done.rate / 2)
            show(figures, own, rounds, latency)


if __name__ == "__main__":
    main()
