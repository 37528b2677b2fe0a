"""The index: what is found by which key, what is not kept, and who lives around a resident."""

from dataclasses import replace
from datetime import date

import pytest

from matching.described import describe
from matching.index import RegisterIndex
from matching.judge import MOST_CANDIDATES, Matcher
from protocols.ids import ResidentId
from protocols.judgement import NOTHING_KNOWN, MatchKind
from protocols.judgement import Warning as Caution
from protocols.people import Address, Name, NameUse, PartialDate, Person, Residency, Resident

ON = date(2026, 11, 1)
FLAT_A = Address("Kerkstraat", 12, "A", "", "8251AB", "Dronten")
FLAT_B = Address("Kerkstraat", 12, "B", "", "8251AB", "Dronten")
OLD = Address("Dorpsweg", 3, "", "", "8255CD", "Swifterbant")

ANNA = Resident(
    ResidentId("anna"),
    Name("Anna", surname="Smit", partner_surname="Bakker", use=NameUse.OWN),
    PartialDate(1980, 3, 15),
    address=FLAT_A,
    earlier=(OLD,),
    secret=True,
    under_investigation=True,
    guardianship=True,
    mail_address=True,
    national_id="111222333",
)
CHILD = Resident(
    ResidentId("kim"), Name("Kim", surname="Smit"), PartialDate(2010, 11, 2), "", FLAT_A
)
GROWN = Resident(
    ResidentId("lex"), Name("Lex", surname="Smit"), PartialDate(2008, 11, 1), "", FLAT_A
)
GONE = replace(CHILD, resident_id=ResidentId("max"), residency=Residency.EMIGRATED)
NEIGHBOUR = Resident(ResidentId("noa"), Name("Noa"), PartialDate(2014, 5, 6), "", FLAT_B)
TOWN = (ANNA, CHILD, GROWN, GONE, NEIGHBOUR)
FLAT = {"anna", "kim", "lex"}
CROWD = 60


def found(index: RegisterIndex, person: Person) -> set[str]:
    """Whom the index tells for a person, those of the delivered home among them."""
    told = index.shortlist(person, describe(person, index.token))
    return {known.resident_id for known in (*told.records, *index.housemates(told.row))}


@pytest.mark.parametrize(
    ("person", "who"),
    [
        (Person(Name("Anna", surname="Smit"), PartialDate(1980, 3, 15)), {"anna"}),
        (Person(Name("Q.", surname="Smits"), PartialDate(1980, 3, 15), FLAT_A), FLAT),
        (Person(Name("A.", surname="Smit"), None, OLD), {"anna"}),
        (Person(Name("A.", surname="Bakker"), PartialDate(1980, 3, 15)), {"anna"}),
        (Person(Name("Anna", surname="Smit-Bakker")), {"anna"}),
        (Person(Name(), None, FLAT_B), {"noa"}),
        (Person(Name(), None, replace(FLAT_A, house_letter="")), {*FLAT, "noa"}),
        (Person(national_id="111.222.333"), {"anna"}),
        (Person(Name("Kim", surname="Smit"), PartialDate(2010, 11, 2)), {"kim", "max"}),
    ],
)
def test_a_resident_is_found_by_every_key(person: Person, who: set[str]) -> None:
    """Name and birth date, home of today and before, own and partner's name, and id."""
    index = RegisterIndex.build(TOWN, token=lambda text: b"key" + text.encode())
    assert found(index, person) >= who
    assert len(index) == len(TOWN)


@pytest.mark.parametrize("person", [Person(), Person(Name("Anna")), Person(company="B.V.")])
def test_a_resident_is_not_found_by_what_is_missing(person: Person) -> None:
    """Nothing known of either agrees on nothing."""
    index = RegisterIndex.build([Resident(ResidentId("x"), Name())], token=str.encode)
    assert not found(index, person)


def test_an_empty_register_knows_nobody() -> None:
    """A city that has just begun."""
    index = RegisterIndex.build([])
    assert len(index) == 0
    assert not found(index, Person(Name("Anna", surname="Smit"), None, FLAT_A))
    assert index.surroundings(ResidentId("anna"), ON) is NOTHING_KNOWN


def test_without_a_key_no_id_is_looked_at() -> None:
    """And a signal with that id alone is about nobody."""
    matcher = Matcher(RegisterIndex.build(TOWN))
    assert matcher.match(Person(national_id="111222333"), ON).kind is MatchKind.NOT_RESIDENT


@pytest.mark.parametrize("with_key", ["with", "without"])
def test_no_national_id_is_kept_in_clear(with_key: str) -> None:
    """A dump of everything in the index shows tokens only."""
    index = RegisterIndex.build(TOWN, token=_token if with_key == "with" else None)
    dump = b"".join(array.tobytes() for array in index.arrays().values())
    assert b"111222333" not in dump
    assert b"Smit" in dump


def test_what_signals_said_is_not_in_the_arrays() -> None:
    """They are kept in files for other processes: of residents only."""
    index = RegisterIndex.build(TOWN, _token)
    person = Person(Name("Onvindbare", surname="Verzonnen"), None, OLD, "0612345678")
    index.shortlist(person, describe(person, _token))
    dump = b"".join(array.tobytes() for array in index.arrays().values())
    assert b"VERZONNEN" not in dump
    assert b"0612345678" not in dump


def test_an_index_from_its_own_arrays_answers_the_same() -> None:
    """Whoever maps it from a file knows no less than who built it."""
    built = RegisterIndex.build(TOWN, _token)
    again = RegisterIndex({name: one.copy() for name, one in built.arrays().items()}, _token)
    for person in (
        Person(Name("Anna", surname="Smit"), PartialDate(1980, 3, 15), FLAT_A),
        Person(Name("A.", surname="Onbekend"), None, OLD),
        Person(national_id="111222333"),
    ):
        assert found(built, person) == found(again, person)
        assert Matcher(built).match(person, ON) == Matcher(again).match(person, ON)
    assert len(again) == len(built)


def _token(text: str) -> bytes:
    return bytes(reversed(text.encode()))


def test_the_surroundings_are_those_of_the_home() -> None:
    """Not the neighbours of 12B, not who emigrated; 18 today is no minor any more."""
    around = RegisterIndex.build(TOWN).surroundings(ResidentId("anna"), ON)
    assert (around.postcode, around.age, around.minors, around.residents) == ("8251AB", 46, 1, 3)
    assert around.warnings == (
        Caution.SECRECY,
        Caution.UNDER_INVESTIGATION,
        Caution.GUARDIANSHIP,
        Caution.MAIL_ADDRESS,
    )


@pytest.mark.parametrize(
    ("on", "minors"),
    [
        (date(2026, 10, 31), 2),
        (date(2026, 11, 1), 1),
        (date(2028, 11, 1), 1),
        (date(2028, 11, 2), 0),
    ],
)
def test_minors_come_of_age_on_their_birthday(on: date, minors: int) -> None:
    """The day is an argument; a case may be judged again later."""
    assert RegisterIndex.build(TOWN).surroundings(ResidentId("anna"), on).minors == minors


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (PartialDate(1980, 11, 1), 46),
        (PartialDate(1980, 11, 2), 45),
        (PartialDate(1980, 3), 46),
        (PartialDate(1980, 11), None),
        (PartialDate(1980), None),
        (PartialDate(None, 3, 15), None),
        (PartialDate(2027, 1, 1), None),
        (None, None),
    ],
)
def test_an_age_is_known_only_when_every_possible_day_gives_it(
    born: PartialDate | None, age: int | None
) -> None:
    """A birth date may lack its month and day."""
    somebody = Resident(ResidentId("x"), Name(), born)
    assert RegisterIndex.build([somebody]).surroundings(ResidentId("x"), ON).age == age


def test_many_residents_warn_from_the_limit_on() -> None:
    """The limit is the register's, unless the asker has one."""
    index = RegisterIndex.build(TOWN, many_residents=3)
    lex = ResidentId("lex")
    assert index.surroundings(lex, ON).warnings == (Caution.MANY_RESIDENTS,)
    assert index.surroundings(lex, ON, 4).warnings == ()
    person = Person(GROWN.name, GROWN.born, FLAT_A)
    assert Matcher(index, 3).match(person, ON).surroundings.warnings == (Caution.MANY_RESIDENTS,)
    assert Matcher(index, 4).match(person, ON).surroundings.warnings == ()


def test_of_an_unknown_resident_nothing_is_known() -> None:
    """Somebody may have left the register since."""
    assert RegisterIndex.build(TOWN).surroundings(ResidentId("who"), ON) is NOTHING_KNOWN


def test_a_crowd_is_searched_by_name_and_birth_date() -> None:
    """An institution: two with one initial and birth date are still found to be two."""
    crowd = [
        Resident(
            ResidentId(f"r{n}"), Name(f"Ab{n}", surname="Vis"), PartialDate(1990, 1, 1), "", OLD
        )
        for n in range(CROWD * 3)
    ]
    last = Resident(ResidentId("z"), Name("Zoe", surname="Kok"), PartialDate(1991, 1, 1), "", OLD)
    matcher = Matcher(RegisterIndex.build([*crowd, last]))
    assert matcher.match(Person(Name("Z.", surname="Kok"), None, OLD), ON).resident_id == "z"
    two = matcher.match(Person(Name("A.", surname="Vis"), PartialDate(1990, 1, 1), OLD), ON)
    assert (two.kind, len(two.candidates)) == (MatchKind.PROBABLE, MOST_CANDIDATES)
    nobody = matcher.match(Person(Name("K.", surname="Bos"), None, OLD), ON)
    assert (nobody.kind, nobody.surroundings.residents) == (MatchKind.ADDRESS_ONLY, CROWD * 3 + 1)


@pytest.mark.slow
def test_a_resident_takes_less_than_a_kilobyte() -> None:
    """With no two names alike, an earlier address and an id for everybody, and room for changes.

    270,000 residents of a made-up city take 155 MB: half a kilobyte each.
    """
    people = [
        Resident(
            ResidentId(f"r{n}"),
            Name(f"Naam{n}", surname=f"Achternaam{n}"),
            PartialDate(1950 + n % 60, n % 12 + 1, n % 28 + 1),
            "",
            Address(f"Straat{n}", n % 90 + 1, "", "", f"{1000 + n % 9000}AB", "Dronten"),
            (Address(f"Weg{n}", 1, "", "", f"{1000 + n % 9000}CD", "Dronten"),),
            national_id=str(n),
        )
        for n in range(20_000)
    ]
    index = RegisterIndex.build(people, _token)
    arrays = index.arrays()
    assert len(index) == 20_000
    assert sum(one.nbytes for one in arrays.values()) < 20_000 * 1_000
