"""The Jinja2 environments: an unknown name is an error, and HTML is escaped."""

from functools import lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from notifications.blocks import fence

ENVIRONMENT: Final = Environment(
    loader=PackageLoader("notifications"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(("html.j2",), default=False, default_for_string=False),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
"""For sentences, and for the page and the text around the words of a letter."""

WORDS: Final = Environment(
    loader=PackageLoader("notifications"),
    undefined=StrictUndefined,
    autoescape=select_autoescape((), default=False, default_for_string=False),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    finalize=fence,
)
"""For the words of letters, read by `notifications.blocks`: everything filled in is fenced. They
are plain text, which the page around them escapes."""


@lru_cache(maxsize=2048)
def sentence(text: str) -> Template:
    """A template of one sentence of plain text; whoever puts it in a page escapes it there."""
    return ENVIRONMENT.from_string(text)
