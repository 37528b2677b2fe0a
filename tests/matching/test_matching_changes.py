"""Changes of the register: who moves, marries, leaves, dies or comes is known from then on."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from matching import assembling
from matching.described import describe
from matching.index import HOUSEMATES, IndexFull, RegisterIndex
from matching.judge import Matcher
from matching.linkage.layout import SURNAME
from matching.succession import succeed
from protocols.ids import ResidentId
from protocols.judgement import NOTHING_KNOWN, MatchKind
from protocols.people import Address, Name, PartialDate, Person, Residency, Resident

ON = date(2026, 11, 22)
OLD = Address("Kerkstraat", 12, "", "", "8251AB", "Dronten")
NEW = Address("Nieuwlandse Dreef", 77, "", "", "8253ZZ", "Biddinghuizen")
THIRD = Address("Dorpsweg", 3, "A", "", "8255CD", "Swifterbant")
JAN = Resident(
    ResidentId("jan"),
    Name("Johannes", surname="Mulder"),
    PartialDate(1980, 3, 15),
    "M",
    OLD,
    national_id="111222333",
)
EVA = Resident(ResidentId("eva"), Name("Eva", surname="Smit"), PartialDate(1982, 7, 1), "V", OLD)
LEX = Resident(ResidentId("lex"), Name("Lex", surname="Bos"), PartialDate(1970, 2, 2), "M", THIRD)


def register() -> RegisterIndex:
    """Three people, two of them in one home."""
    return RegisterIndex.build([JAN, EVA, LEX], str.encode)


def owes(about: Resident, at: Address) -> Person:
    """Somebody with the initial of a resident, at an address."""
    name = Name(about.name.given[0] + ".", surname=about.name.surname)
    return Person(name, about.born, at)


def test_who_moved_is_found_in_both_homes_and_counted_in_the_new_one() -> None:
    """A creditor writes to the old address for a while."""
    index = register()
    index.change([replace(JAN, address=NEW)])
    matcher = Matcher(index)
    for at, kind in ((NEW, MatchKind.RESIDENT), (OLD, MatchKind.OTHER_ADDRESS)):
        judged = matcher.match(owes(JAN, at), ON)
        assert (judged.kind, judged.resident_id, judged.address) == (kind, "jan", NEW)
    assert index.surroundings(EVA.resident_id, ON).residents == 1
    assert index.surroundings(JAN.resident_id, ON).postcode == "8253ZZ"
    assert len(index) == 3


def test_who_married_is_found_by_a_name_that_nobody_had() -> None:
    """New words get numbers of their own; the old name stays."""
    index = register()
    married = replace(EVA, name=replace(EVA.name, partner_surname="Vanderzwaluwen", use="P"))
    index.change([married])
    matcher = Matcher(index)
    for surname in ("Vanderzwaluwen", "Smit", "Smit-Vanderzwaluwen"):
        judged = matcher.match(Person(Name("E.", surname=surname), EVA.born, OLD), ON)
        assert (judged.kind, judged.resident_id) == (MatchKind.RESIDENT, "eva")
    assert index.surroundings(JAN.resident_id, ON).residents == 2


@pytest.mark.parametrize(
    ("residency", "kind"),
    [
        (Residency.DECEASED, MatchKind.DECEASED),
        (Residency.EMIGRATED, MatchKind.NOT_RESIDENT),
    ],
)
def test_who_died_or_left_is_no_resident_any_more(residency: Residency, kind: MatchKind) -> None:
    """And lives nowhere: who stays behind lives alone."""
    index = register()
    index.change([replace(JAN, residency=residency)])
    assert Matcher(index).match(owes(JAN, OLD), ON).kind is kind
    assert index.surroundings(EVA.resident_id, ON).residents == 1


def test_who_comes_is_found_too() -> None:
    """By name, home and id."""
    index = register()
    new = Resident(
        ResidentId("noa"),
        Name("Noa", surname="Nieuwkomer"),
        PartialDate(1990, 1, 9),
        address=NEW,
        national_id="999",
    )
    assert index.surroundings(new.resident_id, ON) is NOTHING_KNOWN
    index.change([new])
    assert Matcher(index).match(owes(new, NEW), ON).resident_id == "noa"
    with_id = Person(Name(surname="Nieuwkomer"), national_id="999")
    assert Matcher(index).match(with_id, ON).resident_id == "noa"
    assert len(index) == 4


def test_only_the_last_change_of_somebody_counts() -> None:
    """In one change or in several; also back to where it was."""
    index = register()
    index.change([replace(JAN, address=NEW), replace(JAN, address=THIRD)])
    assert index.surroundings(LEX.resident_id, ON).residents == 2
    index.change([replace(JAN, address=NEW)])
    assert index.surroundings(LEX.resident_id, ON).residents == 1
    index.change([JAN])
    assert index.surroundings(EVA.resident_id, ON).residents == 2
    judged = Matcher(index).match(owes(JAN, THIRD), ON)
    assert (judged.kind, judged.address) == (MatchKind.OTHER_ADDRESS, OLD)
    assert [c.resident_id for c in judged.candidates] == ["jan"]


def test_earlier_addresses_are_newest_first_each_once_and_never_that_of_today() -> None:
    """Whatever the spelling; nobody lived nowhere."""
    spelt = replace(OLD, postcode="8251 ab", street="kerkstr.")
    before = replace(JAN, address=NEW, earlier=(OLD, THIRD))
    assert succeed(None, JAN) == JAN
    assert succeed(before, replace(JAN, address=spelt)).earlier == (NEW, THIRD)
    assert succeed(before, replace(JAN, address=None)).earlier == (NEW, OLD, THIRD)
    assert succeed(before, replace(JAN, address=NEW, earlier=(spelt,))).earlier == (spelt, THIRD)
    nowhere = replace(JAN, address=None, earlier=(Address(),))
    assert succeed(nowhere, JAN).earlier == ()


def test_a_full_index_says_so_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner builds a new one; meanwhile the old one answers."""
    monkeypatch.setattr(assembling, "CHANGES", 2)
    index = register()
    index.change([replace(JAN, address=NEW)])
    with pytest.raises(IndexFull):
        index.change([replace(EVA, address=NEW), replace(LEX, address=NEW)])
    assert index.surroundings(JAN.resident_id, ON).residents == 1
    assert Matcher(index).match(owes(EVA, OLD), ON).kind is MatchKind.RESIDENT
    index.change([replace(EVA, address=NEW)])
    assert index.surroundings(JAN.resident_id, ON).residents == 2


def test_who_was_asked_for_before_coming_is_found_by_sound_after() -> None:
    """A creditor delivers the same misspelt name every month; one month somebody of it moves in."""
    came = Resident(
        ResidentId("eef"), Name("Eefje", surname="Quackernaat"), PartialDate(1990, 5, 5), "V", NEW
    )
    asked = Person(Name("E.", surname="Kwakkernaat"), PartialDate(1990, None, None), NEW)
    index, other = register(), register()
    Matcher(index).match(asked, ON)
    for one in (index, other):
        one.change([came])
    rows = [one.shortlist(asked, describe(asked, str.encode)).row for one in (index, other)]
    sounds = [
        one._roll._words.sounds[row[SURNAME]] for one, row in zip((index, other), rows, strict=True)
    ]
    assert sounds[0] == sounds[1] > 0
    assert Matcher(index).match(asked, ON) == Matcher(other).match(asked, ON)


def test_of_a_crowded_home_those_of_the_very_home_come_first() -> None:
    """Also who moved in since: eight neighbours of 12 without a letter hide nobody in 12B."""
    crowd = [
        Resident(ResidentId(f"n{n}"), Name(f"Buur{n}", surname="Anders"), None, "", OLD)
        for n in range(HOUSEMATES + 2)
    ]
    very = replace(OLD, house_letter="B")
    index = RegisterIndex.build([*crowd, LEX], str.encode)
    index.change([replace(LEX, address=very)])
    person = Person(Name(), None, very)
    told = index.shortlist(person, describe(person, None))
    home = index.housemates(told.row)
    assert home[0].resident_id == "lex"
    assert len(home) == HOUSEMATES


def test_two_may_ask_while_a_third_changes() -> None:
    """Every answer is that of before or after a change, never of something in between."""
    index, stop = register(), Event()
    kinds = {MatchKind.RESIDENT, MatchKind.OTHER_ADDRESS}

    def asks(who: Resident) -> set[MatchKind]:
        told = set()
        while not stop.is_set():
            judged = Matcher(index).match(owes(who, OLD), ON)
            assert judged.resident_id == who.resident_id
            told.add(judged.kind)
            index.surroundings(who.resident_id, ON)
        return told

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(asks, one) for one in (JAN, EVA)]
        try:
            for n in range(200):
                index.change([replace(one, address=(NEW, OLD)[n % 2]) for one in (JAN, EVA)])
        finally:
            stop.set()
        assert all(one.result() <= kinds for one in asking)


def test_after_a_thousand_changes_it_answers_as_one_that_is_built_anew() -> None:
    """One by one, with signals in between, misspelt ones and of who comes later too."""
    chance = random.Random(4)
    town = {one.resident_id: one for one in _town(chance, 300)}
    coming = [replace(one, resident_id=ResidentId(f"c{one.resident_id}"))
              for one in _town(chance, 150)]  # fmt: skip
    index = RegisterIndex.build(town.values(), str.encode)
    for number in range(1_000):
        asked = chance.choice([*town.values(), *coming])
        Matcher(index).match(_misspelt(asked, chance), ON)
        known = chance.choice([*town.values()])
        one = coming.pop() if number % 7 == 0 and coming else _change(known, chance)
        index.change([one])
        town[one.resident_id] = succeed(town.get(one.resident_id), one)
    anew = RegisterIndex.build(town.values(), str.encode)
    for one in town.values():
        signal = _misspelt(one, chance)
        mine, other = (Matcher(of, 12).match(signal, ON) for of in (index, anew))
        assert (mine.kind, mine.resident_id) == (other.kind, other.resident_id)
    assert _around(index, [*town.values()]) == _around(anew, [*town.values()])
    assert len(index) == len(anew) == len(town)


def _misspelt(one: Resident, chance: random.Random) -> Person:
    name, place = one.name, chance.choice([one.address or Address(), *one.earlier])
    surname = name.surname.replace(*chance.choice([("sch", "sg"), ("n", "nn"), ("e", "ee")]), 1)
    given = chance.choice([name.given, f"{name.given[0]}."])
    return Person(Name(given, surname=surname), chance.choice([one.born, None]), place)


def test_an_index_with_changes_is_not_kept() -> None:
    """What is written to files is what was built."""
    index = register()
    index.arrays()
    index.change([])
    index.arrays()
    index.change([replace(JAN, address=NEW)])
    with pytest.raises(ValueError, match="build anew"):
        index.arrays()


def _town(chance: random.Random, many: int) -> list[Resident]:
    names = [
        "Vermeer",
        "Jansen",
        "Klaassen",
        "Hendriks",
        "Peeters",
        "Dijkman",
        "Zandvoort",
        "Boogaard",
    ]
    given = [
        "Anna",
        "Bram",
        "Cees",
        "Daan",
        "Eva",
        "Finn",
        "Guus",
        "Hanna",
        "Isa",
        "Jan",
        "Kees",
        "Lotte",
    ]
    return [
        Resident(
            ResidentId(f"r{n}"),
            Name(chance.choice(given), surname=chance.choice(names)),
            PartialDate(1950 + chance.randrange(50), 1 + n % 12, 1 + chance.randrange(28)),
            chance.choice("MV"),
            _home(chance),
            national_id=f"{100_000_000 + n}",
        )
        for n in range(many)
    ]


def _home(chance: random.Random) -> Address:
    street = chance.choice(["Kerkweg", "Dorpsstraat", "Molenpad", "Havendijk", "Brink"])
    return Address(street, 1 + chance.randrange(30), "", "", f"825{len(street) % 10}AB", "Dronten")


def _change(one: Resident, chance: random.Random) -> Resident:
    match chance.randrange(4):
        case 0:
            return replace(one, residency=Residency.DECEASED)
        case 1:
            return replace(one, name=replace(one.name, surname=f"Nieuwe{chance.randrange(9)}naam"))
        case _:
            return replace(one, address=_home(chance))


@pytest.mark.parametrize("many", [30, 600])
def test_a_changed_index_answers_as_one_that_is_built_anew(many: int) -> None:
    """With three rounds of changes; in the larger town probabilities count too.

    They are counted in the register as it was built, so they may differ a little.
    """
    chance = random.Random(many)
    town = {one.resident_id: one for one in _town(chance, many)}
    index = RegisterIndex.build(town.values(), str.encode)
    for _ in range(3):
        changed = [_change(one, chance) for one in chance.sample([*town.values()], many // 10)]
        index.change(changed)
        town |= {one.resident_id: succeed(town[one.resident_id], one) for one in changed}
    anew = RegisterIndex.build(town.values(), str.encode)
    asked = [*town.values()]
    same = sum(_answers(index, one) == _answers(anew, one) for one in asked)
    assert same >= 0.995 * len(asked)
    assert _around(index, asked) == _around(anew, asked)


def _answers(index: RegisterIndex, one: Resident) -> list[tuple[MatchKind, str | None]]:
    matcher = Matcher(index, 12)
    places = [one.address or Address(), *one.earlier]
    found = [matcher.match(owes(one, at), ON) for at in places]
    found.append(matcher.match(Person(national_id=one.national_id, born=one.born), ON))
    return [(judged.kind, judged.resident_id) for judged in found]


def _around(index: RegisterIndex, everybody: Sequence[Resident]) -> list[object]:
    return [index.surroundings(one.resident_id, ON) for one in everybody]
