"""Acting on one dossier: reached by who may, moved, and cleared of what no longer belongs to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from portal.access import Role, Visit
from portal.casework.file import not_yours
from portal.dossier.consenting import consents_of
from portal.dossier.moving import Loaded, move, reach
from portal.wiring import Platform
from protocols.privacy.audit import Action
from protocols.privacy.consent import Consent, Purpose, require
from protocols.work.dossier_commands import Actor, Command
from protocols.work.dossier_moves import FINAL, Stage, Who
from protocols.work.dossier_refusals import MoveNotYours
from protocols.work.dossier_state import Dossier
from store import audit, dossiers
from store.engine import Tx, begin

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody with a dossier of theirs, in one transaction."""

    tx: Tx
    platform: Platform
    by: Visit
    loaded: Loaded

    @property
    def dossier(self) -> Dossier:
        """How it stands now."""
        return self.loaded.dossier

    @property
    def dossier_id(self) -> str:
        """Which one it is."""
        return self.loaded.dossier.dossier_id

    @property
    def resident(self) -> Actor:
        """The resident, whose word a worker notes."""
        return Actor(self.dossier.resident_id, Who.RESIDENT)

    @property
    def clock(self) -> Actor:
        """What follows by itself; the account is whose act it follows on."""
        return Actor(self.by.account.account_id, Who.CLOCK)


def on_dossier(platform: Platform, by: Visit, dossier_id: str, doing: Callable[[Acting], T]) -> T:
    """Do something with a dossier in one transaction, all of it or nothing.

    Raises NotYourCase (audited as a denial) for a dossier that is not on this worker's caseload,
    and ConstraintBroken when somebody else decided on it meanwhile.
    """
    with begin(platform.engine) as tx:
        found = reach(tx, platform, by, dossier_id)
        if found is not None:
            return doing(Acting(tx, platform, by, found))
    raise not_yours()


def step(now: Acting, command: Command) -> Acting:
    """Move the dossier, and take away what does not belong to where it stands then.

    What waited for four eyes goes when it is overtaken; of a dossier that is over nothing stays
    but its histories: the figures of a household are needed for a plan only (AVG art. 5(1)(e)).
    """
    loaded = move(now.tx, now.platform, now.by, now.loaded, command)
    after = loaded.dossier
    if after.stage in FINAL:
        dossiers.withdraw(now.tx, after.dossier_id)
        dossiers.erase_debts(now.tx, after.dossier_id)
        dossiers.erase_means(now.tx, after.dossier_id)
    elif after.stage is not Stage.PROPOSED and after.waiting is None:
        dossiers.withdraw(now.tx, after.dossier_id, dossiers.OPEN)
    return replace(now, loaded=loaded)


def proof(now: Acting, purpose: Purpose) -> Consent:
    """The proof that the resident consents to a purpose today. Raises ConsentMissing."""
    found, _ = consents_of(now.tx, now.platform, now.dossier.resident_id)
    return require(found, purpose, now.by.on)


def note(
    now: Acting, action: Action, result: str, detail: Mapping[str, str | int] | None = None
) -> None:
    """Write in the audit log what is done with the dossier."""
    about, privacy = ("dossier", now.dossier_id), now.platform.city.privacy
    audit.record(now.tx, [now.by.note(privacy, action, about, result, detail)])


def only_worker(now: Acting) -> None:
    """Raises MoveNotYours: only who speaks with the resident notes what the resident said."""
    if now.by.account.role != Role.WORKER:
        raise MoveNotYours("Dit kan alleen de medewerker van deze zaak vastleggen.")


def close(now: Acting, kind: str, which: str, thing: object) -> bytes:
    """Seal something for its own place."""
    return now.platform.vault.dossier.close(msgspec.json.encode(thing), f"{kind}|{which}")


def opened(platform: Platform, kind: str, which: str, sealed: bytes, shape: type[T]) -> T:
    """Open what was sealed for a place. Raises SealBroken when it was sealed for another."""
    plain: Any = platform.vault.dossier.open(sealed, f"{kind}|{which}")
    return msgspec.json.decode(plain, type=shape)
