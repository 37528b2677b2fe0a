"""An empty Faust agent: reads a number of events and does nothing with them.

    python -m bench.kafka.empty_agent SERVERS TOPIC[,TOPIC] EVENTS

Prints the seconds of the wall clock and of the processor between the first event and the last.
"""

import os
import sys
import tempfile
import time
from typing import Any

import faust
from yarl import URL


def main() -> None:
    """Read as fast as Faust brings, with the settings of our own workers."""
    servers, topics, events = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3])
    app = faust.App(
        f"empty-{os.getpid()}",
        broker=[URL(f"kafka://{one}") for one in servers.split(",")],
        consumer_auto_offset_reset="earliest",
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        store="memory://",
        broker_commit_interval=0.5,
        datadir=tempfile.mkdtemp(prefix="faust-"),
    )
    seen = [0]
    began: list[float] = []

    async def read(stream: Any) -> None:
        """Count, and nothing else."""
        async for batch in stream.take_events(1_000, within=0.2):
            if not began:
                began.extend((time.perf_counter(), time.process_time()))
                seen[0] -= len(batch)
            seen[0] += len(batch)
            if seen[0] >= events - 1_000:
                wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
                print(f"{max(seen[0], 1)} {wall} {cpu}", flush=True)
                os._exit(0)

    for name in topics:
        topic = app.topic(name, key_serializer="raw", value_serializer="raw")
        app.agent(topic, name=f"empty.{name}", concurrency=1)(read)
    worker = faust.Worker(app, loglevel="WARNING", quiet=True, redirect_stdouts=False)
    worker.spinner = None
    worker.execute_from_commandline()


if __name__ == "__main__":
    main()
