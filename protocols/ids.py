"""Names for the things that have an identity. All are opaque text; none holds personal data."""

from typing import NewType

CityId = NewType("CityId", str)
CreditorId = NewType("CreditorId", str)
DeliveryId = NewType("DeliveryId", str)
SignalId = NewType("SignalId", str)
ResidentId = NewType("ResidentId", str)
HouseholdId = NewType("HouseholdId", str)
CaseId = NewType("CaseId", str)
TeamId = NewType("TeamId", str)
WorkerId = NewType("WorkerId", str)
