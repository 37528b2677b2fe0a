"""The parts of a cluster that are no command of their own elsewhere: portal, clock, migrations."""

from portal.clock import run_until_halted
from portal.clock.leading import Leading
from portal.metrics_server import watched
from portal.settings import BadSettings, Settings, read_settings
from portal.wiring import open_platform


def need_cluster(settings: Settings) -> None:
    """Raises BadSettings where there are no workers: then `vroegsignaal serve` runs the line."""
    if settings.kafka is None:
        raise BadSettings(
            "VROEGSIGNAAL_KAFKA ontbreekt. Zonder broker draait `vroegsignaal serve` de hele lijn."
        )


def migrate_and_tell() -> str:
    """Bring the database up to date, and say so."""
    wired = open_platform(read_settings())
    return f"De database van {wired.city.name} is bij."


def serve_gateway(listen: str, trust: str) -> None:
    """Serve portal and API, without the clock, until SIGTERM.

    `trust` are the addresses (with commas) whose X-Forwarded-For is believed.
    """
    import uvicorn  # only here: other commands need not wait for a web server to load

    from portal.web.app import make_app

    settings = read_settings()
    need_cluster(settings)
    wired = open_platform(settings)
    with watched(wired, settings.watching):
        uvicorn.run(
            make_app(wired, settings),
            host=listen,
            port=settings.port,
            forwarded_allow_ips=trust,
            log_config=None,
            access_log=False,
            server_header=False,
        )


def run_clock() -> None:
    """Be the clock, or stand by while another is, until SIGTERM."""
    settings = read_settings()
    need_cluster(settings)
    wired = open_platform(settings)
    with watched(wired, settings.watching):
        run_until_halted(Leading(wired))
