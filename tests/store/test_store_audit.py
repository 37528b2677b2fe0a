"""The audit log: what it holds of an entry, in which order, and how it is searched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit
from store.audit import AuditLine
from store.engine import Engine, begin, reading

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
READ = AuditEntry(
    AT,
    "anna",
    Origin.WEB,
    Action.CASE_READ,
    "case",
    "c-1",
    "shown",
    "vroegsignalering",
    "Wgs art. 3",
)


def test_an_entry_becomes_a_line_with_every_field(engine: Engine) -> None:
    """Action, object, result, origin, actor, time (BIO2 8.15.01), purpose and basis."""
    with begin(engine) as tx:
        audit.record(tx, [READ])
        assert audit.latest(tx) == [
            AuditLine(
                1,
                "2026-11-22T09:00:00.000Z",
                "anna",
                "web",
                "case.read",
                "case",
                "c-1",
                "shown",
                "vroegsignalering",
                "Wgs art. 3",
                "",
            )
        ]


def test_detail_is_written_in_one_way(engine: Engine) -> None:
    """Equal details are equal text, however they were put together."""
    detail: dict[str, str | int] = {"rows": 2, "article": "CV art. 1"}
    with begin(engine) as tx:
        audit.record(tx, [replace(READ, detail=detail)])
        audit.record(tx, [replace(READ, detail=dict(reversed(detail.items())))])
        found = {line.detail for line in audit.latest(tx)}
    assert found == {'{"article":"CV art. 1","rows":2}'}


def test_a_time_in_another_zone_is_written_in_utc(engine: Engine) -> None:
    """Lines of one log must be comparable."""
    here = AT.astimezone(timezone(timedelta(hours=1)))
    with begin(engine) as tx:
        audit.record(tx, [replace(READ, at=here)])
        assert audit.latest(tx)[0].at == "2026-11-22T09:00:00.000Z"


def test_the_newest_lines_come_first_at_most_two_hundred(engine: Engine) -> None:
    """And the next page begins where the last one ended."""
    with begin(engine) as tx:
        audit.record(tx, [READ] * 205)
        first = audit.latest(tx)
        second = audit.latest(tx, before=first[-1].seq)
    assert [line.seq for line in (*first, *second)] == list(range(205, 0, -1))
    assert len(first) == 200


def test_lines_are_found_by_action_and_by_what_they_are_about(engine: Engine) -> None:
    """And by both together."""
    entries = [
        READ,
        replace(READ, object_id="c-2"),
        replace(READ, action=Action.CONTACT_RECORDED),
    ]
    with begin(engine) as tx:
        audit.record(tx, entries)
        assert [one.seq for one in audit.latest(tx, action="case.read")] == [2, 1]
        assert [one.seq for one in audit.latest(tx, about="c-1")] == [3, 1]
        assert [one.seq for one in audit.latest(tx, action="case.read", about="c-1")] == [1]
        assert audit.latest(tx, action="case.read", about="c-1", before=1) == []
        assert audit.latest(tx, action="case") == []


def test_an_entry_stands_or_falls_with_what_it_tells_about(engine: Engine) -> None:
    """In one transaction: no line about what did not happen."""

    def fail() -> None:
        with begin(engine) as tx:
            audit.record(tx, [READ])
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    with reading(engine) as tx:
        assert audit.latest(tx) == []


def test_recording_nothing_is_no_line(engine: Engine) -> None:
    """A step that did nothing tells nothing."""
    with begin(engine) as tx:
        audit.record(tx, [])
        assert audit.latest(tx) == []
