"""Arrays in a folder: put in place at once, mapped by many, refused when they are not whole."""

import json
import os
import stat
from pathlib import Path

import numpy as np
import pytest

from store import arrays
from store.arrays import ArraysBroken, ArraySet, FolderOpen

MADE = {
    "rows": np.arange(12, dtype=np.int32).reshape(4, 3),
    "words": np.frombuffer(b"JAN", np.uint8),
    "none": np.zeros((0, 5), np.int32),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that only its owner can look into."""
    with arrays.locked(tmp_path / "index"):
        return tmp_path / "index"


def save(root: Path, version: int = 1, made_for: str = "code") -> ArraySet:
    """Put the arrays in place."""
    return arrays.save(root, MADE, version, f"label {version}", made_for)


def test_arrays_come_back_as_they_were(root: Path) -> None:
    """Empty ones too, with the version and label that they were made of."""
    assert arrays.newest(root, "code") is None
    save(root, 7)
    found = arrays.newest(root, "code")
    assert found is not None
    assert (found.version, found.label) == (7, "label 7")
    again = arrays.load(found)
    assert set(again) == set(MADE)
    for name, one in MADE.items():
        assert again[name].dtype == one.dtype
        assert np.array_equal(again[name], one)


def test_what_is_written_to_a_mapped_array_stays_with_who_wrote_it(root: Path) -> None:
    """Each process has its own changes, in pages of its own."""
    found = save(root)
    mine, theirs = arrays.load(found), arrays.load(found)
    mine["rows"][3] = 99
    assert theirs["rows"][3, 0] == 9
    assert arrays.load(found)["rows"][3, 0] == 9


def test_who_has_an_older_set_open_keeps_it(root: Path) -> None:
    """Blue and green: the old one goes from the folder, not from under its readers."""
    old = arrays.load(save(root, 1))
    for version in (2, 3, 4):
        save(root, version)
    newest = arrays.newest(root, "code")
    assert newest is not None
    assert newest.version == 4
    assert len(list(root.glob("[0-9]*"))) == arrays.KEPT
    assert np.array_equal(old["rows"], MADE["rows"])


def test_a_set_for_other_code_or_another_key_is_passed_over(root: Path) -> None:
    """It is not broken, it is somebody else's."""
    save(root, 1, "code")
    save(root, 2, "other")
    found = arrays.newest(root, "code")
    assert found is not None
    assert found.version == 1
    assert arrays.newest(root, "third") is None


@pytest.mark.parametrize("wrong", ["shorter", "changed", "gone"])
def test_a_file_that_is_not_whole_is_refused_by_name(root: Path, wrong: str) -> None:
    """One flipped bit is enough: a row that is read wrongly is somebody else."""
    found = save(root)
    path = found.folder / "rows.npy"
    content = bytearray(path.read_bytes())
    match wrong:
        case "shorter":
            path.write_bytes(content[:-1])
        case "changed":
            content[-1] ^= 1
            path.write_bytes(content)
        case "gone":
            path.unlink()
    with pytest.raises(ArraysBroken, match="rows") as refused:
        arrays.load(found)
    assert refused.value.folder == found.folder
    arrays.remove(refused.value.folder)
    assert arrays.newest(root, "code") is None


@pytest.mark.parametrize(
    "manifest", [None, "", "[]", "{}", '{"version": "1", "files": {}}', '{"version": 1}']
)
def test_a_folder_without_a_whole_manifest_is_refused_by_name(
    root: Path, manifest: str | None
) -> None:
    """The manifest is written last."""
    found = save(root)
    path = found.folder / "manifest.json"
    path.unlink()
    if manifest is not None:
        path.write_text(manifest, encoding="utf-8")
    with pytest.raises(ArraysBroken, match="manifest"):
        arrays.newest(root, "code")


def test_a_manifest_that_tells_nonsense_of_a_file_is_refused(root: Path) -> None:
    """What it says decides what is mapped."""
    found = save(root)
    path = found.folder / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    for nonsense in ("text", {}, None):
        told["files"]["rows"] = nonsense
        path.write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(ArraysBroken, match="rows"):
            arrays.load(found)


def test_what_was_begun_and_given_up_goes_before_anything_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was killed while writing leaves a folder that begins with a dot.

    On a small RAM disk that is what fills it: the next one must have its room.
    """
    begun = root / ".0000000009-abcd"
    begun.mkdir()
    (begun / "rows.npy").write_bytes(b"half")
    assert arrays.newest(root, "code") is None
    there: list[bool] = []
    monkeypatch.setattr(
        arrays, "_write_text", lambda path, text: (there.append(begun.exists()), text)
    )
    save(root, 2)
    assert there == [False]


def test_what_was_written_last_is_the_newest_whatever_its_version(root: Path) -> None:
    """A backup that was put back counts on from less: its index must not be thrown away first."""
    for version in (9, 8):
        os.utime(save(root, version).folder, (version, version))
    restored = save(root, 3)
    assert arrays.newest(root, "code") == restored
    assert len(list(root.glob("[0-9]*"))) == arrays.KEPT


def test_of_the_sets_in_place_the_newest_that_serves_is_taken(root: Path) -> None:
    """One of another database in the same folder is passed over."""
    wanted = save(root, 1)
    os.utime(wanted.folder, (1, 1))
    save(root, 2)
    assert arrays.newest(root, "code", lambda one: one.version == 1) == wanted
    assert arrays.newest(root, "code", lambda one: one.version == 3) is None


def test_a_set_that_goes_while_one_looks_is_no_set(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder may be emptied at any time."""
    save(root, 1)

    def gone(*_: object, **__: object) -> os.stat_result:
        raise FileNotFoundError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_dir", lambda _: True)
        patched.setattr(Path, "stat", gone)
        assert arrays.newest(root, "code") is None


def test_a_disk_that_is_full_leaves_what_was_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a set is no set."""
    old = save(root, 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OSError, match="no space"):
        save(root, 2)
    assert arrays.newest(root, "code") == old
    assert [one.name for one in root.glob(".[0-9]*")] == []


def test_nobody_else_can_look_into_the_folder(root: Path) -> None:
    """Names lie there in clear."""
    found = save(root)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in found.folder.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(found.folder.stat().st_mode) == 0o700
    root.chmod(0o750)
    with pytest.raises(FolderOpen) as refused, arrays.locked(root):
        pass
    assert "0700" in refused.value.message


def test_a_folder_of_somebody_else_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In /dev/shm anybody may make a folder of that name first, with mode 0700 for himself."""
    monkeypatch.setattr(os, "geteuid", lambda: root.stat().st_uid + 1)
    with pytest.raises(FolderOpen), arrays.locked(root):
        pass
