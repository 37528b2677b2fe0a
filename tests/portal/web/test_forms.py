"""Reading forms: nothing on disk, a limit on everything, any bytes are read or refused."""

import asyncio
import tempfile
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request

from portal.web.ask import Form
from portal.web.forms import MOST_BYTES, read_body, read_form

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=grens"


def request(content: bytes, kind: str = URLENCODED, **headers: str) -> Request:
    """A request as it comes in, in pieces of 1 kB."""
    pieces: Iterator[bytes] = (
        content[start : start + 1024] for start in range(0, max(len(content), 1), 1024)
    )
    left = -(-max(len(content), 1) // 1024)

    async def receive() -> dict[str, object]:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": next(pieces, b""), "more_body": left > 0}

    raw = [(b"content-type", kind.encode())]
    raw += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


def read(content: bytes, kind: str = URLENCODED, most: int = MOST_BYTES, **headers: str) -> Form:
    """Read a form to the end."""
    return asyncio.run(read_form(request(content, kind, **headers), most))


def status_of(content: bytes, kind: str) -> int:
    """200 when a form could be read, else the status it was refused with."""
    try:
        read(content, kind)
    except HTTPException as refused:
        return refused.status_code
    return 200


def part(name: str, content: bytes, file: str = "") -> bytes:
    """One part of a multipart form."""
    named = f'; filename="{file}"' if file else ""
    head = f'--grens\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=10))
@settings(deadline=None)
def test_a_form_is_read_as_it_was_filled_in(fields):
    """Accents, ampersands, line ends and all."""
    assert dict(read(urlencode(fields).encode()).fields) == fields


@given(st.binary(max_size=300), st.sampled_from([URLENCODED, MULTIPART]))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(content, kind):
    """Nothing else happens, and never more than a bad request."""
    assert status_of(content, kind) in {200, 400}


def test_a_file_comes_with_its_fields():
    """The token stands in a field of the same form."""
    body = part("formulier", b"abc") + part("bestand", b"a;b\r\n1;2", "x.csv") + b"--grens--\r\n"
    form = read(body, MULTIPART)
    assert form.text("formulier") == "abc"
    assert form.file == b"a;b\r\n1;2"


def test_a_form_without_a_file_has_none():
    """An empty field is no file."""
    assert read(part("formulier", b"abc") + b"--grens--\r\n", MULTIPART).file is None


def test_a_second_file_is_refused():
    """One delivery, one file."""
    body = part("een", b"1", "1.csv") + part("twee", b"2", "2.csv") + b"--grens--\r\n"
    with pytest.raises(HTTPException) as refused:
        read(body, MULTIPART)
    assert refused.value.status_code == 400


def test_an_upload_never_touches_the_disk(monkeypatch):
    """It holds personal data: a temporary file is one more place to erase it from."""

    def nowhere(*_args: object, **_named: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "TemporaryFile", nowhere)
    content = b"x" * (3 << 20)
    body = part("bestand", content, "x.csv") + b"--grens--\r\n"
    assert read(body, MULTIPART, most=4 << 20).file == content


@pytest.mark.parametrize(
    ("size", "announced", "status"),
    [
        (MOST_BYTES + 1, None, 413),
        (10, str(MOST_BYTES + 1), 413),
        (10, "9" * 400, 413),
        (10, "-1", 400),
        (10, "veel", 400),
    ],
)
def test_a_body_that_is_too_large_is_refused(size, announced, status):
    """Whether its size is announced, hidden or a lie."""
    headers = {"content_length": announced} if announced else {}
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_body(request(b"x" * size, **headers), MOST_BYTES))
    assert refused.value.status_code == status


def test_a_body_of_exactly_the_limit_is_read():
    """The bound itself is allowed."""
    assert len(asyncio.run(read_body(request(b"x" * MOST_BYTES), MOST_BYTES))) == MOST_BYTES


def test_a_form_does_not_show_what_it_holds():
    """Passwords and tokens stay out of tracebacks and logs."""
    assert "geheim" not in repr(Form({"wachtwoord": "geheim"}, b"geheim"))
