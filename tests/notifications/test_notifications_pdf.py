"""Letters on paper: the same bytes everywhere, names that stay names, Arabic that is shaped."""

import json
import re
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typst

from notifications import pdf
from notifications.checked import BadView
from notifications.examples import ADDRESS, everything
from notifications.letters import LETTERS, render
from notifications.pdf import Sheet, Window, print_letters, print_picture
from notifications.views import AgreementLetter, Appointment, Statement

ON = date(2026, 11, 22)
VIEWS = {type(view): view for view in everything("Dronten", "een taak", 183, ON)}
LANGUAGES = ("ar", "en", "fr", "nl", "tr")
FONTS = Path(pdf.__file__).parent / "fonts"
HOSTILE = '#eval("1+1") *vet* $x^2$ \\ _a_ = kop @ref <label> [x] `raw` // niets #image("/etc")'


def sheet(view: object, language: str = "nl", *address: str) -> Sheet:
    """A letter to print, in a window envelope."""
    return Sheet(render(view, language), "Dronten", ON, address or ADDRESS)  # type: ignore[arg-type]


def unpacked(made: bytes) -> bytes:
    """Every stream of a PDF that unpacks, and the rest as it stands."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = []
    for one in streams:
        try:
            opened.append(zlib.decompress(one))
        except zlib.error:
            continue
    return made + b"".join(opened)


def words_of(one: Sheet) -> str:
    """The paragraphs that typst placed, as it holds them itself."""
    told = pdf._compiler(pdf._data([one])).eval("query(par).map(it => repr(it.body)).join()")
    return str(json.loads(told))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda one: LETTERS[type(one)])
def test_every_letter_is_printed_in_every_language(view: object, language: str):
    """One or two pages of A4, tagged, in the language, with our fonts inside and no other."""
    printed = print_letters([sheet(view, language)])
    inside = unpacked(printed.pdf)
    assert printed.pdf.startswith(b"%PDF-1.")
    assert printed.pages[0] in {1, 2}
    assert re.search(rb"/MediaBox ?\[0 0 595\.2\d* 841\.8\d*\]", inside)
    assert b"/StructTreeRoot" in inside
    assert f"/Lang({language}".encode() in inside.replace(b" ", b"")
    fonts = set(re.findall(rb"/FontName ?/[A-Z]{6}\+(\w+)", inside))
    assert fonts
    assert all(font.startswith((b"NotoSans", b"NotoNaskhArabic")) for font in fonts)
    assert (b"NotoNaskhArabic-Regular" in b" ".join(re.findall(rb"[\w-]+", inside))) == (
        language == "ar"
    )


def test_the_pdf_says_itself_that_it_is_accessible_and_archivable():
    """PDF/UA-1 and PDF/A-2a, in its own metadata."""
    inside = unpacked(print_letters([sheet(VIEWS[Statement])]).pdf)
    assert re.search(rb"pdfuaid:part>1<", inside)
    assert re.search(rb"pdfaid:part>2<", inside)
    assert re.search(rb"pdfaid:conformance>A<", inside)


def test_the_same_letter_gives_the_same_bytes():
    """No clock, no chance, no font of the machine: what was sent can be made again."""
    one = sheet(VIEWS[AgreementLetter], "ar")
    assert print_letters([one]).pdf == print_letters([one]).pdf


def test_a_name_with_markup_is_printed_as_it_is_written():
    """Data goes in as JSON: nothing of it is read as code, nothing is lost."""
    view = replace(VIEWS[Appointment], name=HOSTILE, place="#panic()")
    one = sheet(view, "nl", HOSTILE, "#sys.inputs", "*straat* 1")
    told = words_of(one)
    assert told.count(HOSTILE) == 2
    assert "[#sys.inputs]" in told
    assert "[*straat* 1]" in told
    assert print_letters([one]).pages == print_letters([sheet(VIEWS[Appointment])]).pages


def test_our_fonts_have_every_sign_of_every_letter():
    """A sign without a glyph is an empty box on paper."""
    book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    assert book.families() == ["Noto Naskh Arabic", "Noto Sans"]
    for language in LANGUAGES:
        for view in VIEWS.values():
            compiler = pdf._compiler(pdf._data([sheet(view, language)]))
            _, warnings = compiler.compile_with_warnings(format="pdf")
            assert warnings == []


def test_the_licence_of_the_fonts_stands_beside_them():
    """The Open Font License asks for it."""
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
    assert len(list(FONTS.glob("*.ttf"))) == 4


def test_a_batch_counts_the_pages_of_every_letter():
    """The index of the post is made of it; each letter begins on a page of its own."""
    sheets = [
        sheet(VIEWS[AgreementLetter]),
        sheet(VIEWS[Statement]),
        sheet(VIEWS[AgreementLetter], "ar"),
    ]
    alone = tuple(print_letters([one]).pages[0] for one in sheets)
    printed = print_letters(sheets, "Post 1")
    assert printed.pages == alone
    count = int(re.findall(rb"/Type ?/Pages ?/Count (\d+)", unpacked(printed.pdf))[0])
    assert count == sum(alone)


def test_nothing_to_print_is_a_bug():
    """An empty print file would look like a batch."""
    with pytest.raises(ValueError, match="nothing"):
        print_letters([])


def test_an_address_block_has_at_most_six_lines():
    """More does not show through the window; no line breaks either."""
    assert sheet(VIEWS[Statement], "nl", *"abcdef")
    with pytest.raises(BadView, match="address"):
        sheet(VIEWS[Statement], "nl", *"abcdefg")
    with pytest.raises(BadView, match="address"):
        sheet(VIEWS[Statement], "nl", "a\nb")


def _ink(picture: bytes, left: float, top: float, width: float, height: float) -> bool:
    """Whether anything is drawn in a part of a page, in millimetres; reads the PNG itself."""
    size = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    depth = {2: 3, 6: 4, 0: 1}[picture[25]]
    packed = b"".join(re.findall(rb"IDAT(.*?)(?=.{8}(?:IDAT|IEND))", picture, re.DOTALL))
    lines, before = zlib.decompress(packed), bytes(size[0] * depth)
    rows = []
    for row in range(size[1]):
        start = row * (size[0] * depth + 1)
        before = _unfiltered(
            lines[start], lines[start + 1 : start + 1 + size[0] * depth], before, depth
        )
        rows.append(before)
    scale = size[0] / 210
    x, y = int(left * scale), int(top * scale)
    wide, high = int(width * scale), int(height * scale)
    return any(min(row[x * depth : (x + wide) * depth : depth]) < 128 for row in rows[y : y + high])


def _unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    """One row of a PNG without its filter (RFC 2083 chapter 6)."""
    out = bytearray(line)
    for n in range(len(out)):
        a = out[n - depth] if n >= depth else 0
        b, c = above[n], above[n - depth] if n >= depth else 0
        match kind:
            case 1:
                out[n] = (out[n] + a) % 256
            case 2:
                out[n] = (out[n] + b) % 256
            case 3:
                out[n] = (out[n] + (a + b) // 2) % 256
            case 4:
                nearest = min((a, b, c), key=lambda one, p=a + b - c: abs(p - one))
                out[n] = (out[n] + nearest) % 256
    return bytes(out)


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize(
    ("window", "filled", "empty"), [(Window.LEFT, 25, 110), (Window.RIGHT, 110, 25)]
)
def test_only_the_address_shows_through_the_window(
    window: Window, filled: int, empty: int, language: str
):
    """Left in the Netherlands, right in Belgium, whichever way the language runs; above, below and
    beside it nothing that the envelope could show."""
    one = replace(sheet(VIEWS[Statement], language), window=window)
    page = print_picture(one, 60)[0]
    assert _ink(page, filled, 48, 60, 20)
    assert not _ink(page, empty, 40, 60, 45)
    assert not _ink(page, filled, 20, 60, 26)
    assert not _ink(page, filled, 70, 60, 16)
