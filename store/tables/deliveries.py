"""What creditors delivered, and what they were answered."""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary

from store.tables.base import key, table, text, whole

delivery = table(
    "delivery",
    key("delivery_id"),
    text("creditor_id"),
    Column("digest", LargeBinary, nullable=False),
    text("received_at"),
    whole("rows"),
    sa.UniqueConstraint("creditor_id", "digest"),
    Index("ix_delivery_creditor_received", "creditor_id", "received_at"),
)
receipt = table(
    "receipt",
    key("delivery_id"),
    Column("row", Integer, primary_key=True, autoincrement=False),
    text("outcome"),
    text("code", ""),
    text("article", ""),
    text("remarks", ""),
    CheckConstraint("outcome in ('admitted', 'refused')", name="outcome"),
)
admission = table(
    "admission",
    key("token", LargeBinary),
    text("signal_id"),
    text("signal_on"),
    text("household_id", ""),
)
data_key = table("data_key", key("signal_id"), Column("wrapped", LargeBinary, nullable=False))
