"""What every language must be able to say: the words, the sentences and their placeholders."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from protocols.covenant.answer import Refusal, Remark
from protocols.covenant.signal import ArrearsType, CollectionStep, MessageKind
from protocols.judgement import Agreement, Certainty, MatchKind
from protocols.judgement import Warning as Caution
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose
from protocols.privacy.evidence import Manner
from protocols.privacy.terms import Depth
from protocols.work.choose import Bar, Field
from protocols.work.combine import Pattern
from protocols.work.decide import DecisionReason, Verdict
from protocols.work.points import AMOUNTS, Measure, Track
from protocols.work.route import Why

LABELLED: Final[tuple[type[StrEnum], ...]] = (
    Refusal,
    Remark,
    ArrearsType,
    MessageKind,
    CollectionStep,
    MatchKind,
    Agreement,
    Certainty,
    Caution,
    Pattern,
    Track,
    Measure,
    Why,
    Depth,
    Action,
    Field,
    Bar,
    Verdict,
    DecisionReason,
    Purpose,
    Manner,
)
"""Enums of which every member has a short text under `labels/<class name>/<value>`."""

FLAGS: Final = frozenset({Measure.CRISIS, Measure.YOUNG, Measure.PENSIONER})
"""Measures that are yes or no."""

UNMANNED: Final = frozenset({Why.NO_WORKER, Why.AUTOMATIC})
"""Reasons for an assignment that names no worker."""

_PHRASES: Final[tuple[tuple[str, type[StrEnum]], ...]] = (
    ("remedies", Refusal),
    ("became", Track),
    ("heaviest", Measure),
    ("sources", ArrearsType),
)
_BOUNDS: Final[Mapping[Measure, str]] = MappingProxyType(
    {
        Measure.SIGNALS_IN_WINDOW: " window_months",
        Measure.YOUNG: " young_below",
        Measure.PENSIONER: " pension_from",
    }
)
_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "summary/weighed": "became points heaviest",
        "summary/unweighed": "became",
        "district/known": "district",
        "district/elsewhere": "",
        "claims/unseen": "",
        "claims/zero": "",
        "claims/band": "n band",
        "claims/above": "n bound",
        "claims/above_all": "n",
        "claims/all": "n total",
        "receipt/title": "",
        "receipt/valid": "first last",
    }
)


def label_key(word: StrEnum) -> str:
    """Where the short text of a word stands: `labels/Track/visit`."""
    return f"labels/{type(word).__name__}/{word.value}"


def _texts() -> Iterator[tuple[str, str]]:
    yield "name", ""
    for words in LABELLED:
        yield from ((label_key(word), "") for word in words)
    for group, words in _PHRASES:
        yield from ((f"{group}/{word.value}", "") for word in words)
    for why in Why:
        yield f"assignment/{why.value}", "team" if why in UNMANNED else "worker team"
    for measure in Measure:
        yield from _sentences_about(measure)
    yield from _SENTENCES.items()


def _sentences_about(measure: Measure) -> Iterator[tuple[str, str]]:
    """What was measured, and what would have been had it been less or more."""
    bound = _BOUNDS.get(measure, "")
    told, limit = "n", "limit n? "
    if measure in AMOUNTS:
        told = "amount"
    elif measure in FLAGS:
        told, limit = "n?", ""
    yield f"reason/{measure.value}", f"{told}{bound}"
    yield f"less/{measure.value}", f"{limit}became{bound}"
    yield f"more/{measure.value}", f"{limit}became{bound}"


REQUIRED: Final[Mapping[str, str]] = MappingProxyType(dict(_texts()))
"""Every key with the placeholders that its text must use; one that ends in `?` it may use."""
