"""A cluster of real processes, started the way `make cluster` does, and asked from outside."""

import csv
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from portal.access import add_account, new_token
from portal.cluster.looking import free_port
from portal.cluster.needs import MissingPrograms, find_programs
from portal.settings import read_settings
from portal.wiring import Platform, open_platform
from store.engine import begin
from tests.needs import need

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 100.0
RESIDENTS = 2_000
PER_1000 = 700.0
Row = tuple[Any, ...]


@dataclass(slots=True)
class Running:
    """A cluster in a folder. It has a city and accounts once `settle` was called."""

    home: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of its processes, as it wrote them for a shell."""
        text = (self.home / "environment").read_text(encoding="utf-8")
        lines = (line.removeprefix("export ").partition("=") for line in text.splitlines())
        return {name: value.strip("'") for name, _, value in lines}

    @property
    def state(self) -> dict[str, Any]:
        """What runs."""
        found: dict[str, Any] = json.loads((self.home / "state.json").read_text(encoding="utf-8"))
        return found

    def start(self) -> None:
        """Start it, and wait until all of it is up."""
        (self.home / "state.json").unlink(missing_ok=True)
        options = ["--home", str(self.home), "--residents", "0", "--port", str(free_port())]
        with (self.home.parent / "cluster.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.cluster", "up", *options],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait_until((self.home / "state.json").exists, START_SECONDS)

    def stop(self, how: signal.Signals) -> int:
        """Send the supervisor a signal, and give its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def kill(self, name: str) -> None:
        """SIGKILL one of its processes."""
        os.kill(self.state["processes"][name], signal.SIGKILL)

    def wait_until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until something holds, while the supervisor lives."""
        until = time.monotonic() + seconds
        while not holds():
            assert self.process is not None
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < until, self.told()
            time.sleep(0.01)

    def told(self) -> str:
        """The end of what it said."""
        log = (self.home.parent / "cluster.log").read_text(encoding="utf-8", errors="replace")
        return log[-3000:]

    def sql(self, question: str) -> list[Row]:
        """Ask its database, outside the program."""
        url = read_settings(self.settings).database.replace("+psycopg", "")
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.execute(question.encode()).fetchall()


def load_city(settings: Mapping[str, str], files: Path) -> None:
    """Load the register with the command of an operator."""
    words = ("register", "load", str(files / "register.csv"), "--format", "csv")
    done = subprocess.run(
        [sys.executable, "-m", "portal.cli", *words],
        cwd=REPOSITORY,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up city: a register, and one month of signals of every creditor."""
    folder = tmp_path_factory.mktemp("city")
    options = ("--residents", str(RESIDENTS), "--months", "1", "--per-1000", str(PER_1000))
    subprocess.run(
        [sys.executable, "-m", "portal.cli", "synth", *options, "--into", str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A cluster without a city; removed afterwards with all that it runs."""
    try:
        programs = find_programs(os.environ.get("PATH", os.defpath))
    except MissingPrograms as missing:
        need(str(missing), present=False)
        raise
    folder = _reachable(tmp_path_factory, programs.owner)
    made = Running(folder / "cluster")
    try:
        made.start()
        yield made
    finally:
        down = ["up", "--home", str(made.home), "--down"]
        subprocess.run([sys.executable, "-m", "portal.cluster", *down], cwd=REPOSITORY, check=True)
        if made.process is not None:
            made.process.wait(timeout=60)
        shutil.rmtree(folder)


def _reachable(tmp_path_factory: pytest.TempPathFactory, owner: str | None) -> Path:
    """A folder that the owner of PostgreSQL can come into; those of pytest are for us alone."""
    if owner is None:
        return tmp_path_factory.mktemp("up")
    folder = REPOSITORY / "var" / "tests" / secrets.token_hex(4)
    folder.mkdir(parents=True)
    return folder


def creditors(files: Path) -> dict[str, list[dict[str, str]]]:
    """What every creditor delivers, as the rows of its own file."""
    found = {}
    for file in sorted((files / "signals").rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            found[file.stem] = list(csv.DictReader(lines, delimiter=";"))
    return {name: rows for name, rows in found.items() if rows}


def tokens_of(wired: Platform, names: list[str]) -> dict[str, str]:
    """An account and a token for every creditor."""
    found = {}
    with begin(wired.engine) as tx:
        for name in names:
            add_account(tx, f"{name}-systeem", "creditor", name, secrets.token_urlsafe(16))
            found[name] = new_token(tx, f"{name}-systeem")
    return found


def post(client: httpx.Client, token: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    """Deliver rows as a creditor's system does, over the API."""
    answer = client.post(
        "/v1/signalen", json={"signalen": rows}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def wired(running: Running, files: Path) -> Platform:
    """The cluster with its register loaded, as seen by a program of the operator."""
    load_city(running.settings, files)
    return open_platform(read_settings(running.settings))
