"""The one Jinja2 environment: an unknown name is an error, and HTML is escaped."""

from functools import lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

ENVIRONMENT: Final = Environment(
    loader=PackageLoader("notifications"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(("html.j2",), default=False, default_for_string=False),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@lru_cache(maxsize=2048)
def sentence(text: str) -> Template:
    """A template of one sentence of plain text; whoever puts it in a page escapes it there."""
    return ENVIRONMENT.from_string(text)
