"""A PostgreSQL server of the cluster's own: made once, then started in the foreground."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from portal.cluster.needs import Programs
from portal.cluster.places import ROLE, Places
from protocols.errors import Refused

_MADE = "made"
_SECONDS = 120
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "logging_collector": "off",
    "log_min_messages": "warning",
    # else the server's log repeats the row that broke a rule
    "log_error_verbosity": "terse",
}


class NoDatabase(Refused):
    """PostgreSQL could not make its data; the message is what its program said."""

    code = "no-database"


def make_database(programs: Programs, places: Places) -> None:
    """Make the server's data, one role and its database; does nothing when they are there.

    What was cut off half-way is made again. Raises NoDatabase.
    """
    folder = places.postgres
    if (folder / _MADE).exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_bytes(places.password.read_bytes())
    if programs.owner:
        for path in (folder, password):
            shutil.chown(path, programs.owner, programs.owner)
    data = str(folder / "data")
    texts = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "-U", ROLE)
    _run(programs, folder, "initdb", "-D", data, *texts, f"--pwfile={password}")
    # in single-user mode nobody has to log in
    _run(programs, folder, "postgres", "--single", "-D", data, "postgres", told=_CREATE)
    password.unlink()
    (folder / _MADE).touch()


_CREATE = f"create database {ROLE}\n"


def command_of(programs: Programs, places: Places, port: int) -> tuple[str, ...]:
    """The command that runs the server in the foreground on a port of 127.0.0.1."""
    settings = {**_SETTINGS, "port": str(port)}
    options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
    return (str(programs.postgres / "postgres"), "-D", str(places.postgres / "data"), *options)


def asking(programs: Programs, port: int) -> tuple[str, ...]:
    """The command that asks whether the server takes connections."""
    return (str(programs.postgres / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port))


def bare(around: Mapping[str, str]) -> dict[str, str]:
    """An environment without settings of PostgreSQL's own (PGDATA, PGPORT and such)."""
    return {name: value for name, value in around.items() if not name.startswith("PG")}


def _run(programs: Programs, folder: Path, name: str, *options: str, told: str = "") -> None:
    owner = programs.owner
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL that was found, no shell
        [str(programs.postgres / name), *options],
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        cwd=folder,
        input=told,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NoDatabase(f"{name} lukte niet:\n{(done.stderr or done.stdout)[-2000:]}")
