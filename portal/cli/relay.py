"""The command that publishes what the log holds to Kafka."""

import random
import time
from typing import Annotated

import typer

from portal.cli.common import out
from portal.halting import Halt, halt_on_signals
from portal.metrics_server import watched
from portal.settings import kafka_of_environment, read_settings
from portal.wiring import open_platform, source_of
from streams.topics import TOPICS


def relay(
    once: Annotated[bool, typer.Option("--once", help="Stop zodra er niets meer wacht.")] = False,
) -> None:
    """Breng wat in het logboek staat naar Kafka, tot SIGTERM; één proces is genoeg."""
    from streams.kafka.calm import calm_clients  # only here: other commands need no Kafka
    from streams.kafka.patience import Patience
    from streams.kafka.provisioning import need_topics
    from streams.kafka.publishing import KafkaPublisher
    from streams.kafka.relay import Relay, keep_relaying, relay_all

    calm_clients(time.monotonic)
    connection = kafka_of_environment()
    settings = read_settings()
    wired = open_platform(settings)
    need_topics(connection, TOPICS)
    publisher = KafkaPublisher(connection, source_of(wired.city))
    relaying = Relay(wired.engine, publisher, wired.clock)
    relaying.begin()
    halt = Halt() if once else halt_on_signals()
    out.print("De doorgever is gereed.")
    patience = Patience(random.SystemRandom().random)
    with watched(wired, settings.watching):
        done = relay_all(relaying) if once else keep_relaying(relaying, halt, patience)
    publisher.close()
    out.print(f"{done} berichten gepubliceerd.")
