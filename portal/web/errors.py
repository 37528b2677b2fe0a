"""What somebody gets when it went wrong: a page in a browser, a problem in the API.

Neither shows internals, and neither repeats what was sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.access import TooManyAttempts
from portal.casework import NotYourCase
from portal.faults import BadFile
from portal.web.delivering import NoCovenant, NotYourDelivery
from portal.web.encoded import OF_THE_FILE
from portal.web.problem import problem
from portal.web.render import Frame, Pages
from protocols.errors import Refused
from store.engine import StoreUnavailable

API_PREFIX = "/v1"
_WAIT_SECONDS = "900"
_SHORTLY_SECONDS = "30"

MESSAGES: Mapping[int, tuple[str, str]] = {
    400: ("Verzoek niet begrepen", "Dit verzoek kan niet worden gelezen. Probeer het opnieuw."),
    401: (
        "Niet ingelogd",
        "Stuur een geldig token mee: Authorization: Bearer, gevolgd door het token.",
    ),
    403: (
        "Geen toegang",
        "U mag dit niet doen, of het formulier is verlopen. Ga naar het begin en probeer opnieuw.",
    ),
    404: ("Niet gevonden", "Deze pagina is er niet, of niet voor u."),
    405: ("Dit kan hier niet", "Dit adres kent deze manier van opvragen of versturen niet."),
    409: ("Dit kan nu niet", "Intussen is er iets veranderd. Bekijk het opnieuw."),
    413: (
        "Te groot",
        "Wat u stuurt is te groot. Lever een bestand van meer dan 50 MB in delen aan.",
    ),
    429: ("Te vaak geprobeerd", "U hebt het te vaak geprobeerd. Wacht een kwartier."),
    500: ("Er ging iets mis", "De fout is vastgelegd. Probeer het later opnieuw."),
    503: ("Even niet bereikbaar", "Er is niets gewijzigd. Probeer het over een minuut opnieuw."),
}
_REFUSALS: Mapping[type[Refused], int] = {
    NotYourCase: 404,
    NotYourDelivery: 404,
    NoCovenant: 403,
    TooManyAttempts: 429,
    BadFile: 400,
    **dict.fromkeys(OF_THE_FILE, 400),
}


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error page: what happened, in words that help."""

    text: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Answers to everything that can go wrong behind a door."""

    pages: Pages
    city: str

    def handlers(self) -> Mapping[type[Exception], Callable[[Request, Exception], Response]]:
        """Which method answers to which exception; a bug is left to the outermost door."""
        return {
            HTTPException: self.http,
            Refused: self.refused,
            StoreUnavailable: self.unavailable,
        }

    def unexpected(self, request: Request, _error: Exception) -> Response:
        """A bug: the operator finds it in the log, the visitor hears that we know."""
        return self._answer(request, 500)

    def unavailable(self, request: Request, _error: Exception) -> Response:
        """The database failed; nothing was changed."""
        return self._answer(request, 503, headers={"Retry-After": _SHORTLY_SECONDS})

    def http(self, request: Request, error: Exception) -> Response:
        """An error with a status of its own."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        headers = error.headers if isinstance(error, HTTPException) else None
        return self._answer(request, status, headers=headers)

    def refused(self, request: Request, error: Exception) -> Response:
        """Something is not allowed or not possible, and the asker is told why."""
        if not isinstance(error, Refused):
            return self._answer(request, 500)
        status = _REFUSALS.get(type(error), 409)
        headers = {"Retry-After": _WAIT_SECONDS} if status == 429 else None
        faults = [
            {"line": one.line, "field": one.field, "code": one.code, "detail": one.message}
            for one in (error.faults if isinstance(error, BadFile) else ())
        ]
        text = MESSAGES[400][1] if faults else error.message
        more: dict[str, object] = {"errors": faults} if faults else {}
        return self._answer(request, status, text, headers, code=error.code, **more)

    def _answer(
        self,
        request: Request,
        status: int,
        text: str = "",
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> Response:
        title, usual = MESSAGES.get(status, MESSAGES[500 if status > 499 else 400])
        if is_api(request.scope["path"]):
            return problem(status, title, text or usual, headers, **more)
        frame = Frame(title=title, city=self.city)
        answer = self.pages.show("error.html", frame, ErrorView(text or usual), status)
        answer.headers.update(headers or {})
        return answer


def is_api(path: str) -> bool:
    """Whether an address belongs to the API, where errors are problems and not pages."""
    return path == API_PREFIX or path.startswith(API_PREFIX + "/")
