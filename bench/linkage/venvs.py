"""The peers' own virtual environments below `var/bench/peers`, with pinned packages.

They are made with `python -m venv` and pip at the first use, and again when the pins change.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
PINS = Path(__file__).with_name("peers")
HOME = REPO / "var/bench/peers"
INSTALL_SECONDS = 900


class Environment(Enum):
    """Which packages a peer needs; the value is the file of pins beside the scripts."""

    MAIN = "main"
    DEDUPE = "dedupe"
    ENCODED = "encoded"


class PeerFailed(Exception):
    """A peer could not be installed or did not finish; the message tells why in one line."""


def python_of(environment: Environment) -> Path:
    """The interpreter of that environment, made where it is missing. Raises PeerFailed."""
    home = HOME / environment.value
    pins = (PINS / f"{environment.value}.txt").read_text(encoding="utf-8")
    stamp = home / "pins.stamp"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != pins:
        print(f"installing the packages of {environment.value} ...", file=sys.stderr, flush=True)
        venv.EnvBuilder(clear=True, with_pip=True).create(home)
        pip = (
            str(home / "bin/python"),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
        )
        run((*pip, "-r", str(PINS / f"{environment.value}.txt")), INSTALL_SECONDS)
        stamp.write_text(pins, encoding="utf-8")
    return home / "bin/python"


def run_script(
    environment: Environment, script: str, arguments: Sequence[str], seconds: int
) -> None:
    """Run `bench.linkage.peers.<script>` there. Raises PeerFailed."""
    run((str(python_of(environment)), "-m", f"bench.linkage.peers.{script}", *arguments), seconds)


def answer_of(
    environment: Environment, script: str, arguments: Sequence[str], answer: Path, seconds: int
) -> dict[str, Any]:
    """Run a script whose last argument is the file it answers in (JSON). Raises PeerFailed."""
    answer.parent.mkdir(parents=True, exist_ok=True)
    answer.unlink(missing_ok=True)
    run_script(environment, script, (*arguments, str(answer)), seconds)
    return dict(json.loads(answer.read_text(encoding="utf-8")))


def run(command: Sequence[str], seconds: int) -> str:
    """Run a command in the repository; what it printed. Raises PeerFailed with its last words."""
    bare = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command,
            cwd=REPO,
            env=bare,
            timeout=seconds,
            capture_output=True,
            text=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PeerFailed(f"not ready after {seconds} s") from None
    if done.returncode:
        words = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        raise PeerFailed(words[-1][:200])
    return done.stdout
