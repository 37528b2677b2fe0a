"""Problem details for machines (RFC 9457), as the Dutch REST API Design Rules ask."""

from collections.abc import Mapping

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


class Problem(JSONResponse):
    """An error as `application/problem+json`."""

    media_type = MEDIA_TYPE


def problem(
    status: int,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Problem:
    """A problem with its status, title and detail (Dutch); `more` extends it."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return Problem(body, status_code=status, headers=dict(headers or {}))
