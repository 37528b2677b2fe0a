"""The commands of a cluster, as a supervisor runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.cli.main import app
from portal.settings import BadSettings
from streams.kafka.connecting import Connection
from streams.kafka.provisioning import apply
from streams.topics import TOPICS
from tests.support.broker import Broker

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path, kafka: Broker, connection: Connection) -> dict[str, str]:
    """A home without anything, and a broker."""
    return {
        **os.environ,
        "VROEGSIGNAAL_HOME": str(tmp_path),
        "VROEGSIGNAAL_KAFKA": kafka.bootstrap,
        "VROEGSIGNAAL_KAFKA_PREFIX": connection.prefix,
    }


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "portal.cli", *words]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_relay_and_worker_start_when_there_are_topics_and_stop_at_sigterm(
    environment: dict[str, str], connection: Connection
) -> None:
    """Before that they say what to do; and no other process runs the line."""
    assert _run(environment, "init").returncode == 0
    refused = _run(environment, "relay", "--once")
    assert refused.returncode == 1
    assert "topics apply" in refused.stderr
    apply(connection, TOPICS)
    done = _run(environment, "relay", "--once")
    assert done.returncode == 0
    assert "0 berichten gepubliceerd." in done.stdout
    left = _run(environment, "run")
    assert left.returncode == 1
    assert "vroegsignaal worker" in left.stderr
    command = [sys.executable, "-m", "portal.cli"]
    for verb in ("relay", "worker"):
        with subprocess.Popen(
            [*command, verb], cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert "gereed" in process.stdout.readline()
            process.terminate()
            assert process.wait(timeout=30) == 0


def test_without_a_broker_relay_and_worker_say_which_setting_is_missing(tmp_path: Path) -> None:
    """Instead of running the line by themselves."""
    for verb in ("relay", "worker"):
        with pytest.raises(BadSettings, match="VROEGSIGNAAL_KAFKA:"):
            CliRunner().invoke(app, [verb], env={"VROEGSIGNAAL_KAFKA": ""}, catch_exceptions=False)
