"""The invented population register: would somebody who knows the real one believe it?"""

import re
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest
from stdnum.be import nn
from stdnum.nl import bsn

from portal.synth.register import COLUMNS
from protocols.people import NameUse, PartialDate, Residency

if TYPE_CHECKING:
    from conftest import Made

Row = dict[str, str]
PLACE = ("street", "house_number", "house_letter", "house_addition", "postcode", "city")


def living(made: "Made") -> list[Row]:
    """Who live there now."""
    return [row for row in made.register.values() if row["residency"] == "resident"]


def at_home(made: "Made") -> dict[tuple[str, ...], list[Row]]:
    """Residents by address."""
    homes: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in living(made):
        homes[tuple(row[column] for column in PLACE)].append(row)
    return homes


def age(row: Row, on: date) -> int:
    """Age by calendar year; 50 when the year is unknown."""
    return on.year - int(row["date_of_birth"][:4]) if row["date_of_birth"] else 50


def test_the_register_has_the_agreed_columns(town: "Made") -> None:
    """The register reader knows these and refuses others."""
    head = (town.folder / "register.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(head.split(",")) == COLUMNS
    assert len(set(COLUMNS)) == 30


def test_every_value_is_one_that_the_domain_knows(town: "Made", flemish: "Made") -> None:
    """Codes are those of `protocols.people`; dates may hold zeros; flags are ja or nee."""
    for row in (*town.register.values(), *flemish.register.values()):
        Residency(row["residency"])
        NameUse(row["name_use"])
        PartialDate.parse(row["date_of_birth"])
        assert row["sex"] in {"M", "V"}
        flags = ("secret", "under_investigation", "guardianship", "mail_address")
        assert {row[flag] for flag in flags} <= {"ja", "nee"}
        assert row["surname"]
        assert row["given_names"]
        assert row["initials"]


def test_a_bsn_is_valid_and_belongs_to_one_person(town: "Made") -> None:
    """Eleven-test, test range from 99 on."""
    numbers = [row["national_id"] for row in town.register.values()]
    assert all(bsn.is_valid(number) and number.startswith("99") for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_an_insz_is_valid_and_fits_birth_date_and_sex(flemish: "Made") -> None:
    """Modulo 97."""
    for row in flemish.register.values():
        assert nn.is_valid(row["national_id"])
        assert nn.get_gender(row["national_id"]) == {"M": "M", "V": "F"}[row["sex"]]
        exact = PartialDate.parse(row["date_of_birth"])
        if exact and exact.exact:
            assert nn.get_birth_date(row["national_id"]) == exact.exact
    assert len({row["national_id"] for row in flemish.register.values()}) == len(flemish.register)


def test_a_home_has_about_2_2_people(town: "Made", flemish: "Made") -> None:
    """National mean of a household: 2.1 to 2.2."""
    for made in (town, flemish):
        assert made.report.residents / made.report.addresses == pytest.approx(2.2, abs=0.12)
        assert len(at_home(made)) == made.report.addresses


def test_homes_are_of_all_sizes(town: "Made") -> None:
    """Singles and couples most, some large families."""
    sizes = Counter(len(people) for people in at_home(town).values())
    homes = sum(sizes.values())
    assert 0.25 < sizes[1] / homes < 0.45
    assert 0.28 < sizes[2] / homes < 0.45
    assert sizes[5] > 0


def test_there_is_one_shelter_with_25_unrelated_people(town: "Made") -> None:
    """An address says little there: the hardest household of the city."""
    crowd = max(at_home(town).values(), key=len)
    assert len(crowd) == 25
    assert len({row["surname"] for row in crowd}) > 15
    assert sum(len(people) == 25 for people in at_home(town).values()) == 1


def test_children_bear_the_surname_of_somebody_at_home(town: "Made") -> None:
    """Or they would not be found at their own address; women's forms of Polish names aside."""
    on = town.spec.first_month
    found = wrong = 0
    for people in at_home(town).values():
        grown = [row for row in people if age(row, on) >= 20]
        for child in (row for row in people if age(row, on) < 18):
            found += 1
            stems = {row["surname"].removesuffix("a").removesuffix("i") for row in grown}
            wrong += child["surname"].removesuffix("a").removesuffix("i") not in stems
    assert found > 500
    assert wrong / found < 0.01


def test_nobody_lives_alone_before_eighteen(town: "Made") -> None:
    """The first of a household is grown up."""
    alone = [people[0] for people in at_home(town).values() if len(people) == 1]
    assert all(age(row, town.spec.first_month) >= 17 for row in alone)


def test_housemates_have_different_first_names(town: "Made") -> None:
    """Two sisters are not both called Emma; a shelter or a common name may do otherwise."""
    double = 0
    for people in at_home(town).values():
        if len(people) < 25:
            first = [row["given_names"].split(" ")[0] for row in people]
            double += len(first) - len(set(first))
    assert double <= 2


def test_ages_look_like_a_country(town: "Made") -> None:
    """CBS: about a fifth under 20, a fifth over 65; nobody is older than 105."""
    ages = [age(row, town.spec.first_month) for row in living(town)]
    assert 0.16 < sum(one < 20 for one in ages) / len(ages) < 0.26
    assert 0.12 < sum(one >= 65 for one in ages) / len(ages) < 0.24
    assert max(ages) <= 105
    assert min(ages) >= 0


def test_nobody_is_born_after_the_first_month_begins(town: "Made", flemish: "Made") -> None:
    """A register holds no future."""
    for made in (town, flemish):
        first = str(made.spec.first_month)
        assert all(row["date_of_birth"] < first for row in made.register.values())


def test_a_dutch_postcode_belongs_to_one_street(town: "Made") -> None:
    """Four digits, two letters; one side of one street, never SA, SD or SS."""
    streets: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for row in living(town):
        streets[row["postcode"]].add((row["street"], int(row["house_number"]) % 2))
    assert all(len(places) == 1 for places in streets.values())
    assert all(re.fullmatch(r"825[123][A-Z]{2}", code) for code in streets)
    assert not any(code.endswith(("SA", "SD", "SS")) for code in streets)


def test_a_belgian_address_has_a_postcode_of_four_digits_and_a_box(flemish: "Made") -> None:
    """The box stands in the addition; house letters are not used."""
    people = living(flemish)
    assert {row["postcode"] for row in people} == {"9000", "9030"}
    assert sum(bool(row["house_addition"]) for row in people) > 100
    assert not any(row["house_letter"] for row in people)


def test_some_dutch_homes_have_a_letter_and_some_are_flats(town: "Made") -> None:
    """Both are what creditors merge into the number."""
    homes = list(at_home(town))
    assert sum(bool(home[2]) for home in homes) > 20
    assert sum(bool(home[3]) for home in homes) > 100


def test_dutch_particles_stand_in_a_column_of_their_own(town: "Made") -> None:
    """BRP: voorvoegsel and geslachtsnaam are apart."""
    prefixes = Counter(row["prefix"] for row in living(town))
    assert prefixes["de"] > 50
    assert prefixes["van den"] + prefixes["van der"] > 50
    assert not any(row["surname"].startswith(("van ", "de ")) for row in living(town))


def test_flemish_particles_are_part_of_the_surname(flemish: "Made") -> None:
    """Rijksregister: `Van den Bossche` is one name; partners' names are not registered with it."""
    people = living(flemish)
    assert not any(row["prefix"] or row["partner_surname"] for row in people)
    assert {row["name_use"] for row in people} == {"E"}
    assert sum(row["surname"].startswith("Van ") for row in people) > 50


def test_a_few_surnames_are_frequent_and_many_are_rare(town: "Made") -> None:
    """Frequent names make wrong matches, rare ones make easy ones: both are needed."""
    names = Counter((row["prefix"], row["surname"]) for row in living(town))
    assert names.most_common(1)[0][1] > 60
    assert sum(count <= 3 for count in names.values()) > len(names) / 2


def test_all_four_ways_to_use_a_name_occur(town: "Made") -> None:
    """Element 61.10: own, partner, partner-own, own-partner; own by far the most."""
    uses = Counter(row["name_use"] for row in living(town))
    assert set(uses) == {"E", "P", "V", "N"}
    assert uses["E"] / uses.total() > 0.8
    used = [row for row in living(town) if row["name_use"] != "E"]
    assert all(row["partner_surname"] for row in used)


def test_names_have_diacritics_of_several_languages(town: "Made") -> None:
    """René, Çelik, Łukasz: each breaks another careless program."""
    text = "".join(row["given_names"] + row["surname"] for row in living(town))
    assert all(sign in text for sign in "éëçşıöłń")


def test_a_few_birth_dates_are_partly_or_wholly_unknown(town: "Made") -> None:
    """Zeros in the register, mostly of people born abroad."""
    dates = [row["date_of_birth"] for row in town.register.values()]
    assert 0 < sum("-00" in one for one in dates) / len(dates) < 0.02
    assert sum(not one for one in dates) / len(dates) < 0.01


def test_former_residents_are_in_the_register_with_what_became_of_them(town: "Made") -> None:
    """Moved away: the address there, and here as earlier; emigrated: none; died: the last one."""
    by_residency = defaultdict(list)
    for row in town.register.values():
        by_residency[row["residency"]].append(row)
    assert set(by_residency) == {one.value for one in Residency}
    assert all(row["city"] not in {"", "Dronten"} for row in by_residency["elsewhere"])
    assert all(row["earlier_city"] == "Dronten" for row in by_residency["elsewhere"])
    assert all(not row["street"] for row in by_residency["emigrated"])
    assert all(row["earlier_city"] == "Dronten" for row in by_residency["emigrated"])
    assert all(row["city"] == "Dronten" for row in by_residency["deceased"])


def test_an_earlier_address_is_another_one(town: "Made") -> None:
    """Some in this city, some elsewhere; nobody moved to where they were."""
    moved = [row for row in living(town) if row["earlier_street"]]
    assert 0.2 < len(moved) / len(living(town)) < 0.4
    for row in moved:
        assert [row[column] for column in PLACE] != [row[f"earlier_{column}"] for column in PLACE]
    assert {row["earlier_city"] == "Dronten" for row in moved} == {True, False}


def test_phones_and_mail_lead_to_nobody(town: "Made", flemish: "Made") -> None:
    """Ranges that are not handed out, hosts that are for examples."""
    for made, start in ((town, "0600"), (flemish, "0450")):
        phones = [row["phone"] for row in made.register.values() if row["phone"]]
        mails = [row["email"] for row in made.register.values() if row["email"]]
        assert phones
        assert all(re.fullmatch(start + r"\d{6}", phone) for phone in phones)
        assert mails
        assert all(re.search(r"@example\.(com|net|org)$", mail) for mail in mails)


def test_claims_are_about_grown_residents_and_never_above_the_principal(town: "Made") -> None:
    """Five categories; some are paid in part; all fell due before the first month."""
    assert len({row["claim_id"] for row in town.claims}) == len(town.claims)
    for claim in town.claims:
        person = town.register[claim["register_id"]]
        assert person["residency"] == "resident"
        assert age(person, town.spec.first_month) >= 17
        principal, balance = (
            float(claim[column].replace(",", ".")) for column in ("principal", "balance")
        )
        assert 0 < balance <= principal
        assert date.fromisoformat(claim["due_on"]) < town.spec.first_month
    found = {row["category"] for row in town.claims}
    assert found == {"parking", "school", "childcare", "municipal_tax", "library"}


def test_claims_for_school_are_only_where_children_live(town: "Made") -> None:
    """And for childcare."""
    children = {
        tuple(row[column] for column in PLACE)
        for row in living(town)
        if age(row, town.spec.first_month) <= 18
    }
    for claim in town.claims:
        if claim["category"] in {"school", "childcare"}:
            person = town.register[claim["register_id"]]
            assert tuple(person[column] for column in PLACE) in children


def test_who_is_signalled_owes_the_city_more_often(town: "Made") -> None:
    """Debts come together: that is why the city adds its own."""
    homes = {key: tuple(row[column] for column in PLACE) for key, row in town.register.items()}
    good = {row["register_id"] for row in town.truth if row["register_id"]}
    signalled = {homes[one] for one in good}
    owing = {homes[claim["register_id"]] for claim in town.claims}
    rest = len(at_home(town)) - len(signalled)
    assert len(owing & signalled) / len(signalled) > 3 * len(owing - signalled) / rest
