"""What creditors were told back, the pauses asked of them, and how far it was delivered."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, UniqueConstraint

from store.tables.base import key, table, text, whole

feedback = table(
    "feedback",
    key("creditor_id"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text("signal_id"),
    text("delivery_id"),
    text("code"),
    text("told_on"),
    text("until_on"),
    text("recorded_at"),
    UniqueConstraint("signal_id", "code"),
    CheckConstraint("seq > 0", name="seq"),
    CheckConstraint(
        "code in ('received', 'rejected', 'in_treatment', 'help_accepted', 'closed', "
        "'pause_requested', 'contact', 'no_contact', 'already_known', 'not_resident')",
        name="code",
    ),
    CheckConstraint("until_on = '' or code in ('help_accepted', 'pause_requested')", name="until"),
    Index("ix_feedback_delivery", "delivery_id", "code"),
)
feedback_head = table("feedback_head", key("creditor_id"), whole("last_seq"))
feedback_channel = table(
    "feedback_channel",
    key("creditor_id"),
    text("url"),
    text("contact"),
    text("state"),
    whole("turn"),
    whole("last_seq"),
    whole("failures"),
    text("failing_since"),
    text("next_at"),
    text("reason"),
    CheckConstraint("state in ('active', 'stopped')", name="state"),
)
pause = table(
    "pause",
    key("signal_id"),
    text("creditor_id"),
    text("household_id"),
    text("case_id"),
    text("status"),
    text("started_on"),
    text("until_on"),
    whole("breaches"),
    CheckConstraint("status in ('running', 'ended', 'expired')", name="status"),
    CheckConstraint("started_on <= until_on", name="term"),
    Index("ix_pause_creditor", "creditor_id", "started_on"),
    Index("ix_pause_household", "household_id"),
    Index("ix_pause_case", "case_id"),
    Index("ix_pause_until", "status", "until_on"),
)
pause_event = table(
    "pause_event",
    key("signal_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("kind"),
    text("actor"),
    text("recorded_at"),
    Column("content", LargeBinary, nullable=False),
    Column("statement", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    CheckConstraint("number > 0", name="number"),
)
