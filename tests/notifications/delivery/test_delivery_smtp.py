"""E-mail against a real server: taken, refused for now or for good, and honest doubt."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from notifications.delivery.mail import From, compose
from notifications.delivery.outcomes import Doubted, NoService, Outcome, Postponed, Rejected, Sent
from notifications.delivery.smtp import Line, Login, Security, Server, context_of
from notifications.examples import everything
from notifications.letters import render
from tests.support.certificates import Authority, make_authority
from tests.support.mail import Post, mail_server

VIEW = everything("Dronten", "een taak", 183, date(2026, 11, 22))[2]
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SENDER = From("Gemeente Dronten", "schuldhulp@dronten.example")
ALL_TLS = [Security.STARTTLS, Security.IMPLICIT]


def mail(to: str = "iemand@inwoner.example", message_id: str = "m-1") -> EmailMessage:
    """An e-mail to somebody."""
    return compose(render(VIEW, "ar"), SENDER, to, message_id, AT, b"%PDF-1.7")


def send(server: Server, *mails: EmailMessage) -> list[Outcome | None]:
    """Send over one line."""
    with Line(server) as line:
        return [line.send(one, lambda: True) for one in mails]


@pytest.fixture
def post() -> Post:
    """What the server takes."""
    return Post()


@pytest.fixture
def server(post: Post) -> Iterator[Server]:
    """A server without TLS."""
    with mail_server(post) as there:
        yield there


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signs the certificates of these tests."""
    return make_authority(tmp_path_factory.mktemp("ca") / "ca.pem")


def serving(file: Path) -> ssl.SSLContext:
    """TLS for a server with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_what_is_taken_arrives_whole_and_under_our_id(server: Server, post: Post):
    """Subject, words and PDF, after a line of Arabic through a real server."""
    assert send(server, mail()) == [Sent("<m-1@dronten.example>")]
    (taken,) = post.taken
    assert taken["Message-ID"] == "<m-1@dronten.example>"
    assert taken["Subject"] == render(VIEW, "ar").subject
    kinds = [part.get_content_type() for part in taken.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]


def test_many_go_over_one_line_and_one_refusal_spoils_none(server: Server, post: Post):
    """The line is set back after a refusal, so the next one starts afresh."""
    post.to = {"weg@inwoner.example": "550 no such user", "vol@inwoner.example": "452 full"}
    tos = ("a@inwoner.example", "weg@inwoner.example", "vol@inwoner.example", "b@inwoner.example")
    told = send(server, *(mail(to, f"m-{n}") for n, to in enumerate(tos)))
    assert [type(one) for one in told] == [Sent, Rejected, Postponed, Sent]
    assert [one["To"] for one in post.taken] == ["a@inwoner.example", "b@inwoner.example"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 no", Rejected("smtp-550")),
        ("554 spam", Rejected("smtp-554")),
        ("450 later", Postponed("smtp-450")),
        ("421 closing", Postponed("smtp-421")),
    ],
)
def test_the_answer_decides_whether_to_try_again(
    server: Server, post: Post, answer: str, outcome: Outcome
):
    """5xx never, 4xx later: to the address and to the text alike."""
    post.to = {"iemand@inwoner.example": answer}
    assert send(server, mail()) == [outcome]
    post.to, post.data = {}, answer
    assert send(server, mail()) == [outcome]
    assert post.taken == []


def test_a_line_that_breaks_after_the_text_leaves_doubt(server: Server, post: Post):
    """Nobody knows whether it was taken: it is neither sent nor free to send again."""
    post.hang_up = True
    assert send(server, mail()) == [Doubted("no-answer")]


def test_an_answer_that_does_not_come_leaves_doubt(server: Server, post: Post):
    """A server that took the text and then hangs may well have sent it."""
    post.silent_seconds = 1.0
    assert send(replace(server, seconds=0.3), mail()) == [Doubted("no-answer")]


def test_after_a_broken_line_nothing_more_is_handed_over(server: Server, post: Post):
    """The next message is refused before it begins, so it can go later."""
    post.hang_up = True
    with Line(server) as line:
        assert line.send(mail(), lambda: True) == Doubted("no-answer")
        with pytest.raises(NoService, match="disconnected"):
            line.send(mail(message_id="m-2"), lambda: pytest.fail("it began"))


def test_who_may_not_begin_sends_nothing(server: Server, post: Post):
    """Somebody else took the message over: the text is not handed over, the line stays good."""
    with Line(server) as line:
        assert line.send(mail(), lambda: False) is None
        assert line.send(mail(message_id="m-2"), lambda: True) == Sent("<m-2@dronten.example>")
    assert [one["Message-ID"] for one in post.taken] == ["<m-2@dronten.example>"]


def test_what_is_refused_never_began(server: Server, post: Post):
    """A refused address leaves the message free: it was not handed over."""
    post.to = {"iemand@inwoner.example": "550 no"}
    with Line(server) as line:
        assert line.send(mail(), lambda: pytest.fail("it began")) == Rejected("smtp-550")


def test_nobody_there_is_no_service():
    """A port that nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        nobody = Server("127.0.0.1", bound.getsockname()[1], Security.NONE, seconds=2.0)
    with pytest.raises(NoService, match="unreachable"):
        send(nobody, mail())


@pytest.mark.parametrize("security", list(Security))
def test_somebody_who_says_nothing_is_no_service(security: Security):
    """A server that takes the line and keeps silent is given up in time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        deaf = Server("127.0.0.1", silent.getsockname()[1], security, seconds=0.3)
        with pytest.raises(NoService):
            send(deaf, mail())


@pytest.mark.parametrize("security", ALL_TLS)
def test_over_tls_with_our_own_authority(
    security: Security, authority: Authority, post: Post, tmp_path: Path
):
    """Encrypted, the certificate checked against our CA, and logged in."""
    with mail_server(post, serving(authority.sign(tmp_path / "a.pem")), security) as there:
        assert send(replace(there, ca=authority.file), mail()) == [Sent("<m-1@dronten.example>")]
    assert post.encrypted == [True]


@pytest.mark.parametrize("security", ALL_TLS)
def test_an_authority_that_we_do_not_trust_gets_nothing(
    security: Security, authority: Authority, post: Post, tmp_path: Path
):
    """Neither a message nor a password."""
    with mail_server(post, serving(authority.sign(tmp_path / "a.pem")), security) as there:
        with pytest.raises(NoService, match="tls"):
            send(there, mail())
        other = make_authority(tmp_path / "other.pem")
        with pytest.raises(NoService, match="tls"):
            send(replace(there, ca=other.file), mail())
    assert post.taken == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked(server: Server, post: Post):
    """No quiet step down to clear text (somebody in between can take STARTTLS away)."""
    with pytest.raises(NoService, match="tls"):
        send(replace(server, security=Security.STARTTLS), mail())
    assert post.taken == []


@pytest.mark.parametrize("security", ALL_TLS)
def test_a_wrong_password_is_no_service(
    security: Security, authority: Authority, post: Post, tmp_path: Path
):
    """It is our fault and not the message's: nothing is given up."""
    with mail_server(post, serving(authority.sign(tmp_path / "a.pem")), security) as there:
        wrong = replace(there, ca=authority.file, login=Login("stad", "fout"))
        with pytest.raises(NoService, match="login"):
            send(wrong, mail())


def test_tls_is_new_enough_and_checks_the_name():
    """1.2 at least; a certificate for another name is refused."""
    context = context_of(None)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_the_password_is_not_shown():
    """Settings are printed when something is wrong."""
    assert "geheim" not in repr(Login("stad", "geheim"))


def test_a_closed_line_sends_nothing():
    """Forgotten context: told, not crashed on."""
    with pytest.raises(NoService, match="closed"):
        Line(Server("127.0.0.1", 1)).send(mail(), lambda: True)
