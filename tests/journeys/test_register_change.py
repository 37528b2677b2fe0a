"""A register that is kept up to date by hand, and the index that commands share."""

import json
from pathlib import Path

import pytest

from portal.settings import read_settings
from portal.wiring import open_platform
from store import register
from store.engine import reading
from tests.journeys.conftest import Installation

HEAD = (
    "id,initials,prefix,surname,date_of_birth,street,house_number,postcode,city,"
    "national_id,residency\n"
)
REGISTER = f"""{HEAD}1,A.B.,van der,Verzonnen,1970-02-03,Verzinweg,1,8251AA,Dronten,999990019,
2,C.,,Bedacht,1980-04-05,Verzinweg,2,8251AA,Dronten,,
"""
CHANGES = f"""{HEAD}1,A.B.,van der,Verzonnen,1970-02-03,Nieuwe Weg,9,8253ZZ,Dronten,999990019,
3,D.,,Nieuw,1990-01-09,Verzinweg,1,8251AA,Dronten,,
"""
SIGNALS = """Huurdersnummer;Achternaam;Tussenvoegsel;Voorletters;Geboortedatum;Huisnummer;Postcode;\
Openstaand bedrag;Achterstand sinds;Signaaldatum
H1;Verzonnen;van der;A;03-02-1970;1;8251 AA;1.234,56;01-09-2026;22-11-2026
H3;Nieuw;;D;09-01-1990;1;8251 AA;500,00;01-09-2026;22-11-2026
"""
SENT = ("--creditor", "flevohoven", "--on", "2026-11-22")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A register, a file of changes and a delivery."""
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "changes.csv").write_text(CHANGES, encoding="utf-8")
    (tmp_path / "signals.csv").write_text(SIGNALS, encoding="utf-8-sig")
    return tmp_path


def test_changed_people_are_found_at_both_homes(installed: Installation, files: Path) -> None:
    """Who moved is signalled at the old address; who came lives there now."""
    assert installed.run("register", "load", str(files / "register.csv")).code == 0
    changed = installed.run("register", "change", str(files / "changes.csv"))
    assert changed.code == 0, changed.err
    assert "Register 2: 2 personen bijgewerkt; het telt er nu 3, 1 meer dan ervoor." in changed.out
    sent = installed.run("signals", "send", str(files / "signals.csv"), *SENT)
    assert "2 toegelaten, 0 geweigerd" in sent.out, sent.err
    assert json.loads(installed.run("status", "--json").out)["signals"] == 2


def test_what_a_file_of_changes_has_no_column_for_stays_as_it_was(
    installed: Installation, files: Path
) -> None:
    """Above all secrecy: a worker must be warned, whoever forgot that column."""
    everything = REGISTER.replace("residency\n", "residency,secret\n")
    everything = everything.replace("999990019,\n", "999990019,,ja\n")
    everything = everything.replace("Dronten,,\n", "Dronten,,,\n")
    (files / "register.csv").write_text(everything, encoding="utf-8")
    assert installed.run("register", "load", str(files / "register.csv")).code == 0
    (files / "changes.csv").write_text("id,surname,partner_surname\n1,Verzonnen,Elders\n")
    changed = installed.run("register", "change", str(files / "changes.csv"))
    assert "1 personen bijgewerkt; het telt er nu 2, 0 meer dan ervoor." in changed.out
    wired = open_platform(read_settings({"VROEGSIGNAAL_HOME": str(installed.home)}))
    with reading(wired.engine) as tx:
        key = wired.resident_id("1")
        one = register.find(tx, wired.vault, [key])[key]
    wired.engine.dispose()
    assert (one.name.initials, one.name.partner_surname) == ("A.B.", "Elders")
    assert (str(one.born), one.secret, one.national_id) == ("1970-02-03", True, "999990019")
    assert one.address is not None
    assert (one.address.street, one.earlier) == ("Verzinweg", ())


def test_the_same_changes_twice_change_nothing_and_older_ones_are_refused(
    installed: Installation, files: Path
) -> None:
    """Else who moved on in between would move back."""
    installed.run("register", "load", str(files / "register.csv"))
    changes = ("register", "change", str(files / "changes.csv"))
    assert installed.run(*changes).code == 0
    again = installed.run(*changes)
    assert (again.code, "al verwerkt (register 2)" in again.out) == (0, True)
    (files / "more.csv").write_text(CHANGES.replace("Nieuwe Weg,9", "Derde Weg,3"))
    assert installed.run("register", "change", str(files / "more.csv")).code == 0
    refused = installed.run(*changes)
    assert (refused.code, "register-file-before" in refused.err) == (1, True)


def test_a_fault_in_the_changes_changes_nobody(installed: Installation, files: Path) -> None:
    """All faults at once, and never a value."""
    installed.run("register", "load", str(files / "register.csv"))
    broken = CHANGES.replace("1970-02-03", "1970-14-03").replace("Dronten,,\n", "Dronten,,weg\n")
    (files / "changes.csv").write_text(broken, encoding="utf-8")
    refused = installed.run("register", "change", str(files / "changes.csv"))
    assert refused.code == 1
    assert "date_of_birth" in refused.err
    assert "changes.csv:3: residency" in refused.err
    assert "1970-14-03" not in refused.err
    assert json.loads(installed.run("status", "--json").out)["counts"]["residents"] == 2


def test_changes_before_a_register_are_refused(installed: Installation, files: Path) -> None:
    """A city of two people would call all others strangers."""
    refused = installed.run("register", "change", str(files / "changes.csv"))
    assert refused.code == 1
    assert "no-register" in refused.err


def test_commands_share_the_index_in_a_folder_of_its_own(
    installed: Installation, files: Path
) -> None:
    """Loading builds it, sending maps it; others may not look into it."""
    folder = files / "gedeeld"
    shared = {"VROEGSIGNAAL_INDEX": str(folder)}
    assert installed.run("register", "load", str(files / "register.csv"), **shared).code == 0
    (kept,) = folder.glob("[0-9]*")
    assert installed.run("register", "change", str(files / "changes.csv"), **shared).code == 0
    sent = installed.run("signals", "send", str(files / "signals.csv"), *SENT, **shared)
    assert sent.code == 0, sent.err
    assert json.loads(installed.run("status", "--json").out)["signals"] == 2
    assert [*folder.glob("[0-9]*")] == [kept]
    folder.chmod(0o755)
    open_folder = installed.run("status", **shared)
    assert open_folder.code == 1
    assert "index-folder-open" in open_folder.err


def test_weights_that_are_not_for_this_code_are_refused(
    installed: Installation, files: Path
) -> None:
    """At the start, not at the first signal."""
    weights = files / "gewichten.json"
    weights.write_text("{}", encoding="utf-8")
    refused = installed.run("status", VROEGSIGNAAL_WEIGHTS=str(weights))
    assert refused.code == 1
    assert "weights-form" in refused.err
