"""Who is at which door, and when: what every use case needs for its audit entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.privacy.terms import PrivacyTerms
from protocols.work.clock import local_day
from store.access import Account


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is logged in. `at` is in UTC."""

    account: Account
    at: datetime
    origin: Origin = Origin.WEB

    @property
    def on(self) -> date:
        """The day it is here, for legal days."""
        return local_day(self.at)

    def note(
        self,
        privacy: PrivacyTerms,
        action: Action,
        about: tuple[str, str],
        result: str,
        detail: Mapping[str, str | int] | None = None,
    ) -> AuditEntry:
        """An audit entry for the purpose and on the basis of the city; `about` is type and id."""
        return AuditEntry(
            self.at,
            self.account.account_id,
            self.origin,
            action,
            about[0],
            about[1],
            result,
            privacy.purpose,
            privacy.basis.value,
            detail or {},
        )
