"""How the reason of a case is kept: what counted, what would have changed it, the city's claims."""

from dataclasses import dataclass

import msgspec

from protocols.work.enrich import ClaimsView
from protocols.work.weigh import NearestChange, Reason, Weighed


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is needed to tell somebody why a case is where it is."""

    points: int
    reasons: tuple[Reason, ...]
    nearest: NearestChange | None
    claims: ClaimsView


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Explanation).decode


def write_explanation(weighed: Weighed) -> str:
    """The explanation of a weighed household as JSON, claims only as deep as they were seen."""
    told = Explanation(weighed.points, weighed.reasons, weighed.nearest, weighed.enriched.claims)
    return _encode(told).decode()


def read_explanation(text: str) -> Explanation:
    """The explanation as it was written."""
    return _decode(text)
