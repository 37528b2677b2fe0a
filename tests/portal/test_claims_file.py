"""The city's own open claims: every column in its place, a bad row told and left out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.claims_file import ClaimsFile, read_claims
from portal.faults import BadFile
from protocols.ids import ResidentId
from protocols.money import Cents
from protocols.people import Address, Name, PartialDate, Person
from protocols.work.enrich import OpenClaim
from streams.registering import Debtor

HEAD = "claim_id;category;principal;balance;due_on;register_id"
ROW = "V-1;leges;1.234,56;234,56;2026-05-01;1000000001"


@pytest.fixture
def claims(tmp_path: Path) -> Any:
    """Reads a file with these lines; ids are made of register ids with `r-` before them."""

    def read(*lines: str) -> ClaimsFile:
        file = tmp_path / "claims.csv"
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return read_claims(file, lambda register_id: ResidentId(f"r-{register_id}"))

    return read


def _faults(found: ClaimsFile) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in found.faults]


def _ids(found: ClaimsFile) -> list[str]:
    return [claim.claim_id for claim, _ in found.claims]


def test_a_claim_with_a_register_id_is_read(claims: Any) -> None:
    """The principal apart from what is still due."""
    claim = OpenClaim("V-1", "leges", Cents(123_456), Cents(23_456), date(2026, 5, 1))
    debtor = Debtor(ResidentId("r-1000000001"), Person())
    assert claims(HEAD, ROW) == ClaimsFile(((claim, debtor),), ())


def test_a_claim_with_a_description_is_read(claims: Any) -> None:
    """The columns that describe a person are those of a signal, in any of its words."""
    found = claims(
        "Factuurnummer;Soort;Hoofdsom;Vervaldatum;Achternaam;Geboortedatum;Huisnr;Postcode",
        "F-1;leges;10,00;1-5-2026;Zilverschoon;17-04-1961;12a;1111AA",
    )
    ((claim, debtor),) = found.claims
    assert claim == OpenClaim("F-1", "leges", Cents(1_000), Cents(1_000), date(2026, 5, 1))
    assert debtor == Debtor(
        ResidentId(""),
        Person(
            name=Name(surname="Zilverschoon"),
            born=PartialDate(1961, 4, 17),
            address=Address("", 12, "", "A", "1111AA", ""),
        ),
    )


@pytest.mark.parametrize("column", ["vordering", "vorderingsnummer", "factuurnummer", "kenmerk"])
def test_a_claim_is_known_by_the_citys_own_words(claims: Any, column: str) -> None:
    """What is a reference in a signal is the number of a claim here."""
    found = claims(f"{column};categorie;hoofdsom;uiterste betaaldatum", "V-1;x;1,00;2026-05-01")
    assert _ids(found) == ["V-1"]


@pytest.mark.parametrize(
    ("balance", "cents"),
    [("", 123_456), ("0", 0), ("0,00", 0), ("0.00", 0), ("0,01", 1), ("1.234,56", 123_456)],
)
def test_the_balance_may_be_nothing_and_is_the_principal_when_not_told(
    claims: Any, balance: str, cents: int
) -> None:
    """A claim that was paid is still a claim; an empty cell is no payment."""
    found = claims(HEAD, f"V-1;leges;1.234,56;{balance};2026-05-01;1")
    assert [claim.balance_cents for claim, _ in found.claims] == [cents]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (";leges;1,00;;2026-05-01;1", ("claim_id", "missing")),
        ("V-2;;1,00;;2026-05-01;1", ("category", "missing")),
        ("V-2;leges;;;2026-05-01;1", ("principal", "missing")),
        ("V-2;leges;1,00;;;1", ("due_on", "missing")),
        ("V-2;leges;1.234;;2026-05-01;1", ("principal", "ambiguous-amount")),
        ("V-2;leges;0,00;;2026-05-01;1", ("principal", "not-positive")),
        ("V-2;leges;1,00;veel;2026-05-01;1", ("balance", "not-an-amount")),
        ("V-2;leges;1,00;-1,00;2026-05-01;1", ("balance", "not-positive")),
        ("V-2;leges;1,00;;31-04-2026;1", ("due_on", "not-a-date")),
        ("V-2;leges;1,00;;2026-05-00;1", ("due_on", "not-a-date")),
        ("V-2;leges;1,00;;0000-00-00;1", ("due_on", "not-a-date")),
        (f"{'V' * 41};leges;1,00;;2026-05-01;1", ("claim_id", "too-long")),
        (f"V-2;{'l' * 41};1,00;;2026-05-01;1", ("category", "too-long")),
        (f"V-2;leges;1,00;;2026-05-01;{'1' * 41}", ("register_id", "too-long")),
        ("V-1;leges;1,00;;2026-05-01;1", ("claim_id", "double")),
        ("V-2;leges;1,00", ("", "wrong-shape")),
    ],
)
def test_a_bad_row_is_told_and_left_out_and_the_others_are_read(
    claims: Any, row: str, fault: tuple[str, str]
) -> None:
    """Never silently: every row is a claim or a fault."""
    found = claims(HEAD, ROW, row, ROW.replace("V-1", "V-3"))
    assert _ids(found) == ["V-1", "V-3"]
    assert set(_faults(found)) == {fault}


def test_every_bad_row_of_a_file_is_told(claims: Any) -> None:
    """In the order of the file; not the first only, and not the last only."""
    found = claims(HEAD, ";x;1,00;;2026-05-01;1", ROW, "V-2;x;veel;;2026-05-01;1")
    assert _faults(found) == [("claim_id", "missing"), ("principal", "not-an-amount")]
    assert _ids(found) == ["V-1"]


def test_a_bad_description_of_a_person_is_told(claims: Any) -> None:
    """All that is wrong with it at once; an invalid id is dropped, as in a signal."""
    found = claims(
        "kenmerk;soort;hoofdsom;vervaldatum;naam;geboortedatum;huisnummer;bsn",
        "V-1;leges;1,00;2026-05-01;Zilver;ooit;twaalf;123",
        "V-2;leges;1,00;2026-05-01;Zilver;1-1-1970;12;123",
    )
    assert _faults(found) == [("house_number", "not-a-number"), ("date_of_birth", "not-a-date")]
    assert _ids(found) == ["V-2"]


@pytest.mark.parametrize("column", ["claim_id", "category", "principal", "due_on"])
def test_a_file_without_a_column_that_must_be_there_is_refused(claims: Any, column: str) -> None:
    """Named in our own word."""
    with pytest.raises(BadFile) as refusal:
        claims(HEAD.replace(column, "iets anders"), ROW)
    (fault,) = refusal.value.faults
    assert (fault.line, fault.code) == (1, "missing-columns")
    assert fault.message.endswith(f": {column}")


def test_every_missing_column_is_told_at_once(claims: Any) -> None:
    """One repair."""
    with pytest.raises(BadFile, match="category, principal, due_on"):
        claims("kenmerk;opmerking", "V-1;x")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By name, as any delivery."""
    with pytest.raises(BadFile, match=r"^nergens\.csv: "):
        read_claims(tmp_path / "nergens.csv", ResidentId)


def test_unknown_columns_are_not_read(claims: Any) -> None:
    """Nothing of them ends up anywhere."""
    found = claims(f"{HEAD};opmerking", f"{ROW};Zilverschoon belde")
    assert "Zilverschoon" not in repr(found)


def test_a_fault_names_file_and_remedy_and_no_value(claims: Any) -> None:
    """In Dutch; the column is ours."""
    found = claims(HEAD, "V-1;Zilverschoon;123456,789;;gisteren;1000000001")
    told = " ".join(str(fault) for fault in found.faults)
    assert "claims.csv" in told
    assert "principal: schrijf het bedrag in euro's" in told
    assert "due_on: schrijf de datum als" in told
    for value in ("V-1", "Zilverschoon", "123456", "gisteren", "1000000001"):
        assert value not in told


def test_a_fault_tells_the_line_in_the_file(claims: Any) -> None:
    """`Fault.line` counts the headings as line 1: the first row of data is line 2."""
    found = claims(HEAD, "V-1;leges;1,00;;gisteren;1")
    assert [fault.line for fault in found.faults] == [2]


def test_all_that_is_wrong_with_a_row_is_told_at_once(claims: Any) -> None:
    """What is missing and what cannot be read, in one answer."""
    found = claims(HEAD, "V-1;;veel;;gisteren;1")
    assert set(_faults(found)) == {
        ("category", "missing"),
        ("principal", "not-an-amount"),
        ("due_on", "not-a-date"),
    }


def test_one_fault_is_told_once(claims: Any) -> None:
    """A list with everything double is read by nobody."""
    assert _faults(claims(HEAD, "V-1;leges;veel;;2026-05-01;1")) == [("principal", "not-an-amount")]


@pytest.mark.parametrize("balance", [",", ".", "0,0,0", "0.0.0"])
def test_a_balance_without_an_amount_is_not_a_balance_of_nothing(claims: Any, balance: str) -> None:
    """Somebody would seem to have paid."""
    found = claims(HEAD, f"V-1;leges;1,00;{balance};2026-05-01;1")
    assert _faults(found) == [("balance", "not-an-amount")]
