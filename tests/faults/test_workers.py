"""Whatever happens to workers, relay and broker: every signal counts once, to the cent."""

import random
import subprocess
import time

import pytest

from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import Broker, need_own
from tests.support.cluster import COMMITTED, deliver_month
from tests.support.published import check_topics
from tests.support.running import Cluster, seed_of_environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
MODES = {"relay": "relay", "one": "work", "two": "work"}


def _compare(city: Cluster, truth: dict[str, int]) -> None:
    assert whatever_the_order(everything(city.line)) == truth
    check_loads(city.line)


def test_workers_and_relay_under_sigkill_come_to_exactly_the_same(
    city: Cluster, truth: dict[str, int]
) -> None:
    """Counts, cents, receipts and audit are those of the embedded line; each kill hits a cluster
    that is at work."""
    chance = random.Random(seed_of_environment())
    for name, mode in MODES.items():
        city.start(name, mode)
    city.start("deliver", "deliver")
    city.wait_until(lambda: city.waits() > 0, 30)
    while city.kills < 10:
        city.wait_progress(chance.randrange(300))
        if not city.waits() and city.processes["deliver"].poll() is not None:
            break
        victim = chance.choice(list(MODES))
        city.kill(victim)
        city.start(victim, MODES[victim])
    assert city.processes["deliver"].wait() == 0
    city.wait_done()
    _compare(city, truth)
    check_topics(city)
    assert city.kills >= 5, "too few kills hit a working cluster to prove anything"


def test_a_broker_that_is_killed_and_one_that_is_restarted_lose_nothing(
    city: Cluster, truth: dict[str, int], kafka: Broker
) -> None:
    """Relay and workers are at work, wait, and go on by themselves."""
    need_own(kafka)
    for name in ("relay", "one"):
        city.start(name, MODES[name])
    city.start("deliver", "deliver")
    city.wait_until(lambda: city.waits() > 0, 30)
    for end in (kafka.kill, kafka.stop):
        city.wait_progress(100)
        assert city.waits(), "the work was done before the broker was gone"
        end()
        time.sleep(3)
        kafka.start()
    assert city.processes["deliver"].wait() == 0
    city.wait_done()
    _compare(city, truth)


def test_a_worker_that_joins_while_busy_and_one_that_leaves_lose_nothing(
    city: Cluster, truth: dict[str, int]
) -> None:
    """Partitions move from one worker to another with events under way."""
    deliver_month(city.line)
    for name in ("relay", "one"):
        city.start(name, MODES[name])
    city.wait_progress(100)
    city.start("two", "work")
    city.wait_progress(1_500)
    assert city.end("one") == 0
    city.wait_done()
    _compare(city, truth)


def _die_with_a_batch_in_hand(city: Cluster) -> None:
    """Kafka takes a batch for done that nobody did."""
    deliver_month(city.line)
    city.start("relay", "relay")
    city.start("faulty", "faulty", subprocess.PIPE)
    stdout = city.processes["faulty"].stdout
    assert stdout is not None
    assert stdout.readline().strip() == COMMITTED.encode()
    city.kill("faulty")
    stdout.close()


def test_a_worker_that_commits_offsets_before_it_works_is_caught(
    city: Cluster, truth: dict[str, int]
) -> None:
    """The negative control: were this worker not caught, the tests above would prove nothing."""
    _die_with_a_batch_in_hand(city)
    city.start("faulty", "faulty")
    assert city.processes["faulty"].wait() == 0
    found = whatever_the_order(everything(city.line))
    assert found["receipts"] < truth["receipts"]


def test_what_kafka_takes_for_done_and_nobody_did_is_found_in_the_log(
    city: Cluster, truth: dict[str, int]
) -> None:
    """Faust is known to commit too soon; the workers here do not take Kafka at its word."""
    _die_with_a_batch_in_hand(city)
    city.start("one", "sweep")
    city.wait_done()
    _compare(city, truth)
    assert "gap-filled" in city.told("one") or "swept" in city.told("one")
