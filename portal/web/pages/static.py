"""The one style sheet."""

from functools import cache
from importlib.resources import files

from starlette.responses import Response

from portal.web.ask import Ask


def stylesheet(_ask: Ask) -> Response:
    """The portal's own CSS."""
    return Response(_css(), media_type="text/css")


@cache
def _css() -> bytes:
    return (files("portal.web") / "static" / "portal.css").read_bytes()
