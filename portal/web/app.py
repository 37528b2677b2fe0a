"""The portal as one ASGI application: pages, API, and what stands around both."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from portal.access import Throttle
from portal.readiness import probe
from portal.settings import Settings
from portal.web.api.app import make_api
from portal.web.ask import Portal
from portal.web.errors import Errors
from portal.web.guard import guarded
from portal.web.health import health_routes
from portal.web.render import Pages
from portal.web.shell import Shell
from portal.web.table import DOORS
from portal.wiring import Platform


def sleep_on() -> None:
    """Wake nobody: whoever runs the line looks by itself."""


def make_app(
    platform: Platform, settings: Settings, wake: Callable[[], None] = sleep_on
) -> Starlette:
    """Build the portal for one city. `wake` is called after each delivery that was taken in."""
    pages = Pages()
    portal = Portal(platform, settings, wake, Throttle(), pages)
    errors = Errors(pages, platform.city.name)
    api = make_api(portal, errors)
    app = Starlette(
        routes=[
            *health_routes(probe(platform, settings.watching)),
            *(guarded(portal, door) for door in DOORS),
            Mount("/v1", app=api),
        ],
        exception_handlers=errors.handlers(),
        middleware=[Middleware(Shell, settings=settings, errors=errors)],
    )
    app.router.redirect_slashes = False
    return app
