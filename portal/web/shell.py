"""The outermost door: expected host names only, security headers on everything, no internals."""

import traceback
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.settings import Settings
from portal.web.api.schema import API_VERSION
from portal.web.errors import Errors, is_api

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_log = structlog.get_logger("portal")


class Shell:
    """ASGI middleware around the whole portal."""

    def __init__(self, app: ASGIApp, settings: Settings, errors: Errors) -> None:
        self._app = app
        self._errors = errors
        self._hosts = _LOCAL | {urlsplit(settings.public_url).hostname or ""}
        self._headers = dict(_HEADERS)
        if settings.secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong behind it, no internals come out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = []

        async def _dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message["status"])
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._answer(scope, receive, _dressed)
        except Exception as error:  # noqa: BLE001 - the outermost door of the portal
            _log.error("request-failed", error=type(error).__name__, frames=_frames(error))
            if not started:
                await self._errors.unexpected(Request(scope), error)(scope, receive, _dressed)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._expected(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        await self._errors.http(Request(scope), HTTPException(400))(scope, receive, send)

    def _expected(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return name.lower() in self._hosts

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers[name] = value
        if is_api(scope["path"]):
            headers["API-Version"] = API_VERSION


def _frames(error: Exception) -> list[str]:
    """Where it went wrong, without the message: that may hold data of somebody."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
