"""Decisions that can be taken back: kept one per signal, and until their last day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from store import decisions, log, signals
from store.decisions import Decision
from store.engine import ConstraintBroken, Engine, begin
from store.log import Entry
from store.signals import Review

ON = date(2026, 11, 22)
DAY = timedelta(days=1)


def _decision(number: int, until: date = ON, **changes: object) -> Decision:
    made = Decision(
        signal_id=f"s-{number}",
        creditor_id="woonhof",
        signal_on="2026-11-01",
        received_on="2026-11-02",
        kind="probable",
        verdict="different",
        reason="housemate",
        actor="anja",
        decided_at=f"2026-11-{number + 1:02d}T09:00:00.000Z",
        undo_until=until.isoformat(),
        turn=0,
        household_id="",
        token=b"t",
        sealed=b"sealed",
    )
    return replace(made, **changes)


def _held(number: int, on: date, turn: int) -> Review:
    return Review(f"s-{number}", "woonhof", on.isoformat(), "probable", b"sealed", "00", turn)


def test_a_decision_comes_back_as_it_was_stored(engine: Engine) -> None:
    """Every field; another signal has none."""
    given = _decision(1, verdict="same", household_id="h-1", turn=3)
    with begin(engine) as tx:
        decisions.put(tx, given)
        assert decisions.find(tx, "s-1") == given
        assert decisions.find(tx, "s-2") is None


def test_there_is_one_decision_about_a_signal(engine: Engine) -> None:
    """A new one takes the place of the one before."""
    with begin(engine) as tx:
        decisions.put(tx, _decision(1))
        decisions.put(tx, _decision(1, turn=1))
        assert decisions.latest(tx, ON) == [_decision(1, turn=1)]


def test_a_verdict_is_one_of_two(engine: Engine) -> None:
    """The rule is doubled as a constraint."""
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        decisions.put(tx, _decision(1, verdict="perhaps"))


def test_a_decision_is_shown_on_its_last_day_and_past_on_the_next(engine: Engine) -> None:
    """Every decision is on exactly one of the two lists, whatever the day."""
    given = [_decision(n, ON + n * DAY) for n in range(3)]
    with begin(engine) as tx:
        for one in given:
            decisions.put(tx, one)
        for after in range(4):
            shown, past = (
                decisions.latest(tx, ON + after * DAY),
                decisions.past(tx, ON + after * DAY),
            )
            assert shown == given[after:][::-1]
            assert past == given[:after]


def test_the_lists_are_bounded(engine: Engine) -> None:
    """At most fifty on a page, the newest; and so many in a piece of erasing, the oldest."""
    with begin(engine) as tx:
        for n in range(60):
            at = f"2026-11-01T09:{n:02d}:00.000Z"
            decisions.put(tx, _decision(n, ON, decided_at=at))
        assert [one.signal_id for one in decisions.latest(tx, ON)] == [
            f"s-{n}" for n in range(59, 9, -1)
        ]
        assert len(decisions.past(tx, ON + DAY, most=7)) == 7


def test_what_is_forgotten_is_gone_and_the_rest_is_not(engine: Engine) -> None:
    """Only those that were named."""
    with begin(engine) as tx:
        for n in range(3):
            decisions.put(tx, _decision(n))
        decisions.forget(tx, ["s-0", "s-2", "s-9"])
        assert decisions.latest(tx, ON) == [_decision(1)]


def test_a_signal_that_came_back_waits_by_a_day_of_its_own(engine: Engine) -> None:
    """The first time by the one, every later time by the other."""
    given = [_held(1, ON - 2 * DAY, 0), _held(2, ON - 2 * DAY, 1), _held(3, ON - 5 * DAY, 2)]
    with begin(engine) as tx:
        signals.hold(tx, given)
        assert signals.held_before(tx, ON - DAY, ON - 4 * DAY) == [given[2], given[0]]
        assert signals.held_before(tx, ON - 2 * DAY, ON - 5 * DAY) == []
        assert len(signals.held_before(tx, ON - DAY)) == 3
        assert [one.turn for one in signals.held(tx)] == [2, 0, 1]


def test_forgetting_a_signal_leaves_the_others_of_its_case(engine: Engine, make: object) -> None:
    """As if it had never been of this household."""
    with begin(engine) as tx:
        signals.put(tx, [make.kept(n, household_id="h", case_id="c") for n in (1, 2)])
        signals.forget(tx, ["s-1"])
        assert [one.known.signal_id for one in signals.of_case(tx, "h", "c")] == ["s-2"]


def test_a_group_waits_for_a_key_until_it_has_read_past_it(engine: Engine) -> None:
    """Not for another key, another part or another topic."""
    entries = [
        Entry("matched", part, key, f"e-{part}-{n}", "told", "2026-11-22T09:00:00.000Z", b"{}")
        for n, (part, key) in enumerate([(0, "h-1"), (0, "h-2"), (1, "h-3"), (0, "h-1")])
    ]
    with begin(engine) as tx:
        log.append(tx, entries)

        def waits(key: str, part: int = 0, topic: str = "matched") -> bool:
            return log.waits(tx, "casework", topic, part, key)

        assert [waits("h-1"), waits("h-2"), waits("h-3"), waits("h-3", 1)] == [
            True,
            True,
            False,
            True,
        ]
        assert not waits("h-1", 0, "signals")
        log.move(tx, "casework", "matched", 0, 2)
        assert [waits("h-1"), waits("h-2")] == [True, False]
        log.move(tx, "casework", "matched", 0, 3)
        assert not waits("h-1")
        found = log.of_key(tx, "matched", 0, "h-1")
    assert [one.ce_id for one in found] == ["e-0-3", "e-0-0"]
