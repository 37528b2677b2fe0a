"""Counting off, by a worker, what still had to be done after a consent ended."""

from portal.access import Visit
from portal.casework.file import not_yours
from portal.dossier.consenting import Person, own_person
from portal.dossier.ending import count_off
from portal.wiring import Platform
from protocols.errors import Refused
from store import consents
from store.consents import Owed
from store.engine import begin


class NotOwed(Refused):
    """There is nothing like this to be counted off."""

    code = "not-owed"


def settle(platform: Platform, by: Visit, case_id: str, wanted: Owed, reference: str) -> None:
    """Note that one consequence was carried out, with what shows it.

    `wanted` names the resident, the purpose, when it ended and what follows. Raises NotYourCase
    and NotOwed; then nothing was noted.
    """
    with begin(platform.engine) as tx:
        if own_person(tx, platform, by, Person(case_id, wanted.resident_id)):
            found = next(
                (one for one in consents.owed_to(tx, [wanted.resident_id]) if _same(one, wanted)),
                None,
            )
            if found is None or found.done_at:
                raise NotOwed("Dit was al afgevinkt, of het hoort niet bij deze inwoner.")
            count_off(tx, platform, by, found, reference)
            return
    raise not_yours()


def _same(one: Owed, other: Owed) -> bool:
    return (one.purpose, one.ended_at, one.consequence) == (
        other.purpose,
        other.ended_at,
        other.consequence,
    )
