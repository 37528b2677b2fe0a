"""A fresh installation in a folder of its own, used by the command as a user would."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation with its own home."""

    home: Path

    def run(self, *words: str, **environment: str) -> Answer:
        """Run `vroegsignaal` with these words in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", *words],
            cwd=REPOSITORY,
            env={**_clean(os.environ), "VROEGSIGNAAL_HOME": str(self.home), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        return Answer(done.returncode, done.stdout, done.stderr)


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in environment.items() if not k.startswith("VROEGSIGNAAL_")}
    return {**kept, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    """An installation made with `vroegsignaal init`."""
    made = Installation(tmp_path / "home")
    assert made.run("init").code == 0
    return made
