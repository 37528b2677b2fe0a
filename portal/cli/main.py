"""The command `vroegsignaal`: its verbs, and the outermost door for what goes wrong."""

import sys

import typer

from portal.cli import (
    benefit,
    clock,
    dead_letters,
    demo,
    dossier,
    encode,
    feedback,
    letters,
    line,
    match,
    register,
    relay,
    replay,
    serve,
    signals,
    topics,
    worker,
)
from portal.cli.common import err, show_refusal
from portal.logs import set_up_logs
from protocols.errors import Refused
from store.engine import StoreUnavailable

DONE, REFUSED, MISUSED = 0, 1, 2

app = typer.Typer(
    help="Vroegsignalering van schulden: van het bestand van een schuldeiser tot de werkvoorraad.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(register.register, name="register")
app.add_typer(signals.signals, name="signals")
app.add_typer(register.claims, name="claims")
app.add_typer(letters.letters, name="letters")
app.add_typer(match.match, name="match")
app.add_typer(encode.covenant, name="covenant")
app.add_typer(serve.accounts, name="accounts")
app.add_typer(topics.topics, name="topics")
app.add_typer(dead_letters.letters, name="dead-letters")
app.add_typer(dossier.dossier, name="dossier")
app.add_typer(feedback.feedback, name="feedback")
for verb, name in (
    (line.init, "init"),
    (encode.encode, "encode"),
    (line.run, "run"),
    (relay.relay, "relay"),
    (replay.replay, "replay"),
    (worker.worker, "worker"),
    (line.status, "status"),
    (benefit.business_case_command, "business-case"),
    (line.city, "city"),
    (line.erasing, "erase"),
    (clock.clock, "clock"),
    (line.settings, "settings"),
    (serve.serve, "serve"),
    (demo.synth, "synth"),
    (demo.demo, "demo"),
):
    app.command(name)(verb)


def main() -> None:
    """Run a command. Exits with 0 when done, 1 when refused, 2 when misused."""
    set_up_logs()
    try:
        app()
    except Refused as refused:
        show_refusal(refused)
        sys.exit(REFUSED)
    except StoreUnavailable as error:
        err.print(f"De database werkt niet mee ({error}). Probeer later; niets telt ooit dubbel.")
        sys.exit(REFUSED)
