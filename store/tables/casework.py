"""Cases and what workers did."""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Index, Integer

from store.tables.base import key, table, text, whole

cases = table(
    "cases",
    key("case_id"),
    text("household_id"),
    text("opened_on"),
    text("status"),
    text("track"),
    whole("points"),
    text("pattern"),
    whole("signals_count"),
    whole("partner_types"),
    whole("total_cents"),
    text("first_contact_by"),
    text("district"),
    text("team_id"),
    text("worker_id"),
    text("why"),
    text("surroundings"),
    text("explanation"),
    text("updated_at"),
    text("closed_on", ""),
    text("outcome", ""),
    CheckConstraint("status in ('open', 'closed')", name="status"),
    Index(
        "uq_cases_open_household",
        "household_id",
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    ),
    Index("ix_cases_worker", "worker_id", "status", "first_contact_by"),
)
contact_attempt = table(
    "contact_attempt",
    key("case_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("made_on"),
    text("channel"),
    text("day_part"),
    text("reached"),
    text("outcome"),
    text("worker_id"),
    text("recorded_at"),
)
light_offer = table(
    "light_offer", key("case_id"), key("month"), text("offered_on"), text("template")
)
worker_load = table("worker_load", key("worker_id"), whole("open_cases"))
