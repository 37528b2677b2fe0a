"""The command that works for the line with others, fed by Kafka."""

import random
import time

from portal.cli.common import out
from portal.metrics_server import watched
from portal.settings import kafka_of_environment, read_settings
from portal.wiring import open_platform
from streams.topics import TOPICS


def worker() -> None:
    """Werk mee aan de lijn, gevoed door Kafka, tot SIGTERM; meer werkers verdelen het werk.

    Eindigt met 75 als de database wegblijft of een beheerder iets moet doen: start hem dan opnieuw.
    """
    from streams.kafka.calm import calm_clients  # only here: other commands need no Kafka
    from streams.kafka.patience import Patience
    from streams.kafka.provisioning import need_topics
    from streams.kafka.worker import Pace, make_crew, work

    calm_clients(time.monotonic)
    connection = kafka_of_environment()
    settings = read_settings()
    wired = open_platform(settings)
    need_topics(connection, TOPICS)
    patience = Patience(random.SystemRandom().random)
    crew = make_crew(connection, wired.line.stages, Pace(), patience)
    with watched(wired, settings.watching):
        work(crew, lambda: out.print("De werker is gereed."))
