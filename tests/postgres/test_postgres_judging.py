"""A human judges a signal while somebody else judges it too, or the line changes it."""

from collections.abc import Callable
from functools import partial

import pytest

from protocols.covenant.signal import MessageKind
from protocols.work.clock import local_day
from protocols.work.decide import REASONS, Verdict
from store import signals
from store.engine import Tx, begin, reading
from streams.reviews import NotWaiting, decide_different, decide_same
from streams.rulings import Ruling
from streams.undoing import NotUndoable, undo
from tests.support import made
from tests.support.line import Line
from tests.support.reviews import changed, decide, open_cases, take_back, unsure, waiting
from tests.support.rivals import at_once

ID = "d1-1"


@pytest.fixture
def held(line: Line) -> Line:
    """A line on which one signal waits for a human."""
    line.send([unsure(1)])
    assert waiting(line) == [ID]
    return line


def _same(line: Line, tx: Tx) -> None:
    matching = line.residents.matching(tx, local_day(made.AT))
    ruling = Ruling(ID, REASONS[Verdict.SAME][0], "anja", made.AT, "r-1")
    decide_same(tx, line.city, line.vault, matching, ruling)


def _different(line: Line, tx: Tx) -> None:
    ruling = Ruling(ID, REASONS[Verdict.DIFFERENT][0], "bram", made.AT)
    decide_different(tx, line.city, line.vault, ruling)


def _back(line: Line, tx: Tx) -> None:
    undo(tx, line.city, line.vault, ID, actor="bram", at=made.AT)


@pytest.mark.parametrize("verdicts", [(_same, _different), (_different, _same), (_same, _same)])
def test_of_two_who_decide_at_once_the_second_hears_that_it_was_decided(
    held: Line, verdicts: tuple[Callable[[Line, Tx], None], Callable[[Line, Tx], None]]
) -> None:
    """One verdict, one audit entry, one way on."""
    first, second = verdicts
    with pytest.raises(NotWaiting):
        at_once(held.engine, partial(first, held), partial(second, held))
    held.embedded.drain()
    assert len(open_cases(held)) == (1 if first is _same else 0)
    assert held.counts()["set aside"] == (0 if first is _same else 1)


def test_of_two_who_take_a_decision_back_at_once_the_second_hears_that_it_was(held: Line) -> None:
    """The signal waits again, once."""
    decide(held, ID, "r-1")
    held.embedded.drain()
    with pytest.raises(NotUndoable):
        at_once(held.engine, partial(_back, held), partial(_back, held))
    assert waiting(held) == [ID]
    assert open_cases(held) == []


@pytest.mark.parametrize("judge", [_same, _different])
def test_a_withdrawal_that_comes_while_somebody_decides_finds_the_signal_where_it_went(
    held: Line, judge: Callable[[Line, Tx], None]
) -> None:
    """In its household, or among what was set aside: from neither may it be lost."""
    row = changed(unsure(1), "d2", MessageKind.WITHDRAW)
    at_once(held.engine, partial(judge, held), lambda _tx: held.send([row]))
    held.embedded.drain()
    found = held.counts()
    assert (found["active signals"], found["held for review"], found["set aside"]) == (0, 0, 0)
    assert open_cases(held) == []
    with reading(held.engine) as tx:
        kept = signals.find(tx, ID)
        assert (kept.status if kept else "counted") == (
            "withdrawn" if judge is _same else "counted"
        )
    assert found.get("tally withdrawn", 0) == (0 if judge is _same else 1)


def test_a_withdrawal_that_comes_while_a_decision_is_taken_back_takes_it_from_the_review_list(
    held: Line,
) -> None:
    """It was in a household when the batch began, and is on the list when its turn comes."""
    decide(held, ID, "r-1")
    held.embedded.drain()
    row = changed(unsure(1), "d2", MessageKind.WITHDRAW)
    at_once(held.engine, partial(_back, held), lambda _tx: held.send([row]))
    held.embedded.drain()
    assert waiting(held) == []
    assert open_cases(held) == []
    assert held.counts()["tally withdrawn"] == 1


def test_a_decision_that_comes_while_the_line_withdraws_comes_too_late(held: Line) -> None:
    """The other way round: the worker hears that nothing waits any more."""
    row = changed(unsure(1), "d2", MessageKind.WITHDRAW)
    held.send([row])
    with pytest.raises(NotWaiting):
        decide(held, ID, "r-1")
    with pytest.raises(NotUndoable):
        take_back(held, ID)
    with begin(held.engine) as tx:
        assert signals.find_held(tx, ID) is None
