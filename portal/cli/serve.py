"""Commands for the portal: serve it, and say who may log in."""

import signal
from typing import Annotated

import typer

from portal.access import add_account, new_token
from portal.access.accounts import changed_entry
from portal.cli.acting import ByOption, actor_of
from portal.cli.common import out, platform
from portal.clock import make_clock, wake_line
from portal.metrics_server import watched
from portal.settings import Settings, read_settings
from portal.wiring import Platform, open_platform
from store import access, audit
from store.engine import begin, reading

accounts = typer.Typer(help="Wie mag inloggen.", no_args_is_help=True)


def serve() -> None:
    """Open het portaal op 127.0.0.1, met de lijn en de klok erbij."""
    settings = read_settings()
    serve_platform(open_platform(settings), settings)


def serve_platform(wired: Platform, settings: Settings) -> None:
    """Serve until interrupted or terminated; the clock runs the line and its jobs, and ends what it
    is doing before we go."""
    import uvicorn  # only here: other commands need not wait for a web server to load

    from portal.web.app import make_app

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn raises it anew at its end
    clock = make_clock(wired)
    clock.start()
    try:
        app = make_app(wired, settings, wake=lambda: wake_line(clock))
        with watched(wired, settings.watching):
            uvicorn.run(
                app,
                host="127.0.0.1",
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
            )
    finally:
        clock.shutdown()


@accounts.command("add")
def add(
    account: Annotated[str, typer.Argument(help="Naam om mee in te loggen.")],
    role: Annotated[str, typer.Option(help="creditor, worker, officer of director.")],
    subject: Annotated[str, typer.Option(help="Schuldeiser-id of medewerker-id.")] = "",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
    by: ByOption = "",
) -> None:
    """Voeg een account toe, of geef een account een nieuw wachtwoord."""
    actor, wired = actor_of(by), platform()
    with begin(wired.engine) as tx:
        add_account(tx, account, role, subject, password)
        audit.record(tx, [changed_entry(actor, account, "added", wired.clock())])
    out.print(f"{account} kan nu inloggen.", markup=False)


@accounts.command("token")
def token(
    account: Annotated[str, typer.Argument(help="Account van een schuldeiser.")],
    by: ByOption = "",
) -> None:
    """Geef een account een nieuw toegangstoken voor de API; het oude vervalt."""
    actor, wired = actor_of(by), platform()
    with begin(wired.engine) as tx:
        secret = new_token(tx, account)
        audit.record(tx, [changed_entry(actor, account, "token", wired.clock())])
    out.print(secret, markup=False)


@accounts.command("list")
def listing() -> None:
    """Toon wie mag inloggen."""
    with reading(platform().engine) as tx:
        for one in access.accounts(tx):
            out.print(f"{one.account_id:24} {one.role:10} {one.subject}", markup=False)
