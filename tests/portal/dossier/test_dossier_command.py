"""The commands: a journey from the question to the last instalment, as a portal account."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.casework import NotYourCase
from portal.cli import dossier_common
from portal.cli.dossier_common import UnknownAccount
from portal.cli.main import app
from protocols.errors import Refused
from protocols.work.dossier_refusals import MoveNotYours, SamePerson
from tests.support.households import Home, home


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A household in Gent behind the command line."""
    made = home()
    monkeypatch.setattr(dossier_common, "platform", lambda: replace(made.platform))
    yield made
    made.engine.dispose()


def run(*words: object, by: str = "anja") -> str:
    """A command that is done; what it printed."""
    done = CliRunner().invoke(
        app, ["dossier", *map(str, words), "--by", by], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: object, by: str = "anja") -> Refused:
    """A command that is refused; why."""
    with pytest.raises(Refused) as why:
        run(*words, by=by)
    return why.value


def consented(one: Home) -> str:
    """Asked and given by command; the dossier."""
    for purpose in ("dossier", "income"):
        run("ask", "c-1", "r-1", purpose)
        told = run("give", "c-1", "r-1", purpose, "--evidence", "notitie-7")
        assert f"{purpose}: given" in told
    return one.dossier_id


def proposed(one: Home) -> tuple[str, str]:
    """With a proposal on the table: the dossier and the plan."""
    found = consented(one)
    run("means", found, "--labour", "210000")
    assert "woonhof" in run("debts", found, "--suggest")
    told = run("propose", found, "10000")
    match = re.search(r"p-[0-9a-f]+", told)
    assert match is not None
    return found, match[0]


def test_a_household_goes_from_question_to_last_instalment_by_command(one: Home) -> None:
    """Every step that a page has."""
    found, plan_id = proposed(one)
    outlook = json.loads(run("outlook", found, "--json"))
    assert [each["months"] for each in outlook["scenarios"]] == [6, 12, 24, 36]
    assert "Haalbaar per maand" in run("outlook", found)
    assert "aanvaard" in run("accept", found, plan_id)
    assert "lopend" in run("start", found)
    run("change", found, "5000", "--why", "income_changed", "--reason", "minder uren")
    run("pause", found, "--until", "2026-08-31", "--reason", "ziek")
    run("resume", found)
    assert "nog open" in run("pay", found, "b-1", "1500")
    assert "voltooid" in run("pay", found, "b-2", "60000")
    assert "apart gehouden € 0,00" in run("refund", found, "t-1", "10000")
    assert "voltooid" in run("show", "c-1")
    assert {line.origin for line in one.audited("payment.noted")} == {"command"}


def test_show_as_json_is_for_another_program(one: Home) -> None:
    """Without who it is: that stands in the register."""
    proposed(one)
    told = run("show", "c-1", "--json")
    shown = json.loads(told)
    assert shown[0]["dossier"]["stage"] == "proposed"
    assert shown[0]["proposal"]["row"]["monthly_cents"] == 10_000
    assert "surname" not in told


def test_four_eyes_by_command(one: Home) -> None:
    """The director confirms; the role is checked as on a page."""
    found, plan_id = proposed(one)
    run("accept", found, plan_id)
    run("start", found)
    asked = run("scrap", found, "--why", "cannot_pay", "--reason", "geen inkomen")
    assert "bevestiging" in asked
    assert isinstance(refused("confirm", found), SamePerson | MoveNotYours)
    assert "geschrapt" in run("confirm", found, by="dora")


def test_what_waits_is_dropped_by_command(one: Home) -> None:
    """With a reason."""
    found, plan_id = proposed(one)
    run("accept", found, plan_id)
    run("start", found)
    run("remit", found, "city-1", "100", "--why", "cannot_pay", "--reason", "klein")
    run("drop", found, "--reason", "toch niet")
    run("write-off", found, "--why", "not_worth_it", "--reason", "te klein")
    assert "oninbaar" in run("confirm", found, by="dora")


def test_a_refused_and_a_withdrawn_consent_by_command(one: Home) -> None:
    """What a withdrawal stops is stopped at once: nothing is left for a person to do."""
    run("ask", "c-1", "r-1", "dossier")
    run("refuse", "c-1", "r-1", "dossier")
    found, _ = proposed(one)
    run("reject", found)
    assert "dpv:ConsentReceipt" in run("receipt", "c-1", "r-1", "dossier")
    assert "dossier: withdrawn" in run("withdraw", "c-1", "r-1", "dossier")
    assert "nog te doen" not in run("show", "c-1")


def test_a_debt_is_told_marked_and_dropped_by_command(one: Home) -> None:
    """The bundle stays what the worker made of it."""
    found = consented(one)
    told = run("debts", found, "--add", "Verzonnen Winkel;aankoop;5000;2026-05-01")
    claim_id = told.split(":")[0]
    assert "disputed" in run("debts", found, "--disputed", claim_id)
    assert "Winkel" not in run("debts", found, "--drop", claim_id)


def test_warnings_and_instruments_by_command(one: Home) -> None:
    """What must come first is told before it is refused."""
    run("warn", "c-1", "Ga met twee", "--until", "2026-09-30")
    assert "Ga met twee" in run("warning", "c-1")
    run("use", "c-1", "reminder", "--reason", "eerste stap")
    assert "reminder: mag" in run("instruments", "c-1")
    barred = refused("use", "c-1", "bailiff", "--reason", "geen antwoord")
    assert barred.code == "instrument-barred"


def test_a_handover_by_command_writes_the_file_of_the_receiver(one: Home, tmp_path: Path) -> None:
    """Only with consent: a refusal writes nothing."""
    file = tmp_path / "overdracht.json"
    told = ("--spoken-with", "balie", "--question", "rust")
    receiver = ("--receiver", "Schuldhulp;12345678;9000AA;44021;Balie;balie@example.org")
    words = ("handover", "c-1", "r-1", str(file), *told, *receiver)
    assert refused(*words).code == "consent-missing"
    assert not file.exists()
    run("ask", "c-1", "r-1", "handover")
    run("give", "c-1", "r-1", "handover", "--evidence", "notitie-8")
    run(*words)
    assert json.loads(file.read_text(encoding="utf-8"))["leveringen"]


def test_nobody_acts_without_an_account_of_the_portal(one: Home) -> None:
    """And an account of a colleague reaches as much as on a page: nothing."""
    assert isinstance(refused("show", "c-1", by="niemand"), UnknownAccount)
    assert isinstance(refused("show", "c-1", by="bram"), NotYourCase)


@pytest.mark.parametrize(
    "words",
    [
        ("debts", "d-1", "--add", "half"),
        ("means", "d-1", "--cost", "housing"),
        ("means", "d-1", "--budget", "remi"),
        ("warn", "c-1", "tekst", "--until", "morgen"),
        ("pause", "d-1", "--until", "morgen", "--reason", "x"),
    ],
)
def test_what_is_written_wrongly_is_misuse(one: Home, words: tuple[str, ...]) -> None:
    """Exit 2, with how to write it."""
    consented(one)
    at = [one.dossier_id if word == "d-1" else word for word in words]
    done = CliRunner().invoke(app, ["dossier", *at, "--by", "anja"])
    assert done.exit_code == 2
    assert "schrijf" in done.output
