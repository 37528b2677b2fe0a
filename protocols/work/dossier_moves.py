"""The one table of what may be done with a dossier: a move without a row is forbidden. Pure.

Stages: the list that Eenheid van schuld implies (OSLO sessions 2024; no official list exists).
Four eyes where money is given up: DLB, the financial director alone answers to the council.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a dossier is."""

    DETECTED = "detected"
    OFFERED = "offered"
    CONSENTED = "consented"
    DECLINED = "declined"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    CHANGED = "changed"
    PAUSED = "paused"
    COMPLETED = "completed"
    SCRAPPED = "scrapped"
    UNCOLLECTABLE = "uncollectable"
    STOPPED = "stopped"


class Move(StrEnum):
    """What can be done with a dossier."""

    OFFER = "offer"
    CONSENT = "consent"
    DECLINE = "decline"
    PROPOSE = "propose"
    REJECT = "reject"
    ACCEPT = "accept"
    START = "start"
    CHANGE = "change"
    REMIT = "remit"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    SCRAP = "scrap"
    WRITE_OFF = "write_off"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class Who(StrEnum):
    """In which role somebody acts. A resident's word is noted by a worker; the audit log says
    by whom."""

    WORKER = "worker"
    FINANCIAL_DIRECTOR = "financial_director"
    RESIDENT = "resident"
    CLOCK = "clock"


class Eyes(StrEnum):
    """Whether one person is enough or another must confirm."""

    TWO = "two"
    FOUR = "four"


class Reason(StrEnum):
    """Whether a reason is asked."""

    ASKED = "asked"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `text` is the key of what the timeline says; `confirmers` is for four eyes."""

    source: Stage
    move: Move
    to: Stage
    who: tuple[Who, ...]
    text: str
    reason: Reason = Reason.NOT_ASKED
    eyes: Eyes = Eyes.TWO
    confirmers: tuple[Who, ...] = ()


_S, _M = Stage, Move
_WORKER, _RESIDENT, _CLOCK = (Who.WORKER,), (Who.RESIDENT,), (Who.CLOCK,)
_ANY_CITY = (Who.WORKER, Who.FINANCIAL_DIRECTOR)
_RUNS = (Who.WORKER, Who.CLOCK)
_DIRECTOR = (Who.FINANCIAL_DIRECTOR,)
_WHY = Reason.ASKED


def _forgoes(source: Stage, move: Move, to: Stage, text: str) -> Row:
    """A row that gives up money: one proposes it with a reason, another confirms it."""
    return Row(source, move, to, _ANY_CITY, text, _WHY, Eyes.FOUR, _DIRECTOR)


ROWS: tuple[Row, ...] = (
    Row(_S.DETECTED, _M.OFFER, _S.OFFERED, _WORKER, "dossier.offered"),
    Row(_S.DECLINED, _M.OFFER, _S.OFFERED, _WORKER, "dossier.offered_again", _WHY),
    Row(_S.OFFERED, _M.CONSENT, _S.CONSENTED, _RESIDENT, "dossier.consented"),
    Row(_S.OFFERED, _M.DECLINE, _S.DECLINED, _RESIDENT, "dossier.declined"),
    Row(_S.CONSENTED, _M.PROPOSE, _S.PROPOSED, _WORKER, "dossier.proposed"),
    Row(_S.PROPOSED, _M.PROPOSE, _S.PROPOSED, _WORKER, "dossier.proposed_again"),
    Row(_S.PROPOSED, _M.REJECT, _S.CONSENTED, (*_RESIDENT, *_CLOCK), "dossier.rejected"),
    Row(_S.PROPOSED, _M.ACCEPT, _S.ACCEPTED, _RESIDENT, "dossier.accepted"),
    Row(_S.ACCEPTED, _M.START, _S.ACTIVE, _RUNS, "dossier.started"),
    Row(_S.ACTIVE, _M.CHANGE, _S.CHANGED, _WORKER, "dossier.changed", _WHY),
    Row(_S.CHANGED, _M.CHANGE, _S.CHANGED, _WORKER, "dossier.changed", _WHY),
    Row(_S.PAUSED, _M.CHANGE, _S.CHANGED, _WORKER, "dossier.changed", _WHY),
    _forgoes(_S.ACTIVE, _M.REMIT, _S.CHANGED, "dossier.remitted"),
    _forgoes(_S.CHANGED, _M.REMIT, _S.CHANGED, "dossier.remitted"),
    _forgoes(_S.PAUSED, _M.REMIT, _S.CHANGED, "dossier.remitted"),
    Row(_S.ACTIVE, _M.PAUSE, _S.PAUSED, _WORKER, "dossier.paused", _WHY),
    Row(_S.CHANGED, _M.PAUSE, _S.PAUSED, _WORKER, "dossier.paused", _WHY),
    Row(_S.PAUSED, _M.RESUME, _S.ACTIVE, _RUNS, "dossier.resumed"),
    Row(_S.ACTIVE, _M.COMPLETE, _S.COMPLETED, _RUNS, "dossier.completed"),
    Row(_S.CHANGED, _M.COMPLETE, _S.COMPLETED, _RUNS, "dossier.completed"),
    Row(_S.PAUSED, _M.COMPLETE, _S.COMPLETED, _RUNS, "dossier.completed"),
    _forgoes(_S.ACCEPTED, _M.SCRAP, _S.SCRAPPED, "dossier.scrapped"),
    _forgoes(_S.ACTIVE, _M.SCRAP, _S.SCRAPPED, "dossier.scrapped"),
    _forgoes(_S.CHANGED, _M.SCRAP, _S.SCRAPPED, "dossier.scrapped"),
    _forgoes(_S.PAUSED, _M.SCRAP, _S.SCRAPPED, "dossier.scrapped"),
    _forgoes(_S.ACTIVE, _M.WRITE_OFF, _S.UNCOLLECTABLE, "dossier.written_off"),
    _forgoes(_S.CHANGED, _M.WRITE_OFF, _S.UNCOLLECTABLE, "dossier.written_off"),
    _forgoes(_S.PAUSED, _M.WRITE_OFF, _S.UNCOLLECTABLE, "dossier.written_off"),
    Row(_S.CONSENTED, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.PROPOSED, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.ACCEPTED, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.ACTIVE, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.CHANGED, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.PAUSED, _M.WITHDRAW, _S.STOPPED, _RESIDENT, "dossier.withdrawn"),
    Row(_S.CONSENTED, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
    Row(_S.PROPOSED, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
    Row(_S.ACCEPTED, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
    Row(_S.ACTIVE, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
    Row(_S.CHANGED, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
    Row(_S.PAUSED, _M.EXPIRE, _S.STOPPED, _CLOCK, "dossier.expired"),
)
"""Every move that is allowed. Read it from left to right: from, move, to, who, and its text."""

MOVES: Mapping[tuple[Stage, Move], Row] = {(row.source, row.move): row for row in ROWS}
FINAL = frozenset(Stage) - {row.source for row in ROWS}
"""Stages that nothing leads out of. A new start is a new dossier, with consent of its own."""


def allowed_from(stage: Stage) -> tuple[Move, ...]:
    """What may be done from a stage, by anybody, in the order of the table."""
    return tuple(row.move for row in ROWS if row.source is stage)


def allowed_to(stage: Stage, who: Who) -> tuple[Move, ...]:
    """What somebody in a role may do from a stage: the buttons of a page."""
    return tuple(row.move for row in ROWS if row.source is stage and who in row.who)
