"""What creditors deliver: how much, about whom, how well, and wrong in which ways."""

import re
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest

from portal.synth.tables import rows

if TYPE_CHECKING:
    from conftest import Made

Row = dict[str, str]

STRANGERS = {row["kind"] for row in rows("strangers")}
KNOWN_STRANGERS = {"moved_away", "deceased", "emigrated"}
BAD = {row["kind"] for row in rows("bad_rows")} | {"duplicate_row"}
MISTAKES = {row["kind"] for row in rows("mistakes")}
STEPS = ("personal_contact", "debt_help_offered", "written_reminder")


def kinds(row: Row) -> set[str]:
    """What is wrong with a row."""
    return {kind for kind in row["kinds"].split("+") if kind}


def signals(made: "Made") -> list[Row]:
    """Rows that are signals, not withdrawals or corrections."""
    return [row for row in made.signals if row["kind"] in {"signal", ""}]


def usable(made: "Made") -> list[Row]:
    """Signals that were not spoilt on purpose."""
    return [row for row in signals(made) if not kinds(row) & BAD]


def cents(row: Row) -> int:
    """The amount; the row must be usable."""
    assert re.fullmatch(r"\d+,\d\d", row["amount"])
    return int(row["amount"].replace(",", ""))


def days_old(row: Row) -> int:
    """Days between the first arrears and the signal."""
    since, on = (date.fromisoformat(row[name]) for name in ("arrears_since", "signal_date"))
    return (on - since).days


def test_the_number_of_signals_follows_rate_and_season(town: "Made") -> None:
    """Rate per 1,000 residents a month, with the peak in March."""
    by_month = Counter(row["month"] for row in signals(town))
    assert by_month["2026-03"] > by_month["2026-02"] > by_month["2026-01"]
    mean = 6000 / 1000 * 30
    for month, season in (("2026-01", 0.93), ("2026-02", 1.03), ("2026-03", 1.24)):
        assert by_month[month] == pytest.approx(mean * season, abs=2)


def test_signals_come_in_the_shares_of_the_creditors(long_run: "Made") -> None:
    """National shares: health 41, energy 20 to 25, rent 20, water 18 (Divosa, H1 2024)."""
    counts = Counter(row["creditor_id"] for row in signals(long_run))
    for one in long_run.spec.creditors:
        assert counts[one.creditor_id] / counts.total() == pytest.approx(one.share, abs=0.03)


def test_about_a_fifth_is_about_people_who_are_no_residents(long_run: "Made") -> None:
    """National: 80 % of the signals become a case."""
    found = signals(long_run)
    strange = [row for row in found if kinds(row) & STRANGERS]
    assert len(strange) / len(found) == pytest.approx(0.20, abs=0.01)
    assert {kind for row in strange for kind in kinds(row) & STRANGERS} == STRANGERS


def test_a_few_percent_is_bad_on_purpose_in_every_way(long_run: "Made") -> None:
    """Each way is named in the truth."""
    found = signals(long_run)
    bad = [row for row in found if kinds(row) & BAD]
    assert len(bad) / len(found) == pytest.approx(0.04, abs=0.01)
    assert {kind for row in bad for kind in kinds(row) & BAD} == BAD


def test_the_truth_knows_only_kinds_that_are_in_the_tables(long_run: "Made") -> None:
    """A kind that nobody can look up is no truth."""
    found = {kind for row in long_run.signals for kind in kinds(row)}
    assert found <= STRANGERS | BAD | MISTAKES
    assert len(found & MISTAKES) >= 25


def test_the_truth_names_people_of_the_register_or_nobody(long_run: "Made") -> None:
    """Known former residents have their id, unknown strangers none, residents always."""
    for row in long_run.signals:
        strange = kinds(row) & STRANGERS
        if not strange:
            assert long_run.register[row["register_id"]]["residency"] == "resident"
        elif strange <= KNOWN_STRANGERS:
            assert long_run.register[row["register_id"]]["residency"] != "resident"
        else:
            assert row["register_id"] == ""


def test_former_residents_have_become_what_the_kind_says(long_run: "Made") -> None:
    """The city may answer `deceased` only to a signal about somebody who died."""
    residency = {"moved_away": "elsewhere", "deceased": "deceased", "emigrated": "emigrated"}
    for row in long_run.signals:
        for kind in kinds(row) & KNOWN_STRANGERS:
            assert long_run.register[row["register_id"]]["residency"] == residency[kind]


def test_a_relative_bears_a_residents_surname_at_the_residents_address(town: "Made") -> None:
    """The hard negative: all but first name and birth date are right."""
    homes = defaultdict(set)
    for person in town.register.values():
        homes[person["street"], person["house_number"]].add(person["surname"])
    clean = [row for row in signals(town) if kinds(row) == {"relative_same_address"}]
    assert clean
    for row in clean:
        names = " ".join(homes[row["street"], row["house_number"]])
        assert row["surname"].split(" ")[-1] in names


def test_a_stranger_of_another_municipality_lives_there(town: "Made") -> None:
    """The creditor chose the wrong municipality."""
    found = [row for row in signals(town) if "other_municipality" in kinds(row)]
    assert found
    assert all(row["city"].casefold() != "dronten" for row in found)
    assert not any(row["postcode"].startswith("825") for row in found)


def test_all_files_of_a_creditor_come_on_one_working_day(town: "Made") -> None:
    """Between the 20th and the 25th (national covenant)."""
    days = defaultdict(set)
    for row in town.signals:
        days[row["creditor_id"], row["month"]].add(row["signal_date"])
    for (_, month), found in days.items():
        assert len(found) == 1
        on = date.fromisoformat(found.pop())
        assert f"{on:%Y-%m}" == month
        assert 20 <= on.day <= 25
        assert on.weekday() < 5


def test_usable_rows_break_no_rule_of_the_covenant(long_run: "Made") -> None:
    """At least 30 days old, no arrangement, no objection, all steps of social collection."""
    for row in usable(long_run):
        assert days_old(row) > 30
        assert row["arrangement"] in {"nee", ""}
        assert row["objection"] == "nee"
        assert all(row[step] == "ja" for step in STEPS)
        assert cents(row) >= 3000


def test_health_insurance_is_signalled_within_its_window(long_run: "Made") -> None:
    """30 to 100 days; older arrears have been taken over or paid."""
    found = [days_old(row) for row in usable(long_run) if row["arrears_type"] == "health"]
    assert max(found) <= 100
    assert len(set(found)) > 5


@pytest.mark.parametrize("kind", ["rent", "health"])
def test_rent_and_premium_fall_due_on_the_first(long_run: "Made", kind: str) -> None:
    """So the arrears begin on the first of a month."""
    found = [row for row in usable(long_run) if row["arrears_type"] == kind]
    assert all(row["arrears_since"].endswith("-01") for row in found)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [("health", 150, 450), ("rent", 400, 1500), ("electricity", 150, 900), ("water", 40, 250)],
)
def test_amounts_lie_mostly_within_the_usual_bounds(
    long_run: "Made", kind: str, low: int, high: int
) -> None:
    """New arrears are lognormal, nine in ten within the bounds; old ones grow above them."""
    found = [cents(row) for row in usable(long_run) if row["arrears_type"] == kind]
    within = sum(low * 100 <= amount <= high * 100 for amount in found)
    assert within / len(found) > 0.78
    assert len(set(found)) > len(found) / 2


def test_a_quarter_of_the_energy_signals_is_a_crisis(long_run: "Made") -> None:
    """Eindeleveringssignaal: 22 % in 2023, 25 % in the first half of 2024."""
    energy = [row for row in signals(long_run) if row["arrears_type"] in {"electricity", "gas"}]
    crisis = sum(row["crisis"] == "ja" for row in energy)
    assert crisis / len(energy) == pytest.approx(0.235, abs=0.04)


def test_other_signals_are_seldom_a_crisis(long_run: "Made") -> None:
    """Nobody loses health insurance by arrears."""
    others = [row for row in signals(long_run) if row["arrears_type"] in {"rent", "water"}]
    health = [row for row in signals(long_run) if row["arrears_type"] == "health"]
    assert sum(row["crisis"] == "ja" for row in others) / len(others) < 0.05
    assert not any(row["crisis"] == "ja" for row in health)


def test_only_health_insurers_deliver_a_national_number(town: "Made") -> None:
    """No other creditor may use it."""
    for row in town.signals:
        assert bool(row.get("national_id")) == (row["arrears_type"] == "health")


def test_the_national_number_of_a_health_insurer_is_the_registered_one(town: "Made") -> None:
    """Insurers copy it from the register."""
    for row in town.signals:
        if row["register_id"] and row.get("national_id"):
            assert row["national_id"] == town.register[row["register_id"]]["national_id"]


def test_the_birth_date_is_missing_in_about_12_percent(long_run: "Made") -> None:
    """Least with health insurers, most on water contracts."""
    empty = {
        one.arrears_type: [
            not row["date_of_birth"]
            for row in signals(long_run)
            if row["arrears_type"] == one.arrears_type
        ]
        for one in long_run.spec.creditors
    }
    everything = [one for found in empty.values() for one in found]
    assert sum(everything) / len(everything) == pytest.approx(0.125, abs=0.03)
    health, water = (sum(empty[kind]) / len(empty[kind]) for kind in ("health", "water"))
    assert health < 0.06 < 0.15 < water


def test_a_row_without_mistakes_says_what_the_register_says(long_run: "Made") -> None:
    """Otherwise the truth hides a mistake."""
    found = [row for row in usable(long_run) if not kinds(row)]
    assert len(found) > 500
    for row in found:
        person = long_run.register[row["register_id"]]
        for column in ("date_of_birth", "street", "house_number", "city", "house_addition"):
            assert row[column] == person[column] or (row["creditor_id"], column) == (
                "waterweg",
                "house_addition",
            )
        assert row["postcode"].replace(" ", "") == person["postcode"]
        initials = re.sub(r"[. ]", "", row["initials"])
        assert initials == person["initials"].replace(".", "")


def test_a_missing_birth_date_is_told_in_the_truth(long_run: "Made") -> None:
    """Empty because of a mistake, a company or because the register knows none."""
    for row in signals(long_run):
        if not row["date_of_birth"] and row["register_id"]:
            known = long_run.register[row["register_id"]]["date_of_birth"]
            assert not known or kinds(row) & {"birth_date_missing", "company_name"}


def test_a_wrong_birth_date_is_told_in_the_truth(long_run: "Made") -> None:
    """And is a date all the same."""
    told = {"birth_date_digit", "birth_date_swapped", "partner_birth_date", "birth_date_filled_in"}
    for row in signals(long_run):
        if row["date_of_birth"] and row["register_id"]:
            known = long_run.register[row["register_id"]]["date_of_birth"]
            assert row["date_of_birth"] == known or kinds(row) & told


def test_a_company_stands_only_on_water_and_energy(long_run: "Made") -> None:
    """Sole traders' contracts."""
    found = [row for row in long_run.signals if row["company_name"]]
    assert found
    assert {row["arrears_type"] for row in found} <= {"water", "electricity", "gas"}
    assert all("company_name" in kinds(row) for row in found)
    assert any(not row["surname"] for row in found)


def test_a_surname_is_missing_only_on_purpose_or_behind_a_company(long_run: "Made") -> None:
    """Any other row must be findable."""
    for row in long_run.signals:
        if not row["surname"]:
            assert kinds(row) & {"surname_missing", "company_name"}


def test_a_creditor_without_columns_for_letter_and_addition_merges_them(town: "Made") -> None:
    """`12A` in one column; nothing gets lost but by mistake."""
    found = [row for row in town.signals if row["creditor_id"] == "waterweg"]
    merged = [row for row in found if not row["house_number"].isdigit()]
    assert merged
    assert all("merged_house_number" in kinds(row) for row in merged)


def test_a_creditor_without_a_column_for_particles_puts_them_in_the_surname(town: "Made") -> None:
    """`van den Berg` in one column."""
    found = [row for row in town.signals if row["creditor_id"] == "stroomland"]
    whole = [row for row in found if row["surname"].startswith(("van ", "de ", "van der "))]
    assert whole
    assert all("prefix_in_surname" in kinds(row) for row in whole)


def test_a_creditor_without_a_column_for_the_kind_takes_nothing_back(long_run: "Made") -> None:
    """There would be no telling a withdrawal from a signal."""
    assert not any(row["kind"] for row in long_run.signals if row["creditor_id"] == "stroomland")


def test_a_creditor_cannot_show_what_it_has_no_column_for(long_run: "Made") -> None:
    """Or the truth would name what nobody can see."""
    mine = [row for row in long_run.signals if row["creditor_id"] == "stroomland"]
    assert not any("running_arrangement" in kinds(row) for row in mine)


def test_letters_outside_the_character_set_lose_their_diacritics(long_run: "Made") -> None:
    """cp1252 has ç but neither ş nor ł."""
    found = [row for row in long_run.signals if row["creditor_id"] == "gasland"]
    names = "".join(row["given_names"] + row["surname"] for row in found)
    assert not set("şğıłńśŞİŁ") & set(names)
    for row in found:
        if row["register_id"] and not kinds(row):
            known = " ".join(long_run.register[row["register_id"]].values())
            assert all(part in known for part in row["surname"].split("-"))


@pytest.mark.parametrize(
    ("kind", "column", "pattern"),
    [
        ("amount_below_minimum", "amount", r"\d,\d\d"),
        ("running_arrangement", "arrangement", "ja"),
        ("objection", "objection", "ja"),
        ("surname_missing", "surname", ""),
    ],
)
def test_a_bad_row_is_bad_in_the_way_the_truth_says(
    long_run: "Made", kind: str, column: str, pattern: str
) -> None:
    """The covenant's checks are measured with these."""
    found = [row for row in long_run.signals if kind in kinds(row)]
    assert found
    assert all(re.fullmatch(pattern, row[column]) for row in found)


def test_an_unreadable_amount_is_no_amount(long_run: "Made") -> None:
    """However kindly one reads."""
    found = [row["amount"] for row in long_run.signals if "amount_unreadable" in kinds(row)]
    assert found
    assert not any(re.fullmatch(r"[€ ]*[\d. ]+(,\d\d|,-)?", text) for text in found)


def test_arrears_that_are_too_young_are_younger_than_30_days(long_run: "Made") -> None:
    """The covenant's window begins at 30 days."""
    found = [row for row in long_run.signals if "arrears_too_young" in kinds(row)]
    assert found
    assert all(0 < days_old(row) < 30 for row in found)


def test_a_missing_step_is_said_to_be_missing(long_run: "Made") -> None:
    """One of the steps of social collection (Bgs, article 2) was not taken."""
    found = [row for row in long_run.signals if "collection_step_missing" in kinds(row)]
    assert found
    assert all("nee" in {row[step] for step in STEPS} for row in found)


def test_a_duplicate_is_the_same_row_further_down(long_run: "Made") -> None:
    """Same reference, same text; and no reference is used twice but for that."""
    seen: dict[tuple[str, str], Row] = {}
    doubles = 0
    for row in signals(long_run):
        key = row["creditor_id"], row["reference"]
        if "duplicate_row" in kinds(row):
            doubles += 1
            told = {name: text for name, text in row.items() if name != "kinds"}
            assert told == {name: text for name, text in seen[key].items() if name != "kinds"}
        else:
            assert key not in seen
        seen[key] = row
    assert doubles > 5


def test_a_withdrawal_names_a_signal_of_the_month_before(long_run: "Made") -> None:
    """The person paid; nobody is withdrawn and signalled at once."""
    earlier: dict[tuple[str, str], Row] = {}
    now = defaultdict(set)
    for row in signals(long_run):
        earlier.setdefault((row["creditor_id"], row["reference"]), row)
        now[row["creditor_id"], row["month"]].add(row["register_id"])
    found = [row for row in long_run.signals if row["kind"] == "withdraw"]
    assert len(found) > 10
    for row in found:
        before = earlier[row["creditor_id"], row["reference"]]
        assert before["register_id"] == row["register_id"] != ""
        assert before["month"] < row["month"]
        assert row["register_id"] not in now[row["creditor_id"], row["month"]]


def test_a_correction_lowers_the_amount_of_a_signal(long_run: "Made") -> None:
    """Under the old reference."""
    amounts = {(row["creditor_id"], row["reference"]): cents(row) for row in usable(long_run)}
    found = [row for row in long_run.signals if row["kind"] == "correct"]
    assert found
    for row in found:
        assert cents(row) < amounts[row["creditor_id"], row["reference"]]


def test_a_creditor_knows_a_customer_in_the_same_wrong_way_every_month(long_run: "Made") -> None:
    """Mistakes sit in customer records; they are not made anew for every signal."""
    columns = ("given_names", "initials", "surname", "date_of_birth", "street", "house_number")
    records = defaultdict(set)
    times: Counter[tuple[str, str]] = Counter()
    for row in usable(long_run):
        if row["register_id"]:
            key = row["creditor_id"], row["register_id"]
            records[key].add(tuple(row[column] for column in columns))
            times[key] += 1
    assert max(times.values()) > 1
    assert all(len(found) == 1 for found in records.values())


def test_two_creditors_may_know_one_person_in_different_ways(long_run: "Made") -> None:
    """That is what matching is for."""
    spelt = defaultdict(set)
    for row in usable(long_run):
        if row["register_id"]:
            spelt[row["register_id"]].add(row["surname"])
    assert sum(len(found) > 1 for found in spelt.values()) > 20


def test_the_arrears_of_one_customer_keep_their_first_day_and_grow(long_run: "Made") -> None:
    """Unless a withdrawal or a correction came between, or health's window closed."""
    changed = {row["register_id"] for row in long_run.signals if row["kind"] not in {"", "signal"}}
    by_customer = defaultdict(list)
    for row in usable(long_run):
        if row["arrears_type"] != "health" and row["register_id"] not in changed:
            by_customer[row["creditor_id"], row["reference"][:2], row["register_id"]].append(row)
    repeats = [found for (_, _, who), found in by_customer.items() if who and len(found) > 1]
    assert len(repeats) > 20
    for found in repeats:
        assert len({row["arrears_since"] for row in found}) == 1
        assert [cents(row) for row in found] == sorted(cents(row) for row in found)


def test_children_are_not_signalled(long_run: "Made") -> None:
    """Contracts are for grown-ups."""
    first = long_run.spec.first_month
    limit = f"{first.year - 17}-{first.month:02d}-{first.day:02d}"
    for row in long_run.signals:
        if row["register_id"]:
            assert long_run.register[row["register_id"]]["date_of_birth"] < limit


def test_flemish_names_lose_their_particles_too(flemish: "Made") -> None:
    """There they are part of the surname: left out, put behind, or written as one word."""
    found = Counter(kind for row in flemish.signals for kind in kinds(row))
    assert found["prefix_missing"] + found["prefix_behind_surname"] + found["prefix_joined"] > 3
    assert found["prefix_in_surname"] == 0


def test_flemish_boxes_are_merged_the_flemish_way(flemish: "Made") -> None:
    """`12 bus 3`, `12/3`, `12 b 3`."""
    numbers = [row["house_number"] for row in flemish.signals if not row["house_number"].isdigit()]
    assert len(numbers) > 10
    assert all(re.fullmatch(r"\d+( bus |/| b )\w+", number) for number in numbers)
