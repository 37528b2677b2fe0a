"""Consent, dossiers and plans: histories of sealed events, and how each stands now.

A live proposal names a consent that is given: withdrawing that consent is refused as long as the
proposal is there, so what hangs on a consent ends in the same transaction, or the consent stays.
"""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, LargeBinary

from store.tables.base import key, table, text, whole


def _history(name: str, owner: str) -> sa.Table:
    """Events in order, from number 1; what they say is sealed."""
    return table(
        name,
        key(owner),
        Column("number", Integer, primary_key=True, autoincrement=False),
        text("kind"),
        text("at"),
        Column("sealed", LargeBinary, nullable=False),
        CheckConstraint("number > 0", name="number"),
    )


consent_event = _history("consent_event", "resident_id")
dossier_event = _history("dossier_event", "dossier_id")
plan_event = _history("plan_event", "plan_id")
consent = table(
    "consent",
    key("consent_id"),
    text("resident_id"),
    text("purpose"),
    text("state"),
    text("from_on"),
    text("until_on"),
    CheckConstraint("state in ('given', 'withdrawn', 'expired')", name="state"),
    CheckConstraint("from_on <= until_on", name="term"),
    Index("uq_consent_state", "consent_id", "state", "purpose", unique=True),
    Index("ix_consent_resident", "resident_id", "purpose"),
    Index("ix_consent_until", "state", "until_on"),
)
dossier = table(
    "dossier",
    key("dossier_id"),
    text("case_id"),
    text("resident_id"),
    text("stage"),
    text("over"),
    text("plan_id", ""),
    text("paused_until", ""),
    text("waits", ""),
    text("updated_at"),
    CheckConstraint("over in ('no', 'yes')", name="over"),
    Index(
        "uq_dossier_open",
        "resident_id",
        unique=True,
        sqlite_where=sa.text("over = 'no'"),
        postgresql_where=sa.text("over = 'no'"),
    ),
    Index("ix_dossier_case", "case_id"),
    Index("ix_dossier_stage", "over", "stage"),
)
proposal = table(
    "proposal",
    key("plan_id"),
    text("dossier_id"),
    text("consent_id"),
    text("consent_state"),
    text("purpose"),
    text("standing"),
    whole("monthly_cents"),
    whole("affordable_cents"),
    text("made_on"),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("consent_state = 'given'", name="consent_state"),
    CheckConstraint("purpose = 'dossier'", name="purpose"),
    CheckConstraint("standing in ('open', 'agreed')", name="standing"),
    CheckConstraint("monthly_cents > 0", name="monthly"),
    CheckConstraint("monthly_cents <= affordable_cents", name="affordable"),
    ForeignKeyConstraint(["dossier_id"], ["dossier.dossier_id"], name="fk_proposal_dossier"),
    ForeignKeyConstraint(
        ["consent_id", "consent_state", "purpose"],
        ["consent.consent_id", "consent.state", "consent.purpose"],
        name="fk_proposal_consent",
    ),
    Index("ix_proposal_dossier", "dossier_id"),
)
means = table(
    "means",
    key("dossier_id"),
    text("noted_at"),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(["dossier_id"], ["dossier.dossier_id"], name="fk_means_dossier"),
)
debt = table(
    "debt",
    key("dossier_id"),
    key("claim_id"),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(["dossier_id"], ["dossier.dossier_id"], name="fk_debt_dossier"),
)
aftermath = table(
    "aftermath",
    key("resident_id"),
    key("purpose"),
    key("ended_at"),
    key("consequence"),
    text("done_at", ""),
    text("done_by", ""),
    text("reference", ""),
    CheckConstraint("(done_at = '') = (reference = '')", name="done"),
    Index("ix_aftermath_open", "done_at"),
)
safety_warning = table(
    "safety_warning",
    key("case_id"),
    text("recorded_at"),
    text("recorded_by"),
    Column("sealed", LargeBinary, nullable=False),
)
instrument_use = table(
    "instrument_use",
    key("case_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("instrument"),
    text("used_on"),
    text("used_by"),
    Column("sealed", LargeBinary, nullable=False),
)
handover = table(
    "handover",
    key("case_id"),
    text("resident_id"),
    text("made_on"),
    text("made_by"),
    Column("sealed", LargeBinary, nullable=False),
)
