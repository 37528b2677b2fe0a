"""Bringing a batch to the processor, whatever happens: in the end it was handled, or the process
stops. An exception would lose it: Faust takes a batch that raised for a batch that was done."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import structlog

from protocols.errors import Refused
from store import outbox
from store.engine import StoreUnavailable, reading
from store.outbox import Place
from streams.embedded import BATCH, LogSource
from streams.kafka.patience import GIVE_UP, Patience
from streams.kafka.records import Message
from streams.kafka.source import Carried
from streams.processor import Processor
from streams.topics import RELAY, Topic

_log = structlog.get_logger("streams")


def give_up(why: str) -> NoReturn:
    """End the process at once, with nothing acknowledged; who watches over it starts it anew."""
    _log.error("worker.gives-up", why=why)
    os._exit(GIVE_UP)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Brings batches of one topic to its processor; `stop` ends the process."""

    topic: Topic
    processor: Processor
    patience: Patience
    wait: Callable[[float], None] = time.sleep
    stop: Callable[[str], NoReturn] = give_up

    def carry(self, messages: Sequence[Message]) -> None:
        """Handle a batch. It returns when all of it was handled, or not at all."""
        try:
            self._carry(Carried(self.processor, messages))
        except StoreUnavailable as error:
            self.stop(f"store-unavailable {error}")
        except Refused as refused:
            self.stop(refused.code)
        except Exception as error:  # noqa: BLE001 - the outermost door of the worker
            self.stop(type(error).__name__)

    def _carry(self, batch: Carried) -> None:
        failed = 0
        while batch.more:
            try:
                self.processor.run(batch)
                failed = 0
            except StoreUnavailable as error:
                batch.more, failed = True, failed + 1
                _log.warning("worker.store-unavailable", error=str(error), failed=failed)
                if self.patience.is_over(failed):
                    raise
                self.wait(self.patience.seconds(failed))


class Sweep:
    """Looks for events that were published and that nobody brings: Kafka lost them, or Faust
    acknowledged too soon. They are handled from the log in SQL, without Kafka."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._before: dict[Place, int] = {}

    def __call__(self) -> int:
        """Handle what waits where nothing moved since the last call; returns how many events."""
        processor, topic = self._carrier.processor, self._carrier.topic
        try:
            stuck = self._stuck()
            total = 0
            for _, part in stuck:
                while done := processor.run(LogSource(processor.group, topic, part, BATCH)):
                    total += done
        except StoreUnavailable as error:
            _log.warning("worker.store-unavailable", error=str(error))
            return 0
        except Refused as refused:
            self._carrier.stop(refused.code)
        except Exception as error:  # noqa: BLE001 - the outermost door of the worker
            self._carrier.stop(type(error).__name__)
        if total:
            _log.warning("swept", group=processor.group, topic=topic.name, events=total)
        return total

    def _stuck(self) -> list[Place]:
        with reading(self._carrier.processor.engine) as tx:
            read = outbox.positions(tx, self._carrier.processor.group)
            published = outbox.positions(tx, RELAY)
        name = self._carrier.topic.name
        now = {
            place: read.get(place, 0)
            for place, off in published.items()
            if place[0] == name and read.get(place, 0) < off
        }
        stuck = [place for place, off in now.items() if self._before.get(place) == off]
        self._before = now
        return stuck
