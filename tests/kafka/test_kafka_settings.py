"""The settings of Kafka: none by default, and every gap told at once without a value."""

from pathlib import Path

import pytest

from portal.kafka_settings import VARIABLES
from portal.settings import BadSettings, kafka_of_environment
from streams.cluster import ClusterLine, LeftToWorkers
from streams.kafka.connecting import Connection, Login
from tests.support.line import open_line


def test_a_broker_is_enough(tmp_path: Path) -> None:
    """The rest has defaults."""
    found = kafka_of_environment({"VROEGSIGNAAL_KAFKA": "a.example:9092,b.example:9092"})
    assert found == Connection("a.example:9092,b.example:9092")
    assert found.servers == ["a.example:9092", "b.example:9092"]
    assert found.kafka_python()["security_protocol"] == "PLAINTEXT"


def test_a_login_comes_from_a_file_and_never_shows(tmp_path: Path) -> None:
    """A secret in the environment shows up in process lists and crash reports."""
    file = tmp_path / "login"
    file.write_text("lijn\ngeheim123\n", encoding="utf-8")
    environment = {
        "VROEGSIGNAAL_KAFKA": "a:9092",
        "VROEGSIGNAAL_KAFKA_LOGIN_FILE": str(file),
        "VROEGSIGNAAL_KAFKA_PREFIX": "dronten.",
    }
    found = kafka_of_environment(environment)
    assert found.login == Login("lijn", "geheim123")
    assert "geheim123" not in repr(found)
    options = found.kafka_python()
    assert options["security_protocol"] == "SASL_PLAINTEXT"
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert found.named("signals") == "dronten.signals"
    assert found.ours("dronten.signals") == "signals"


def test_every_gap_is_told_at_once_without_its_value(tmp_path: Path) -> None:
    """A value may be a password that was put in the wrong variable."""
    wrong = {
        "VROEGSIGNAAL_KAFKA": "geheim",
        "VROEGSIGNAAL_KAFKA_CLIENT": "g e h e i m",
        "VROEGSIGNAAL_KAFKA_PREFIX": "geheim/",
        "VROEGSIGNAAL_KAFKA_LOGIN_FILE": str(tmp_path / "geheim"),
        "VROEGSIGNAAL_KAFKA_CA_FILE": str(tmp_path / "geheim"),
        "VROEGSIGNAAL_KAFKA_CERT_FILE": str(tmp_path / "geheim"),
    }
    assert set(wrong) == set(VARIABLES)
    with pytest.raises(BadSettings) as refused:
        kafka_of_environment(wrong)
    told = str(refused.value)
    assert not [name for name in wrong if f"{name}:" not in told]
    assert "geheim" not in told


def test_without_a_broker_what_needs_one_says_so() -> None:
    """And nothing else asks."""
    with pytest.raises(BadSettings, match="VROEGSIGNAAL_KAFKA:"):
        kafka_of_environment({})


def test_a_process_that_is_no_worker_leaves_the_line_alone(tmp_path: Path) -> None:
    """It tells what waits, and handles nothing."""
    line = ClusterLine(open_line(tmp_path / "line.db").embedded)
    assert line.drain() == line.waiting() == 0
    assert [topic.name for topic, _ in line.stages] == ["signals", "matched"]
    with pytest.raises(LeftToWorkers):
        line.poll()
