"""Pauses on record: events in order, folded back; who signalled in one; erased with the case."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from protocols.covenant.feedback import Reference
from protocols.covenant.pause import PauseStatus, fold
from protocols.covenant.pause_words import (
    Agreed,
    Breach,
    Broken,
    Consequence,
    Ended,
    EndReason,
    Event,
    Expired,
    Extended,
    Started,
)
from protocols.ids import CreditorId
from protocols.privacy.terms import Kept as KeptCategory
from store import cases, pauses, retention, signals
from store.engine import Engine, begin, reading
from store.pauses import Kept, Signed

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
UNTIL = ON + timedelta(days=30)
AGREED = Agreed(
    CreditorId("woonhof"), "CV-1 art. 10", UNTIL, 30, ("incassokosten",), (Consequence.TALK,)
)
EVENTS: tuple[Event, ...] = (
    Started(Reference("d1-1"), ON, UNTIL, AGREED),
    Extended(ON, UNTIL + timedelta(days=5)),
    Broken(ON, Breach.NEW_SIGNAL, (Consequence.TALK,), Reference("d2-1")),
    Broken(ON, Breach.COSTS, (Consequence.TALK,)),
    Ended(ON, EndReason.PAID),
    Expired(UNTIL),
)
SIGNED = Signed("anja", AT, b"statement", b"signature")


def kept(number: int = 1, **changes: object) -> Kept:
    """A running pause of household and case N."""
    found = {
        "signal_id": f"d1-{number}",
        "creditor_id": "woonhof",
        "household_id": f"h-{number}",
        "case_id": f"c-{number}",
        "status": "running",
        "started_on": ON.isoformat(),
        "until_on": UNTIL.isoformat(),
        "breaches": 0,
    }
    return Kept(**{**found, **changes})  # type: ignore[arg-type]


def test_every_kind_of_event_comes_back_as_it_was(engine: Engine) -> None:
    """In order, with what was signed."""
    with begin(engine) as tx:
        for number, event in enumerate(EVENTS, start=1):
            pauses.append(tx, kept(), event, number, SIGNED)
    with reading(engine) as tx:
        lines = pauses.history(tx, "d1-1")
        assert [line.event for line in lines] == list(EVENTS)
        assert pauses.state(tx, "d1-1") == fold(EVENTS)
        assert {(line.statement, line.signature) for line in lines} == {
            (b"statement", b"signature")
        }
        assert pauses.numbers(lines) == len(EVENTS) + 1
        assert pauses.state(tx, "d9-9").status is PauseStatus.NONE
        assert pauses.numbers(pauses.history(tx, "d9-9")) == 1


def test_a_creditor_and_a_household_have_their_own_pauses(engine: Engine) -> None:
    """And nobody else's."""
    with begin(engine) as tx:
        pauses.append(tx, kept(1), EVENTS[0], 1, SIGNED)
        pauses.append(tx, kept(2, creditor_id="stroom"), EVENTS[0], 1, SIGNED)
        assert [one.signal_id for one in pauses.of_creditor(tx, "woonhof")] == ["d1-1"]
        assert [one.signal_id for one in pauses.of_household(tx, "h-2")] == ["d1-2"]
        assert pauses.find(tx, "d1-1") == kept(1)
        assert pauses.find(tx, "d9-9") is None


def test_a_pause_is_past_after_its_last_day(engine: Engine) -> None:
    """Not on it; and not when it was noted already."""
    with begin(engine) as tx:
        pauses.append(tx, kept(1), EVENTS[0], 1, SIGNED)
        pauses.append(tx, kept(2, status="expired"), EVENTS[0], 1, SIGNED)
        assert pauses.past(tx, UNTIL) == []
        assert [one.signal_id for one in pauses.past(tx, UNTIL + timedelta(days=1))] == ["d1-1"]


def test_a_new_signal_of_the_same_creditor_in_the_pause_is_found(
    engine: Engine, make: Callable
) -> None:
    """Not the signal that it began with, not another creditor's, not one before or after."""
    day = timedelta(days=1)
    received = {
        "during": {"received_on": ON + day},
        "same day": {"received_on": ON},
        "after": {"received_on": UNTIL + day},
        "other creditor": {"received_on": ON + day, "creditor_id": CreditorId("stroom")},
        "other household": {"received_on": ON + day, "household_id": "h-9"},
        "withdrawn": {"received_on": ON + day, "status": "withdrawn"},
    }
    with begin(engine) as tx:
        pauses.append(tx, kept(1), EVENTS[0], 1, SIGNED)
        for number, (name, changes) in enumerate(received.items(), start=1):
            own = {"household_id": "h-1", **changes, "signal_id": name}
            signals.put(tx, [make.kept(number, **own)])
        found = pauses.signalled_in(tx, ON + 2 * day)
        assert [(one.signal_id, name, on) for one, name, on in found] == [
            ("d1-1", "during", ON + day)
        ]
        assert pauses.signalled_in(tx, UNTIL + 90 * day) == []


def test_a_pause_is_erased_with_its_case(engine: Engine, make: Callable) -> None:
    """With every event; that of another case stays."""
    with begin(engine) as tx:
        cases.put(tx, [make.case(1), make.case(2)])
        for number in (1, 2):
            pauses.append(tx, kept(number), EVENTS[0], 1, SIGNED)
        retention.erase(tx, KeptCategory.OPEN_SIGNAL, ["c-1"])
        assert pauses.find(tx, "d1-1") is None
        assert pauses.history(tx, "d1-1") == []
        assert pauses.find(tx, "d1-2") is not None
        assert len(pauses.history(tx, "d1-2")) == 1
