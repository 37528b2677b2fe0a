"""Key files: read as they were written, never replaced, refused by name when they do not serve."""

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matching.normal import digest
from matching.tokens.keys import CORE_KINDS
from matching.tokens.refusals import OtherEpoch, OtherNormalisation, OtherSuite
from matching.tokens.sealing import SECRET_BYTES, Kem, VaultSecret
from portal.encode.key_file import KeyFile, read_key_file, write_key_file
from portal.faults import BadFile
from tests.portal.encode.conftest import TODAY

KEY = KeyFile(
    city="verzonnen",
    creditor="woonhof",
    covenant="CV-woonhof",
    epoch=3,
    region="NL",
    norm_digest=digest(),
    kinds=CORE_KINDS,
    vault=VaultSecret(Kem.X25519, bytes(range(32))).public,
    valid_to=date(2026, 12, 31),
    root=bytes(range(32, 64)),
    signing=bytes(range(64, 96)),
)


@pytest.mark.parametrize("kem", list(Kem))
def test_a_key_file_is_read_as_it_was_written(tmp_path: Path, kem: Kem) -> None:
    """With either kind of vault key."""
    key = replace(KEY, vault=VaultSecret(kem, bytes(SECRET_BYTES[kem])).public)
    write_key_file(tmp_path / "a.key", key)
    assert read_key_file(tmp_path / "a.key") == key


def test_only_its_owner_can_read_it_and_it_is_never_replaced(tmp_path: Path) -> None:
    """It is worth as much as the customers themselves."""
    path = tmp_path / "a.key"
    write_key_file(path, KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(BadFile, match="no-new-file"):
        write_key_file(path, replace(KEY, epoch=4))
    assert read_key_file(path) == KEY


def test_a_key_does_not_show_its_secrets() -> None:
    """Not in a traceback or a log."""
    assert KEY.root.hex() not in repr(KEY)
    assert str(KEY.root) not in repr(KEY)
    assert str(KEY.signing) not in repr(KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"root": "AAAA"},
        {"signing": "AAAA"},
        {"vault_key": "AAAA"},
        {"vault_kem": "RSA"},
        {"kinds": [1, 63]},
        {"epoch": 0},
        {"valid_to": "31 december"},
        {"extra": 1},
        {"city": None},
    ],
)
def test_a_damaged_key_file_is_refused_without_showing_it(
    tmp_path: Path, change: dict[str, object]
) -> None:
    """Rather than encoding what nobody can open."""
    path = tmp_path / "a.key"
    write_key_file(path, KEY)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(BadFile, match="broken-key-file") as refused:
        read_key_file(path)
    assert KEY.root.hex() not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b"nonsense"])
def test_any_other_file_is_no_key_file(tmp_path: Path, content: bytes) -> None:
    """Nor a file that is not there."""
    (tmp_path / "a.key").write_bytes(content)
    with pytest.raises(BadFile, match="broken-key-file"):
        read_key_file(tmp_path / "a.key")
    with pytest.raises(BadFile, match="no-file"):
        read_key_file(tmp_path / "b.key")


def test_a_key_file_of_another_suite_is_refused_by_name(tmp_path: Path) -> None:
    """The client is older than the city."""
    path = tmp_path / "a.key"
    write_key_file(path, KEY)
    path.write_text(path.read_text().replace('"vs1"', '"vs2"'))
    with pytest.raises(OtherSuite):
        read_key_file(path)


def test_the_handshake_asks_for_the_same_normalisation_and_a_key_that_serves() -> None:
    """One letter of difference costs matches in silence; a past key is refused by the city."""
    KEY.check(TODAY)
    KEY.check(KEY.valid_to)
    with pytest.raises(OtherNormalisation):
        replace(KEY, norm_digest="0" * 64).check(TODAY)
    with pytest.raises(OtherEpoch, match="2026-12-31"):
        KEY.check(date(2027, 1, 1))
