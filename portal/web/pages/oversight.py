"""The privacy officer's pages: the audit log and the counts."""

from starlette.responses import Response

from portal.web.ask import Ask
from portal.web.overseeing import read_log, read_standing
from portal.web.views.oversight import audit_view, standing_view
from portal.web.views.parts import frame_of
from protocols.privacy.audit import Action


def audit_log(ask: Ask) -> Response:
    """A page of the audit log, all of it or one action."""
    asked, before = ask.query.get("actie", ""), ask.query.get("voor", "")
    action = asked if asked in list(Action) else ""
    is_number = before.isascii() and before.isdigit() and len(before) < 16
    start = int(before) if is_number else None
    lines = read_log(ask.portal.platform, ask.visit, action, start)
    view = audit_view(lines, action, start)
    return ask.portal.pages.show("audit.html", frame_of(ask, "Logboek"), view)


def standing(ask: Ask) -> Response:
    """The counts of everything."""
    view = standing_view(read_standing(ask.portal.platform))
    return ask.portal.pages.show("standing.html", frame_of(ask, "Stand"), view)
