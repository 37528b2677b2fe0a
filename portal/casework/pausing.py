"""What a worker does with the pauses of a case: see them, extend or end one, report a breach."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.casework.file import not_yours, own_case
from portal.wiring import Platform
from protocols.covenant.pause import Pause, PauseRefused
from protocols.covenant.pause_words import Command
from protocols.privacy.audit import Action
from store import audit, pauses
from store.engine import Tx, begin
from streams.pausing import change
from streams.telling import Teller


@dataclass(frozen=True, slots=True)
class CasePause:
    """A pause of a case: at which creditor, for which signal, and how it stands."""

    creditor_id: str
    signal_id: str
    pause: Pause


def teller_of(platform: Platform, by: Visit) -> Teller:
    """Who is at the door, as one who tells creditors something."""
    return Teller(platform.city, platform.vault, by.account.account_id, by.origin, by.at)


def read_pauses(platform: Platform, by: Visit, case_id: str) -> Sequence[CasePause]:
    """The pauses of a case with their breaches. Raises NotYourCase, audited as a denial."""
    with begin(platform.engine) as tx:
        case = own_case(tx, platform, by, case_id)
        if case is not None:
            read = by.note(platform.city.privacy, Action.CASE_READ, ("case", case_id), "pauses")
            audit.record(tx, [read])
            return pauses_of(tx, case.household_id)
    raise not_yours()


def pauses_of(tx: Tx, household_id: str) -> Sequence[CasePause]:
    """The pauses of a household, for whoever has seen to it that its case may be read."""
    found = pauses.of_household(tx, household_id)
    return [CasePause(k.creditor_id, k.signal_id, pauses.state(tx, k.signal_id)) for k in found]


def change_pause(
    platform: Platform, by: Visit, case_id: str, signal_id: str, command: Command
) -> Pause:
    """Extend or end a pause of a case, or report that it was broken.

    Raises NotYourCase (audited as a denial) and PauseRefused; then nothing was recorded.
    """
    with begin(platform.engine) as tx:
        case = own_case(tx, platform, by, case_id)
        if case is not None:
            kept = pauses.find(tx, signal_id)
            if kept is None or kept.household_id != case.household_id:
                raise PauseRefused("Bij deze zaak is over dit signaal geen pauze gevraagd.")
            return change(tx, teller_of(platform, by), signal_id, command)
    raise not_yours()
