"""A real PostgreSQL server of this machine's own, for tests: started in an empty folder.

    with server() as postgres:
        engine = open_engine(postgres.url(postgres.create_database()))

It listens on a free port of 127.0.0.1 with a password, syncs to disk as in production, and is
stopped and removed at the end. The server refuses root, so as root it runs as user `postgres`.
"""

import contextlib
import getpass
import itertools
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.needs import need

ROLE = "vroegsignaal"
_START_SECONDS = 60


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: of the PATH, else the newest that Debian has."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name)
    )
    on_path = (Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one)
    folders = [*on_path, *reversed(debian)]
    return next((one for one in folders if _has_all(one)), None)


def _has_all(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres"))


def need_postgres() -> None:
    """Skip the test where there is no server to start; fail it when CI is "true"."""
    need("PostgreSQL", binaries() is not None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `password` is that of its only role, who may do everything."""

    folder: Path
    port: int
    password: str = field(repr=False)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    @property
    def data(self) -> Path:
        """The folder with the data."""
        return self.folder / "data"

    def url(self, database: str, *, port: int | None = None) -> str:
        """The SQLAlchemy URL of a database; `port` is that of a proxy in between."""
        place = f"127.0.0.1:{port or self.port}"
        return f"postgresql+psycopg://{ROLE}:{self.password}@{place}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """Make a database like `template`, which nobody may be connected to; returns its name."""
        name = f"test_{next(self.numbers)}"
        with self.connect() as admin:
            admin.execute(f"create database {name} template {template}".encode())
        return name

    def drop_database(self, database: str) -> None:
        """Take a database away, whoever is connected to it."""
        with self.connect() as admin:
            admin.execute(f"drop database {database} with (force)".encode())

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection of one's own, outside SQLAlchemy, that commits at once."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=ROLE,
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = str(self.folder / "log")
        _run(self.folder, "pg_ctl", "-D", str(self.data), "-l", log, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `smart`, `fast`, or `immediate` as if the machine had stopped."""
        _run(self.folder, "pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def runs(self) -> bool:
        """Whether the server is there, be it that it still recovers from a crash."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (OSError, IndexError):
            return False
        return True

    def restart(self, mode: str = "immediate") -> None:
        """Stop the server in a mode, and start it again."""
        self.stop(mode)
        self.start()


@contextlib.contextmanager
def server(
    folder: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server in a folder of its own (under `folder`, when given), gone with all it holds.

    `settings` are lines of postgresql.conf. Skips the test where PostgreSQL is not installed.
    """
    need_postgres()
    place = Path(tempfile.mkdtemp(prefix="postgres-", dir=folder))
    made = Server(place, _free_port(), secrets.token_hex(16))
    try:
        _initialise(made, settings or {})
        made.start()
        yield made
    finally:
        if (made.data / "postmaster.pid").exists():
            made.stop("immediate")
        shutil.rmtree(place)


def _initialise(made: Server, settings: Mapping[str, str]) -> None:
    """Make an empty cluster: passwords over TCP, UTF-8, texts sorted as in Amsterdam."""
    password = made.folder / "password"
    password.write_text(made.password, encoding="ascii")
    if _owner():
        for path in (made.folder, password):
            shutil.chown(path, _owner(), _owner())
    dutch = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl-NL")
    options = ("-A", "scram-sha-256", "-E", "UTF8", *dutch, "-U", ROLE)
    _run(made.folder, "initdb", "-D", str(made.data), *options, f"--pwfile={password}", "-N")
    wanted = {
        "listen_addresses": "'127.0.0.1'",
        "port": str(made.port),
        "unix_socket_directories": "''",
        "shared_buffers": "'64MB'",
        "fsync": "on",
        **settings,
    }
    with (made.data / "postgresql.conf").open("a", encoding="ascii") as file:
        file.writelines(f"{name} = {value}\n" for name, value in wanted.items())


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, as `postgres` when we are root; what it says goes nowhere."""
    found = binaries()
    assert found is not None
    command: Sequence[str] = (str(found / program), *arguments)
    owner = _owner()
    done = subprocess.run(
        command,
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        timeout=_START_SECONDS,
        check=False,
    )
    log = folder / "log"
    told = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
    assert done.returncode == 0, f"{program} failed: {done.stderr!r} {told}"


def _owner() -> str | None:
    """Whom the server runs as; None for ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    raise AssertionError(f"PostgreSQL refuses {getpass.getuser()}, and there is no user postgres")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_ready(postgres: Server, seconds: float = 30) -> None:
    """Wait until the server answers again, for example after a crash that it recovers from."""
    until = time.monotonic() + seconds
    while True:
        try:
            postgres.connect().close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < until, "the server does not come back"
            time.sleep(0.05)
