"""`vroegsignaal letters`: every letter to look at, and what waits sent."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notifications.delivery.outcomes import Channel
from notifications.examples import ADDRESS, everything
from notifications.letters import LETTERS, render, written
from portal.cli.main import app
from portal.settings import BadSettings, read_settings
from portal.wiring import Platform, open_platform
from protocols.privacy.audit import Origin
from store import audit, outgoing
from store.engine import begin, reading
from streams.planning import By, Wanted, plan
from tests.support.mail import Post, mail_server

VIEW = everything("Dronten", "een taak", 183, date(2026, 11, 22))[2]
run = CliRunner()


@pytest.fixture
def wired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    """A platform of its own, as the environment of the command describes it."""
    (tmp_path / "key").write_text("ab" * 32, encoding="ascii")
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path))
    return open_platform(read_settings())


def queue(wired: Platform, channel: Channel, *address: str) -> str:
    """A letter that waits; returns its id."""
    wanted = Wanted("c-1", "r-1", "a-1", channel, address, render(VIEW))
    with begin(wired.engine) as tx:
        assert plan(tx, wired.vault, wanted, By("test", Origin.WEB, "inform"), wired.clock())
    return wanted.message_id


def state(wired: Platform, message_id: str) -> str:
    """How it stands with a message."""
    with reading(wired.engine) as tx:
        found = outgoing.find(tx, message_id)
    assert found is not None
    return found.state


@pytest.mark.parametrize("city", ["dronten", "gent"])
def test_a_preview_holds_every_letter_in_every_language(
    city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Page, text and PDF, for both cities, without a database or a key."""
    monkeypatch.setenv("VROEGSIGNAAL_CITY", city)
    told = run.invoke(app, ["letters", "preview", "--into", str(tmp_path)])
    assert told.exit_code == 0, told.output
    expected = {
        f"{template.replace('/', '-')}.{language}.{kind}"
        for template in LETTERS.values()
        for language in written()
        for kind in ("html", "txt", "pdf")
    }
    assert {one.name for one in tmp_path.iterdir()} == expected
    assert city.title() in (tmp_path / "proposal-1.nl.txt").read_text(encoding="utf-8")
    assert (tmp_path / "proposal-1.ar.pdf").read_bytes().startswith(b"%PDF-")


def test_a_preview_can_be_of_one_letter_in_one_language(tmp_path: Path):
    """To look again at what was changed."""
    words = ["--template", "statement", "--language", "tr", "--into", str(tmp_path)]
    assert run.invoke(app, ["letters", "preview", *words]).exit_code == 0
    assert {one.name for one in tmp_path.iterdir()} == {
        "statement-1.tr.html",
        "statement-1.tr.txt",
        "statement-1.tr.pdf",
    }


@pytest.mark.parametrize("wrong", [["--template", "x"], ["--language", "xx"]])
def test_a_letter_or_language_that_is_not_there_is_misuse(wrong: list[str], tmp_path: Path):
    """Told with what there is to choose from."""
    told = run.invoke(app, ["letters", "preview", *wrong, "--into", str(tmp_path)])
    assert told.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_what_waits_is_sent_on_every_channel_that_is_set(
    wired: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """E-mail to a real server and post to a folder, in one go, with who did it on record."""
    post = Post()
    mail, paper = queue(wired, Channel.EMAIL, "a@b.example"), queue(wired, Channel.POST, *ADDRESS)
    with mail_server(post) as server:
        monkeypatch.setenv("VROEGSIGNAAL_SMTP", f"127.0.0.1:{server.port}")
        monkeypatch.setenv("VROEGSIGNAAL_SMTP_FROM", "schuldhulp@dronten.example")
        monkeypatch.setenv("VROEGSIGNAAL_SMTP_SECURITY", "none")
        monkeypatch.setenv("VROEGSIGNAAL_PRINT_FOLDER", str(tmp_path / "post"))
        told = run.invoke(app, ["letters", "send", "--by", "anja"])
    assert told.exit_code == 0, told.output
    assert "email: 1 verstuurd" in told.output
    assert "post: 1 verstuurd" in told.output
    assert state(wired, mail) == state(wired, paper) == "sent"
    assert post.taken[0]["From"] == "Gemeente Dronten <schuldhulp@dronten.example>"
    assert len(list((tmp_path / "post").iterdir())) == 2
    with reading(wired.engine) as tx:
        assert {line.actor for line in audit.latest(tx, action="message.sent")} == {"command:anja"}


def test_a_channel_that_does_not_work_is_told_and_nothing_is_lost(
    wired: Platform, monkeypatch: pytest.MonkeyPatch
):
    """Exit 1, so that whoever starts it from a clock notices."""
    waits = queue(wired, Channel.EMAIL, "a@b.example")
    monkeypatch.setenv("VROEGSIGNAAL_SMTP", "127.0.0.1:1")
    monkeypatch.setenv("VROEGSIGNAAL_SMTP_FROM", "schuldhulp@dronten.example")
    told = run.invoke(app, ["letters", "send", "--channel", "email"])
    assert told.exit_code == 1
    assert "gestopt: unreachable" in told.output
    assert state(wired, waits) == "planned"


def test_a_channel_that_is_not_set_is_refused_by_its_variable(wired: Platform):
    """And without any channel nothing is sent, which is said."""
    refused = run.invoke(app, ["letters", "send", "--channel", "sms"])
    assert isinstance(refused.exception, BadSettings)
    assert "VROEGSIGNAAL_SMS_FOLDER" in str(refused.exception)
    assert run.invoke(app, ["letters", "send"]).exit_code == 0
    assert run.invoke(app, ["letters", "send", "--channel", "duif"]).exit_code == 2
