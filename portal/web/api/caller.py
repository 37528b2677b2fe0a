"""Which creditor calls: by bearer token, and only what may be sent through the door."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.requests import Request

from portal.access import Role, TooManyAttempts, Visit, account_of_token
from portal.intake.opening import MOST_BYTES
from portal.web.ask import Portal
from portal.web.forms import read_body
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit
from store.engine import begin, reading

_PURPOSE = "toegangsbeheer"
_bearer = HTTPBearer(auto_error=False, description="Het token van uw account als signaalpartner.")


def portal_of(request: Request) -> Portal:
    """The portal that this API is part of."""
    portal: Portal = request.app.state.portal
    return portal


def caller(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Visit:
    """The creditor that a token belongs to; 401 without, 403 for any other account.

    Wrong tokens are counted per address: after a few the answer is 429 and no longer audited.
    """
    portal = portal_of(request)
    at = portal.platform.clock()
    if credentials is None:
        raise _unknown()
    with reading(portal.platform.engine) as tx:
        account = account_of_token(tx, credentials.credentials)
    if account is None:
        _refuse_token(portal, request)
        raise _unknown()
    visit = Visit(account, at, Origin.API)
    if account.role != Role.CREDITOR:
        about = ("door", "api")
        privacy = portal.platform.city.privacy
        with begin(portal.platform.engine) as tx:
            audit.record(tx, [visit.note(privacy, Action.ACCESS_DENIED, about, "role")])
        raise HTTPException(403)
    return visit


Caller = Annotated[Visit, Depends(caller)]


async def content(request: Request, _visit: Caller) -> bytes:
    """The body of a delivery, read only for who may deliver; 413 when it is too large."""
    return await read_body(request, MOST_BYTES)


Content = Annotated[bytes, Depends(content)]
PortalHere = Annotated[Portal, Depends(portal_of)]


def _unknown() -> HTTPException:
    return HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


def _refuse_token(portal: Portal, request: Request) -> None:
    at, address = portal.platform.clock(), request.client.host if request.client else ""
    if not portal.throttle.admit(f"token from {address}", address, at):
        raise TooManyAttempts("Er is te vaak een onbekend token gestuurd. Wacht een kwartier.")
    entry = AuditEntry(
        at, "unknown", Origin.API, Action.LOGIN_FAILED, "account", "unknown", "token", _PURPOSE
    )
    with begin(portal.platform.engine) as tx:
        audit.record(tx, [entry])
