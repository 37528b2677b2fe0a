"""From the queue to a real server, a print file or a gateway: once, and on record."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from notifications.delivery.mail import BadAddress, From
from notifications.delivery.outcomes import Channel
from notifications.delivery.sms import FolderGateway
from notifications.delivery.smtp import Server
from notifications.examples import ADDRESS, everything
from notifications.letters import render
from protocols.privacy.audit import Origin
from store import audit, outgoing
from store.engine import Engine, StoreUnavailable, begin, open_engine, reading
from store.migrate import migrate
from store.outgoing import Outgoing
from store.vault import ROOT_BYTES, SealBroken, Vault
from streams import mailroom, outgoing_words, sending
from streams.mailroom import WAITS, Mailroom, Tally, sort_out
from streams.outgoing_words import open_words
from streams.planning import By, Wanted, plan
from streams.posting import send_post
from streams.sending import send_mail, send_texts
from tests.support.mail import Post, mail_server

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
VIEWS = everything("Dronten", "een taak", 183, date(2026, 11, 22))
VAULT = Vault(bytes(ROOT_BYTES))
BY = By("worker:w-1", Origin.WEB, "inform")
TO = {Channel.EMAIL: ("a@b.example",), Channel.POST: ADDRESS, Channel.SMS: ("+31612345678",)}


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        """The time that it is now."""
        return self.at


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of each kind."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'line.db'}"
        if request.param == "postgres":
            url = stack.enter_context(request.getfixturevalue("databases").one())
        opened = open_engine(url)
        migrate(opened)
        yield opened
        opened.dispose()


@pytest.fixture
def post() -> Post:
    """What the mail server takes."""
    return Post()


@pytest.fixture
def room(engine: Engine, post: Post, tmp_path: Path) -> Iterator[Mailroom]:
    """A mailroom with every channel, on a real mail server."""
    numbers = count(1)
    with mail_server(post) as server:
        yield Mailroom(
            engine,
            VAULT,
            "Dronten",
            Time(),
            lambda: f"t{next(numbers)}",
            From("Gemeente Dronten", "schuldhulp@dronten.example"),
            server,
            tmp_path / "post",
            FolderGateway(tmp_path / "sms"),
        )


def want(channel: Channel = Channel.EMAIL, number: int = 1, language: str = "nl") -> Wanted:
    """A proposal that somebody wants sent."""
    letter = render(VIEWS[3], language)
    return Wanted(f"c-{number}", "r-1", "plan-1", channel, TO[channel], letter)


def queue(room: Mailroom, *wanted: Wanted) -> list[bool]:
    """Put letters in the queue."""
    with begin(room.engine) as tx:
        return [plan(tx, room.vault, one, BY, AT) for one in wanted]


def stands(room: Mailroom, number: int = 1) -> Outgoing:
    """How it stands with the message of a case."""
    with reading(room.engine) as tx:
        (found,) = outgoing.of_case(tx, f"c-{number}")
    return found


def actions(room: Mailroom) -> list[tuple[str, str]]:
    """What the audit log tells, the oldest first: action and result."""
    with reading(room.engine) as tx:
        return [(line.action, line.result) for line in reversed(audit.latest(tx))]


def later(room: Mailroom, by: timedelta) -> None:
    """Let time pass."""
    assert isinstance(room.clock, Time)
    room.clock.at += by


def test_a_planned_letter_is_sent_once_and_stands_on_record(room: Mailroom, post: Post):
    """Planned twice, sent twice, arrived once; the words are gone, what they were is not."""
    assert queue(room, want(), want()) == [True, False]
    assert send_mail(room) == Tally(sent=1)
    assert send_mail(room) == Tally()
    assert queue(room, want()) == [False]
    assert send_mail(room) == Tally()
    (mail,) = post.taken
    told = stands(room)
    assert mail["Message-ID"] == f"<{told.message_id}@dronten.example>" == told.reference
    assert (told.state, told.template, told.language) == ("sent", "proposal/1", "nl")
    assert told.digest == outgoing_words.digest(want().letter.body)
    assert told.sealed == b""
    assert actions(room) == [("message.planned", "proposal/1"), ("message.sent", "sent")]


def test_nobody_can_read_the_queue_without_the_key(room: Mailroom):
    """Neither address nor words; and what waits opens only in its own place."""
    queue(room, want(Channel.POST))
    told = stands(room)
    for secret in (b"Zilvermeeuw", b"Reiger", b"schulden"):
        assert secret not in told.sealed
    assert "Zilvermeeuw" not in repr(replace(told, sealed=b""))
    assert open_words(VAULT.register, told.sealed, told.message_id).address == ADDRESS
    with pytest.raises(SealBroken):
        open_words(VAULT.register, told.sealed, "m-other")


def test_the_audit_log_tells_no_address_and_no_word(room: Mailroom):
    """Codes, ids and the version of the template."""
    queue(room, want())
    send_mail(room)
    with reading(room.engine) as tx:
        told = repr(audit.latest(tx))
    for secret in ("a@b.example", "Zilvermeeuw", "Reiger", "1.234"):
        assert secret not in told


def test_the_pdf_goes_along_when_asked(room: Mailroom, post: Post):
    """And not when it was not."""
    queue(room, replace(want(), attached=True), want(number=2))
    send_mail(room)
    kinds = sorted(
        [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
        for mail in post.taken
    )
    assert kinds == [["text/plain", "text/html"], ["text/plain", "text/html", "application/pdf"]]


def test_an_address_that_is_refused_for_good_is_given_up(room: Mailroom, post: Post):
    """Failed, on record, never tried again; the words are gone too."""
    post.to = {"a@b.example": "550 no"}
    queue(room, want())
    assert send_mail(room) == Tally(failed=1)
    post.to = {}
    later(room, timedelta(days=9))
    assert send_mail(room) == Tally()
    assert (stands(room).state, stands(room).code, stands(room).sealed) == (
        "failed",
        "smtp-550",
        b"",
    )
    assert actions(room)[-1] == ("message.failed", "smtp-550")


def test_a_busy_server_is_tried_again_and_in_the_end_given_up(room: Mailroom, post: Post):
    """Each time later, five times; then a person must look."""
    post.data = "450 busy"
    queue(room, want())
    for wait in WAITS:
        assert send_mail(room) == Tally(postponed=1)
        later(room, wait - timedelta(seconds=1))
        assert send_mail(room) == Tally()
        later(room, timedelta(seconds=1))
    assert send_mail(room) == Tally(failed=1)
    assert (stands(room).tries, stands(room).state) == (6, "failed")


def test_a_busy_server_that_recovers_gets_the_letter_once(room: Mailroom, post: Post):
    """The pair of the test above."""
    post.data = "450 busy"
    queue(room, want())
    send_mail(room)
    post.data = "250 OK"
    later(room, WAITS[0])
    assert send_mail(room) == Tally(sent=1)
    assert len(post.taken) == 1


def test_no_answer_is_doubt_and_is_not_sent_again(room: Mailroom, post: Post):
    """It may have arrived: a second letter would be worse than a question to a person."""
    post.hang_up = True
    queue(room, want())
    assert send_mail(room) == Tally(doubted=1)
    post.hang_up = False
    later(room, timedelta(days=2))
    assert sort_out(room) == 0
    assert send_mail(room) == Tally()
    assert stands(room).state == "doubted"
    assert stands(room).sealed
    assert actions(room)[-1] == ("message.in-doubt", "no-answer")


def test_without_a_server_nothing_is_lost_and_nothing_counts_as_tried(room: Mailroom):
    """All that was claimed is free again at once."""
    queue(room, want(), want(number=2))
    gone = replace(room, server=Server("127.0.0.1", 1, seconds=1.0))
    assert send_mail(gone) == Tally(stopped="unreachable")
    assert (stands(room).state, stands(room).tries) == ("planned", 0)
    assert send_mail(room) == Tally(sent=2)


def test_a_line_that_breaks_stops_the_batch_and_the_rest_waits(room: Mailroom, post: Post):
    """One in doubt, one put back, one not touched: each goes on as it should."""
    queue(room, *(want(number=number) for number in (1, 2, 3)))
    post.hang_up = True
    told = send_mail(room)
    assert (told.doubted, told.postponed, told.stopped) == (1, 1, "disconnected")
    post.hang_up = False
    later(room, WAITS[0])
    assert send_mail(room) == Tally(sent=2)
    assert len(post.taken) == 2


def test_who_dies_after_sending_leaves_doubt_and_no_second_letter(
    room: Mailroom, post: Post, monkeypatch: pytest.MonkeyPatch
):
    """The server took it, the database was gone: the next run asks a person."""

    def gone(*_: object) -> Tally:
        raise StoreUnavailable("gone")

    queue(room, want())
    with monkeypatch.context() as broken:
        broken.setattr(sending, "conclude", gone)
        with pytest.raises(StoreUnavailable):
            send_mail(room)
    assert len(post.taken) == 1
    later(room, mailroom.LEASE + timedelta(seconds=1))
    assert send_mail(room) == Tally()
    assert sort_out(room) == 1
    assert send_mail(room) == Tally()
    assert len(post.taken) == 1
    assert actions(room)[-1] == ("message.in-doubt", "interrupted")


def test_post_is_one_file_with_an_index_and_all_on_record(room: Mailroom):
    """The case and the message are in the index, the name is not; the batch is on record."""
    queue(room, want(Channel.POST), want(Channel.POST, 2, "ar"))
    assert send_post(room) == Tally(sent=2)
    assert send_post(room) == Tally()
    assert room.print_folder is not None
    (pdf,) = room.print_folder.glob("*.pdf")
    (index,) = room.print_folder.glob("*.csv")
    rows = list(csv.reader(index.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert {row[5] for row in rows[1:]} == {"c-1", "c-2"}
    assert {row[6] for row in rows[1:]} == {stands(room, n).message_id for n in (1, 2)}
    assert "Zilver" not in index.read_text(encoding="utf-8")
    assert stands(room).reference == pdf.name
    assert [action for action, _ in actions(room)[-2:]] == ["message.sent"] * 2


def test_a_batch_name_that_is_taken_leaves_doubt_and_replaces_nothing(room: Mailroom):
    """A file under that name may have been printed."""
    queue(room, want(Channel.POST))
    assert room.print_folder is not None
    room.print_folder.mkdir()
    (room.print_folder / "post-same.pdf").write_bytes(b"older")
    assert send_post(replace(room, token=lambda: "same")) == Tally(doubted=1)
    assert (room.print_folder / "post-same.pdf").read_bytes() == b"older"


def test_a_folder_that_cannot_be_written_postpones_the_post(room: Mailroom, tmp_path: Path):
    """Nothing was printed, so it can go later."""
    (tmp_path / "file").write_bytes(b"")
    queue(room, want(Channel.POST))
    told = send_post(replace(room, print_folder=tmp_path / "file" / "post"))
    assert told == Tally(postponed=1, stopped="print")
    later(room, WAITS[0])
    assert send_post(room) == Tally(sent=1)


def test_a_text_message_says_the_short_of_a_letter(room: Mailroom, tmp_path: Path):
    """One file per message, nothing of debts in it."""
    queue(room, want(Channel.SMS))
    assert send_texts(room) == Tally(sent=1)
    (file,) = (tmp_path / "sms").iterdir()
    assert file.stem == stands(room).message_id
    assert want().letter.subject in file.read_text(encoding="utf-8")
    assert "Reiger" not in file.read_text(encoding="utf-8")


def test_a_channel_sends_its_own_messages_only(room: Mailroom, post: Post):
    """The same letter by two channels is two messages, each sent by its own."""
    assert queue(room, want(), want(Channel.SMS), want(Channel.POST)) == [True, True, True]
    assert send_mail(room) == Tally(sent=1)
    assert send_texts(room) == send_post(room) == Tally(sent=1)
    assert len(post.taken) == 1


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.EMAIL, ()),
        (Channel.EMAIL, ("a@b.example", "c@d.example")),
        (Channel.EMAIL, ("niets",)),
        (Channel.SMS, ("0612345678",)),
        (Channel.POST, ("een regel",)),
        (Channel.POST, ("naam", "a\nb")),
        (Channel.POST, tuple("abcdefg")),
    ],
)
def test_a_letter_to_no_address_is_not_queued(channel: Channel, address: tuple[str, ...]):
    """It is refused when it is asked for, in front of whoever can set it right."""
    with pytest.raises(BadAddress):
        replace(want(), channel=channel, address=address)


@pytest.mark.parametrize("channel", ["server", "print_folder", "gateway"])
def test_a_channel_that_is_not_set_is_a_bug(room: Mailroom, channel: str):
    """The portal asks only for what is set."""
    send = {"server": send_mail, "print_folder": send_post, "gateway": send_texts}[channel]
    with pytest.raises(ValueError, match="set"):
        send(replace(room, **{channel: None}))


def test_a_name_that_the_fonts_cannot_write_holds_up_nobody_elses_letter(room: Mailroom):
    """One name in another script must not keep back a hundred letters, or lose their words."""
    name = "王小明"
    lines = (name, "Verzonnenstraat 1", "0000 ZZ Ergens")
    strange = replace(want(Channel.POST, 2), address=lines)
    queue(room, want(Channel.POST), strange, want(Channel.POST, 3))
    told = send_post(room)
    assert (told.sent, told.failed) == (2, 1)
    assert (stands(room, 2).state, stands(room, 2).code) == ("failed", "unprintable")
    assert {stands(room, number).state for number in (1, 3)} == {"sent"}
