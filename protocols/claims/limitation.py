"""When a claim is time-barred, calculated again from everything that happened to it.

Belgium: payment and acknowledgement (art. 2248 oud BW) and a payment order served (art. 2244 oud
BW; art. 177 DLB) begin the term again; a dispute stops it (OSLO Schuldbeheer, workshop 3).
Netherlands: Awb 4:104-4:111. Which happening does what, are rows of the city.

Days: a term runs from the day after the claim fell due, to the end of the same day of the month
(art. 2260-2261 oud BW), of a shorter month its last day. `limitation_on` is the day after that:
the first on which the claim can no longer be asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from protocols.claims.words import Effect, Happening

Effects = Mapping[Happening, Effect]
_DAY: Final = timedelta(days=1)


class Running(StrEnum):
    """How a term stands: it runs, it stands still, or it is over."""

    RUNS = "runs"
    STANDS_STILL = "stands_still"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Period:
    """A term of limitation in months; `again_months` counts after an interruption."""

    months: int
    again_months: int


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened; `until_on` is the day on which a dispute or deferral ended."""

    what: Happening
    on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A limitation date of a source, and the day on which it told it."""

    limitation_on: date
    told_on: date


@dataclass(frozen=True, slots=True)
class Explained:
    """What one happening did, and the date that followed from it."""

    what: Happening
    on: date
    effect: Effect
    limitation_on: date


@dataclass(frozen=True, slots=True)
class Limitation:
    """The date as it stands on the day asked; while it stands still, it moves on every day."""

    limitation_on: date
    running: Running
    trace: tuple[Explained, ...] = ()


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def first_limitation(from_on: date, period: Period) -> date:
    """The limitation date of a claim to which nothing happened yet."""
    return months_later(from_on, period.months) + _DAY


def recalculate(
    from_on: date, period: Period, happened: Iterable[Happened], effects: Effects, on: date
) -> Limitation:
    """The limitation date from everything that happened up to and including a day.

    `from_on` is the day from which the term runs: the due date, or the day of the invoice where a
    city counts from that. What comes after the term is over does nothing: it does not begin again
    by itself. An interruption never makes the date earlier.
    """
    first = _Term(first_limitation(from_on, period), period.again_months)
    return _run(first, _turns(happened, effects, from_on, on), effects, on)


def carry_on(
    told: Told, period: Period, happened: Iterable[Happened], effects: Effects, on: date
) -> Limitation:
    """The date that a source told, with what happened from that day on (up to and including `on`).

    What was before it the source counted itself.
    """
    first = _Term(told.limitation_on, period.again_months)
    return _run(first, _turns(happened, effects, told.told_on, on), effects, on)


def _run(now: "_Term", turns: Iterable["_Turn"], effects: Effects, on: date) -> Limitation:
    trace: list[Explained] = []
    for turn in sorted(turns, key=lambda one: (one.on, one.sign)):
        before = now.reached(turn.on)
        if before.open == 0 and turn.on >= before.limitation_on:
            break
        now = before.after(turn)
        if turn.sign is not _Sign.ENDS:
            effect = effects.get(turn.what, Effect.NOTHING)
            trace.append(Explained(turn.what, turn.on, effect, now.limitation_on))
    now = now.reached(on)
    return Limitation(now.limitation_on, now.running(on), tuple(trace))


class _Sign(IntEnum):
    """What comes first on a day: a stop begins before another one ends."""

    NOTHING = 0
    BEGINS = 1
    INTERRUPTS = 2
    ENDS = 3


@dataclass(frozen=True, slots=True)
class _Turn:
    on: date
    sign: _Sign
    what: Happening


def _turns(
    happened: Iterable[Happened], effects: Effects, from_on: date, on: date
) -> Iterator[_Turn]:
    """The turns from the due date to the day asked; a stop from before that begins on it."""
    for one in happened:
        effect = effects.get(one.what, Effect.NOTHING)
        if effect is Effect.SUSPENDS:
            yield from _stops(one, from_on, on)
        elif from_on <= one.on <= on:
            sign = _Sign.INTERRUPTS if effect is Effect.INTERRUPTS else _Sign.NOTHING
            yield _Turn(one.on, sign, one.what)


def _stops(one: Happened, from_on: date, on: date) -> Iterator[_Turn]:
    begins, ends = max(one.on, from_on), one.until_on
    if begins > on or (ends is not None and ends <= begins):
        return
    yield _Turn(begins, _Sign.BEGINS, one.what)
    if ends is not None and ends <= on:
        yield _Turn(ends, _Sign.ENDS, one.what)


@dataclass(frozen=True, slots=True)
class _Term:
    """The term on its way: `open` counts what stops it now, since `seen_on`."""

    limitation_on: date
    again_months: int
    open: int = 0
    seen_on: date = date.min

    def reached(self, day: date) -> "_Term":
        """The same term on a later day: what stands still is moved by the days that passed."""
        if not self.open:
            return replace(self, seen_on=day)
        return replace(self, seen_on=day, limitation_on=self.limitation_on + (day - self.seen_on))

    def after(self, turn: _Turn) -> "_Term":
        """The term after a turn on the day that was reached."""
        match turn.sign:
            case _Sign.BEGINS:
                return replace(self, open=self.open + 1)
            case _Sign.ENDS:
                return replace(self, open=self.open - 1)
            case _Sign.INTERRUPTS:
                again = months_later(turn.on, self.again_months) + _DAY
                return replace(self, limitation_on=max(self.limitation_on, again))
            case _Sign.NOTHING:
                return self

    def running(self, on: date) -> Running:
        """How it stands on the day that was reached."""
        if self.open:
            return Running.STANDS_STILL
        return Running.OVER if on >= self.limitation_on else Running.RUNS
