"""A pause of collection: begun, extended, ended, broken, over; any history folds back."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.covenant.feedback import Reference
from protocols.covenant.pause import (
    Pause,
    PauseRefused,
    PauseStatus,
    agreed_on,
    decide,
    evolve,
    fold,
)
from protocols.covenant.pause_words import (
    BROKEN_BY,
    Agreed,
    Breach,
    Broken,
    Command,
    Consequence,
    End,
    Ended,
    EndReason,
    Event,
    Expired,
    Extend,
    Extended,
    Look,
    Report,
    Start,
    Started,
)
from protocols.covenant.statement import canonical, statement
from protocols.ids import CityId, CreditorId
from tests.support import made

ABOUT = Reference("d1-1")
UNTIL = made.ON + timedelta(days=30)


def agreed(**terms: object) -> Agreed:
    """What the covenant of `woonhof` says about a pause that begins today."""
    wanted = {"pause_extension_days": 30, "pause_broken": ("costs_void", "talk"), **terms}
    return agreed_on(made.covenant("woonhof", **wanted).on(made.ON), CreditorId("woonhof"), made.ON)


def after(*commands: Command, pause: Pause | None = None) -> Pause:
    """How a pause stands after commands."""
    found = pause or Pause()
    for command in commands:
        for event in decide(found, command):
            found = evolve(found, event)
    return found


def running(**terms: object) -> Pause:
    """A pause that began today."""
    return after(Start(ABOUT, made.ON, agreed(**terms)))


def later(days: int) -> date:
    """So many days after the pause began."""
    return made.ON + timedelta(days=days)


def test_a_pause_begins_with_accepted_help_and_lasts_as_long_as_agreed() -> None:
    """From the day of acceptance up to and with the thirtieth day after."""
    pause = running()
    assert (pause.status, pause.until_on) == (PauseStatus.RUNNING, UNTIL)
    assert pause.runs(made.ON)
    assert pause.runs(UNTIL)
    assert not pause.runs(UNTIL + timedelta(days=1))
    assert not pause.runs(made.ON - timedelta(days=1))


def test_a_pause_is_not_begun_twice_nor_without_a_covenant_that_knows_it() -> None:
    """A second request about the same signal would shift the last day."""
    with pytest.raises(PauseRefused, match="al een pauze"):
        after(Start(ABOUT, made.ON, agreed()), pause=running())
    with pytest.raises(PauseRefused, match="kent op deze dag geen pauze"):
        after(Start(ABOUT, made.ON, agreed(pause_days=None)))


def test_a_pause_is_extended_as_far_as_the_covenant_lets_and_no_further() -> None:
    """Absence means forbidden: without a row there is no extension."""
    assert after(Extend(later(20), later(60)), pause=running()).until_on == later(60)
    twice = after(Extend(later(20), later(40)), Extend(later(35), later(60)), pause=running())
    assert twice.until_on == later(60)
    for until_on in (later(61), UNTIL, later(1)):
        with pytest.raises(PauseRefused):
            after(Extend(later(20), until_on), pause=running())
    with pytest.raises(PauseRefused):
        after(Extend(later(20), later(31)), pause=running(pause_extension_days=None))


@pytest.mark.parametrize("reason", EndReason)
def test_a_pause_ends_early_with_its_reason(reason: EndReason) -> None:
    """From then on nothing can be done with it but look."""
    pause = after(End(later(5), reason), pause=running())
    assert (pause.status, pause.until_on) == (PauseStatus.ENDED, later(5))
    for command in (End(later(6), reason), Extend(later(6), later(40))):
        with pytest.raises(PauseRefused, match="loopt op deze dag geen pauze"):
            after(command, pause=pause)
    assert decide(pause, Look(later(99))) == ()


def test_a_pause_expires_after_its_last_day_and_not_on_it() -> None:
    """And once only, however often somebody looks."""
    assert decide(running(), Look(UNTIL)) == ()
    assert decide(running(), Look(later(31))) == (Expired(later(31)),)
    over = after(Look(later(31)), pause=running())
    assert over.status is PauseStatus.EXPIRED
    assert decide(over, Look(later(32))) == ()


def test_a_pause_that_is_over_can_no_longer_be_extended() -> None:
    """Also when nobody noted yet that it is over."""
    with pytest.raises(PauseRefused):
        after(Extend(later(31), later(40)), pause=running())


def test_a_new_signal_breaks_every_pause_with_the_consequence_of_the_covenant() -> None:
    """The record names the signal, the day and what follows."""
    report = Report(later(10), Breach.NEW_SIGNAL, Reference("d2-1"))
    follows = (Consequence.COSTS_VOID, Consequence.TALK)
    expected = Broken(later(10), Breach.NEW_SIGNAL, follows, Reference("d2-1"))
    assert decide(running(), report) == (expected,)
    assert after(report, pause=running()).broken == (expected,)
    assert after(report, report, pause=running()).broken == (expected,)


def test_without_a_row_a_breach_is_noted_and_no_more() -> None:
    """Absence never invents a sanction."""
    broken = after(Report(later(1), Breach.COSTS), pause=running(pause_broken=None)).broken
    assert [one.follows for one in broken] == [(Consequence.NOTED,)]


@pytest.mark.parametrize(("breach", "words"), BROKEN_BY.items())
def test_a_step_breaks_a_pause_that_stopped_it_and_no_other(
    breach: Breach, words: frozenset[str]
) -> None:
    """What the covenant did not pause, the creditor may do."""
    report = Report(later(1), breach)
    assert decide(running(paused=tuple(words)), report)
    assert decide(running(paused=()), report) == ()


def test_what_happened_outside_the_pause_breaks_nothing() -> None:
    """Neither before, nor after; but a step in it that is heard of later does."""
    for on in (later(-1), later(31)):
        assert decide(running(), Report(on, Breach.NEW_SIGNAL)) == ()
    over = after(Look(later(40)), pause=running())
    assert decide(over, Report(later(30), Breach.NEW_SIGNAL))
    ended = after(End(later(5), EndReason.PAID), pause=running())
    assert decide(ended, Report(later(6), Breach.NEW_SIGNAL)) == ()
    assert decide(Pause(), Report(made.ON, Breach.NEW_SIGNAL)) == ()


COMMANDS = st.one_of(
    st.just(Start(ABOUT, made.ON, agreed())),
    st.builds(Extend, st.integers(0, 70).map(later), st.integers(0, 70).map(later)),
    st.builds(End, st.integers(0, 70).map(later), st.sampled_from(EndReason)),
    st.builds(Report, st.integers(0, 70).map(later), st.sampled_from(Breach)),
    st.builds(Look, st.integers(0, 70).map(later)),
)


@given(st.lists(COMMANDS, max_size=12))
def test_any_history_folds_back_into_the_same_state(commands: list[Command]) -> None:
    """And no command, in whatever order, lets a pause outlast what was agreed."""
    pause, events = Pause(), list[Event]()
    for command in commands:
        try:
            decided = decide(pause, command)
        except PauseRefused:
            continue
        for event in decided:
            pause = evolve(pause, event)
            events.append(event)
    assert fold(events) == pause
    assert pause.started is None or pause.until_on <= later(60)
    assert [type(one) for one in events[:1]] in ([], [Started])


def test_every_event_has_its_effect() -> None:
    """One of each, by hand."""
    begun = Started(ABOUT, made.ON, UNTIL, agreed())
    broken = Broken(later(1), Breach.COSTS, (Consequence.NOTED,))
    pause = fold([begun, Extended(later(2), later(40)), broken, Ended(later(3), EndReason.PAID)])
    assert pause == Pause(PauseStatus.ENDED, begun, later(3), (broken,))


def test_what_is_signed_names_this_creditor_and_its_signal_only() -> None:
    """Nor who the resident is, nor why it ended, nor any amount."""
    pause = after(End(later(5), EndReason.CONSENT_WITHDRAWN), pause=running())
    facts = statement(CityId("made"), pause)
    assert facts == {
        "kind": "vroegsignaal-pause-1",
        "city": "made",
        "creditor": "woonhof",
        "signal": "d1-1",
        "article": "CV-woonhof art. 15",
        "from": "2026-11-22",
        "until": "2026-11-27",
        "paused": "incassokosten",
        "status": "ended",
    }
    assert "withdrawn" not in canonical(facts).decode()
    with pytest.raises(ValueError, match="never began"):
        statement(CityId("made"), Pause())


@given(st.dictionaries(st.text(alphabet="abc", min_size=1), st.text(), max_size=5))
def test_the_bytes_to_sign_are_canonical_json(facts: dict[str, str]) -> None:
    """What any JSON library reads back, in one way of writing (RFC 8785)."""
    if any("\ud800" <= sign <= "\udfff" for text in facts.values() for sign in text):
        return
    written = canonical(facts)
    assert json.loads(written) == facts
    plain = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert written == plain.encode()
