"""Erasing more than one transaction takes: piece by piece, each told, also after a stop."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from portal.erasure import erase, preview
from portal.wiring import Platform
from protocols.privacy.audit import Action
from protocols.privacy.terms import Kept
from store import audit, deliveries
from store.deliveries import Admission
from store.engine import begin, reading
from tests.support import made
from tests.support.line import open_line


@pytest.fixture
def wired(tmp_path: Path) -> Platform:
    """A city that keeps admissions for ten days, and decided nothing else."""
    privacy = replace(made.privacy(), retention_days={Kept.ADMISSION: (made.rule(10),)})
    line = open_line(tmp_path / "line.db", made.city(privacy=privacy))
    parts = (line.city, line.engine, line.vault, line.residents, line.embedded)
    return Platform(*parts, lambda: made.AT)


def _left(wired: Platform) -> int:
    with reading(wired.engine) as tx:
        question = "select count(*) from admission"
        return int(tx.connection.exec_driver_sql(question).scalar_one())


def _erased(wired: Platform) -> list[tuple[str, str]]:
    """What the audit log tells was erased: category and detail, oldest first."""
    with reading(wired.engine) as tx:
        lines = audit.latest(tx, action=Action.DATA_ERASED.value)
    return [(one.object_id, one.detail) for one in reversed(lines)]


def _remember(wired: Platform, count: int) -> None:
    tokens = [number.to_bytes(4, "big") for number in range(count)]
    given = [Admission(token, "s", date(2020, 1, 1), "") for token in tokens]
    with begin(wired.engine) as tx:
        deliveries.write_admissions(tx, given)


def test_more_than_fits_one_transaction_goes_in_pieces(wired: Platform) -> None:
    """Each with its entry in the audit log; a preview counts no further than one piece."""
    _remember(wired, 1_100)
    assert preview(wired)["admission"] == 500
    assert erase(wired)["admission"] == 1_100
    assert _left(wired) == 0
    assert _erased(wired) == [
        ("admission", '{"count":500}'),
        ("admission", '{"count":500}'),
        ("admission", '{"count":100}'),
    ]


class PowerCut(Exception):
    """Everything stops."""


def test_a_stop_in_between_loses_nothing_and_the_next_time_goes_on(wired: Platform) -> None:
    """What was erased has its entry, what was not is still there, and neither is half."""
    _remember(wired, 1_100)
    asked = []

    def failing() -> datetime:
        """The second entry cannot be written."""
        asked.append(1)
        if len(asked) > before_the_second_entry:
            raise PowerCut
        return made.AT

    before_the_second_entry = 2
    while not _erased(wired):
        asked.clear()
        with pytest.raises(PowerCut):
            erase(replace(wired, clock=failing))
        before_the_second_entry += 1
    assert (_left(wired), len(_erased(wired))) == (600, 1)
    assert erase(wired)["admission"] == 600
    assert (_left(wired), len(_erased(wired))) == (0, 3)


def test_an_erasure_is_told_as_the_law_asks(wired: Platform) -> None:
    """By the clock, for the city's purpose and basis; counts only, nobody's id."""
    _remember(wired, 1)
    erase(wired)
    with reading(wired.engine) as tx:
        (told,) = audit.latest(tx, action="data.erased")
    assert (told.actor, told.origin, told.result) == ("clock", "clock", "erased")
    assert (told.object_type, told.object_id) == ("admission", "admission")
    assert (told.purpose, told.basis) == ("vroegsignalering", "Wgs art. 3")
    assert told.detail == '{"count":1}'
