"""A case that nothing is left of because a decision was taken back: it holds nobody's figures."""

from dataclasses import replace

import msgspec

from protocols.judgement import NOTHING_KNOWN
from protocols.privacy.terms import Depth
from protocols.work.enrich import ClaimsView
from store.cases import Case
from streams.explanation import Explanation, encode_explanation

RETURNED = "returned"


def emptied(case: Case) -> Case:
    """The case without what it was weighed on: that was about somebody else (AVG art. 5(1)(d))."""
    return replace(
        case,
        outcome=RETURNED,
        points=0,
        signals_count=0,
        partner_types=0,
        total_cents=0,
        surroundings=msgspec.json.encode(NOTHING_KNOWN).decode(),
        explanation=encode_explanation(Explanation(0, (), None, ClaimsView(Depth.NONE))),
    )
