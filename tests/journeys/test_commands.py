"""The journey by hand: from a creditor's file to a caseload, and what goes wrong on the way."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Installation

REGISTER = """id,initials,prefix,surname,date_of_birth,street,house_number,postcode,city,national_id
1,A.B.,van der,Verzonnen,1970-02-03,Verzinweg,1,8251AA,Dronten,999990019
2,C.,,Bedacht,1980-04-05,Verzinweg,2,8251AA,Dronten,
"""
SIGNALS = """Huurdersnummer;Achternaam;Tussenvoegsel;Voorletters;Geboortedatum;Huisnummer;Postcode;\
Openstaand bedrag;Achterstand sinds;Signaaldatum
H1;Verzonnen;van der;A;03-02-1970;1;8251 AA;1.234,56;01-09-2026;22-11-2026
H2;Bedacht;;C;05-04-1980;2;8251aa;99,99;01-09-2026;22-11-2026
H3;Onvindbaar;;Z;05-04-1981;9;8253ZZ;500,00;01-09-2026;22-11-2026
H4;Geheimpje;;Q;05-04-1981;9;8253ZZ;vijftig;01-09-2026;22-11-2026
"""
SENT = ("--creditor", "flevohoven", "--on", "2026-11-22")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A register and a delivery."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    return tmp_path


@pytest.fixture
def city(installed: Installation, files: Path) -> Installation:
    """An installation with the register loaded."""
    loaded = installed.run("register", "load", str(files / "register.csv"), "--format", "csv")
    assert loaded.code == 0, loaded.err
    return installed


def test_check_tells_what_would_be_refused_and_stores_nothing(
    city: Installation, files: Path
) -> None:
    """A creditor can mend its file before any personal data is stored."""
    before = (city.home / "vroegsignaal.db").read_bytes()
    checked = city.run("signals", "check", str(files / "signals.csv"), *SENT)
    assert checked.code == 1
    assert "4 regels gelezen: 2 zouden worden toegelaten, 2 geweigerd" in checked.out
    assert "amount-too-low" in checked.out
    assert "art. 4.1" in checked.out
    assert "not-an-amount" in checked.out
    assert (city.home / "vroegsignaal.db").read_bytes() == before


def test_send_delivers_once_and_gives_receipts_again(city: Installation, files: Path) -> None:
    """From file to case; sending it again changes nothing; receipts can be fetched."""
    sent = city.run("signals", "send", str(files / "signals.csv"), *SENT)
    assert sent.code == 0, sent.err
    assert "2 toegelaten, 2 geweigerd, 0 nog te verwerken" in sent.out
    first = json.loads(city.run("status", "--json").out)
    again = city.run("signals", "send", str(files / "signals.csv"), *SENT)
    assert "al ontvangen" in again.out
    assert json.loads(city.run("status", "--json").out) == first
    assert first["signals"] == 1
    assert first["total_cents"] == 123456
    assert first["tallies"] == {"not_resident": 1}
    delivery = sent.out.split("Levering ")[1].split(":")[0]
    receipts = city.run("signals", "receipts", delivery, "--creditor", "flevohoven")
    assert receipts.code == 0
    assert "amount-too-low" in receipts.out
    stranger = city.run("signals", "receipts", delivery, "--creditor", "meerkring")
    assert stranger.code == 1


def test_no_name_of_a_stranger_is_left_anywhere_on_disk(city: Installation, files: Path) -> None:
    """Nor that of the row that could not be read, nor any resident's BSN in clear."""
    city.run("signals", "send", str(files / "signals.csv"), *SENT)
    stored = b"".join(file.read_bytes() for file in city.home.iterdir() if file.name != "key")
    for secret in ("Onvindbaar", "Geheimpje", "vijftig", "Verzonnen", "999990019", "8253ZZ"):
        assert secret.encode() not in stored


def test_a_broken_register_changes_nothing(city: Installation, files: Path) -> None:
    """The register of yesterday is better than half of today's."""
    broken = files / "broken.csv"
    broken.write_text(REGISTER.replace("1980-04-05", "1980-14-05"), encoding="utf-8")
    before = city.run("status", "--json").out
    loaded = city.run("register", "load", str(broken))
    assert loaded.code == 1
    assert "broken.csv:3" in loaded.err
    assert "date_of_birth" in loaded.err
    assert "1980-14-05" not in loaded.err + loaded.out
    assert city.run("status", "--json").out == before


def test_signals_sent_before_there_is_a_register_wait_for_it(
    installed: Installation, files: Path
) -> None:
    """Nothing is lost and nobody is called a non-resident."""
    early = installed.run("signals", "send", str(files / "signals.csv"), *SENT)
    assert early.code == 1
    assert "Laad eerst het register" in early.err
    installed.run("register", "load", str(files / "register.csv"))
    assert installed.run("run", "--once").code == 0
    assert json.loads(installed.run("status", "--json").out)["signals"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--help",), 0),
        (("signals", "--help"), 0),
        (("signals", "send"), 2),
        (("nonsense",), 2),
        (("signals", "send", "no-such-file.csv", "--creditor", "flevohoven"), 1),
        (("signals", "send", "no-such-file.csv", "--creditor", "nobody"), 1),
        (("signals", "check", "x", "--creditor", "flevohoven", "--on", "yesterday"), 2),
        (("city", "no-such-city"), 1),
        (("city", "gent"), 0),
        (("erase",), 0),
    ],
)
def test_exit_codes_tell_done_refused_and_misused(
    installed: Installation, words: tuple[str, ...], code: int
) -> None:
    """0 done, 1 refused, 2 misused; never a traceback."""
    answer = installed.run(*words)
    assert answer.code == code, answer.err
    assert "Traceback" not in answer.err


def test_settings_tell_all_gaps_at_once(tmp_path: Path) -> None:
    """An operator mends them in one go."""
    answer = Installation(tmp_path).run("status", VROEGSIGNAAL_PORT="x")
    assert answer.code == 1
    assert "VROEGSIGNAAL_PORT" in answer.err
    assert "VROEGSIGNAAL_KEY_FILE" in answer.err


def test_claims_load_places_what_it_can_and_names_the_rest(city: Installation, files: Path) -> None:
    """A claim that belongs to nobody known is told by its id, not dropped in silence."""
    claims = files / "claims.csv"
    claims.write_text(
        "claim_id,register_id,category,principal,due_on\n"
        'F1,1,parking,"60,00",2026-05-01\n'
        'F2,77,parking,"60,00",2026-05-01\n'
        "F3,2,parking,zestig,2026-05-01\n",
        encoding="utf-8",
    )
    loaded = city.run("claims", "load", str(claims))
    assert loaded.code == 0, loaded.err
    assert "1 vorderingen geladen" in loaded.out
    assert "F2" in loaded.out
    assert "claims.csv:4: principal" in loaded.err
