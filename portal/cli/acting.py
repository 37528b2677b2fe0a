"""Who gives a command, as it stands in the audit log."""

import getpass
import os
import re
from typing import Annotated

import typer

from portal.cli.common import ACTOR

_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
ByOption = Annotated[
    str,
    typer.Option("--by", help="Wie dit doet: een account; standaard dat van het systeem."),
]


def actor_of(by: str) -> str:
    """The actor of a command, such as `command:anja`: the door and an account, by default that of
    the operating system. Raises BadParameter for what is no account."""
    account = by or _system_account()
    if not _ACCOUNT.fullmatch(account):
        raise typer.BadParameter(
            "geef een account: letters, cijfers, punt, streepje, hoogstens 40", param_hint="--by"
        )
    return f"{ACTOR}:{account}"


def _system_account() -> str:
    """The account that runs this; in a container it may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"
