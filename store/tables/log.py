"""The event log that mirrors Kafka, and what has been handled of it."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary

from store.tables.base import key, table, text, whole

log_head = table(
    "log_head",
    key("topic"),
    Column("part", Integer, primary_key=True, autoincrement=False),
    whole("next_off"),
)
event_log = table(
    "event_log",
    key("topic"),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("off", BigInteger, primary_key=True, autoincrement=False),
    text("key"),
    text("ce_id"),
    text("ce_type"),
    text("ce_time"),
    Column("data", LargeBinary, nullable=False),
)
consumer_position = table(
    "consumer_position",
    key("grp"),
    key("topic"),
    Column("part", Integer, primary_key=True, autoincrement=False),
    whole("off"),
)
inbox = table("inbox", key("grp"), key("ce_id"))
dead_letter = table(
    "dead_letter",
    key("dead_letter_id"),
    text("step"),
    text("code"),
    text("place"),
    text("parked_at"),
)
line_stop = table("line_stop", key("grp"), text("ce_id"), text("place"), text("stopped_at"))
