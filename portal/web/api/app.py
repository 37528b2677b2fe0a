"""The API as a FastAPI application under `/v1`."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal.web.api import models
from portal.web.api.doors import API_DOORS
from portal.web.api.schema import API_VERSION, errors_of, told_by_us
from portal.web.ask import Portal
from portal.web.errors import MESSAGES, Errors
from portal.web.problem import problem

TITLE = "Vroegsignaal"
CONTACT_EMAIL = "beheer@vroegsignaal.example"


def make_api(portal: Portal, errors: Errors) -> FastAPI:
    """Build the API; every route of it stands in API_DOORS, its description apart."""
    api = FastAPI(
        title=TITLE,
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.state.portal = portal
    for kind, handler in errors.handlers().items():
        api.add_exception_handler(kind, handler)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(Exception, errors.unexpected)
    _open_doors(api)
    described = describe(api, portal)
    api.add_route("/openapi.json", lambda _request: _open(described), include_in_schema=False)
    return api


def describe(api: FastAPI, portal: Portal) -> dict[str, Any]:
    """The OpenAPI description of the API as this city offers it."""
    city, address = portal.platform.city, portal.settings.public_url.rstrip("/")
    found = get_openapi(
        title=TITLE,
        version=API_VERSION,
        description="Signalen van betalingsachterstanden aanleveren en ontvangstbewijzen ophalen.",
        routes=api.routes,
        servers=[{"url": f"{address}/v1"}],
        tags=[
            {"name": "signalen", "description": "Signalen aanleveren en vooraf controleren."},
            {"name": "leveringen", "description": "Leveringen en hun ontvangstbewijzen."},
            {"name": "terugkoppelingen", "description": "Wat u over uw signalen hoort."},
            {"name": "pauzes", "description": "Pauzes van de incasso die u zijn gevraagd."},
        ],
    )
    found["info"]["contact"] = {
        "name": f"Beheer vroegsignalering {city.name}",
        "url": address,
        "email": CONTACT_EMAIL,
    }
    schemas = found["components"]["schemas"]
    schemas["Problem"] = models.Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    schemas.update(schemas["Problem"].pop("$defs", {}))
    return told_by_us(found)


def _open_doors(api: FastAPI) -> None:
    titles = {status: title for status, (title, _) in MESSAGES.items()}
    for door in API_DOORS:
        api.add_api_route(
            door.path,
            door.endpoint,
            methods=[door.method],
            status_code=door.status,
            summary=door.summary,
            operation_id=door.name,
            description=" ".join((door.endpoint.__doc__ or "").split()),
            responses={**door.also, **errors_of(door.errors, titles)},
            openapi_extra=door.extra,
            tags=[door.path.split("/")[1]],
        )


def _open(described: dict[str, Any]) -> Response:
    """The description is for everybody, from any page."""
    return JSONResponse(described, headers={"Access-Control-Allow-Origin": "*"})


def _invalid(_request: Request, error: Exception) -> Response:
    """Invalid input is 400, with every fault and without what was sent."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    faults = [
        {"field": str(one["loc"][-1]), "line": 0, "code": one["type"], "detail": _WRONG}
        for one in found
    ]
    title, detail = MESSAGES[400]
    return problem(400, title, detail, code="invalid", errors=faults)


_WRONG = "dit veld heeft geen toegestane waarde; zie de beschrijving van de API"
