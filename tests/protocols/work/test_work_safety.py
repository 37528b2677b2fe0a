"""A safety warning is for the assigned worker's eyes only, and every look is on record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from protocols.ids import CaseId, WorkerId
from protocols.privacy.audit import Action, Origin
from protocols.work.safety import MOST_WARNING, BadWarning, Reader, look, may_see, seal

TEXT = "Ga niet alleen; bel eerst aan bij de buren"
ON = date(2026, 11, 2)
UNTIL = date(2026, 12, 2)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
WARNING = seal(CaseId("c-1"), TEXT, ON, UNTIL)
ASSIGNED = WorkerId("d-01")


def reader(worker: str) -> Reader:
    """Somebody who asks to see it."""
    return Reader(WorkerId(worker), Origin.WEB, "vroegsignalering", "Wgs art. 3")


def test_the_assigned_worker_sees_the_warning() -> None:
    """They are the one who stands at the door."""
    seen = look(WARNING, ASSIGNED, reader("d-01"), AT)
    assert seen.text == TEXT
    assert (seen.entry.action, seen.entry.result) == (Action.CASE_READ, "shown")


@pytest.mark.parametrize("other", ["d-02", "officer", "", "D-01", "d-01 "])
def test_everybody_else_sees_nothing(other: str) -> None:
    """No rank opens it: a colleague, the privacy officer, nobody."""
    seen = look(WARNING, ASSIGNED, reader(other), AT)
    assert seen.text == ""
    assert (seen.entry.action, seen.entry.result) == (Action.ACCESS_DENIED, "denied")


def test_nobody_sees_it_while_nobody_is_assigned() -> None:
    """An empty worker is no worker, also not on both sides."""
    assert not may_see(WorkerId(""), WorkerId(""))
    assert look(WARNING, WorkerId(""), reader(""), AT).text == ""


def test_every_look_is_audited_without_the_text() -> None:
    """AVG art. 5(2): who looked, when, for what; never what it said."""
    for worker in ("d-01", "d-02"):
        entry = look(WARNING, ASSIGNED, reader(worker), AT).entry
        assert (entry.actor, entry.at, entry.object_id) == (worker, AT, "c-1")
        assert entry.object_type == "safety-warning"
        assert "buren" not in repr(entry)


@pytest.mark.parametrize("at", [AT - timedelta(days=30), AT + timedelta(days=30)])
def test_a_warning_outside_its_term_is_not_shown(at: datetime) -> None:
    """A warning nobody looks at again is a label for life."""
    seen = look(WARNING, ASSIGNED, reader("d-01"), at)
    assert (seen.text, seen.entry.result) == ("", "ended")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 12, 2, 22, 59, tzinfo=UTC), TEXT),
        (datetime(2026, 12, 2, 23, 0, tzinfo=UTC), ""),
    ],
)
def test_its_last_day_is_a_day_in_the_city(at: datetime, text: str) -> None:
    """Midnight in Amsterdam and Brussels is 23:00 UTC in winter."""
    assert look(WARNING, ASSIGNED, reader("d-01"), at).text == text


def test_a_warning_does_not_tell_itself() -> None:
    """Logs, errors and debuggers print what they get."""
    for told in (repr(WARNING), str(WARNING), f"{WARNING}", repr([WARNING])):
        assert "buren" not in told


@pytest.mark.parametrize("text", ["", "  ", "x" * (MOST_WARNING + 1)])
def test_a_warning_has_some_words_and_not_many(text: str) -> None:
    """What to do at the door, no story; the message never repeats it."""
    with pytest.raises(BadWarning) as caught:
        seal(CaseId("c-1"), text, ON, UNTIL)
    assert "xx" not in str(caught.value)


def test_a_warning_ends_after_it_begins() -> None:
    """Pair of the test above: one day is enough, less is none."""
    assert seal(CaseId("c-1"), "x", ON, ON).until_on == ON
    with pytest.raises(BadWarning):
        seal(CaseId("c-1"), "x", ON, ON - timedelta(days=1))
