"""No table holds a name, a birth date or a BSN in clear: the bytes of its files are searched."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from protocols.covenant.signal import ArrearsType, Circumstance
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.people import Address, Name, NameUse, PartialDate, Person, Resident
from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from protocols.work.enrich import OpenClaim
from store import cases, register, signals
from store.engine import begin, reading
from streams.intake import Unreadable
from streams.registering import Debtor, load_claims
from tests.support import made
from tests.support.line import Line, open_line, with_residents

SECRETS = {
    "surname": "Zilverschoon",
    "partner": "Roodborstkwartel",
    "given name": "Allegonda",
    "birth date": "1961-04-17",
    "birth date in one": "19610417",
    "birth date in Dutch": "17-04-1961",
    "BSN": "999990019",
    "street": "Kwikstaartdreef",
    "earlier street": "Torenvalkhof",
    "telephone": "0698765431",
    "e-mail": "allegonda@voorbeeld.example",
    "company": "Bloemenhandel Gouddistel",
    "stranger": "Waterspreeuw",
}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
HOME = Address("Kwikstaartdreef", 12, "", "", "1111AA", "Verzonnen")
HER = Resident(
    resident_id=ResidentId("r-1"),
    name=Name("Allegonda", "A", "van der", "Zilverschoon", "", "Roodborstkwartel", NameUse.OWN),
    born=PartialDate(1961, 4, 17),
    address=HOME,
    earlier=(Address("Torenvalkhof", 3, "", "", "1112BB", "Verzonnen"),),
    phone="0698765431",
    email="allegonda@voorbeeld.example",
    national_id="999990019",
)
AS_DELIVERED = Person(
    name=HER.name,
    born=HER.born,
    address=HOME,
    phone=HER.phone,
    email=HER.email,
    national_id=HER.national_id,
)
ELSEWHERE = Address("Kwikstaartdreef", 99, "", "", "1119ZZ", "Verzonnen")
STRANGER = Person(name=Name(surname="Waterspreeuw"), born=PartialDate(1961, 4, 17))
COMPANY = Person(company="Bloemenhandel Gouddistel", address=ELSEWHERE)


def _deliver_everything(line: Line) -> None:
    """One signal for every way it can go: matched, held, minimised, refused, unreadable."""
    people = [
        AS_DELIVERED,
        replace(AS_DELIVERED, name=Name(surname="Waterspreeuw"), born=None, national_id=""),
        replace(STRANGER, address=ELSEWHERE),
        COMPANY,
    ]
    rows = [
        replace(made.signal(n), reference=f"K{n}", person=person)
        for n, person in enumerate(people, start=1)
    ]
    refused = replace(rows[0], row=5, signal_id=SignalId("d1-5"), amount_cents=Cents(1))
    with_bsn = replace(
        rows[0],
        row=6,
        signal_id=SignalId("d1-6"),
        creditor_id=CreditorId("zorg"),
        arrears_type=ArrearsType.HEALTH,
        reference="",
        circumstances=frozenset({Circumstance.CRISIS}),
    )
    rows += [refused, with_bsn]
    line.send(rows, unreadable=[Unreadable(7, (("surname", "too-long"),))])


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A line on which everything has happened to her that can happen."""
    opened = with_residents(open_line(tmp_path_factory.mktemp("secrecy") / "line.db"), [HER])
    _deliver_everything(opened)
    claim = OpenClaim("v-1", "leges", Cents(100), Cents(100), made.ON)
    debtor = Debtor(ResidentId(""), AS_DELIVERED)
    call = ContactAttempt(made.ON, Channel.PHONE, DayPart.MORNING, Reached.YES)
    with begin(opened.engine) as tx:
        found = load_claims(
            tx,
            opened.vault,
            [(claim, debtor)],
            lambda: opened.residents.matching(tx, made.ON),
            actor="test",
            at=made.AT,
        )
        (case,) = cases.caseload(tx, "w-1") + cases.caseload(tx, "w-2")
        cases.record_attempt(tx, case.case_id, call, "w-1", made.AT)
    assert found.placed == 1
    return opened


def _files(line: Line) -> Mapping[str, bytes]:
    database = Path(str(line.engine.url.database))
    return {file.name: file.read_bytes().lower() for file in database.parent.iterdir()}


def test_everything_that_can_happen_to_a_signal_has_happened(line: Line) -> None:
    """Otherwise the search below would prove little."""
    counts = line.counts()
    assert counts["receipts"] == 7
    assert counts["residents"] == counts["cases"] == counts["dead letters"] == 1
    assert counts["signals"] >= 1
    assert counts["held for review"] >= 1
    assert counts["tally not_resident"] + counts["tally company"] == 2


def test_the_search_finds_what_does_stand_in_clear(line: Line) -> None:
    """In the database or the write-ahead log beside it: the yardstick is no empty one."""
    files = _files(line)
    assert set(files) >= {"line.db", "line.db-wal"}
    for word in (b"woonhof", b"create table", b"too-long"):
        assert any(word in content for content in files.values())


@pytest.mark.parametrize("secret", SECRETS)
def test_no_file_of_the_database_holds_it_in_clear(line: Line, secret: str) -> None:
    """Not in any case or encoding that text could stand in: not in the -wal, not in the -shm."""
    for encoding in ENCODINGS:
        wanted = SECRETS[secret].lower().encode(encoding)
        assert [name for name, content in _files(line).items() if wanted in content] == []


def test_who_has_the_key_can_read_all_of_it(line: Line) -> None:
    """It is sealed, not lost."""
    with reading(line.engine) as tx:
        assert list(register.everybody(tx, line.vault)) == [HER]
        held = signals.held(tx)
        opened = line.vault.review.open(held[0].sealed, f"review|{held[0].signal_id}")
    assert b"Waterspreeuw" in opened
