"""A real database for every test, of both kinds, and makers of what stands in it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.work.combine import Known
from store.cases import Case
from store.engine import Engine, begin, open_engine
from store.migrate import migrate
from store.signals import KeptSignal
from store.tables import metadata

IMPATIENT = "PRAGMA busy_timeout=20"


class Make:
    """Makes things to store, each whole and all different by their number."""

    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def case(self, number: int = 1, **changes: Any) -> Case:
        """An open case of household N with worker `w-1`."""
        made = Case(
            case_id=f"c-{number}",
            household_id=f"h-{number}",
            opened_on="2026-11-22",
            status="open",
            track="letter",
            points=10,
            pattern="single",
            signals_count=1,
            partner_types=1,
            total_cents=12_345,
            first_contact_by="2026-12-20",
            district="Noord",
            team_id="noord",
            worker_id="w-1",
            why="fewest_cases",
            surroundings="{}",
            explanation="{}",
            updated_at="2026-11-22T09:00:00.000Z",
        )
        return replace(made, **changes)

    def kept(self, number: int = 1, **changes: Any) -> KeptSignal:
        """A signal of household and case N; changes of `known` go in by their own name."""
        known = Known(
            SignalId(f"s-{number}"),
            CreditorId("woonhof"),
            "Huur",
            ArrearsType.RENT,
            Cents(50_000 + number),
            date(2026, 11, 22),
            crisis=False,
            resident_id=ResidentId(f"r-{number}"),
        )
        inner = {name: changes.pop(name) for name in list(changes) if hasattr(known, name)}
        made = KeptSignal(
            replace(known, **inner),
            f"h-{number}",
            f"c-{number}",
            f"r-{number}",
            date(2026, 11, 22),
            "resident",
            b"sealed",
        )
        return replace(made, **changes)


@pytest.fixture(scope="session")
def make() -> Make:
    """The maker of things to store."""
    return Make()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the newest schema and nothing in it, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for `url` on both databases, but what asks for the file on SQLite alone."""
    if "url" in metafunc.fixturenames:
        of_files = {"database", "impatient"} & set(metafunc.fixturenames)
        kinds = ["sqlite"] if of_files else ["sqlite", "postgres"]
        metafunc.parametrize("url", kinds, indirect=True)


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    """A SQLite file of this test's own."""
    return Path(shutil.copy(migrated, tmp_path / "line.db"))


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, with the newest schema: SQLite or PostgreSQL."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """That database, opened as the program opens it."""
    opened = open_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def impatient(database: Path) -> Iterator[Engine]:
    """That file, opened by somebody who waits for a lock 20 ms instead of 15 s."""
    opened = open_engine(f"sqlite:///{database}")
    sa.event.listen(opened, "connect", lambda connection, _: connection.execute(IMPATIENT))
    yield opened
    opened.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One database of each kind for the examples of a property."""
    with ExitStack() as stack:
        url = "sqlite://"
        if request.param == "postgres":
            url = stack.enter_context(request.getfixturevalue("databases").one())
        engine = open_engine(url)
        with begin(engine) as tx:
            metadata.create_all(tx.connection)
        yield engine
        engine.dispose()
