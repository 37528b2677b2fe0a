"""Who did what, and who may."""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary

from store.tables.base import key, metadata, table, text

audit = sa.Table(
    "audit",
    metadata,
    Column("seq", sa.BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    text("at"),
    text("actor"),
    text("origin"),
    text("action"),
    text("object_type"),
    text("object_id"),
    text("result"),
    text("purpose"),
    text("basis"),
    text("detail"),
)
account = table(
    "account",
    key("account_id"),
    text("role"),
    text("subject", ""),
    text("password_hash"),
    CheckConstraint("role in ('creditor', 'worker', 'officer', 'director')", name="role"),
)
installation = table("installation", key("name"), Column("value", LargeBinary, nullable=False))
api_token = table("api_token", key("token_hash", LargeBinary), text("account_id"))
session = table(
    "session",
    key("session_hash", LargeBinary),
    text("account_id"),
    text("csrf"),
    text("expires_at"),
)
