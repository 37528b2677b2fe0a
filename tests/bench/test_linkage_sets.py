"""The data sets of the benchmark of matching: complete, repeatable, and hard on purpose."""

from pathlib import Path

import pytest

from bench.linkage.cities import Plan, make_city
from bench.linkage.datasets import HISTORY, main
from bench.linkage.files import COLUMNS, DataSet, iso_date, read_rows, write_set

SMALL = Plan(residents=600, signals=200, seed=7)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """A small Dutch city."""
    return make_city(SMALL, tmp_path_factory.mktemp("city"))


def test_the_truth_knows_all_but_the_non_residents(city: DataSet) -> None:
    """22 % of the signals are about people who do not live here."""
    assert len(city.signal_ids()) == 200
    assert len(city.answers()) == 156
    assert set(city.answers()) < set(city.signal_ids())


def test_everybody_in_the_truth_is_in_the_register(city: DataSet) -> None:
    """A match with somebody who is not there could never be found."""
    people = read_rows(city.register)
    assert len(people) == 600
    assert set(city.answers().values()) <= {row["id"] for row in people}


def test_creditors_send_no_number_phone_or_mail(city: DataSet) -> None:
    """With a national number matching is no art, so these sets have none."""
    for path in (city.register, city.signals):
        assert not {"national_id", "phone", "email"} & set(read_rows(path)[0])


def test_outsiders_are_like_residents(city: DataSet) -> None:
    """Most non-residents have the surname or the postcode of somebody in the register."""
    people = read_rows(city.register)
    names, codes = ({row[field] for row in people} for field in ("surname", "postcode"))
    strangers = [row for row in read_rows(city.signals) if row["id"] not in city.answers()]
    alike = [row for row in strangers if row["surname"] in names or row["postcode"] in codes]
    assert len(alike) > 0.9 * len(strangers)


def test_equal_plans_give_equal_files(city: DataSet, tmp_path: Path) -> None:
    """Figures can only be compared when the data are the same byte for byte."""
    again = make_city(SMALL, tmp_path / "again")
    for one, two in ((city.register, again.register), (city.signals, again.signals)):
        assert one.read_bytes() == two.read_bytes()


def test_more_noise_leaves_fewer_surnames_as_registered(city: DataSet, tmp_path: Path) -> None:
    """Three times the chances of a mistake; the register stays as it was."""
    noisy = make_city(Plan(600, 200, noise=3.0, seed=7), tmp_path / "noisy")
    assert noisy.register.read_bytes() == city.register.read_bytes()
    assert _as_registered(noisy) < _as_registered(city)


def _as_registered(data: DataSet) -> int:
    names = {row["id"]: row["surname"] for row in read_rows(data.register)}
    answers = data.answers()
    rows = read_rows(data.signals)
    return sum(names.get(answers.get(row["id"], "")) == row["surname"] for row in rows)


def test_a_flemish_city_has_postcodes_of_four_digits(tmp_path: Path) -> None:
    """There the street must tell what the Dutch postcode tells."""
    made = make_city(Plan(300, 60, country="BE", seed=7), tmp_path / "be")
    assert all(len(row["postcode"]) == 4 for row in read_rows(made.register))


def test_only_columns_that_hold_something_are_written(tmp_path: Path) -> None:
    """A reader must do with any subset of the columns."""
    made = write_set(tmp_path, [{"id": "R1", "surname": "Bos", "city": ""}], [{"id": "S1"}], [])
    assert made.register.read_text(encoding="utf-8") == "id,surname\nR1,Bos\n"
    assert made.signals.read_text(encoding="utf-8") == "id\nS1\n"
    assert made.complete()
    assert made.answers() == {}


def test_eight_digits_become_a_date_and_nothing_else_does() -> None:
    """FEBRL's faulty dates stay as they came."""
    assert iso_date("19650131") == "1965-01-31"
    assert iso_date("1965o131") == "1965o131"
    assert iso_date("") == ""


def test_an_unknown_data_set_is_refused(tmp_path: Path) -> None:
    """A slip in a name must not look like a run without results."""
    with pytest.raises(SystemExit):
        main(["--into", str(tmp_path), "nl28k"])


def test_the_historical_figures_are_told_to_be_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They lie beside the repository, and not everybody has them."""
    monkeypatch.setattr("bench.linkage.datasets.HISTORY", HISTORY.with_name("nowhere.parquet"))
    assert main(["--into", str(tmp_path), "hist"]) == 0
    assert "left out" in capsys.readouterr().err


def test_the_columns_are_those_of_the_evaluation() -> None:
    """`match evaluate` reads nineteen columns, all optional but the id."""
    assert len(COLUMNS) == 19
    assert COLUMNS[0] == "id"
