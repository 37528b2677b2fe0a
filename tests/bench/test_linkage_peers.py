"""What the peers get and how they are judged: fair to them, and the same for all."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.linkage.contenders import OURS, RIVAL, SPLINK
from bench.linkage.files import DataSet, write_set
from bench.linkage.outcomes import Outcome, Stream, of_peer
from bench.linkage.peers.answers import Answer
from bench.linkage.peers.cleaning import bare, tidy
from bench.linkage.peers.levels import COMPARISONS, LEVEL_OF
from bench.linkage.scoring import Link, scored
from bench.linkage.table import grid, results
from bench.linkage.targets import Goal, goals
from bench.matching import main

PERSON = tidy(
    {
        "id": "R1",
        "given_names": "Zoë Anna",
        "prefix": "van der",
        "surname": "Berg",
        "partner_surname": "Bos",
        "date_of_birth": "1980-03-04",
        "street": "Kerkstraat",
        "house_number": "12",
        "house_letter": "A",
        "postcode": "8201 AB",
    }
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("van der Berg", "berg"), ("Berg, v.d.", "berg"), ("ÇELİK", "celik"), ("de", "de")],
)
def test_peers_get_surnames_without_particles_and_accents(written: str, meant: str) -> None:
    """A careful user of a peer would do as much; a name of particles only is kept."""
    assert bare(written) == meant


def test_a_merged_house_number_is_taken_apart_for_the_peers() -> None:
    """Else they would lose on something that has nothing to do with matching."""
    merged = tidy({"id": "S1", "house_number": "12a"})
    assert (merged["number"], merged["addition"]) == (PERSON["number"], PERSON["addition"])


def test_a_double_name_is_two_surnames() -> None:
    """Partner's and own name, in whichever order the person uses them."""
    double = tidy({"id": "S1", "surname": "Bos-van der Berg"})
    assert (double["surname"], double["other"]) == ("bos", "berg")


@pytest.mark.parametrize(
    ("field", "changes", "level"),
    [
        ("surname", {}, "exact"),
        ("surname", {"surname": "bos", "other": ""}, "crossed"),
        ("given", {}, "exact"),
        ("given", {"first": "", "initials": "za"}, "initials"),
        ("given", {"first": "", "initials": "z"}, "initial"),
        ("given", {"first": "zara", "initials": "z"}, "first initial"),
        ("birth", {"dob": "1980-04-03"}, "swapped"),
        ("birth", {"dob": "1980-03-05"}, "one slip"),
        ("address", {}, "door"),
        ("address", {"addition": ""}, "house"),
        ("address", {"number": "14"}, "street"),
        ("address", {"postcode": "8231ZZ", "street": "dorpsweg"}, "else"),
    ],
)
def test_the_rival_climbs_the_ladders_of_splink(
    field: str, changes: dict[str, str], level: str
) -> None:
    """The Python levels must be those of the SQL, or the weights would not fit."""
    place = LEVEL_OF[field]({**PERSON, **changes}, PERSON)
    labels = [label for label, _condition in COMPARISONS[field] if label != "null"]
    assert place is not None
    assert labels[place] == level


@pytest.mark.parametrize("field", list(LEVEL_OF))
def test_what_is_missing_counts_neither_for_nor_against(field: str) -> None:
    """Splink gives missing values no weight, and so must the rival."""
    assert LEVEL_OF[field](tidy({"id": "S1"}), PERSON) is None


def test_an_answer_keeps_the_best_and_the_runner_up(tmp_path: Path) -> None:
    """Top 1 decides; the runner-up tells how sure that is."""
    answer = Answer(2.0)
    answer.take([("S1", "R1", 1.0), ("S1", "R2", 3.0), ("S1", "R3", 2.0), ("S2", "R1", 0.5)])
    answer.write(str(tmp_path / "answer.json"))
    told = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert told["links"] == [["S1", "R2", 3.0, 2.0], ["S2", "R1", 0.5, None]]


def test_a_peer_is_judged_at_its_own_threshold(tmp_path: Path) -> None:
    """Whatever unit its scores have."""
    data = _data(tmp_path)
    answer = {"links": [["S1", "R1", 5.0, None], ["S2", "R1", 1.0, None]], "threshold": 4.0}
    found = of_peer("peer", answer | {"seconds": {"score": 2.0}, "pairs": 8, "peak_mb": 1}, data)
    assert found.scored.own.f1 == 1.0
    assert (found.pairs_per_second, found.per_second) == (4.0, 1.0)


def _data(folder: Path) -> DataSet:
    return write_set(folder, [{"id": "R1"}], [{"id": "S1"}, {"id": "S2"}], [("S1", "R1")])


def _outcome(name: str, per_second: float) -> Outcome:
    found = scored([Link("S1", "R1", 1.0)], {"S1": "R1"}, 0.5)
    return Outcome(name, found, 1, 1, 0.0, 0.0, 0.1, 1.0, Stream(0.01, 0.05, per_second))


def test_a_goal_is_met_or_not_met_or_not_measured() -> None:
    """Nothing counts as met because it was left out."""
    assert Goal("F1", 0.99, 0.98).verdict == "met"
    assert Goal("wrong", 3, 1, at_least=False).verdict == "NOT met"
    assert Goal("F1", None, 0.98).verdict == "not measured"
    assert {goal.verdict for goal in goals("nl270k", {})} == {"not measured"}


def test_the_stream_is_held_against_the_rival_of_the_same_run() -> None:
    """49,000 a second is another machine's figure; the ratio is what counts, like beside like."""
    ours = replace(_outcome(OURS, 9.0), more={"search_signals_per_second": 11.0})
    rival = replace(_outcome(RIVAL, 10.0), more={"stream_raw": {"signals_per_second": 9.5}})
    verdicts = {goal.what: goal.verdict for goal in goals("nl270k", {OURS: ours, RIVAL: rival})}
    tidied = "L0: signals/s one at a time, tidied signals, beside dict+rapidfuzz"
    assert verdicts[tidied] == "met"
    raw = "L0: the same with normalising the raw signals in both clocks"
    assert verdicts[raw] == "NOT met"
    assert verdicts["L0: p99 in ms, raw signals"] == "met"


def test_the_table_has_a_line_for_each_contender() -> None:
    """Also for those who do not know how to stream."""
    table = results([_outcome(SPLINK, 4.0), _outcome(OURS, 9.0)], []).splitlines()
    assert [line.split()[0] for line in table[1:]] == ["Splink", "ours"]
    assert grid([("a", "b"), ("cc", "1")]) == "a   b\ncc  1"


def test_the_large_run_is_told_to_be_absent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A benchmark that silently measures nothing looks like one that passed."""
    monkeypatch.setattr("bench.matching.SCALE", "bench.linkage.no_such_module")
    assert main(["--scale", "18m"]) == 1
    assert "not there" in capsys.readouterr().err
