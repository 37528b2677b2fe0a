"""Why a case is where it is, in sentences that the resident could read. Shows, never decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from notifications.keys import UNMANNED
from notifications.languages import DEFAULT, Locale, locale_for
from protocols.money import Cents, euros
from protocols.privacy.terms import Depth
from protocols.work.combine import WINDOW_MONTHS
from protocols.work.enrich import ClaimsView
from protocols.work.points import AMOUNTS, Measure, Track
from protocols.work.route import ELSEWHERE, Why
from protocols.work.weigh import PENSION_FROM, YOUNG_BELOW, NearestChange, Reason

_BOUNDS: Final[Mapping[str, int]] = MappingProxyType(
    {"window_months": WINDOW_MONTHS, "young_below": YOUNG_BELOW, "pension_from": PENSION_FROM}
)


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """An explanation in words: plain text, to be escaped where it is shown.

    `lines` holds one sentence per reason in the order given; `nearest` tells the smallest change
    that would have led to another track and is empty when there is none; `summary` names the
    track and what counted most for it.
    """

    lines: tuple[str, ...]
    nearest: str
    summary: str


def explain(
    track: Track,
    points: int,
    reasons: Sequence[Reason],
    nearest: NearestChange | None,
    language: str = DEFAULT,
) -> ExplanationView:
    """Tell the reasons of a weighed household in a language."""
    locale = locale_for(language)
    return ExplanationView(
        tuple(_reason(locale, reason) for reason in reasons),
        _nearest(locale, nearest) if nearest else "",
        _summary(locale, track, points, reasons),
    )


def explain_assignment(
    why: Why, team: str, district: str, worker: str, language: str = DEFAULT
) -> str:
    """Tell in two sentences whose case it is and why, and in which district the address lies.

    `team`, `district` and `worker` are names as people know them; `worker` is ignored where
    there is none (no worker yet, or a light offer). Raises ValueError when it is empty otherwise.
    """
    if not worker and why not in UNMANNED:
        raise ValueError("an assignment to a worker needs the name of that worker")
    locale = locale_for(language)
    known = "elsewhere" if district in ("", ELSEWHERE) else "known"
    assigned = locale.say(f"assignment/{why.value}", worker=worker, team=team)
    return f"{assigned} {locale.say(f'district/{known}', district=district)}"


def explain_claims(view: ClaimsView, language: str = DEFAULT, *, bands: Sequence[int] = ()) -> str:
    """Tell what the household owes the city itself, no deeper than the view.

    `bands` are the upper bounds in cents that the view was made with: they tell the amount above
    which a total lies that is in no band. Without them the sentence names no amount.
    """
    locale, count = locale_for(language), view.count
    if view.depth is Depth.NONE:
        return locale.say("claims/unseen")
    if not count:
        return locale.say("claims/zero")
    if view.depth is Depth.ALL:
        total = sum(claim.balance_cents for claim in view.claims)
        return locale.say("claims/all", n=count, total=euros(Cents(total)))
    if view.band_cents is not None:
        return locale.say("claims/band", n=count, band=euros(Cents(view.band_cents)))
    if bands:
        return locale.say("claims/above", n=count, bound=euros(Cents(max(bands))))
    return locale.say("claims/above_all", n=count)


def _reason(locale: Locale, reason: Reason) -> str:
    return locale.say(
        f"reason/{reason.measure.value}",
        n=reason.measured,
        amount=euros(Cents(reason.measured)),
        **_BOUNDS,
    )


def _nearest(locale: Locale, change: NearestChange) -> str:
    """A change downwards stops just under a step: it is told as less than that step."""
    less = change.needed < change.measured
    limit = change.needed + 1 if less else change.needed
    return locale.say(
        f"{'less' if less else 'more'}/{change.measure.value}",
        n=limit,
        limit=_told(change.measure, limit),
        became=locale.text(f"became/{change.track.value}"),
        **_BOUNDS,
    )


def _told(measure: Measure, value: int) -> str:
    return euros(Cents(value)) if measure in AMOUNTS else str(value)


def _summary(locale: Locale, track: Track, points: int, reasons: Sequence[Reason]) -> str:
    became = locale.text(f"became/{track.value}")
    heaviest = max(reasons, key=lambda reason: reason.points, default=None)
    if heaviest is None or heaviest.points <= 0:
        return locale.say("summary/unweighed", became=became)
    most = locale.text(f"heaviest/{heaviest.measure.value}")
    return locale.say("summary/weighed", became=became, points=points, heaviest=most)
