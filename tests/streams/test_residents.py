"""The register that the line matches with: loaded, changed, shared by processes, and mended."""

import gc
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from structlog.testing import capture_logs

from matching import assembling
from matching.index import RegisterIndex
from protocols.ids import ResidentId
from protocols.judgement import MatchKind
from protocols.money import Cents
from protocols.people import Residency, Resident
from protocols.work.enrich import OpenClaim
from store import audit, register
from store.engine import Engine, begin, open_engine, reading
from store.migrate import migrate
from store.register import HouseholdClaim
from store.vault import Vault
from streams import indexing
from streams.indexing import Indexing
from streams.registering import change_register, load_register
from streams.residents import Households, InRegister, NoRegister, Residents
from tests.support import made

VAULT = Vault(made.ROOT)
NEW_HOME = made.address(99, "1112ZZ")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with a register of five."""
    opened = open_engine(f"sqlite:///{tmp_path / 'line.db'}")
    migrate(opened)
    load(opened, *(made.resident(number) for number in range(1, 6)))
    yield opened
    opened.dispose()


def load(engine: Engine, *residents: Resident) -> None:
    """Put a register in place of the one before."""
    with begin(engine) as tx:
        load_register(tx, VAULT, residents, "digest", actor="test", at=made.AT)


def change(engine: Engine, *residents: Resident) -> None:
    """Put changed people in the register."""
    with begin(engine) as tx:
        change_register(tx, VAULT, residents, "digest", actor="test", at=made.AT)


def matching(residents: Residents, engine: Engine) -> InRegister:
    """What the line matches with now."""
    with reading(engine) as tx:
        found = residents.matching(tx, made.ON)
    assert isinstance(found, InRegister)
    return found


def kind_of(residents: Residents, engine: Engine, number: int) -> MatchKind:
    """How a signal about a resident, at the address of old, is judged."""
    return matching(residents, engine).match(made.signal(number).person, made.ON).kind


def kept(folder: Path) -> Residents:
    """The residents as another process has them, sharing a folder."""
    return Residents(made.city(), VAULT, Indexing(VAULT, folder))


def test_without_a_register_there_is_nothing_to_match_or_to_change(tmp_path: Path) -> None:
    """A signal waits; a change must be a loading first."""
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    migrate(engine)
    with pytest.raises(NoRegister), reading(engine) as tx:
        Residents(made.city(), VAULT).matching(tx, made.ON)
    with pytest.raises(NoRegister):
        change(engine, made.resident(1))
    engine.dispose()


def test_a_change_is_taken_into_the_same_index(engine: Engine) -> None:
    """Without building anew: who moved is known at the new home, who died is no resident."""
    residents = Residents(made.city(), VAULT)
    before = matching(residents, engine).index
    assert kind_of(residents, engine, 1) is MatchKind.RESIDENT
    moved = replace(made.resident(1), address=NEW_HOME)
    died = replace(made.resident(2), residency=Residency.DECEASED)
    change(engine, moved, died, made.resident(6))
    assert kind_of(residents, engine, 1) is MatchKind.OTHER_ADDRESS
    assert kind_of(residents, engine, 2) is MatchKind.DECEASED
    assert kind_of(residents, engine, 6) is MatchKind.RESIDENT
    assert matching(residents, engine).index is before
    load(engine, made.resident(1))
    assert kind_of(residents, engine, 6) is MatchKind.NOT_RESIDENT
    assert matching(residents, engine).index is not before


def test_the_address_before_a_move_stays_in_the_register(engine: Engine) -> None:
    """So whoever starts later finds who moved at both, as whoever was running does."""
    change(engine, replace(made.resident(1), address=NEW_HOME))
    with reading(engine) as tx:
        found = register.find(tx, VAULT, ["r-1"])[ResidentId("r-1")]
    assert (found.address, found.earlier) == (NEW_HOME, (made.address(1),))
    assert kind_of(Residents(made.city(), VAULT), engine, 1) is MatchKind.OTHER_ADDRESS


def test_a_change_is_a_version_and_an_audit_entry(engine: Engine) -> None:
    """With numbers only."""
    change(engine, replace(made.resident(1), address=NEW_HOME), made.resident(9))
    with reading(engine) as tx:
        now = register.current(tx)
        entries = audit.latest(tx, action="register.changed")
    assert now is not None
    assert (now.version, now.based_on, now.residents) == (2, 1, 6)
    (entry,) = entries
    assert json.loads(entry.detail) == {"changed": 2, "new": 1, "version": 2}
    assert entry.result == "changed"


def test_claims_move_with_who_moved(engine: Engine) -> None:
    """And those of others stay where they are."""
    homes = {number: Households(VAULT).at(made.address(number)) for number in (1, 2)}
    with begin(engine) as tx:
        claims = [
            HouseholdClaim(
                OpenClaim(f"v-{n}", "leges", Cents(100), Cents(100), date(2026, 1, 1)),
                home,
                f"r-{n}",
            )
            for n, home in homes.items()
        ]
        register.replace_claims(tx, claims)
    change(engine, replace(made.resident(1), address=NEW_HOME))
    with reading(engine) as tx:
        found = {one.resident_id: one.household_id for one in register.all_claims(tx)}
    assert found == {"r-1": Households(VAULT).at(NEW_HOME), "r-2": homes[2]}


def test_too_many_changes_build_the_index_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they come at once or one by one."""
    monkeypatch.setattr(assembling, "CHANGES", 3)
    monkeypatch.setattr(indexing, "CHANGES", 3)
    residents = Residents(made.city(), VAULT)
    first = matching(residents, engine).index
    for number in (1, 2, 3):
        change(engine, replace(made.resident(number), address=NEW_HOME))
        assert matching(residents, engine).index is first
    change(engine, replace(made.resident(4), address=NEW_HOME))
    second = matching(residents, engine).index
    assert second is not first
    assert kind_of(residents, engine, 4) is MatchKind.OTHER_ADDRESS
    change(engine, *(made.resident(number) for number in range(1, 6)))
    assert matching(residents, engine).index is not second
    assert kind_of(residents, engine, 1) is MatchKind.RESIDENT


def test_processes_share_one_index_in_a_folder(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first builds; a change is taken in by each, and by who starts later."""
    folder = tmp_path / "index"
    first = kept(folder)
    assert kind_of(first, engine, 1) is MatchKind.RESIDENT

    def never(*_: object, **__: object) -> RegisterIndex:
        raise AssertionError("built twice")

    monkeypatch.setattr(RegisterIndex, "build", never)
    second = kept(folder)
    assert kind_of(second, engine, 1) is MatchKind.RESIDENT
    change(engine, replace(made.resident(1), address=NEW_HOME))
    for one in (first, second, kept(folder)):
        assert kind_of(one, engine, 1) is MatchKind.OTHER_ADDRESS


def test_a_broken_index_is_told_by_name_and_built_anew(engine: Engine, tmp_path: Path) -> None:
    """A file of which one bit fell over finds the wrong person, so nobody reads it."""
    folder = tmp_path / "index"
    kind_of(kept(folder), engine, 1)
    (broken,) = folder.glob("[0-9]*")
    rows = broken / "rows.npy"
    rows.write_bytes(rows.read_bytes()[:-1] + b"\xff")
    with capture_logs() as told:
        assert kind_of(kept(folder), engine, 1) is MatchKind.RESIDENT
    (line,) = told
    assert (line["event"], line["name"]) == ("index.broken", f"{broken.name}: rows")
    assert not broken.exists()
    assert len(list(folder.glob("[0-9]*"))) == 1


def test_an_index_of_another_database_is_not_used(engine: Engine, tmp_path: Path) -> None:
    """A backup that was put back counts its versions on from an earlier one."""
    folder = tmp_path / "index"
    kind_of(kept(folder), engine, 1)
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    migrate(other)
    with begin(other) as tx:
        load_register(tx, VAULT, [made.resident(7)], "another", actor="test", at=made.AT)
    residents = kept(folder)
    assert kind_of(residents, other, 7) is MatchKind.RESIDENT
    assert kind_of(residents, other, 1) is MatchKind.NOT_RESIDENT
    other.dispose()


def test_a_backup_that_was_put_back_has_a_shared_index_again(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the folder has indexes of later versions, of the time that is no more."""
    folder = tmp_path / "index"
    for _ in range(3):
        load(engine, made.resident(1), made.resident(2))
        kind_of(kept(folder), engine, 1)
    restored = open_engine(f"sqlite:///{tmp_path / 'restored.db'}")
    migrate(restored)
    load(restored, made.resident(7))
    assert kind_of(kept(folder), restored, 7) is MatchKind.RESIDENT
    monkeypatch.setattr(RegisterIndex, "build", None)
    assert kind_of(kept(folder), restored, 7) is MatchKind.RESIDENT
    restored.dispose()


def test_an_index_in_memory_is_not_used_for_another_database(
    engine: Engine, tmp_path: Path
) -> None:
    """Put back under a process that runs, it may stand at the same version, or a later one."""
    residents = Residents(made.city(), VAULT)
    assert kind_of(residents, engine, 1) is MatchKind.RESIDENT
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    migrate(other)
    with begin(other) as tx:
        load_register(tx, VAULT, [made.resident(7)], "another", actor="test", at=made.AT)
    assert kind_of(residents, other, 1) is MatchKind.NOT_RESIDENT
    kind_of(residents, engine, 1)
    change(other, made.resident(8))
    assert kind_of(residents, other, 1) is MatchKind.NOT_RESIDENT
    assert kind_of(residents, other, 8) is MatchKind.RESIDENT
    other.dispose()


def test_a_folder_that_cannot_be_used_leaves_the_index_in_memory(
    engine: Engine, tmp_path: Path
) -> None:
    """An error here would park every event of the line."""
    (tmp_path / "index").write_text("no folder", encoding="utf-8")
    with capture_logs() as told:
        assert kind_of(kept(tmp_path / "index"), engine, 1) is MatchKind.RESIDENT
    assert [line["event"] for line in told] == ["index.not-kept"]


def test_of_two_that_begin_at_once_one_builds(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other waits for what it makes."""
    builds: list[str] = []
    both, build = Barrier(2), RegisterIndex.build

    def counted(*told: Any, **more: Any) -> RegisterIndex:
        builds.append("built")
        return build(*told, **more)

    def begins(_: int) -> MatchKind:
        both.wait()
        return kind_of(kept(tmp_path / "index"), engine, 1)

    monkeypatch.setattr(RegisterIndex, "build", counted)
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(begins, range(2))) == {MatchKind.RESIDENT}
    assert builds == ["built"]


def test_how_often_garbage_is_collected_is_left_alone(engine: Engine) -> None:
    """The portal matches too, and an upload that an error holds on to must soon be free."""
    before = gc.get_threshold()
    matching(Residents(made.city(), VAULT), engine)
    assert gc.get_threshold() == before


def test_an_index_with_another_key_is_not_used(engine: Engine, tmp_path: Path) -> None:
    """Its tokens of national ids would find nobody."""
    folder = tmp_path / "index"
    kind_of(kept(folder), engine, 1)
    (one,) = folder.glob("[0-9]*")
    vault = Vault(bytes(32))
    assert Indexing(vault, folder)._made_for() != Indexing(VAULT, folder)._made_for()
    with reading(engine) as tx:
        now = register.current(tx)
        assert now is not None
        assert Indexing(vault, folder)._kept(tx, now, folder) is None
    assert one.exists()


def test_a_full_disk_leaves_the_index_in_memory(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matching goes on; the log tells."""

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(indexing.arrays, "save", full)
    with capture_logs() as told:
        assert kind_of(kept(tmp_path / "index"), engine, 1) is MatchKind.RESIDENT
    assert [line["event"] for line in told] == ["index.not-kept"]


def test_only_numbers_and_tokens_are_kept_of_national_ids(engine: Engine, tmp_path: Path) -> None:
    """Names stand there in clear, as the documents say; a BSN never does."""
    load(engine, made.resident(1, national_id="999990019"))
    folder = tmp_path / "index"
    kind_of(kept(folder), engine, 1)
    dump = b"".join(one.read_bytes() for one in folder.rglob("*.npy"))
    assert made.surname(1).upper().encode() in dump
    assert b"999990019" not in dump
