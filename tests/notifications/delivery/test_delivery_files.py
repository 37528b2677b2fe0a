"""Post and text messages as files: whole, once, for our eyes only, and an index without content."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delivery.files import write_once
from notifications.delivery.mail import BadAddress
from notifications.delivery.outcomes import NoService, Sent
from notifications.delivery.post import HEADER, Posted, index_of, write_batch
from notifications.delivery.sms import FolderGateway, Segments, segments
from notifications.examples import ADDRESS, NAME, everything
from notifications.letters import render
from notifications.pdf import Sheet, print_letters

ON = date(2026, 11, 22)
VIEWS = everything("Dronten", "een taak", 183, ON)
LETTERS = [
    Posted(Sheet(render(view, language), "Dronten", ON, ADDRESS), f"m-{n}", f"c-{n}")
    for n, (view, language) in enumerate([(VIEWS[4], "nl"), (VIEWS[2], "ar"), (VIEWS[3], "tr")])
]
BASIC = st.sampled_from("abc ÅØé1@£")
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)


def test_a_batch_is_one_file_with_an_index(tmp_path: Path):
    """The index tells on which page each letter begins, and of which template it is."""
    printed = write_batch(tmp_path / "new", "b-1", LETTERS)
    assert sorted(one.name for one in (tmp_path / "new").iterdir()) == [
        "post-b-1.csv",
        "post-b-1.pdf",
    ]
    assert (tmp_path / "new" / "post-b-1.pdf").read_bytes() == printed.pdf
    text = (tmp_path / "new" / "post-b-1.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    alone = [print_letters([one.sheet]).pages[0] for one in LETTERS]
    assert rows[0] == list(HEADER)
    assert [int(row[2]) for row in rows[1:]] == alone
    assert [int(row[1]) for row in rows[1:]] == [1, 1 + alone[0], 1 + alone[0] + alone[1]]
    assert [row[3] for row in rows[1:]] == ["agreement/1", "appointment/1", "proposal/1"]
    assert [row[4:] for row in rows[1:]] == [
        ["nl", "c-0", "m-0"],
        ["ar", "c-1", "m-1"],
        ["tr", "c-2", "m-2"],
    ]


def test_an_index_tells_nothing_of_a_letter():
    """It lies beside the printer: no name, no street, no creditor, no amount."""
    told = index_of(LETTERS, (1, 1, 1))
    for secret in (NAME, "Verzonnen", "Reiger", "€", "150", "Zilver"):
        assert secret not in told


def test_files_are_for_our_eyes_only(tmp_path: Path):
    """Names and debts of a whole batch."""
    write_batch(tmp_path, "b-1", LETTERS[:1])
    assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}


def test_a_batch_is_written_once(tmp_path: Path):
    """What was printed is never replaced by something else under the same name."""
    write_batch(tmp_path, "b-1", LETTERS[:1])
    before = (tmp_path / "post-b-1.pdf").read_bytes()
    with pytest.raises(FileExistsError):
        write_batch(tmp_path, "b-1", LETTERS[1:])
    assert (tmp_path / "post-b-1.pdf").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("batch", ["", "../x", "a/b", "a b", "x" * 65])
def test_a_batch_cannot_name_a_file_elsewhere(tmp_path: Path, batch: str):
    """It becomes a part of a path."""
    with pytest.raises(ValueError, match="batch"):
        write_batch(tmp_path, batch, LETTERS[:1])


def test_a_file_that_was_half_written_before_does_not_stand_in_the_way(tmp_path: Path):
    """A crash leaves a part; the next one starts again."""
    (tmp_path / ".a.txt.part").write_bytes(b"half")
    write_once(tmp_path / "a.txt", b"whole")
    assert (tmp_path / "a.txt").read_bytes() == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a", Segments("GSM-7", 1, 1)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€", Segments("GSM-7", 2, 1)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, Segments("GSM-7", 306, 3)),
        ("ş", Segments("UCS-2", 1, 1)),
        ("م" * 70, Segments("UCS-2", 70, 1)),
        ("م" * 71, Segments("UCS-2", 71, 2)),
        ("م" * 135, Segments("UCS-2", 135, 3)),
        ("😀" * 35, Segments("UCS-2", 70, 1)),
        ("م" * 66 + "😀" + "م" * 66, Segments("UCS-2", 134, 3)),
    ],
)
def test_segments_are_counted_as_the_standard_does(text: str, told: Segments):
    """3GPP TS 23.038 and 23.040: 160/153 septets, 70/67 units; a pair is never cut in half."""
    assert segments(text) == told


@given(ANY)
def test_a_text_fits_the_segments_that_are_counted(text: str):
    """No more than there is room for, and no segment to spare beyond what pairs can cost."""
    told = segments(text)
    alone, each = (160, 153) if told.encoding == "GSM-7" else (70, 67)
    assert (told.count == 1) == (told.units <= alone)
    if told.count > 1:
        assert told.count * each >= told.units > (told.count - 1) * (each - 1)


@given(st.text(BASIC, min_size=1, max_size=400))
def test_plain_letters_take_one_septet_each(text: str):
    """The basic table."""
    assert segments(text).units == len(text)
    assert segments(text).encoding == "GSM-7"


def test_an_empty_text_is_no_message():
    """Nobody pays for nothing."""
    with pytest.raises(ValueError, match="empty"):
        segments("")


def test_a_message_is_left_as_a_file_once(tmp_path: Path):
    """The same id again leaves nothing new: the gateway sends each file once."""
    gateway = FolderGateway(tmp_path / "sms")
    assert gateway.send("+31612345678", "Hoi €", "m-1") == Sent("m-1.json")
    assert gateway.send("+31612345678", "Anders", "m-1") == Sent("m-1.json")
    (file,) = (tmp_path / "sms").iterdir()
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "to": "+31612345678",
        "text": "Hoi €",
        "encoding": "GSM-7",
        "segments": 1,
    }


@pytest.mark.parametrize(
    "number", ["", "0612345678", "+0612345678", "+3161234567x", "+31\n6123456"]
)
def test_what_is_no_number_is_refused(tmp_path: Path, number: str):
    """Only the international form, so that it is right wherever it is sent from."""
    with pytest.raises(BadAddress) as refused:
        FolderGateway(tmp_path).send(number, "Hoi", "m-1")
    assert not number or number not in refused.value.message
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_no_service(tmp_path: Path):
    """The message stays, and can go later."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NoService, match="folder"):
        FolderGateway(tmp_path / "file").send("+31612345678", "Hoi", "m-1")


@pytest.mark.parametrize("language", ["nl", "fr", "en", "tr", "ar"])
def test_an_appointment_fits_a_few_text_messages(language: str):
    """Paid by the piece: two in GSM-7, at most three in UCS-2."""
    short = render(VIEWS[2], language).body.short
    assert segments(short).count <= 3


def test_a_posted_letter_needs_its_ids():
    """An index without them could not be traced back."""
    from notifications.checked import BadView

    with pytest.raises(BadView, match="case_id"):
        replace(LETTERS[0], case_id="")
