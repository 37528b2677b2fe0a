"""The guard at every door: who is it, may they in, and does this form really come from them?"""

import secrets
from dataclasses import replace
from hmac import compare_digest
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portal.access import Role, Visit, session_of
from portal.settings import Settings
from portal.web.ask import Ask, Portal
from portal.web.doors import Anyone, Door
from portal.web.forms import read_form
from protocols.privacy.audit import Action
from store import audit
from store.access import Session
from store.engine import begin, reading

LOGIN_PATH = "/inloggen"
FORM_FIELD = "formulier"
_TOKEN_LENGTH = 43


def guarded(portal: Portal, door: Door) -> Route:
    """The route of a door, with its guard in front."""

    async def _answer(request: Request) -> Response:
        ask = await run_in_threadpool(_arrive, portal, door, request)
        if ask is None:
            return RedirectResponse(LOGIN_PATH, status_code=303)
        if door.method == "POST":
            ask = replace(ask, form=await read_form(request, door.most_bytes))
            await run_in_threadpool(_check_form, door, ask, request.headers)
        return await run_in_threadpool(door.endpoint, ask)

    return Route(door.path, _answer, methods=[door.method], name=f"{door.method} {door.path}")


def session_cookie(settings: Settings) -> str:
    """The name of the session cookie; over https its prefix binds it to this very host."""
    return "__Host-vs_session" if settings.secure else "vs_session"


def form_cookie(settings: Settings) -> str:
    """The name of the cookie that guards the form of who is not logged in yet."""
    return "__Host-vs_form" if settings.secure else "vs_form"


def same_origin(headers: Headers) -> bool:
    """Whether a form was sent from a page of this portal, as far as the browser tells."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _arrive(portal: Portal, door: Door, request: Request) -> Ask | None:
    """The request if it may come in; None when somebody must log in first."""
    at, secret = portal.platform.clock(), request.cookies.get(session_cookie(portal.settings), "")
    with reading(portal.platform.engine) as tx:
        session = session_of(tx, secret, at)
    if door.who is not Anyone.EVERYONE and session is None:
        return None
    ask = Ask(
        portal=portal,
        at=at,
        address=request.client.host if request.client else "",
        path=request.path_params,
        query=request.query_params,
        session=session,
        secret=secret,
        form_token=_form_token(portal, door, request, session),
    )
    if session is not None and isinstance(door.who, Role) and session.account.role != door.who:
        _deny(ask, session, door, "role")
    return ask


def _form_token(portal: Portal, door: Door, request: Request, session: Session | None) -> str:
    """The session's token; at a door for everyone the one in the cookie, or else a new one."""
    if session is not None and door.who is not Anyone.EVERYONE:
        return session.csrf
    kept = request.cookies.get(form_cookie(portal.settings), "")
    return kept if len(kept) == _TOKEN_LENGTH else secrets.token_urlsafe(32)


def _check_form(door: Door, ask: Ask, headers: Headers) -> None:
    """Refuse (403) a form that another site sent, or that lacks the token of this session."""
    sent = ask.form.fields.get(FORM_FIELD, "")
    if same_origin(headers) and compare_digest(sent.encode(), ask.form_token.encode()):
        return
    if ask.session is not None:
        _deny(ask, ask.session, door, "form")
    raise HTTPException(403)


def _deny(ask: Ask, session: Session, door: Door, why: str) -> None:
    """Write the denial down, naming the door but nothing that was in the address; then 403."""
    platform, visit = ask.portal.platform, Visit(session.account, ask.at)
    about = ("door", f"{door.method} {door.path}")
    with begin(platform.engine) as tx:
        audit.record(tx, [visit.note(platform.city.privacy, Action.ACCESS_DENIED, about, why)])
    raise HTTPException(403)
