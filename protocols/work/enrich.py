"""Step 4, enrich (verrijken): what the household owes the city itself, as deep as allowed. Pure.

Before consent the depth is the city's own rule: in the Netherlands none (Wgs; municipal tax
arrears are no signal since 15-5-2025), in Flanders a summary. Consent opens the rest, later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from protocols.money import Cents
from protocols.privacy.terms import Depth
from protocols.work.combine import Combined


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """One open claim (schuldvordering) of the city. Principal apart from what is still due."""

    claim_id: str
    category: str
    principal_cents: Cents
    balance_cents: Cents
    due_on: date


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """What may be seen: a count and the upper bound of a band in cents (None: above them all).

    `claims` is filled at depth ALL only; at depth NONE nothing is, not even the count.
    """

    depth: Depth
    count: int = 0
    band_cents: int | None = 0
    claims: tuple[OpenClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Enriched:
    """Stage 4: the household with the view on the city's own claims."""

    combined: Combined
    claims: ClaimsView


def enrich(
    combined: Combined, claims: Iterable[OpenClaim], depth: Depth, bands: Sequence[int]
) -> Enriched:
    """Add the city's claims to a household; `bands` are ascending upper bounds in cents."""
    return Enriched(combined, view(claims, depth, bands))


def view(claims: Iterable[OpenClaim], depth: Depth, bands: Sequence[int]) -> ClaimsView:
    """Reduce open claims to what the depth allows; claims without a balance do not count."""
    if depth is Depth.NONE:
        return ClaimsView(depth)
    still_due = tuple(claim for claim in claims if claim.balance_cents > 0)
    total = sum(claim.balance_cents for claim in still_due)
    band = next((bound for bound in bands if total <= bound), None) if still_due else 0
    return ClaimsView(depth, len(still_due), band, still_due if depth is Depth.ALL else ())
