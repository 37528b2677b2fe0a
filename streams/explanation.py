"""How the reason of a case is kept: what counted, what would have changed it, the city's claims."""

from dataclasses import dataclass

import msgspec

from protocols.judgement import Certainty
from protocols.work.enrich import ClaimsView
from protocols.work.weigh import NearestChange, Reason, Weighed


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is needed to tell somebody why a case is where it is.

    `certainty` is that of the match of its newest signal; None when a human decided.
    """

    points: int
    reasons: tuple[Reason, ...]
    nearest: NearestChange | None
    claims: ClaimsView
    certainty: Certainty | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Explanation).decode


def write_explanation(weighed: Weighed) -> str:
    """The explanation of a weighed household as JSON, claims only as deep as they were seen."""
    enriched = weighed.enriched
    certainty = enriched.combined.matched.certainty
    told = Explanation(weighed.points, weighed.reasons, weighed.nearest, enriched.claims, certainty)
    return encode_explanation(told)


def encode_explanation(told: Explanation) -> str:
    """An explanation as JSON."""
    return _encode(told).decode()


def read_explanation(text: str) -> Explanation:
    """The explanation as it was written."""
    return _decode(text)
