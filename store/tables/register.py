"""The register of residents, and the city's own claims."""

from sqlalchemy import Column, Integer, LargeBinary

from store.tables.base import Sorted, key, table, text, whole

resident = table(
    "resident",
    key("resident_id"),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False, server_default="0", index=True),
)
register_version = table(
    "register_version",
    Column("version", Integer, primary_key=True, autoincrement=False),
    text("loaded_at"),
    text("digest"),
    whole("residents"),
    Column("based_on", Integer, nullable=False, server_default="0"),
)
claim = table(
    "claim",
    key("claim_id"),
    Column("household_id", Sorted, nullable=False, index=True),
    text("resident_id"),
    text("category"),
    whole("principal_cents"),
    whole("balance_cents"),
    text("due_on"),
)
