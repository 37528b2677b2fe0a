"""Two trainers, one kind of weights: our own, and Splink as the oracle where it is installed."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from matching.evaluate import Verdict, figures_of
from matching.linkage.layout import GROUPS
from matching.linkage.model import MARGINALS, Weights, expected, unit
from matching.linkage.patterns import levels_of
from matching.linkage.weights import WeightsVersion, as_json, from_json
from portal.faults import BadFile
from portal.matching.clear import Source, link_clear
from portal.matching.splink_levels import LADDERS, SESSIONS, columns_of
from portal.matching.splink_trainer import NothingLearned, TrainerMissing, train_with_splink
from portal.matching.training import NothingToLearn, Trainer, learn
from portal.matching.weights_file import Unwritable, read_weights, write_weights
from tests.support.town import town

REPOSITORY = Path(__file__).resolve().parents[3]
needs_splink = pytest.mark.skipif(
    find_spec("splink") is None, reason="needs Splink: pip install 'vroegsignaal[train]'"
)


def test_each_ladder_has_every_level_of_its_field_once() -> None:
    """What Splink learns is put where our own trainer would; no level is forgotten."""
    seen = set()
    for ladder in LADDERS:
        names = GROUPS[ladder.group][ladder.column]
        assert sorted(name for name, _ in ladder.levels) == sorted(names[1:])
        assert [condition == "" for _, condition in ladder.levels].index(True) == len(names) - 2
        seen.add((ladder.group, ladder.column))
    fields = {(group, f) for group, names in GROUPS.items() for f in range(len(names))}
    assert fields - seen == {("place", 4)}


def test_people_are_laid_out_in_the_columns_that_the_ladders_name() -> None:
    """Normalised as for matching; what is not known is None and not an empty word."""
    person = {
        "id": "1",
        "given_names": "Hanna Ilse",
        "surname": "Jansen-Prins",
        "date_of_birth": "1980-02",
        "postcode": "8251 ab",
        "house_number": "12a",
        "phone": "06 12345678",
    }
    columns = {name: values[0] for name, values in columns_of([person]).items()}
    assert (columns["g1"], columns["g2"], columns["given"]) == ("HANNA", "ILSE", ["HANNA", "ILSE"])
    assert (columns["s1"], columns["own"]) == ("JANSEN", ["JANSEN", "PRINS"])
    assert (columns["born"], columns["y"], columns["m"], columns["d"]) == ("19800200", 1980, 2, 0)
    assert (columns["code"], columns["area"]) == ("8251AB", "8251")
    assert (columns["home"], columns["suffix"]) == ("00012", "A")
    assert columns["phone"] == "+31612345678"
    assert columns["email"] is columns["city"] is columns["sex"] is None
    assert set(columns).issuperset(name for names in SESSIONS for name in names)
    initial = {
        name: values[0] for name, values in columns_of([{"id": "2", "initials": "H."}]).items()
    }
    assert (initial["g1"], initial["given"], initial["y"]) == ("H", [], None)


def test_our_own_trainer_needs_nothing_more() -> None:
    """It runs wherever matching runs."""
    made = town()
    learned = learn(Trainer.OWN, made.register, made.signals)
    assert (learned.source, learned.signals, learned.residents) == ("learned", 120, 300)


@pytest.mark.parametrize("trainer", Trainer)
def test_nobody_to_learn_from_is_refused(trainer: Trainer) -> None:
    """An empty file is a mistake, and has no weights in it."""
    made = town(20, 5)
    for register, signals in (([], made.signals), (made.register, [])):
        with pytest.raises(NothingToLearn):
            learn(trainer, register, signals)


def test_without_the_extra_splink_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command must say what to install, not fail on an import."""
    made = town(20, 5)
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(TrainerMissing, match=r"pip install 'vroegsignaal\[train\]'"):
        train_with_splink(made.register, made.signals)


def test_scoring_loads_neither_splink_nor_its_database() -> None:
    """The stream needs weights, not their trainer; checked in a process of its own."""
    code = (
        "import sys, portal.cli.match; "
        "sys.exit(bool({'splink', 'duckdb', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False, timeout=120)
    assert done.returncode == 0


@pytest.fixture(scope="module")
def by_splink() -> Weights:
    """What Splink learns of a town of six hundred."""
    made = town(600, 500, seed=4)
    return train_with_splink(made.register, made.signals)


@needs_splink
def test_both_trainers_agree_on_who_is_who(by_splink: Weights) -> None:
    """Splink is the oracle: on a town that neither has seen they find nearly the same people."""
    seen, unseen = town(600, 500, seed=4), town(600, 300, seed=9)
    own = learn(Trainer.OWN, seen.register, seen.signals)
    found = []
    for weights in (own, by_splink):
        run = link_clear(unseen.register, unseen.signals, weights, Source.GIVEN)
        figures = figures_of(run.links, unseen.truth)
        assert figures.f1 is not None
        assert figures.f1 > 0.9
        found.append(
            [link.register_id if link.verdict is Verdict.SAME else None for link in run.links]
        )
    agreed = sum(own == theirs for own, theirs in zip(*found, strict=True))
    assert agreed >= 0.95 * len(unseen.signals)


@needs_splink
def test_what_splink_learns_is_what_was_made_and_not_what_was_expected(
    by_splink: Weights,
) -> None:
    """The town swaps day and month in one of five mistakes; expected are half as many."""
    own = town(600, 500, seed=4)
    born = levels_of("born")
    swapped = [
        sum(w.same["born"][(born[:, 0] == 6) & (born[:, 1] == 2)])
        for w in (expected(), by_splink, learn(Trainer.OWN, own.register, own.signals))
    ]
    assert swapped[1] > 1.5 * swapped[0]
    assert swapped[1] == pytest.approx(swapped[2], abs=0.05)


@needs_splink
def test_weights_of_splink_are_a_file_like_any_other(by_splink: Weights) -> None:
    """They add up, tell where they are from, and what was not in the data is as expected."""
    again = from_json(json.loads(json.dumps(as_json(by_splink))))
    assert (again.source, again.signals, again.residents) == ("splink", 500, 600)
    assert again.relative is None
    ids = levels_of("contact")
    bare = (ids[:, 0] == 0) & (ids[:, 1] == 0)
    assert again.same["contact"][bare] == pytest.approx(unit("contact", 2, MARGINALS["contact"][2]))


@needs_splink
def test_splink_without_a_column_to_learn_on_is_refused() -> None:
    """Cities alone tell nobody apart."""
    made = [{"id": str(n), "city": "Verzonnenstad"} for n in range(30)]
    with pytest.raises(NothingLearned):
        train_with_splink(made, made)


def test_weights_are_written_and_read_back(tmp_path: Path) -> None:
    """As one JSON object."""
    path = tmp_path / "weights.json"
    write_weights(path, expected())
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == "vs1-w2"
    for group, table in read_weights(path).same.items():
        assert np.allclose(table, expected().same[group], atol=1e-12)


def test_weights_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    """A folder that is not there."""
    with pytest.raises(Unwritable, match=r"w\.json"):
        write_weights(tmp_path / "none" / "w.json", expected())


@pytest.mark.parametrize(
    ("content", "line"), [(b"{\n oops", 2), (b"\xff\xfe", 0), (b"[" * 100_000, 0), (b"", 1)]
)
def test_what_is_no_json_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int
) -> None:
    """Any file may be given by mistake."""
    path = tmp_path / "w.json"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_weights(path)
    (fault,) = refused.value.faults
    assert (fault.file, fault.line, fault.code) == ("w.json", line, "unreadable")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(BadFile, match=r"none\.json"):
        read_weights(tmp_path / "none.json")


def test_weights_of_another_version_are_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    """So that of many files the wrong one is found."""
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"version": "vs1-w0"}), encoding="utf-8")
    with pytest.raises(WeightsVersion, match=r"old\.json: version"):
        read_weights(path)
