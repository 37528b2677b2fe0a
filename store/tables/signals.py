"""Signals of residents, those that wait for a human, decisions, and counts of the rest."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary

from store.tables.base import key, table, text, whole

signal = table(
    "signal",
    key("signal_id"),
    text("household_id"),
    text("case_id"),
    text("resident_id"),
    text("creditor_id"),
    text("partner_type"),
    text("arrears_type"),
    whole("amount_cents"),
    text("signal_on"),
    text("received_on"),
    Column("crisis", Integer, nullable=False),
    text("match_kind"),
    text("status"),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("amount_cents > 0", name="amount"),
    CheckConstraint("status in ('active', 'withdrawn')", name="status"),
    Index("ix_signal_household", "household_id", "signal_on"),
)
review = table(
    "review",
    key("signal_id"),
    text("creditor_id"),
    text("received_on"),
    text("kind"),
    Column("sealed", LargeBinary, nullable=False),
    text("judgement"),
    Column("turn", Integer, nullable=False, server_default="0"),
)
decision = table(
    "decision",
    key("signal_id"),
    text("creditor_id"),
    text("signal_on"),
    text("received_on"),
    text("kind"),
    text("verdict"),
    text("reason"),
    text("actor"),
    text("decided_at"),
    text("undo_until"),
    Column("turn", Integer, nullable=False),
    text("household_id", ""),
    Column("token", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("verdict in ('same', 'different')", name="verdict"),
    Index("ix_decision_undo_until", "undo_until"),
)
tally = table("tally", key("creditor_id"), key("month"), key("outcome"), whole("signals"))
