"""Whoever changes something by command stands in the audit log, by account."""

import getpass
import os
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from portal.cli.acting import actor_of
from portal.cli.main import app
from portal.settings import read_settings
from portal.wiring import Platform, open_platform
from protocols.privacy.audit import Action, Origin
from store import audit, deliveries
from store.deliveries import Admission
from store.engine import begin, reading

REGISTER = """id,initials,prefix,surname,date_of_birth,street,house_number,postcode,city
1,A.B.,van der,Verzonnen,1970-02-03,Verzinweg,1,8251AA,Dronten
"""
CLAIMS = """claim_id;category;principal;balance;due_on;register_id
V-1;leges;100,00;50,00;2026-05-01;1
"""
ACCOUNT = ("accounts", "add", "flevo-systeem", "--role", "creditor", "--subject", "flevohoven")


@pytest.fixture
def wired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    """An installation with something that is due to be erased, and files to load."""
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path / "home"))
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "change.csv").write_text(REGISTER.replace("g,1,", "g,2,"), encoding="utf-8")
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    _run("init")
    opened = open_platform(read_settings())
    with begin(opened.engine) as tx:
        deliveries.write_admissions(tx, [Admission(b"t", "s", date(2020, 1, 1), "")])
    return opened


def _run(*words: str, code: int = 0) -> None:
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == code, done.output


def _all(folder: Path, *by: str) -> None:
    """Every command that changes what is in the database, and what is in force."""
    _run("register", "load", str(folder / "register.csv"), *by)
    _run("register", "change", str(folder / "change.csv"), *by)
    _run("claims", "load", str(folder / "claims.csv"), *by)
    for verb in ("new", "rotate"):
        key = str(folder / f"{verb}.key")
        _run("covenant", "keys", verb, "--creditor", "flevohoven", "--out", key, *by)
    _run(*ACCOUNT, "--password", "een lang verzonnen wachtwoord", *by)
    _run("accounts", "token", "flevo-systeem", *by)
    _run("erase", "--yes", *by)


def _told(wired: Platform) -> list[tuple[str, str, str]]:
    with reading(wired.engine) as tx:
        return [(one.action, one.actor, one.origin) for one in reversed(audit.latest(tx))]


@pytest.mark.parametrize("by", [("--by", "anja"), ()])
def test_whoever_gave_the_command_stands_in_the_audit_log(
    wired: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...]
) -> None:
    """As given, or the account of the operating system; the door beside it."""
    monkeypatch.setattr(getpass, "getuser", lambda: "beheer1")
    _all(tmp_path, *by)
    who = f"command:{'anja' if by else 'beheer1'}"
    actions = (
        Action.REGISTER_LOADED,
        Action.REGISTER_CHANGED,
        Action.CLAIMS_LOADED,
        Action.EPOCH_CHANGED,
        Action.EPOCH_CHANGED,
        Action.ACCOUNT_CHANGED,
        Action.ACCOUNT_CHANGED,
        Action.DATA_ERASED,
    )
    told = [one for one in _told(wired) if one[0] != Action.EPOCH_CHANGED or one[1] != "clock"]
    assert set(told) == {(one.value, who, Origin.COMMAND.value) for one in actions}


def test_a_preview_changes_nothing_and_says_nothing_of_anybody(wired: Platform) -> None:
    """Only what was done is written down."""
    _run("erase", "--by", "anja")
    assert _told(wired) == []


@pytest.mark.parametrize("name", ["Anja de Vries", "a" * 41, "-a", "a@b.nl", "anja\n"])
def test_a_name_that_is_no_account_is_refused_before_anything_is_done(
    wired: Platform, tmp_path: Path, name: str
) -> None:
    """No names of persons in the audit log; misused is 2, and the name is not repeated."""
    with pytest.raises(typer.BadParameter) as refused:
        actor_of(name)
    assert name not in str(refused.value)
    _run("register", "load", str(tmp_path / "register.csv"), "--by", name, code=2)
    assert _told(wired) == []


def test_a_container_without_a_name_for_its_user_gives_the_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A user in an image is often a number only."""

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert actor_of("") == f"command:uid-{os.getuid()}"
    assert actor_of("anja") == "command:anja"
