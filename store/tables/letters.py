"""Letters and messages that go out: what, by which channel, in which words, and how it ended.

What is sent and to which address stands sealed in `sealed` until it was sent or given up; after
that only a token of the address and a digest of the words are left.
"""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary

from store.tables.base import key, table, text, whole

outgoing = table(
    "outgoing",
    key("message_id"),
    text("channel"),
    text("case_id"),
    text("resident_id"),
    text("address_token"),
    text("template"),
    text("language"),
    text("digest"),
    Column("sealed", LargeBinary, nullable=False),
    text("state"),
    whole("tries"),
    text("planned_at"),
    text("next_at"),
    text("claimed_by", ""),
    text("claimed_until", ""),
    text("ended_at", ""),
    text("code", ""),
    text("reference", ""),
    CheckConstraint(
        "state in ('planned', 'claimed', 'sending', 'sent', 'failed', 'doubted')", name="state"
    ),
    CheckConstraint("channel in ('email', 'post', 'sms')", name="channel"),
    CheckConstraint("state not in ('sent', 'failed') or length(sealed) = 0", name="emptied"),
    CheckConstraint("state not in ('claimed', 'sending') or claimed_by <> ''", name="claimed"),
    Index("ix_outgoing_due", "channel", "state", "next_at"),
    Index("ix_outgoing_case", "case_id"),
)
