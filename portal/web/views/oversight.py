"""The audit log and the counts, for the privacy officer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from notifications.words import label
from portal.web.overseeing import Standing
from portal.web.views.parts import Choice, Fact
from portal.web.words import day_of, moment
from protocols.judgement import MatchKind
from protocols.money import Cents, euros
from protocols.privacy.audit import Action, Origin
from protocols.work.points import Track
from store.audit import MOST, AuditLine

ORIGINS = {
    Origin.COMMAND: "opdracht",
    Origin.API: "API",
    Origin.WEB: "portaal",
    Origin.LINE: "verwerking",
    Origin.CLOCK: "klok",
}
COUNTED = {
    "residents": "Inwoners in het register",
    "deliveries": "Leveringen",
    "receipts": "Ontvangstbewijzen",
    "signals": "Signalen van inwoners",
    "held for review": "Signalen die op een oordeel wachten",
    "set aside": "Signalen over geen van onze inwoners, nog niet gewist",
    "cases": "Zaken",
    "dead letters": "Apart gezette berichten",
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit log."""

    seq: int
    at: str
    action: str
    about: str
    result: str
    actor: str
    origin: str
    purpose: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """A page of the audit log; `older` and `newest` are paths, empty where there is none."""

    actions: tuple[Choice, ...]
    rows: tuple[AuditRow, ...]
    older: str
    newest: str


@dataclass(frozen=True, slots=True)
class CountsTable:
    """A table of words and numbers."""

    caption: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class StandingView:
    """The counts of everything."""

    tables: tuple[CountsTable, ...]


def audit_view(lines: Sequence[AuditLine], action: str, before: int | None) -> AuditView:
    """Show a page of the audit log, newest first."""
    full = len(lines) == MOST
    older = {"actie": action, "voor": str(lines[-1].seq)} if full else {}
    return AuditView(
        actions=tuple(
            Choice(one.value, label(one), "selected" if one == action else "") for one in Action
        ),
        rows=tuple(map(_row, lines)),
        older=f"/logboek?{urlencode(older)}" if older else "",
        newest=f"/logboek?{urlencode({'actie': action})}" if before is not None else "",
    )


def standing_view(standing: Standing) -> StandingView:
    """Show the counts of everything."""
    waits = (
        Fact("Berichten die op verwerking wachten", str(standing.waiting_events)),
        Fact("Oudste signaal dat op een oordeel wacht", day_of(standing.oldest_review) or "geen"),
        Fact("Actieve signalen", str(standing.active_signals)),
        Fact("Bedrag van actieve signalen samen", euros(Cents(standing.active_cents))),
    )
    counts = {COUNTED.get(name, name): number for name, number in standing.counts.items()}
    parked = {f"{one.step}: {one.code}": one.count for one in standing.dead_letters}
    tables = (
        CountsTable("Wat er is", _facts(counts)),
        CountsTable("Wat er wacht en loopt", waits),
        CountsTable("Open zaken per aanpak", _facts(_worded(standing.tracks, Track))),
        CountsTable("Signalen die geen zaak werden", _facts(_outcomes(standing.outcomes))),
        CountsTable("Apart gezette berichten per oorzaak", _facts(parked)),
    )
    return StandingView(tuple(one for one in tables if one.rows))


def _row(line: AuditLine) -> AuditRow:
    kinds = {one.value: label(one) for one in Action}
    origins = {one.value: word for one, word in ORIGINS.items()}
    return AuditRow(
        seq=line.seq,
        at=moment(line.at),
        action=kinds.get(line.action, line.action),
        about=" ".join(part for part in (line.object_type, line.object_id) if part),
        result=line.result,
        actor=line.actor,
        origin=origins.get(line.origin, line.origin),
        purpose=". ".join(part for part in (line.purpose, line.basis) if part),
        detail=_detail(line.detail),
    )


def _detail(text: str) -> str:
    if not text:
        return ""
    pairs = msgspec.json.decode(text, type=dict[str, str | int])
    return ", ".join(f"{name}: {value}" for name, value in pairs.items())


def _worded(counts: Mapping[str, int], words: type[Track]) -> Mapping[str, int]:
    return {label(word): counts[word.value] for word in reversed(words) if word.value in counts}


def _outcomes(counts: Mapping[str, int]) -> Mapping[str, int]:
    """An outcome is a kind of match, with or without the human verdict behind it."""
    kinds = {one.value: label(one) for one in MatchKind} | {"withdrawn": "Ingetrokken"}
    told = {}
    for outcome, number in sorted(counts.items()):
        kind, _, verdict = outcome.partition(":")
        name = kinds.get(kind, kind)
        told[f"{name} (door een medewerker beoordeeld)" if verdict else name] = number
    return told


def _facts(counts: Mapping[str, int]) -> tuple[Fact, ...]:
    return tuple(Fact(name, str(number)) for name, number in counts.items())
