"""A small chart of plans side by side: what each asks per month, against what is affordable.

Only numbers for an inline SVG: its table tells the same in words, for who cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.words import counted
from protocols.money import Cents, euros
from protocols.plan.scenarios import Scenario

_WIDTH, _LEFT, _RIGHT = 360, 84, 82
_ROW, _BAR, _TOP, _FOOT = 34, 20, 26, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One plan; `kind` is `within` or `above` what is affordable. Places are in units of the
    chart; texts stand at `text_y`."""

    label: str
    y: int
    text_y: int
    width: int
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """The chart. `limit_x` is where the affordable amount lies; `told` says it all in words."""

    width: int
    height: int
    left: int
    height_of_bar: int
    bars: tuple[Bar, ...]
    limit_x: int
    value_x: int
    limit_anchor: str
    limit: str
    told: str


def chart_view(found: Sequence[Scenario], affordable: Cents) -> ChartView | None:
    """The chart of some plans; None when there is nothing to draw."""
    most = max([int(affordable), *(int(one.needed_cents) for one in found)], default=0)
    if not found or not most:
        return None
    room = _WIDTH - _LEFT - _RIGHT
    limit_x = _LEFT + affordable * room // most
    height = _TOP + len(found) * _ROW + _FOOT
    return ChartView(
        width=_WIDTH,
        height=height,
        left=_LEFT,
        height_of_bar=_BAR,
        bars=tuple(_bar(number, one, room, most) for number, one in enumerate(found)),
        limit_x=limit_x,
        value_x=_WIDTH,
        limit_anchor="start" if limit_x < _WIDTH // 2 else "end",
        limit=f"haalbaar: {euros(affordable)}",
        told=_told(found, affordable),
    )


def _bar(number: int, one: Scenario, room: int, most: int) -> Bar:
    y = _TOP + number * _ROW
    width = max(2, one.needed_cents * room // most)
    return Bar(
        label=counted(one.months, "maand", "maanden"),
        y=y,
        text_y=y + 15,
        width=width,
        value=euros(one.needed_cents),
        kind="within" if one.within_ceiling else "above",
    )


def _told(found: Sequence[Scenario], affordable: Cents) -> str:
    parts = [
        f"{counted(one.months, 'maand', 'maanden')}: {euros(one.needed_cents)} per maand, "
        + ("haalbaar" if one.within_ceiling else "niet haalbaar")
        for one in found
    ]
    return f"Haalbaar is {euros(affordable)} per maand. " + "; ".join(parts) + "."
