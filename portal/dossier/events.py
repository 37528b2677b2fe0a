"""The events of consents, dossiers and plans as they are written: sealed JSON by kind.

Each is sealed for its own place in its own history, so none can be moved, swapped or repeated.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from protocols.plan import events as plan
from protocols.privacy.consent import (
    ConsentAsked,
    ConsentEvent,
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
)
from protocols.work.dossier_state import (
    ConfirmationAsked,
    ConfirmationDropped,
    DossierEvent,
    DossierOpened,
    Moved,
)
from store import histories
from store.engine import Tx
from store.histories import Kind
from store.vault import Vault

Event = ConsentEvent | DossierEvent | plan.Event
KINDS: Final[Mapping[Kind, Mapping[str, type[Any]]]] = {
    Kind.CONSENT: {
        "asked": ConsentAsked,
        "given": ConsentGiven,
        "refused": ConsentRefused,
        "withdrawn": ConsentWithdrawn,
        "expired": ConsentExpired,
    },
    Kind.DOSSIER: {
        "opened": DossierOpened,
        "moved": Moved,
        "confirmation-asked": ConfirmationAsked,
        "confirmation-dropped": ConfirmationDropped,
    },
    Kind.PLAN: {
        "agreed": plan.Agreed,
        "paid": plan.Paid,
        "term-missed": plan.TermMissed,
        "changed": plan.Changed,
        "given-up": plan.GivenUp,
        "refunded": plan.Refunded,
        "ended": plan.Ended,
    },
}
"""Every event by the name it is stored under. A name stays: histories are read for years."""
_NAMES: Final = {made: name for kinds in KINDS.values() for name, made in kinds.items()}


def name_of(event: Event) -> str:
    """The name that an event is stored under."""
    return _NAMES[type(event)]


def load(tx: Tx, vault: Vault, history: Kind, owner_id: str) -> list[Any]:
    """A whole history, opened; empty for an unknown owner. Its length is the last number."""
    return [
        msgspec.json.decode(
            vault.dossier.open(one.sealed, _place(history, owner_id, one.number)),
            type=KINDS[history][one.kind],
        )
        for one in histories.read(tx, history, owner_id)
    ]


def append(
    tx: Tx,
    vault: Vault,
    history: Kind,
    owner_id: str,
    after: int,
    events: Sequence[Event],
    at: datetime,
) -> None:
    """Append events after number `after`, all noted at one instant.

    Raises ConstraintBroken (from `begin`) when somebody else appended meanwhile.
    """
    lines = []
    for number, event in enumerate(events, after + 1):
        plain = msgspec.json.encode(event)
        sealed = vault.dossier.close(plain, _place(history, owner_id, number))
        lines.append((name_of(event), at, sealed))
    histories.append(tx, history, owner_id, after, lines)


def _place(history: Kind, owner_id: str, number: int) -> str:
    return f"{history.value}|{owner_id}|{number}"
