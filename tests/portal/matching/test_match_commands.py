"""`vroegsignaal match` from end to end on a made-up town of three hundred residents."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from portal.cli.main import main
from tests.support.town import Record, Town, town


class Answer(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, so that what is compiled stays compiled.

    Logs are not set up: they would go on to write to this test's stderr after it.
    """
    monkeypatch.setattr("portal.cli.main.set_up_logs", lambda: None)

    def command(*words: str) -> Answer:
        monkeypatch.setattr("sys.argv", ["vroegsignaal", "match", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return command


def write(path: Path, rows: Sequence[Record]) -> str:
    """A CSV file of rows."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


class Files(NamedTuple):
    """The files of a town, and where weights go."""

    both: tuple[str, ...]
    truth: tuple[str, ...]
    weights: str
    made: Town


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Register, signals and truth as a city would have them."""
    folder, made = tmp_path_factory.mktemp("town"), town()
    truth = [{"signal_id": s, "register_id": r} for s, r in made.truth.items()]
    return Files(
        (
            *("--register", write(folder / "R.csv", made.register)),
            *("--signals", write(folder / "S.csv", made.signals)),
        ),
        ("--truth", write(folder / "T.csv", truth)),
        str(folder / "weights.json"),
        made,
    )


def told(answer: Answer) -> dict[str, Any]:
    """The JSON of a command that was done."""
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_an_evaluation_tells_how_right_and_how_fast(run: Run, files: Files) -> None:
    """All that the issue asks for, in one object."""
    report = told(run("evaluate", *files.both, *files.truth, "--json"))
    assert report["level"] == "L0"
    assert (report["residents"], report["signals"]) == (300, 120)
    assert report["f1"] > 0.95
    assert report["with_match"] == len(files.made.truth)
    for name in ("precision", "recall", "wrong_persons", "ambiguous", "pairs_compared"):
        assert report[name] >= 0
    for name in (
        "seconds",
        "signals_per_second",
        "batch_signals_per_second",
        "search_signals_per_second",
        "peak_memory_mb",
    ):
        assert report[name] > 0
    assert "fairness" not in report


def test_weights_that_were_learned_to_a_file_give_what_learning_at_once_gives(
    run: Run, files: Files, tmp_path: Path
) -> None:
    """`train` then `evaluate --weights` is `evaluate --train`, link by link."""
    learned = run("train", *files.both, "--out", files.weights)
    assert learned.code == 0
    assert "120 signalen" in learned.out
    both = []
    for name, words in (("file", ("--weights", files.weights)), ("once", ("--train",))):
        links = tmp_path / f"{name}.csv"
        report = told(
            run("evaluate", *files.both, *files.truth, *words, "--links", str(links), "--json")
        )
        rows = list(csv.DictReader(links.read_text(encoding="utf-8").splitlines()))
        both.append([(row["signal_id"], row["register_id"], row["judgement"]) for row in rows])
        assert report["f1"] > 0.95
    assert both[0] == both[1]
    assert len(both[0]) == 120


def test_weights_decide_what_is_said(run: Run, files: Files, tmp_path: Path) -> None:
    """With a file that says that hardly anybody is a resident fewer are the same."""
    run("train", *files.both, "--out", files.weights)
    content = json.loads(Path(files.weights).read_text(encoding="utf-8"))
    content |= {"resident_share": 1e-9, "relative_share": 1e-9}
    path = tmp_path / "doubt.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    usual = told(run("evaluate", *files.both, *files.truth, "--weights", files.weights, "--json"))
    doubting = told(run("evaluate", *files.both, *files.truth, "--weights", str(path), "--json"))
    assert doubting["links"] < usual["links"]


def test_fairness_tells_groups_of_ten_and_more(run: Run, files: Files) -> None:
    """In JSON for programs; every group has figures or is suppressed, and holds no person."""
    words = ("--fairness", "--on", "2026-11-22", "--json")
    fair = told(run("evaluate", *files.both, *files.truth, *words))["fairness"]
    assert (fair["on"], fair["fewest"]) == ("2026-11-22", 10)
    dimensions = {group["dimension"] for group in fair["groups"]}
    assert dimensions == {"name_origin", "age", "sex", "address"}
    for group in fair["groups"]:
        assert group["suppressed"] is ("signals" not in group)
        assert group.get("signals", 10) >= 10
    shown = [g for g in fair["groups"] if g["dimension"] == "sex"]
    assert sum(group["signals"] for group in shown) == 120
    assert set(fair["largest_recall_gap"]) == {"dimension", "best", "worst", "recall"}


def test_the_least_number_of_a_group_can_be_raised(run: Run, files: Files) -> None:
    """A careful city shows larger groups only; of 120 signals none has more than 120."""
    words = ("--fairness", "--fewest", "121", "--json")
    fair = told(run("evaluate", *files.both, *files.truth, *words))["fairness"]
    assert all(group["suppressed"] for group in fair["groups"])
    assert fair["largest_recall_gap"] is None


def test_ages_count_on_the_day_that_is_given(run: Run, files: Files) -> None:
    """In 1990 the youngest of the town were not born yet."""
    bands = []
    for on in ("1990-01-01", "2026-11-22"):
        words = ("--fairness", "--on", on, "--fewest", "1", "--json")
        fair = told(run("evaluate", *files.both, *files.truth, *words))["fairness"]
        bands.append({g["group"] for g in fair["groups"] if g["dimension"] == "age"})
    assert "0-17" in bands[0]
    assert "0-17" not in bands[1]


def test_people_read_a_table(run: Run, files: Files) -> None:
    """The same figures, with the groups below and the gap in a sentence."""
    answer = run("evaluate", *files.both, *files.truth, "--fairness", "--fewest", "30")
    assert answer.code == 0
    assert "wrong persons" in answer.out
    assert "sex: female" in answer.out
    assert "minder dan 30 signalen" in answer.out
    assert "Grootste verschil in recall" in answer.out


@pytest.mark.parametrize(
    "words",
    [
        ("--fairness",),
        ("--fairness", "--on", "22-11-2026"),
        ("--fewest", "0"),
        ("--threshold", "1.5"),
        ("--level", "L9"),
    ],
)
def test_misuse_ends_with_2(run: Run, files: Files, words: tuple[str, ...]) -> None:
    """Fairness without a truth, a day that is none, numbers out of bounds."""
    assert run("evaluate", *files.both, *words).code == 2


def test_files_that_are_wrong_end_with_1_and_tell_where(
    run: Run, files: Files, tmp_path: Path
) -> None:
    """Register, truth and weights alike; values are not repeated."""
    bad = tmp_path / "bad.csv"
    bad.write_text("surname\nGeheimzinnig\n", encoding="utf-8")
    for words in (
        (*files.both, "--truth", str(bad)),
        (*files.both[:2], "--signals", str(bad)),
        (*files.both, "--weights", str(bad)),
    ):
        answer = run("evaluate", *words)
        assert answer.code == 1
        assert "bad.csv" in answer.err
        assert "Geheimzinnig" not in answer.err + answer.out


def test_weights_of_another_normalisation_end_with_1(
    run: Run, files: Files, tmp_path: Path
) -> None:
    """The reason has a name, and the remedy is told."""
    run("train", *files.both, "--out", files.weights)
    content = json.loads(Path(files.weights).read_text(encoding="utf-8"))
    path = tmp_path / "other.json"
    path.write_text(json.dumps(content | {"normalisation": "0" * 64}), encoding="utf-8")
    answer = run("evaluate", *files.both, "--weights", str(path))
    assert answer.code == 1
    assert "weights-normalisation" in answer.err
    assert "match train" in answer.err


def test_weights_cannot_be_learned_from_nobody(run: Run, files: Files, tmp_path: Path) -> None:
    """And nothing is written then."""
    empty, weights = tmp_path / "empty.csv", tmp_path / "w.json"
    empty.write_text("id,surname\n", encoding="utf-8")
    answer = run("train", *files.both[:2], "--signals", str(empty), "--out", str(weights))
    assert answer.code == 1
    assert "nothing-to-learn" in answer.err
    assert not weights.exists()


def test_a_file_with_nothing_but_ids_is_evaluated(run: Run, tmp_path: Path) -> None:
    """Any subset of columns: then nobody is found, and that is what is told."""
    ids = write(tmp_path / "ids.csv", [{"id": "1"}, {"id": "2"}])
    report = told(run("evaluate", "--register", ids, "--signals", ids, "--train", "--json"))
    assert (report["signals"], report["pairs_compared"]) == (2, 0)
