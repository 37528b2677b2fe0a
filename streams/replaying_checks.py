"""Holding what was rebuilt against what the source has."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec

from store import comparing, deliveries
from store.comparing import Compared, Same, Values
from store.engine import Tx
from store.replaying import BY_ADMISSION, BY_CASEWORK
from store.signals import Review
from store.tables import data_key, dead_letter, decision, review, tally
from store.vault import SealBroken, Vault
from streams import topics
from streams.events import read_matched
from streams.held import open_held
from streams.steps import desk, ledger
from streams.topics import Topic

_KEPT = (data_key, dead_letter, decision, tally)
"""Copied before, and changed by steps that do something that they did not do."""
_read = msgspec.json.Decoder(dict[str, str | int]).decode
_WHY = "why"


class Extent(Enum):
    """Whether all rows of a table were rebuilt, or some were taken over from the source."""

    WHOLE = "whole"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Checked:
    """How a table came out. What only the source has is a difference where all was rebuilt."""

    name: str
    rows: Compared
    extent: Extent = Extent.WHOLE

    @property
    def differences(self) -> int:
        """Rows that are not as in the source."""
        missing = self.rows.missing if self.extent is Extent.WHOLE else 0
        return self.rows.different + self.rows.extra + missing

    @property
    def taken(self) -> int:
        """Rows that were taken over from the source."""
        return self.rows.missing if self.extent is Extent.PARTLY else 0


@dataclass(frozen=True, slots=True)
class Checking:
    """Compares a source with what was rebuilt of it."""

    source: Tx
    target: Tx
    vault: Vault

    def tables(self) -> list[Checked]:
        """The tables that casework writes, row by row, and what no step may have touched."""
        tables = (*BY_CASEWORK, *_KEPT)
        return [Checked(one.name, self._compare(comparing.whole(one))) for one in tables]

    def rows(self) -> list[Checked]:
        """What admission wrote of the rows that it was given again; what is sealed is opened."""
        ways: Mapping[Any, Same] = {review: self._same_review}
        return [
            Checked(
                table.name,
                self._compare(comparing.whole(table), ways.get(table)),
                Extent.PARTLY,
            )
            for table in BY_ADMISSION
        ]

    def matched(self) -> Checked:
        """What admission told casework, for the rows that it was given again."""
        question = comparing.of_topic(topics.MATCHED.name)
        compared = self._compare(question, self._same_matched)
        return Checked(f"topic {topics.MATCHED.name}", compared, Extent.PARTLY)

    def told(self, topic: Topic, extent: Extent) -> Checked:
        """What the steps told on a topic."""
        compared = self._compare(comparing.of_topic(topic.name))
        return Checked(f"topic {topic.name}", compared, extent)

    def audit(self) -> Checked:
        """What the steps wrote into the audit log, whatever room workers had."""
        question = comparing.of_actors((ledger.ACTOR, desk.ACTOR))
        compared = self._compare(question, _same_but_room)
        return Checked("audit", compared, Extent.PARTLY)

    def _compare(self, question: comparing.Question, same: Same | None = None) -> Compared:
        way = same or comparing.never
        return comparing.compare(self.source, self.target, question, way)

    def _same_review(self, one: Values, other: Values) -> bool:
        try:
            return open_held(self.vault, Review(*one)) == open_held(self.vault, Review(*other))
        except SealBroken:
            return False

    def _same_matched(self, one: Values, other: Values) -> bool:
        """The contact data are sealed anew each time."""
        if one[:-1] != other[:-1]:
            return False
        was, now = read_matched(one[-1]), read_matched(other[-1])
        return was.matched == now.matched and self._contact(was) == self._contact(now)

    def _contact(self, told: Any) -> bytes:
        signal_id = told.matched.signal.signal_id
        wrapped = deliveries.data_keys(self.target, [signal_id]).get(signal_id)
        if wrapped is None:
            return b""
        return self.vault.data_key(wrapped, signal_id).open(told.contact, f"signal|{signal_id}")


def _same_but_room(one: Values, other: Values) -> bool:
    was, now = _read(one[-1]), _read(other[-1])
    return {**was, _WHY: ""} == {**now, _WHY: ""}
