"""`/healthz` and `/readyz` in the portal. Nothing of anybody, and no login."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.health import ALIVE, READY, Ready, alive, told


def health_routes(ready: Ready) -> list[Route]:
    """The routes of the portal; they stand outside the table of doors, as they need no database
    to know who asks."""

    async def _alive(_request: Request) -> Response:
        return Response(alive(), media_type="application/json")

    async def _ready(_request: Request) -> Response:
        status, body = told(await run_in_threadpool(ready))
        return Response(body, status_code=status, media_type="application/json")

    return [Route(ALIVE, _alive, methods=["GET"]), Route(READY, _ready, methods=["GET"])]
