"""A real Kafka broker for tests: the one of KAFKA_BOOTSTRAP_SERVERS, or one of our own.

    with broker(folder) as kafka:
        kafka.bootstrap, kafka.kill(), kafka.start()

Our own needs a JDK of 17 or newer, and Maven the first time for the jars, which stay in var/kafka.
"""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.needs import need

with warnings.catch_warnings():
    # kafka-python reads its own files in a way that Python 3.11 calls deprecated, and 3.13 does not
    warnings.simplefilter("ignore", DeprecationWarning)
    import kafka as _kafka  # noqa: F401

REPOSITORY = Path(__file__).resolve().parents[2]
DEPLOY = REPOSITORY / "deploy" / "kafka"
CACHE = REPOSITORY / "var" / "kafka"
START_SECONDS = 90.0
JVM = "-Xmx384m -Xms96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"


@dataclass(slots=True)
class Broker:
    """A broker that can be stopped, killed and started again on the same data."""

    bootstrap: str
    folder: Path | None = None
    controller_port: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def ours(self) -> bool:
        """Whether it is of our own: only then may a test stop it."""
        return self.folder is not None

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        assert self.folder is not None, "somebody else's broker"
        port = self.bootstrap.rpartition(":")[2]
        with (self.folder / "broker.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["nice", "-n", "5", *self._command(self.folder, port)],
                env={**os.environ, "KAFKA_LIBS": str(CACHE / "libs"), "KAFKA_JVM": JVM},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while not _answers(int(port)):
            told = (self.folder / "broker.log").read_text(encoding="utf-8", errors="replace")
            assert self._process.poll() is None, f"the broker stopped: {told[-2000:]}"
            assert time.monotonic() < until, f"the broker does not start: {told[-2000:]}"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it in good order (SIGTERM)."""
        self._end("terminate")

    def kill(self) -> None:
        """Kill it (SIGKILL)."""
        self._end("kill")

    def wait(self, seconds: float) -> int:
        """Wait until it stops by itself, and give its exit code."""
        assert self._process is not None, "somebody else's broker, or not started"
        return self._process.wait(timeout=seconds)

    def _command(self, folder: Path, port: str) -> Sequence[str]:
        """The start script; what it does, by hand, where there are properties of its own."""
        if not self.properties:
            return (str(DEPLOY / "start.sh"), str(folder), port, str(self.controller_port))
        own = {
            "controller.quorum.voters": f"1@127.0.0.1:{self.controller_port}",
            "log.dirs": str(folder / "data"),
            **self.properties,
        }
        controller = f"CONTROLLER://127.0.0.1:{self.controller_port}"
        for name, last in (("listeners", controller), ("advertised.listeners", "")):
            more = (f"PLAINTEXT://127.0.0.1:{port}", self.properties.get(name, ""), last)
            own[name] = ",".join(filter(None, more))
        file = folder / "own.properties"
        usual = (DEPLOY / "server.properties").read_text(encoding="utf-8")
        lines = "".join(f"{name}={value}\n" for name, value in own.items())
        file.write_text(f"{usual}\n{lines}", encoding="utf-8")
        logs = f"-Dlog4j2.configurationFile={DEPLOY / 'log4j2.properties'}"
        java = ("java", *JVM.split(), logs, "-cp", f"{CACHE / 'libs'}/*")
        if not (folder / "data" / "meta.properties").exists():
            options = ("format", "--cluster-id", _cluster_id(), "-c", str(file))
            subprocess.run(
                [*java, "kafka.tools.StorageTool", *options, *_scram(self.users)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
            )
        return (*java, "kafka.Kafka", str(file))

    def _end(self, how: str) -> None:
        assert self._process is not None, "somebody else's broker, or not started"
        with suppress(ProcessLookupError):
            getattr(self._process, how)()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    """A broker that runs; its data is in `folder` and goes when this is left."""
    given = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
    if given:
        yield Broker(given)
        return
    with own_broker(folder) as made:
        yield made


@contextmanager
def own_broker(
    folder: Path,
    properties: Mapping[str, str] | None = None,
    users: Mapping[str, str] | None = None,
) -> Iterator[Broker]:
    """A broker of our own, whatever else is there: it may be stopped, cut off and filled up.

    `properties` are lines of its own. What they name as (advertised) listeners comes beside the
    one on `bootstrap`, which speaks in clear.
    `users` are names and passwords for SCRAM-SHA-512.
    """
    _need_jars()
    made = Broker(f"127.0.0.1:{free_port()}", folder, free_port(), properties or {}, users or {})
    folder.mkdir(parents=True, exist_ok=True)
    try:
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder / "data", ignore_errors=True)


def need_own(kafka: Broker) -> None:
    """Skip a test that stops the broker where it is somebody else's."""
    if not kafka.ours:
        pytest.skip("needs a broker of its own, and KAFKA_BOOTSTRAP_SERVERS is set")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _cluster_id() -> str:
    """Sixteen bytes in base64; one that begins with a hyphen would be taken for an option."""
    return f"A{secrets.token_urlsafe(16)[1:]}"


def _scram(users: Mapping[str, str]) -> Iterator[str]:
    for name, password in users.items():
        yield from ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")


def _need_jars() -> None:
    """Have the jars, fetched once; skip the test where that is not possible (CI: fail)."""
    need("Java 17", shutil.which("java") is not None)
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        complete = CACHE / "libs" / ".complete"
        if complete.exists():
            return
        need("Maven", shutil.which("mvn") is not None)
        command = ["mvn", "-B", "-q", "-f", str(DEPLOY / "pom.xml")]
        goal = ["dependency:copy-dependencies", f"-Dlibs={CACHE / 'libs'}"]
        done = subprocess.run(
            [*command, *goal], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        need("Kafka's jars from Maven Central", done.returncode == 0)
        complete.touch()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
