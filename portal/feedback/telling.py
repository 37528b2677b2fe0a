"""Feedback in the words that creditors program against: one shape for file, API and webhook."""

import csv
import io
from collections.abc import Iterable, Mapping

import msgspec

from store.feedback import Told
from streams.topics import FEEDBACK_TOLD

HEADINGS = (
    "volgnummer",
    "kenmerk",
    "levering",
    "regel",
    "code",
    "gemeld op",
    "pauze tot en met",
)
_encode = msgspec.json.Encoder(order="deterministic").encode


def facts(one: Told) -> Mapping[str, str | int | None]:
    """One feedback as JSON; `untilOn` is null without a pause."""
    return {
        "feedbackId": one.feedback_id,
        "seq": one.seq,
        "deliveryId": one.delivery_id,
        "row": row_of(one.signal_id),
        "code": one.code,
        "toldOn": one.told_on,
        "untilOn": one.until_on or None,
    }


def row_of(signal_id: str) -> int:
    """The row of the delivery that a signal came in with."""
    return int(signal_id.rpartition("-")[2])


def message(one: Told) -> bytes:
    """The body of a webhook (Standard Webhooks): type, time of recording, and the facts."""
    return _encode({"type": FEEDBACK_TOLD, "timestamp": one.recorded_at, "data": facts(one)})


def as_json(told: Iterable[Told]) -> bytes:
    """A file of feedback as JSON, in order."""
    return _encode({"terugkoppelingen": [facts(one) for one in told]}) + b"\n"


def as_csv(told: Iterable[Told]) -> bytes:
    """A file of feedback: UTF-8 with a mark and semicolons, as Dutch spreadsheets expect.

    No cell can hold a formula: every one is a number, a day, a code or an opaque reference.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    for one in told:
        about = (one.feedback_id, one.delivery_id, row_of(one.signal_id))
        writer.writerow((one.seq, *about, one.code, one.told_on, one.until_on))
    return text.getvalue().encode("utf-8-sig")
