"""Keys of covenants by epoch, the token indexes made with them, and envelopes nobody could open.

The key of an epoch stands sealed under a data key of its own; of what is over only the number,
the state and the days stay.
"""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary

from store.tables.base import key, table, text

_CURRENT = sa.text("state = 'current'")

covenant_epoch = table(
    "covenant_epoch",
    key("creditor_id"),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    text("covenant"),
    text("state"),
    text("norm_digest"),
    text("kinds"),
    text("region"),
    Column("signer", LargeBinary, nullable=False),
    Column("register_version", Integer, nullable=False),
    text("opened_at"),
    text("valid_to"),
    Column("wrapped", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("state in ('current', 'old', 'over')", name="state"),
    CheckConstraint("(state = 'over') = (length(sealed) = 0)", name="sealed"),
    Index(
        "uq_covenant_epoch_current",
        "creditor_id",
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    ),
)
token_array = table(
    "token_array",
    key("creditor_id"),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    key("name"),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
envelope = table(
    "envelope",
    key("delivery_id"),
    Column("row", Integer, primary_key=True, autoincrement=False),
    text("creditor_id"),
    Column("epoch", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("ix_envelope_epoch", "creditor_id", "epoch"),
)
