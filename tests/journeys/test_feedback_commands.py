"""Feedback by hand: told, written into a file, delivered by webhook, stopped, started again."""

import csv
import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation
from tests.support.hooks import hook

REGISTER = """id,initials,surname,date_of_birth,street,house_number,postcode,city
1,A.B.,Verzonnen,1970-02-03,Verzinweg,1,8251AA,Dronten
"""
SIGNALS = """Huurdersnummer;Achternaam;Voorletters;Geboortedatum;Huisnummer;Postcode;\
Openstaand bedrag;Achterstand sinds;Signaaldatum
H1;Verzonnen;A;03-02-1970;1;8251 AA;1.234,56;01-09-2026;22-11-2026
H2;Onvindbaar;Z;05-04-1981;9;8253ZZ;500,00;01-09-2026;22-11-2026
H3;Bedacht;C;05-04-1980;2;8251aa;1,00;01-09-2026;22-11-2026
"""
WHO = ("--creditor", "flevohoven")


@pytest.fixture
def city(installed: Installation, tmp_path: Path) -> Installation:
    """An installation to which a resident's, a stranger's and a bad signal were sent."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    register = str(tmp_path / "register.csv")
    assert installed.run("register", "load", register, "--format", "csv").code == 0
    signals = str(tmp_path / "signals.csv")
    assert installed.run("signals", "send", signals, *WHO, "--on", "2026-11-22").code == 0
    return installed


def test_a_creditor_hears_the_same_of_a_resident_and_a_stranger(
    city: Installation, tmp_path: Path
) -> None:
    """As a file, after the clock told what was due on three days."""
    for on in ("2026-11-22", "2026-11-23", "2027-01-21"):
        done = city.run("feedback", "deliver", "--once", "--on", on)
        assert done.code == 0, done.err
    file = tmp_path / "terug.csv"
    assert "7 terugkoppelingen" in city.run("feedback", "export", *WHO, "--into", str(file)).out
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    told = {
        n: [(row["code"], row["gemeld op"]) for row in rows if row["regel"] == str(n)]
        for n in (1, 2, 3)
    }
    assert told[1] == told[2]
    assert [code for code, _ in told[1]] == ["received", "in_treatment", "closed"]
    assert [code for code, _ in told[3]] == ["rejected"]
    into = str(tmp_path / "terug.json")
    assert city.run("feedback", "export", *WHO, "--into", into, "--after", "6").code == 0
    facts = json.loads(Path(into).read_text(encoding="utf-8"))["terugkoppelingen"]
    assert [one["seq"] for one in facts] == [7]


def test_a_webhook_is_connected_gone_and_connected_again(city: Installation) -> None:
    """What waited arrives then; and http or a private address is refused without permission."""
    with hook() as server:
        server.answers = [410]
        connect = ("feedback", "channel", *WHO, "--url", server.url, "--contact", "beheer")
        refused = city.run(*connect)
        assert (refused.code, "bad-address" in refused.err) == (1, True)
        own = {"VROEGSIGNAAL_WEBHOOK_HOSTS": "127.0.0.1"}
        connected = city.run(*connect, **own)
        assert "whsec_" in connected.out
        deliver = ("feedback", "deliver", "--once", "--on", "2026-11-22")
        assert "0 berichten afgeleverd" in city.run(*deliver, **own).out
        assert "gone" in city.run("feedback", "channels").out
        assert "Webhook gestopt: flevohoven" in city.run("status").out
        again = city.run(*connect, "--secret", "nieuw", **own)
        assert again.out != connected.out
        assert "3 berichten afgeleverd" in city.run(*deliver, **own).out
        assert "Webhook gestopt" not in city.run("status").out


def test_a_creditor_that_is_not_there_and_a_file_that_cannot_be(city: Installation) -> None:
    """Refused with the remedy."""
    unknown = city.run("feedback", "export", "--creditor", "niemand", "--into", "x.csv")
    assert (unknown.code, "unknown-creditor" in unknown.err) == (1, True)
    nowhere = city.run("feedback", "export", *WHO, "--into", "/nergens/x.csv")
    assert (nowhere.code, "no-file" in nowhere.err) == (1, True)
