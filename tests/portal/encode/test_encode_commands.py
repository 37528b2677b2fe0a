"""The commands by hand: the city issues a key, the creditor encodes, the city takes it in."""

import json
import shutil
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation

REGISTER = """id,initials,prefix,surname,date_of_birth,street,house_number,postcode,city
1,A.B.,van der,Verzonnen,1970-02-03,Verzinweg,1,8251AA,Dronten
"""
SIGNALS = """Huurdersnummer;Achternaam;Tussenvoegsel;Voorletters;Geboortedatum;Huisnummer;Postcode;\
Openstaand bedrag;Achterstand sinds;Signaaldatum
H1;Verzonnen;van der;A;03-02-1970;1;8251 AA;1.234,56;01-09-2026;22-11-2026
H2;Bedacht;;C;05-04-1980;2;8251aa;99,99;01-09-2026;22-11-2026
H3;Onvindbaar;;Z;05-04-1981;9;8253ZZ;500,00;01-09-2026;22-11-2026
H4;Geheimpje;;Q;05-04-1981;9;8253ZZ;vijftig;01-09-2026;22-11-2026
"""
ON = ("--on", "2026-11-22")
CREDITOR = ("--creditor", "flevohoven")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation with a register of one, and a key file for one creditor; made
    once, by the commands, and never changed."""
    folder = tmp_path_factory.mktemp("made")
    city = Installation(folder / "home")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    for words in (
        ("init",),
        ("register", "load", str(folder / "register.csv")),
        ("covenant", "keys", "new", *CREDITOR, "--out", str(folder / "a.key"), "--days", "366"),
    ):
        done = city.run(*words)
        assert done.code == 0, done.err
    return folder


@pytest.fixture
def city(made: Path, tmp_path: Path) -> Installation:
    """A copy of the installation for this test alone."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Installation(tmp_path / "home")


def _encode(city: Installation, folder: Path, *more: str) -> None:
    files = ("--in", str(folder / "signals.csv"), "--out", str(folder / "d.jsonl"))
    done = city.run("encode", "--key", str(folder / "a.key"), *files, *ON, *more)
    assert done.code == 0, done.err
    assert "4 regels gelezen: 2 versleuteld" in done.out
    assert "1 niet toegelaten, 1 niet te lezen" in done.out
    assert "amount-too-low" in done.out
    assert "art. 4.1" in done.out
    assert "not-an-amount" in done.out


def test_from_a_creditors_file_to_a_case_without_reading_the_others(
    city: Installation, tmp_path: Path
) -> None:
    """Encode, send, send again; the receipt is the one that the creditor made itself."""
    _encode(city, tmp_path, "--report")
    sent = city.run("signals", "send", str(tmp_path / "d.jsonl"), *CREDITOR, *ON)
    assert sent.code == 0, sent.err
    assert sent.out == (tmp_path / "d.jsonl.receipt.json").read_text()
    status = json.loads(city.run("status", "--json").out)
    assert (status["signals"], status["total_cents"], status["tallies"]) == (1, 123456, {})
    again = city.run("signals", "send", str(tmp_path / "d.jsonl"), *CREDITOR, *ON)
    assert (again.code, again.out) == (0, sent.out)
    assert "al ontvangen" in again.err
    assert json.loads(city.run("status", "--json").out) == status


def test_no_name_of_a_stranger_is_left_anywhere_on_disk(city: Installation, tmp_path: Path) -> None:
    """Nor in the report and the receipt beside the delivery."""
    _encode(city, tmp_path, "--report")
    city.run("signals", "send", str(tmp_path / "d.jsonl"), *CREDITOR, *ON)
    written = [*city.home.iterdir(), *tmp_path.glob("d.jsonl*")]
    stored = b"".join(file.read_bytes() for file in written if file.name != "key")
    for secret in ("Onvindbaar", "Geheimpje", "vijftig", "Verzonnen", "8253ZZ", "1981-04-05"):
        assert secret.encode() not in stored
    report = (tmp_path / "d.jsonl.report.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(";")[:2] for line in report[1:]] == [
        ["1", "versleuteld"],
        ["2", "geweigerd"],
        ["3", "versleuteld"],
        ["4", "onleesbaar"],
    ]


def test_the_creditor_needs_no_installation_of_the_city(city: Installation, tmp_path: Path) -> None:
    """The client has a key file and the city's public files; no database, no root key."""
    elsewhere = Installation(tmp_path / "creditor")
    _encode(elsewhere, tmp_path)
    assert not elsewhere.home.exists()
    assert not (tmp_path / "d.jsonl.report.csv").exists()
    assert city.run("signals", "send", str(tmp_path / "d.jsonl"), *CREDITOR, *ON).code == 0


def test_rotation_shows_in_the_list_and_never_the_key(city: Installation, tmp_path: Path) -> None:
    """An operator sees which epochs there are, and until when."""
    rotated = city.run("covenant", "keys", "rotate", *CREDITOR, "--out", str(tmp_path / "b.key"))
    assert rotated.code == 0, rotated.err
    listed = city.run("covenant", "keys", "list", *CREDITOR)
    assert "nog één levering" in listed.out
    assert "geldt" in listed.out
    key = json.loads((tmp_path / "b.key").read_text())
    assert key["root"] not in rotated.out + rotated.err + listed.out
    none = city.run("covenant", "keys", "list", "--creditor", "meerkring")
    assert "nog geen sleutel" in none.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("covenant", "keys", "new", *CREDITOR, "--out", "x.key"), "epoch-there"),
        (("covenant", "keys", "rotate", "--creditor", "meerkring", "--out", "x"), "no-epoch"),
        (("covenant", "keys", "list", "--creditor", "nobody"), "unknown-creditor"),
        (("encode", "--key", "no.key", "--in", "x.csv", "--out", "y"), "no-file"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    city: Installation, words: tuple[str, ...], told: str
) -> None:
    """Exit 1, a code and a remedy; never a traceback."""
    answer = city.run(*words)
    assert answer.code == 1
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_a_key_that_is_past_and_a_file_already_encoded_are_refused(
    city: Installation, tmp_path: Path
) -> None:
    """Before anything is read or written."""
    files = ("--in", str(tmp_path / "signals.csv"), "--out", str(tmp_path / "late.jsonl"))
    late = city.run("encode", "--key", str(tmp_path / "a.key"), *files, "--on", "2030-01-01")
    assert (late.code, "other-epoch" in late.err) == (1, True)
    assert not (tmp_path / "late.jsonl").exists()
    _encode(city, tmp_path)
    checked = city.run("signals", "check", str(tmp_path / "d.jsonl"), *CREDITOR, *ON)
    assert (checked.code, "already-encoded" in checked.err) == (1, True)
