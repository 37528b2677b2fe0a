"""The queue of what goes out: once, by one at a time, and honest about what nobody knows."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store import outgoing, outgoing_ends, sql
from store.engine import ConstraintBroken, Engine, begin, reading
from store.outgoing import Claim, Outgoing, State, message_id_of

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ME, YOU = Claim("me", AT + 15 * MINUTE), Claim("you", AT + 15 * MINUTE)


def message(number: int = 1, **changes: str) -> Outgoing:
    """A message that is planned for now."""
    made = Outgoing(
        message_id=f"m-{number}",
        channel="email",
        case_id=f"c-{number}",
        resident_id=f"r-{number}",
        address_token="00" * 16,
        template="agreement/1",
        language="nl",
        digest="d" * 64,
        sealed=b"sealed",
        state="planned",
        tries=0,
        planned_at=sql.instant(AT),
        next_at=sql.instant(AT),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def plan(engine: Engine, *numbers: int) -> None:
    """Put messages in the queue."""
    with begin(engine) as tx:
        assert all(outgoing.plan(tx, message(number)) for number in numbers)


def claim(engine: Engine, by: Claim = ME, at: datetime = AT, most: int = 10) -> list[str]:
    """Claim what is due."""
    with begin(engine) as tx:
        return [one.message_id for one in outgoing.claim(tx, "email", by, at, most)]


def start(engine: Engine, by: Claim = ME, at: datetime = AT) -> bool:
    """Begin to send the first message."""
    with begin(engine) as tx:
        return outgoing.start(tx, "m-1", by, at)


def settle(engine: Engine, state: State, by: Claim = ME) -> bool:
    """Say how it ended."""
    with begin(engine) as tx:
        return outgoing.settle(tx, "m-1", by, state, "code", AT, "ref")


def doubt(engine: Engine, at: datetime) -> list[str]:
    """Put in doubt what was left."""
    with begin(engine) as tx:
        return [one.message_id for one in outgoing_ends.doubt(tx, at)]


def first(engine: Engine) -> Outgoing:
    """The first message as it stands."""
    with reading(engine) as tx:
        found = outgoing.find(tx, "m-1")
    assert found is not None
    return found


def test_the_same_letter_is_planned_once(engine: Engine) -> None:
    """Also when its words changed: what was planned stands."""
    plan(engine, 1)
    with begin(engine) as tx:
        assert not outgoing.plan(tx, message(1, digest="e" * 64))
    assert first(engine) == message(1)


def test_an_id_comes_from_what_is_sent_once_and_tells_nothing() -> None:
    """The same parts give the same id; parts do not run into one another."""
    assert message_id_of("c-1", "proposal") == message_id_of("c-1", "proposal")
    assert message_id_of("c-1", "proposal") != message_id_of("c-1p", "roposal")
    assert "c-1" not in message_id_of("c-1", "proposal")
    assert len(message_id_of("x")) == 34


def test_what_is_claimed_is_nobody_elses(engine: Engine) -> None:
    """Until the claim runs out; the longest waiting goes first, and no more than asked."""
    plan(engine, 1, 2, 3)
    assert claim(engine, ME, most=2) == ["m-1", "m-2"]
    assert claim(engine, YOU) == ["m-3"]
    assert claim(engine, YOU, AT + 14 * MINUTE) == []
    assert claim(engine, Claim("third", AT + 60 * MINUTE), AT + 16 * MINUTE) == [
        "m-1",
        "m-2",
        "m-3",
    ]


def test_only_what_is_due_on_the_channel_is_claimed(engine: Engine) -> None:
    """Not what is for later, and not the post."""
    with begin(engine) as tx:
        outgoing.plan(tx, message(1, next_at=sql.instant(AT + MINUTE)))
        outgoing.plan(tx, message(2, channel="post"))
    assert claim(engine) == []
    assert claim(engine, at=AT + MINUTE) == ["m-1"]


def test_a_message_that_was_sent_keeps_no_words_and_no_address(engine: Engine) -> None:
    """What stays: which template, in which language, to a token, when, and a digest."""
    plan(engine, 1)
    claim(engine)
    assert start(engine)
    assert settle(engine, State.SENT)
    told = first(engine)
    assert (told.state, told.sealed, told.tries, told.code) == ("sent", b"", 1, "code")
    assert (told.reference, told.ended_at) == ("ref", sql.instant(AT))
    assert (told.template, told.digest) == ("agreement/1", "d" * 64)
    assert claim(engine, YOU, AT + 60 * MINUTE) == []


def test_the_database_itself_keeps_no_words_of_what_ended(engine: Engine) -> None:
    """The rule is doubled as a constraint."""
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        outgoing.plan(tx, message(1, state="sent"))
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        outgoing.plan(tx, message(1, state="sending"))


def test_a_lapsed_claim_is_free_again_before_it_began(engine: Engine) -> None:
    """Who died between claiming and sending leaves nothing behind but time."""
    plan(engine, 1)
    claim(engine)
    later = AT + 16 * MINUTE
    assert doubt(engine, later) == []
    assert claim(engine, Claim("you", later + MINUTE), later) == ["m-1"]
    assert not start(engine, ME, later)


def test_a_lapsed_claim_that_began_is_in_doubt_and_never_sent_again(engine: Engine) -> None:
    """Nobody knows whether it left: at most once."""
    plan(engine, 1)
    claim(engine)
    assert start(engine)
    assert doubt(engine, AT + 14 * MINUTE) == []
    assert doubt(engine, AT + 16 * MINUTE) == ["m-1"]
    assert claim(engine, YOU, AT + 99 * MINUTE) == []
    with reading(engine) as tx:
        assert [one.message_id for one in outgoing_ends.doubted(tx, 10)] == ["m-1"]
    assert first(engine).sealed == b"sealed"


def test_who_sent_it_after_all_takes_the_doubt_away(engine: Engine) -> None:
    """Slow, but there was an answer: that is better than doubt."""
    plan(engine, 1)
    claim(engine)
    start(engine)
    doubt(engine, AT + 16 * MINUTE)
    assert not settle(engine, State.SENT, YOU)
    assert settle(engine, State.SENT)
    assert first(engine).state == "sent"


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.PLANNED])
def test_a_person_decides_about_doubt_once(engine: Engine, state: State) -> None:
    """It was sent, it was not, or it goes once more; nothing else, and nothing that is not in
    doubt."""
    plan(engine, 1)
    with begin(engine) as tx:
        assert not outgoing_ends.decide(tx, "m-1", state, AT)
    claim(engine)
    start(engine)
    doubt(engine, AT + 16 * MINUTE)
    with begin(engine) as tx:
        assert outgoing_ends.decide(tx, "m-1", state, AT)
        assert not outgoing_ends.decide(tx, "m-1", state, AT)
        with pytest.raises(ValueError, match="doubt"):
            outgoing_ends.decide(tx, "m-1", State.SENDING, AT)
    again = claim(engine, YOU)
    assert (again == ["m-1"]) == (state is State.PLANNED)
    assert not settle(engine, State.SENT)


def test_a_message_that_is_put_back_counts_its_try_and_waits(engine: Engine) -> None:
    """Whether it had begun or not: one try."""
    plan(engine, 1)
    for tries, began in enumerate((False, True), 1):
        at = AT + (tries - 1) * 30 * MINUTE
        by = Claim("me", at + 15 * MINUTE)
        assert claim(engine, by, at) == ["m-1"]
        if began:
            assert start(engine, by, at)
        with begin(engine) as tx:
            assert outgoing.postpone(tx, "m-1", by, "smtp-450", at + 30 * MINUTE)
        assert (first(engine).tries, first(engine).code) == (tries, "smtp-450")
        assert claim(engine, YOU, at + 29 * MINUTE) == []


def test_what_is_let_go_is_free_and_what_began_is_not(engine: Engine) -> None:
    """The pair."""
    plan(engine, 1, 2)
    claim(engine)
    start(engine)
    with begin(engine) as tx:
        assert outgoing.release(tx, ME) == 1
    assert claim(engine, YOU) == ["m-2"]


def test_a_case_shows_what_was_sent_and_is_erased_with_it(engine: Engine) -> None:
    """Of that case alone."""
    plan(engine, 1, 2)
    with begin(engine) as tx:
        assert [one.message_id for one in outgoing.of_case(tx, "c-1")] == ["m-1"]
        assert outgoing.counts(tx) == {("email", "planned"): 2}
        assert outgoing_ends.erase(tx, ["c-1", "c-9"]) == 1
        assert outgoing.of_case(tx, "c-1") == []
        assert len(outgoing.of_case(tx, "c-2")) == 1


def test_two_who_claim_at_the_same_time_never_get_the_same(engine: Engine) -> None:
    """On PostgreSQL they pass over each other's rows; on SQLite one waits for the other."""
    plan(engine, *range(1, 41))
    with ThreadPoolExecutor(4) as pool:
        claims = [Claim(f"p{n}", AT + 15 * MINUTE) for n in range(8)]
        taken = list(pool.map(lambda by: claim(engine, by, most=10), claims))
    flat = [one for some in taken for one in some]
    assert len(flat) == len(set(flat))
    rest = claim(engine, YOU, most=100)
    assert len(flat) + len(rest) == 40
