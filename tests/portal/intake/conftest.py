"""Reads small deliveries of a made-up creditor."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from portal.faults import BadFile
from portal.intake.reading import read_delivery
from protocols.covenant.signal import Delivered
from protocols.covenant.terms import Covenant
from protocols.ids import DeliveryId
from streams.intake import Batch
from tests.support import made

GOOD = {
    "reference": "K-1",
    "surname": "Zilverschoon",
    "date_of_birth": "1961-04-17",
    "house_number": "12",
    "postcode": "1111AA",
    "amount": "123,45",
}


class Intake:
    """Deliveries of `woonhof`, taken in on 22 November 2026."""

    name = "levering.csv"

    def covenant(self, columns: Mapping[str, str] | None = None) -> Covenant:
        """Its covenant, with columns of its own."""
        covenant = made.covenant("woonhof")
        return replace(covenant, creditor=replace(covenant.creditor, columns=columns or {}))

    def read(self, content: bytes | str, columns: Mapping[str, str] | None = None) -> Batch:
        """Read this content, text as UTF-8."""
        data = content if isinstance(content, bytes) else content.encode()
        return read_delivery(data, self.name, self.covenant(columns), DeliveryId("d1"), made.ON)

    def rows(self, *rows: Mapping[str, Any]) -> Batch:
        """Read these rows, given by our own columns; `None` takes a cell away."""
        listed = [{k: v for k, v in {**GOOD, **row}.items() if v is not None} for row in rows]
        return self.read(json.dumps(listed))

    def one(self, **cells: Any) -> Delivered:
        """A row that is good but for these cells, and is read."""
        batch = self.rows(cells)
        assert batch.unreadable == []
        return batch.rows[0]

    def faults(self, **cells: Any) -> tuple[tuple[str, str], ...]:
        """What is wrong with a row that is good but for these cells, and is not read."""
        batch = self.rows(cells)
        assert batch.rows == []
        return batch.unreadable[0].faults

    def refused(self, content: bytes | str) -> str:
        """The code for which the file as a whole is refused."""
        with pytest.raises(BadFile) as refusal:
            self.read(content)
        (fault,) = refusal.value.faults
        assert fault.file == self.name
        return fault.code


@pytest.fixture(scope="session")
def intake() -> Intake:
    """A reader of small deliveries."""
    return Intake()
