"""Every way in which a record goes wrong: what it does, and where it has nothing to do."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.synth.desk import MISTAKES
from portal.synth.numbers import plain
from portal.synth.subjects import Draft, Subject, as_introduced, as_registered, used_surname
from portal.synth.tables import rows
from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, PartialDate, Resident

HOME = Address("Burgemeester Roosstraat", 12, "A", "", "8251AB", "Dronten")
BEFORE = Address("Oude Kerkstraat", 7, "", "3", "8252CD", "Dronten")
NAME = Name("Johannes René", "J.R.", "van der", "Bakkers", "de", "Groot", NameUse.OWN)
BORN = PartialDate(1980, 3, 4)
PARTNER = Resident(ResidentId("2"), Name("Ria", "R.", "de", "Groot"), PartialDate(1981, 7, 8), "V")


def subject(
    *,
    name: Name = NAME,
    born: PartialDate | None = BORN,
    home: Address = HOME,
    earlier: tuple[Address, ...] = (BEFORE,),
    partner: Resident | None = PARTNER,
) -> Subject:
    """Somebody with whom everything can go wrong."""
    person = Resident(ResidentId("1"), name, born, "M", home, earlier, national_id="991234567")
    return Subject(person, home, partner)


def spoil(kind: str, who: Subject, seed: int = 1) -> tuple[bool, Draft, Draft]:
    """Whether the mistake happened, the record after it, and what differs from before."""
    before = as_introduced(who)
    draft = dict(before)
    happened = MISTAKES[kind](Random(seed), draft, who)
    return happened, draft, {key: draft[key] for key in draft if draft[key] != before.get(key)}


DOES = [
    ("partner_name", {"prefix": "de", "surname": "Groot"}),
    ("initials_only", {"given_names": ""}),
    ("first_initial_only", {"initials": "J."}),
    ("initials_missing", {"initials": ""}),
    ("prefix_missing", {"prefix": ""}),
    ("prefix_in_surname", {"prefix": "", "surname": "van der Bakkers"}),
    ("earlier_address", {"street": "Oude Kerkstraat", "house_number": "7"}),
    ("addition_missing", {"house_letter": ""}),
    ("postcode_missing", {"postcode": ""}),
    ("birth_date_swapped", {"date_of_birth": "1980-04-03"}),
    ("partner_birth_date", {"date_of_birth": "1981-07-08"}),
    ("birth_date_missing", {"date_of_birth": ""}),
    ("capitals", {"surname": "BAKKERS", "street": "BURGEMEESTER ROOSSTRAAT"}),
]


@pytest.mark.parametrize(("kind", "changes"), DOES)
def test_a_mistake_changes_what_its_name_says(kind: str, changes: Draft) -> None:
    """The name in the truth must be enough to understand the row."""
    happened, _, changed = spoil(kind, subject())
    assert happened
    assert changes.items() <= changed.items()


BARE = Name("Ada", "A.", "", "Bos")
BARE_HOME = Address("Het Ruim", 3, "", "", "8251AB", "Dronten")
DOES_NOT = [
    ("maiden_name", {}),
    ("partner_name", {"partner": None}),
    ("partner_name", {"name": Name("A", "A.", "", "Bos", "", "Vos", NameUse.PARTNER)}),
    ("calling_name", {"name": Name("Beyza", "B.", "", "Bos")}),
    ("initials_only", {"name": Name("", "A.", "", "Bos")}),
    ("first_initial_only", {"name": BARE}),
    ("initials_missing", {"name": Name("", "A.", "", "Bos")}),
    ("spelling", {"name": Name("A", "A.", "", "Bgr")}),
    ("typo", {"name": BARE}),
    ("prefix_missing", {"name": BARE}),
    ("prefix_abbreviated", {"name": BARE}),
    ("prefix_in_surname", {"name": BARE}),
    ("prefix_behind_surname", {"name": BARE}),
    ("prefix_joined", {}),
    ("diacritics_dropped", {"name": BARE}),
    ("diacritics_garbled", {"name": BARE}),
    ("names_swapped", {}),
    ("earlier_address", {"earlier": ()}),
    ("earlier_address", {"earlier": (Address("Weg", 1, city="Almere"),)}),
    ("earlier_address", {"earlier": (HOME,)}),
    ("addition_missing", {"home": BARE_HOME}),
    ("merged_house_number", {"home": BARE_HOME}),
    ("street_abbreviated", {"home": BARE_HOME}),
    ("postcode_typo", {"home": Address("Het Ruim", 3, postcode="", city="Dronten")}),
    ("postcode_missing", {"home": Address("Het Ruim", 3, postcode="", city="Dronten")}),
    ("birth_date_filled_in", {}),
    ("birth_date_digit", {"born": None}),
    ("birth_date_swapped", {"born": PartialDate(1980, 3, 3)}),
    ("birth_date_swapped", {"born": PartialDate(1980, 3, 14)}),
    ("birth_date_swapped", {"born": None}),
    ("partner_birth_date", {"partner": None}),
    ("partner_birth_date", {"born": None}),
    ("birth_date_missing", {"born": None}),
]


@pytest.mark.parametrize(("kind", "changes"), DOES_NOT)
def test_a_mistake_that_cannot_be_made_changes_nothing(
    kind: str, changes: dict[str, object]
) -> None:
    """Then the truth must not name it."""
    happened, _, changed = spoil(kind, subject(**changes))  # type: ignore[arg-type]
    assert not happened
    assert changed == {}


def test_every_kind_in_the_table_can_be_made_and_the_other_way_round() -> None:
    """A chance without a mistake, or a mistake without a chance, is a slip of ours."""
    assert {row["kind"] for row in rows("mistakes")} == MISTAKES.keys()


@given(st.sampled_from(sorted(MISTAKES)), st.integers(0, 10_000))
def test_a_mistake_says_so_exactly_when_it_changes_something(kind: str, seed: int) -> None:
    """Told without a change, or changed without telling, the truth would lie."""
    happened, _, changed = spoil(kind, subject(), seed)
    assert happened == bool(changed)


@given(st.sampled_from(sorted(MISTAKES)), st.integers(0, 10_000))
def test_a_company_record_without_a_name_gets_none_by_a_mistake(kind: str, seed: int) -> None:
    """The company comes first; afterwards nothing may fill in the person again."""
    who = subject(name=Name("Ans", "A.", "", "Vos", "", "Bos", NameUse.PARTNER))
    draft = as_introduced(who) | dict.fromkeys(
        ("given_names", "initials", "prefix", "surname", "date_of_birth"), ""
    )
    if kind != "company_name":
        MISTAKES[kind](Random(seed), draft, who)
    assert draft["surname"] == ""
    assert draft["date_of_birth"] == ""


def test_a_maiden_name_is_the_own_name_of_who_uses_the_partners() -> None:
    """Most of all with women who married."""
    name = Name("Ans", "A.", "van", "Vliet", "de", "Groot", NameUse.PARTNER)
    happened, draft, _ = spoil("maiden_name", subject(name=name))
    assert happened
    assert (draft["prefix"], draft["surname"]) == ("van", "Vliet")


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (NameUse.OWN, ("van", "Vliet")),
        (NameUse.PARTNER, ("de", "Groot")),
        (NameUse.PARTNER_OWN, ("de", "Groot-van Vliet")),
        (NameUse.OWN_PARTNER, ("van", "Vliet-de Groot")),
    ],
)
def test_the_used_surname_follows_the_register(use: NameUse, expected: tuple[str, str]) -> None:
    """Element 61.10 of the Dutch register."""
    assert used_surname(Name("A", "A.", "van", "Vliet", "de", "Groot", use)) == expected


def test_a_calling_name_belongs_to_the_given_name() -> None:
    """Johannes is called Jan, Hans or Joop."""
    found = {spoil("calling_name", subject(), seed)[1]["given_names"] for seed in range(40)}
    assert found == {"Jan", "Hans", "Joop"}


@given(st.integers(0, 10_000))
def test_a_misspelt_surname_keeps_its_first_letter(seed: int) -> None:
    """People hear the beginning right; the length differs by little."""
    _, draft, _ = spoil("spelling", subject(), seed)
    assert draft["surname"][0] == "B"
    assert abs(len(draft["surname"]) - len("Bakkers")) <= 2


def test_s_and_ss_are_confused() -> None:
    """The commonest of all spelling mistakes in deliveries (Divosa 2025)."""
    one, two = Name("A", "A.", "", "Jansen"), Name("A", "A.", "", "Janssen")
    found = [
        {spoil("spelling", subject(name=name), seed)[1]["surname"] for seed in range(99)}
        for name in (one, two)
    ]
    assert "Janssen" in found[0]
    assert "Jansen" in found[1]


@given(st.integers(0, 10_000))
def test_a_typo_changes_one_or_two_neighbouring_letters(seed: int) -> None:
    """Never the first one."""
    happened, draft, _ = spoil("typo", subject(), seed)
    assert happened == (draft["surname"] != "Bakkers")
    assert draft["surname"][0] == "B"
    assert 6 <= len(draft["surname"]) <= 8


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Van den Bossche", "prefix_missing", {"Bossche"}),
        ("Van den Bossche", "prefix_joined", {"Vandenbossche"}),
        (
            "Van den Bossche",
            "prefix_behind_surname",
            {"Bossche, Van den", "Bossche Van den"},
        ),
    ],
)
def test_particles_inside_a_surname_go_wrong_too(name: str, kind: str, expected: set[str]) -> None:
    """Belgian surnames hold their particles."""
    who = subject(name=Name("An", "A.", "", name))
    assert {spoil(kind, who, seed)[1]["surname"] for seed in range(20)} == expected


def test_particles_are_shortened() -> None:
    """As forms with narrow boxes make people do."""
    found = {spoil("prefix_abbreviated", subject(), seed)[1]["prefix"] for seed in range(20)}
    assert found == {"v.d.", "vd"}


def test_diacritics_are_dropped_or_become_question_marks() -> None:
    """Two kinds of careless systems."""
    who = subject(name=Name("René", "R.", "", "Çelik"))
    assert spoil("diacritics_dropped", who)[1]["surname"] == plain("Çelik") == "Celik"
    assert spoil("diacritics_garbled", who)[1]["surname"] == "?elik"


def test_names_change_places() -> None:
    """Given name in the surname's column."""
    _, draft, _ = spoil("names_swapped", subject(name=Name("Ada", "A.", "", "Bos")))
    assert (draft["given_names"], draft["surname"]) == ("Bos", "Ada")


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (HOME, {"12A", "12a", "12 A"}),
        (Address("Weg", 12, "", "3", "8251AB", "X"), {"12-3", "12 3", "12 - 3"}),
        (Address("Weg", 12, "", "3", "9000", "X"), {"12 bus 3", "12/3", "12 b 3"}),
    ],
)
def test_letter_and_addition_are_merged_the_way_of_the_country(
    home: Address, expected: set[str]
) -> None:
    """Dutch letters and additions, Belgian boxes."""
    found = {
        spoil("merged_house_number", subject(home=home), seed)[1]["house_number"]
        for seed in range(60)
    }
    assert found == expected


@given(st.integers(0, 10_000))
def test_a_house_number_with_a_typo_is_a_number_still(seed: int) -> None:
    """One digit is another."""
    _, draft, _ = spoil("house_number_typo", subject(), seed)
    assert draft["house_number"].isdigit()
    assert draft["house_number"] != "12"
    assert not draft["house_number"].startswith("0")


@given(st.integers(0, 10_000))
def test_a_postcode_with_a_typo_has_the_same_signs(seed: int) -> None:
    """Two neighbours changed places."""
    _, draft, _ = spoil("postcode_typo", subject(), seed)
    assert sorted(draft["postcode"]) == sorted("8251AB")
    assert draft["postcode"] != "8251AB"


def test_streets_are_abbreviated_in_several_ways() -> None:
    """`Burg.`, `Bgm.`, `str.`"""
    found = {spoil("street_abbreviated", subject(), seed)[1]["street"] for seed in range(40)}
    assert {"Burg. Roosstraat", "Bgm. Roosstraat", "Burgemeester Roosstr."} <= found


@pytest.mark.parametrize(
    ("born", "filled"),
    [(PartialDate(1970), "1970-01-01"), (PartialDate(1970, 5), "1970-05-01")],
)
def test_an_unknown_day_of_birth_becomes_the_first(born: PartialDate, filled: str) -> None:
    """Creditors' systems have no zeros in a date."""
    assert spoil("birth_date_filled_in", subject(born=born))[1]["date_of_birth"] == filled


@given(st.integers(0, 10_000))
def test_a_birth_date_with_a_wrong_digit_is_a_date_still(seed: int) -> None:
    """One digit differs."""
    _, draft, _ = spoil("birth_date_digit", subject(), seed)
    date_text = draft["date_of_birth"]
    assert PartialDate.parse(date_text) is not None
    assert sum(a != b for a, b in zip(date_text, "1980-03-04", strict=True)) == 1


@given(st.integers(0, 10_000))
def test_a_company_hides_the_person(seed: int) -> None:
    """Birth date and given names are gone; a company has a name."""
    _, draft, _ = spoil("company_name", subject(), seed)
    assert draft["company_name"][0].isupper()
    assert draft["date_of_birth"] == draft["given_names"] == ""
    assert "{" not in draft["company_name"]


def test_health_insurers_copy_the_register_and_others_ask() -> None:
    """All given names, the partner's name apart and the number; or what people say themselves."""
    name = Name("Ans Maria", "A.M.", "van", "Vliet", "de", "Groot", NameUse.PARTNER)
    registered, introduced = as_registered(subject(name=name)), as_introduced(subject(name=name))
    assert registered["given_names"] == "Ans Maria"
    assert (registered["surname"], registered["partner_surname"]) == ("Vliet", "Groot")
    assert registered["national_id"] == "991234567"
    assert introduced["given_names"] == "Ans"
    assert introduced["surname"] == "Groot"
    assert "national_id" not in introduced
