"""A safety warning with a case: noted by its worker, seen by its worker, and ending by itself."""

from dataclasses import dataclass
from datetime import date

import msgspec

from portal.access import Visit
from portal.casework.file import not_yours, own_case
from portal.wiring import Platform
from protocols.ids import CaseId, WorkerId
from protocols.privacy.audit import Action
from protocols.work.safety import Reader, look, seal
from store import audit, casenotes, cases
from store.engine import begin
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class _Kept:
    """A warning as it is sealed."""

    text: str
    noted_on: date
    until_on: date


def note_warning(platform: Platform, by: Visit, case_id: str, text: str, until_on: date) -> None:
    """Keep a warning for whoever visits, up to and including a day; the one before is replaced.

    Raises NotYourCase and BadWarning, which never repeats the text.
    """
    with begin(platform.engine) as tx:
        if own_case(tx, platform, by, case_id) is not None:
            seal(CaseId(case_id), text, by.on, until_on)
            kept = _Kept(text, by.on, until_on)
            sealed = platform.vault.dossier.close(msgspec.json.encode(kept), _place(case_id))
            casenotes.put_warning(tx, case_id, by.account.account_id, by.at, sealed)
            about, privacy = ("safety-warning", case_id), platform.city.privacy
            audit.record(tx, [by.note(privacy, Action.WARNING_NOTED, about, "noted")])
            return
    raise not_yours()


def look_at_warning(platform: Platform, by: Visit, case_id: str) -> str:
    """The warning of a case for the worker that it is assigned to; empty when there is none, or
    when it has ended. Whoever else asks is refused (NotYourCase), and that is audited."""
    with begin(platform.engine) as tx:
        case = cases.find(tx, case_id)
        sealed = casenotes.find_warning(tx, case_id) if case else None
        if case is None or sealed is None:
            if own_case(tx, platform, by, case_id) is not None:
                return ""
        else:
            kept = _opened(platform.vault, case_id, sealed)
            warning = seal(CaseId(case_id), kept.text, kept.noted_on, kept.until_on)
            seen = look(warning, WorkerId(case.worker_id), _reader(platform, by), by.at)
            audit.record(tx, [seen.entry])
            if seen.entry.action is not Action.ACCESS_DENIED:
                return seen.text
    raise not_yours()


def _reader(platform: Platform, by: Visit) -> Reader:
    """Somebody by the worker that the account is for: assignment is the only key. What stands in
    the audit log is that worker."""
    privacy = platform.city.privacy
    return Reader(WorkerId(by.account.subject), by.origin, privacy.purpose, privacy.basis.value)


def _opened(vault: Vault, case_id: str, sealed: bytes) -> _Kept:
    return msgspec.json.decode(vault.dossier.open(sealed, _place(case_id)), type=_Kept)


def _place(case_id: str) -> str:
    return f"warning|{case_id}"
