"""Webhooks: signed, in order, tried again, stopped; against a real HTTP server."""

import base64
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from portal.feedback import webhook
from portal.feedback.delivering import (
    BATCH,
    Posting,
    deliver_feedback,
    deliver_waiting,
    feedback_job,
)
from portal.feedback.retrying import MOST_DAYS, MOST_FAILURES, wait_seconds
from portal.feedback.webhook import MOST_ANSWER_BYTES, secret_text, signed_headers
from portal.status import read_status
from protocols.covenant.feedback import Code, Feedback, Reference
from store import channels, feedback
from store.channels import Channel
from store.engine import begin, reading
from store.signing import verifies
from tests.portal.web.world import World, open_world
from tests.support import made
from tests.support.hooks import Hook, Request, hook

LOOPBACK = Posting(hosts=frozenset({"127.0.0.1"}))
DOCS = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A portal on a made-up city."""
    return open_world(tmp_path)


@pytest.fixture
def server() -> Iterator[Hook]:
    """The webhook of `woonhof`."""
    with hook() as opened:
        yield opened


def tell(world: World, count: int = 1, first: int = 1) -> None:
    """Tell `woonhof` about so many rows."""
    said = [
        Feedback(Code.RECEIVED, Reference(f"d1-{row}"), made.ON)
        for row in range(first, first + count)
    ]
    with begin(world.platform.engine) as tx:
        feedback.tell(tx, "woonhof", said, made.AT)


def connect(world: World, url: str) -> None:
    """Give `woonhof` a webhook."""
    with begin(world.platform.engine) as tx:
        channels.put(tx, Channel("woonhof", url, "beheer@woonhof.example"))


def channel(world: World) -> Channel:
    """How the webhook stands."""
    with reading(world.platform.engine) as tx:
        found = channels.find(tx, "woonhof")
    assert found is not None
    return found


def test_what_waits_is_delivered_in_order_and_once(world: World, server: Hook) -> None:
    """Over one connection; the next run has nothing to do."""
    connect(world, server.url)
    tell(world, BATCH + 5)
    assert deliver_waiting(world.platform, LOOPBACK) == BATCH + 5
    assert [json.loads(one.body)["data"]["seq"] for one in server.got] == [*range(1, BATCH + 6)]
    assert deliver_waiting(world.platform, LOOPBACK) == 0
    assert channel(world).last_seq == BATCH + 5


def test_a_message_holds_the_facts_and_nothing_more(world: World, server: Hook) -> None:
    """No creditor's name, no resident, no amount, no note."""
    connect(world, server.url)
    tell(world)
    deliver_waiting(world.platform, LOOPBACK)
    (got,) = server.got
    assert got.path == "/haak"
    assert json.loads(got.body) == {
        "type": "nl.vroegsignalering.signaal-teruggekoppeld",
        "timestamp": "2026-11-22T09:00:00.000Z",
        "data": {
            "feedbackId": "d1-1_received",
            "seq": 1,
            "deliveryId": "d1",
            "row": 1,
            "code": "received",
            "toldOn": "2026-11-22",
            "untilOn": None,
        },
    }


def _checked(world: World, got: Request) -> tuple[bool, bool]:
    """Whether the HMAC and the Ed25519 signature of a request hold."""
    signer = world.platform.vault.signer
    words = dict(one.split(",", 1) for one in got.headers["webhook-signature"].split())
    head = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}."
    content = head.encode() + got.body
    secret = signer.webhook_secret("woonhof", 1)
    mac = base64.b64encode(hmac.digest(secret, content, sha256)).decode()
    return mac == words["v1"], verifies(signer.public, content, base64.b64decode(words["v1a"]))


def test_every_message_is_signed_over_id_time_and_body(world: World, server: Hook) -> None:
    """Change one of the three and neither signature holds: that is the protection from replays."""
    connect(world, server.url)
    tell(world)
    deliver_waiting(world.platform, LOOPBACK)
    (got,) = server.got
    assert _checked(world, got) == (True, True)
    for name in ("webhook-id", "webhook-timestamp"):
        other = replace(got, headers={**got.headers, name: f"{got.headers[name]}1"})
        assert _checked(world, other) == (False, False)
    assert _checked(world, replace(got, body=got.body + b" ")) == (False, False)
    assert got.headers["webhook-timestamp"] == str(int(made.AT.timestamp()))


def test_the_example_in_the_documents_checks_a_message(world: World, server: Hook) -> None:
    """A creditor copies it; so it must take what we send and refuse what was changed."""
    text = DOCS.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    names: dict = {}
    exec(code, names)  # the example itself is what is tested
    connect(world, server.url)
    tell(world)
    deliver_waiting(world.platform, LOOPBACK)
    (got,) = server.got
    secret = secret_text(world.platform.vault.signer.webhook_secret("woonhof", 1))
    now = made.AT.timestamp()
    assert names["check"](secret, got.headers, got.body, now)["code"] == "received"
    for headers, body, at in (
        (got.headers, got.body + b" ", now),
        (got.headers, got.body, now + 301),
        ({**got.headers, "webhook-signature": "v1,AAAA"}, got.body, now),
    ):
        with pytest.raises(ValueError, match="webhook"):
            names["check"](secret, headers, body, at)


def test_after_a_failure_it_is_tried_later_with_the_same_id(world: World, server: Hook) -> None:
    """Not at once; and what came after waits, so the order stays."""
    connect(world, server.url)
    tell(world, 3)
    server.answers += [204, 503]
    assert deliver_waiting(world.platform, LOOPBACK) == 1
    found = channel(world)
    assert (found.last_seq, found.failures, found.reason) == (1, 1, "status-5xx")
    assert deliver_waiting(world.platform, LOOPBACK) == 0
    world.clock.forward(seconds=wait_seconds(1, 0.5))
    assert deliver_waiting(world.platform, LOOPBACK) == 2
    ids = [one.headers["webhook-id"] for one in server.got]
    assert ids == ["d1-1_received", "d1-2_received", "d1-2_received", "d1-3_received"]
    times = [one.headers["webhook-timestamp"] for one in server.got]
    assert times[1] != times[2]
    found = channel(world)
    assert (found.failures, found.failing_since, found.reason) == (0, "", "")


def test_a_redirect_is_refused(world: World, server: Hook) -> None:
    """It could lead to where nothing may go; the other place hears nothing."""
    with hook() as elsewhere:
        server.answers, server.location = [307], elsewhere.url
        connect(world, server.url)
        tell(world)
        assert deliver_waiting(world.platform, LOOPBACK) == 0
        assert elsewhere.got == []
    assert channel(world).reason == "redirect"


def test_who_answers_too_late_is_tried_again(
    world: World, server: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message may have arrived: it comes again under the same id."""
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.2)
    server.slow_seconds = 0.6
    connect(world, server.url)
    tell(world)
    assert deliver_waiting(world.platform, LOOPBACK) == 0
    assert channel(world).reason == "timeout"


def test_nobody_there_is_a_reason_to_try_again(world: World, server: Hook) -> None:
    """The port is closed."""
    with hook() as gone:
        url = gone.url
    connect(world, url)
    tell(world)
    assert deliver_waiting(world.platform, LOOPBACK) == 0
    assert channel(world).reason == "unreachable"


def test_a_private_address_gets_nothing_unless_it_is_allowed(world: World, server: Hook) -> None:
    """SSRF: by default not even loopback."""
    connect(world, server.url)
    tell(world)
    assert deliver_waiting(world.platform) == 0
    assert (server.got, channel(world).reason) == ([], "bad-address")


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_it_stops_after_so_many_attempts_and_says_so(
    world: World, server: Hook, chance: float
) -> None:
    """To the contact once, to the operator in the status, and to the audit log."""
    said: list[Channel] = []
    posting = replace(LOOPBACK, stopped=said.append, chance=lambda: chance)
    server.answers = [500] * 99
    connect(world, server.url)
    tell(world)
    for _ in range(MOST_FAILURES + 5):
        deliver_waiting(world.platform, posting)
        world.clock.forward(seconds=wait_seconds(99, chance))
    assert len(server.got) <= MOST_FAILURES
    assert [(one.contact, one.state) for one in said] == [("beheer@woonhof.example", "stopped")]
    assert read_status(world.platform).stopped_webhooks == ("woonhof",)
    (noted,) = world.audited("feedback.stopped")
    assert (noted.object_id, noted.result) == ("woonhof", "status-5xx")


def test_it_stops_after_some_days_however_few_attempts(world: World, server: Hook) -> None:
    """The clock may have been down."""
    server.answers = [500] * 9
    connect(world, server.url)
    tell(world)
    deliver_waiting(world.platform, LOOPBACK)
    world.clock.forward(days=MOST_DAYS)
    deliver_waiting(world.platform, LOOPBACK)
    assert channel(world).state == "stopped"


def test_it_stops_at_once_when_the_creditor_says_that_it_is_gone(
    world: World, server: Hook
) -> None:
    """410; and connecting it again delivers what waited."""
    server.answers = [410]
    connect(world, server.url)
    tell(world)
    deliver_waiting(world.platform, LOOPBACK)
    assert (channel(world).state, channel(world).reason) == ("stopped", "gone")
    connect(world, server.url)
    assert deliver_waiting(world.platform, LOOPBACK) == 1


def test_two_workers_do_not_send_the_same_at_once(world: World, server: Hook) -> None:
    """Who comes second finds the channel claimed, until the claim is over."""
    connect(world, server.url)
    tell(world)
    until = made.AT + timedelta(seconds=120)
    with begin(world.platform.engine) as tx:
        stamp = until.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        channels.put(tx, replace(channel(world), next_at=stamp))
    assert deliver_waiting(world.platform, LOOPBACK) == 0
    world.clock.forward(seconds=121)
    assert deliver_waiting(world.platform, LOOPBACK) == 1


def test_all_that_left_stands_in_the_audit_log(world: World, server: Hook) -> None:
    """From which place to which, to whom, by webhook; nothing of it when nothing left."""
    connect(world, server.url)
    tell(world, 3)
    deliver_waiting(world.platform, LOOPBACK)
    (noted,) = world.audited("feedback.sent")
    assert (noted.object_id, noted.result) == ("woonhof", "webhook")
    assert json.loads(noted.detail) == {"first": 1, "last": 3}
    deliver_waiting(world.platform, LOOPBACK)
    assert len(world.audited("feedback.sent")) == 1


@pytest.mark.parametrize("failures", range(1, 40))
def test_each_wait_is_longer_and_bounded_and_spread(failures: int) -> None:
    """From half a minute up to six hours; chance moves it within the later half."""
    low, high = wait_seconds(failures, 0.0), wait_seconds(failures, 1.0)
    assert 15 <= low < high <= 6 * 3600
    assert low == high / 2
    assert high <= wait_seconds(failures + 1, 1.0)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of its specification: known secret, id, time and body give a known signature."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    at = made.AT.fromtimestamp(1614265330, made.AT.tzinfo)
    signer = _signer()
    headers = signed_headers(signer, secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", body, at)
    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" in headers["webhook-signature"]


def _signer():
    from store.vault import Vault

    return Vault(made.ROOT).signer


def test_a_long_answer_is_not_read_to_its_end(world: World, server: Hook) -> None:
    """A status is all that is asked; what follows goes over a connection of its own."""
    server.answers, server.says = [200, 200], bytes(4 * MOST_ANSWER_BYTES)
    connect(world, server.url)
    tell(world, 2)
    assert deliver_waiting(world.platform, LOOPBACK) == 2


def test_a_run_tells_what_is_due_and_delivers_it(world: World, server: Hook) -> None:
    """The job of the clock: doing it twice does nothing twice."""
    covenant = made.covenant("woonhof", feedback=("received", "in_treatment"))
    city = replace(world.platform.city, covenants={"woonhof": covenant})
    wired = replace(world.platform, city=city)
    world.send([made.signal(1), made.signal(2, 30)])
    connect(world, server.url)
    done = deliver_feedback(wired, made.ON, LOOPBACK)
    assert (dict(done.told), done.delivered) == ({"received": 2, "in_treatment": 0}, 2)
    done = deliver_feedback(wired, made.ON, LOOPBACK)
    assert (dict(done.told), done.delivered) == ({"received": 0, "in_treatment": 0}, 0)
    done = deliver_feedback(wired, made.ON + timedelta(days=1), LOOPBACK)
    assert (dict(done.told), done.delivered) == ({"received": 0, "in_treatment": 2}, 2)


def test_the_job_of_the_clock_counts_what_it_did(world: World, server: Hook) -> None:
    """With the hosts that the settings allow; a word with a slash is a breakdown."""
    covenant = made.covenant("woonhof", feedback=("received",))
    city = replace(world.platform.city, covenants={"woonhof": covenant})
    wired = replace(world.platform, city=city, webhook_hosts=frozenset({"127.0.0.1"}))
    world.send([made.signal(1)])
    connect(world, server.url)
    assert feedback_job(wired, made.ON) == {
        "told": 1,
        "told/received": 1,
        "expired": 0,
        "broken": 0,
        "delivered": 1,
    }
    nothing = {"told": 0, "expired": 0, "broken": 0, "delivered": 0}
    assert feedback_job(wired, made.ON) == nothing
