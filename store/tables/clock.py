"""What the clock ran, since when it knows a job, and (on SQLite) who is the clock."""

from sqlalchemy import CheckConstraint

from store.tables.base import key, table, text, whole

job_run = table(
    "job_run",
    key("job"),
    key("scheduled_for"),
    text("outcome"),
    whole("attempts"),
    text("started_at"),
    text("ended_at", ""),
    text("counts", ""),
    text("code", ""),
    text("ran_by"),
    text("holder"),
    CheckConstraint("outcome in ('running', 'done', 'failed', 'skipped')", name="outcome"),
    CheckConstraint("outcome = 'running' or ended_at <> ''", name="ended"),
)
job_start = table("job_start", key("job"), text("known_since"))
clock_lease = table("clock_lease", key("name"), text("holder"), text("until"))
