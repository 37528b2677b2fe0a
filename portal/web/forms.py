"""Reading what a browser or a system sends, with an upper limit on everything.

Nothing is written to disk on the way: an upload holds personal data, a temporary file is one
more place to erase it from.
"""

from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from portal.web.ask import Form

MOST_FIELDS = 20
MOST_BYTES = 64 * 1024
_MULTIPART = "multipart/form-data"
_URLENCODED = "application/x-www-form-urlencoded"


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request; refused (413) as soon as it is larger than `most` bytes."""
    return b"".join([chunk async for chunk in _counted(request, most)])


async def read_form(request: Request, most: int) -> Form:
    """The form that was sent; 400 when it is none, 413 when it is too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _MULTIPART:
        return await _multipart(request, most)
    if kind != _URLENCODED:
        raise HTTPException(400)
    body = await read_body(request, min(most, MOST_BYTES))
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return Form(dict(pairs))


async def _multipart(request: Request, most: int) -> Form:
    parser = MultiPartParser(
        request.headers,
        _counted(request, most),
        max_files=1,
        max_fields=MOST_FIELDS,
        max_part_size=MOST_BYTES,
    )
    parser.spool_max_size = most + 1
    try:
        sent = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400) from error
    fields = {name: one for name, one in sent.multi_items() if isinstance(one, str)}
    files = [await one.read() for one in sent.values() if isinstance(one, UploadFile)]
    await sent.close()
    return Form(fields, files[0] if files else None)


async def _counted(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit():
        raise HTTPException(400)
    if int(announced[:18]) > most:
        raise HTTPException(413)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > most:
            raise HTTPException(413)
        yield chunk
