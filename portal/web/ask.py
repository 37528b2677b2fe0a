"""What a page is asked, and what it has at hand to answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.access import Throttle, Visit
from portal.settings import Settings
from portal.web.render import Pages
from portal.wiring import Platform
from store.access import Session

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Portal:
    """Everything that the doors share. `wake` tells whoever runs the line that work waits."""

    platform: Platform
    settings: Settings
    wake: Callable[[], None]
    throttle: Throttle
    pages: Pages


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent: its text fields, and the file if there was one."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: bytes | None = field(default=None, repr=False)

    def text(self, name: str) -> str:
        """A field without the spaces around it; empty when it is not there."""
        return self.fields.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, read and let in. `secret` is the session's, `form_token` that of the form."""

    portal: Portal
    at: datetime
    address: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    session: Session | None
    secret: str = field(default="", repr=False)
    form_token: str = field(default="", repr=False)
    form: Form = field(default_factory=Form, repr=False)

    @property
    def visit(self) -> Visit:
        """Who asks. Only doors that need a login may ask this."""
        if self.session is None:
            raise LookupError("nobody is logged in at this door")
        return Visit(self.session.account, self.at)
