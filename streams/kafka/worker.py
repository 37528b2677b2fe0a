"""The workers: Faust carries bytes in batches, the processor has the effect.

Faust is used for what it was found to do well, carrying at least once, by the rules that were
measured: one agent per topic, `take` around a body that cannot raise, no tables, windows, sinks
or transactions, and no web server.
"""

import asyncio
import atexit
import shutil
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

import faust
from yarl import URL

from streams.kafka.carrying import Carrier, Sweep
from streams.kafka.connecting import MECHANISM, Connection
from streams.kafka.patience import Patience
from streams.kafka.records import Message
from streams.processor import Processor
from streams.topics import Topic

GROUP = "vroegsignaal"
SWEEP_SECONDS = 15.0
Stages = Sequence[tuple[Topic, Processor]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works. Seconds: `within` to fill a batch of `batch` events, `session` after
    which the broker gives the partitions of a worker that is silent to another."""

    batch: int = 1_000
    within: float = 0.2
    session: float = 10.0
    sweep: float = SWEEP_SECONDS


@dataclass(frozen=True, slots=True)
class Crew:
    """A worker that is ready to begin: its Faust app, its one thread for SQL, and who looks, every
    `sweep` seconds and whether Kafka is there or not, for what nobody brings."""

    app: faust.App
    pool: ThreadPoolExecutor
    sweeps: Sequence[Sweep]
    sweep: float

    def look(self) -> None:
        """Look for what nobody brings, until the process ends and takes no more work."""
        with suppress(RuntimeError):
            while True:
                time.sleep(self.sweep)
                for sweep in self.sweeps:
                    self.pool.submit(sweep).result()


def make_crew(connection: Connection, stages: Stages, pace: Pace, patience: Patience) -> Crew:
    """An agent for every topic, all of them in one thread for SQL."""
    app = faust.App(connection.named(GROUP), **_settings(connection, pace))
    pool = ThreadPoolExecutor(1, "processor")
    carriers = [Carrier(topic, processor, patience) for topic, processor in stages]
    for carrier in carriers:
        name = carrier.topic.name
        topic = app.topic(connection.named(name), key_serializer="raw", value_serializer="raw")
        body = _body(carrier, pace, pool, connection)
        app.agent(topic, name=f"{GROUP}.{name}", concurrency=1)(body)
    return Crew(app, pool, [Sweep(carrier) for carrier in carriers], pace.sweep)


def work(crew: Crew, ready: Callable[[], None] = lambda: None) -> NoReturn:
    """Work until SIGTERM, which finishes what is under way; exits the process. `ready` is called
    once the worker listens to signals and takes part in the group."""

    async def tell() -> None:
        """Say that the worker is at work."""
        ready()

    crew.app.task(tell)
    threading.Thread(target=crew.look, name="sweep", daemon=True).start()
    worker = faust.Worker(
        crew.app, loglevel="WARNING", quiet=True, override_logging=False, redirect_stdouts=False
    )
    worker.spinner = None
    worker.execute_from_commandline()


def _settings(connection: Connection, pace: Pace) -> dict[str, Any]:
    return {
        "broker": [URL(f"kafka://{server}") for server in connection.servers],
        "broker_credentials": _credentials(connection),
        "broker_client_id": connection.client_id,
        "broker_commit_interval": 0.5,
        "broker_session_timeout": pace.session,
        "broker_heartbeat_interval": pace.session / 4,
        "consumer_auto_offset_reset": "earliest",
        "topic_disable_leader": True,
        "topic_allow_declare": False,
        "stream_wait_empty": True,
        "web_enabled": False,
        "store": "memory://",
        "datadir": _folder(),
        "worker_redirect_stdouts": False,
    }


def _folder() -> str:
    """A folder for Faust, which wants one and keeps nothing in it; gone at the end."""
    folder = tempfile.mkdtemp(prefix="faust-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _credentials(connection: Connection) -> Any:
    login, context = connection.login, connection.tls()
    if login is not None:
        return faust.SASLCredentials(
            username=login.user,
            password=login.password,
            mechanism=MECHANISM,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None


def _body(carrier: Carrier, pace: Pace, pool: ThreadPoolExecutor, connection: Connection) -> Any:
    async def body(stream: Any) -> None:
        """Bring every batch to the processor; it cannot raise, see `Carrier`."""
        loop = asyncio.get_running_loop()
        batches: AsyncIterator[Sequence[Any]] = stream.take_events(pace.batch, within=pace.within)
        async for events in batches:
            messages = [_message(event.message, connection) for event in events]
            await loop.run_in_executor(pool, carrier.carry, messages)

    return body


def _message(one: Any, connection: Connection) -> Message:
    """What Faust got, as it is, under our name for its topic."""
    topic = connection.ours(one.topic)
    headers = one.headers or ()
    pairs = headers.items() if isinstance(headers, dict) else headers
    stamp = int((one.timestamp or 0) * 1000)
    return Message(topic, one.partition, one.offset, stamp, one.key, one.value, tuple(pairs))
