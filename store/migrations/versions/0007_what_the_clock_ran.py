"""What the clock ran, and who is the clock"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    op.create_table('job_run',
    sa.Column('job', text, nullable=False),
    sa.Column('scheduled_for', text, nullable=False),
    sa.Column('outcome', text, nullable=False),
    sa.Column('attempts', sa.BigInteger(), nullable=False),
    sa.Column('started_at', text, nullable=False),
    sa.Column('ended_at', text, server_default='', nullable=False),
    sa.Column('counts', text, server_default='', nullable=False),
    sa.Column('code', text, server_default='', nullable=False),
    sa.Column('ran_by', text, nullable=False),
    sa.Column('holder', text, nullable=False),
    sa.CheckConstraint("outcome in ('running', 'done', 'failed', 'skipped')", name=op.f('ck_job_run_outcome')),
    sa.CheckConstraint("outcome = 'running' or ended_at <> ''", name=op.f('ck_job_run_ended')),
    sa.PrimaryKeyConstraint('job', 'scheduled_for', name=op.f('pk_job_run')),
    sqlite_with_rowid=False
    )
    op.create_table('job_start',
    sa.Column('job', text, nullable=False),
    sa.Column('known_since', text, nullable=False),
    sa.PrimaryKeyConstraint('job', name=op.f('pk_job_start')),
    sqlite_with_rowid=False
    )
    op.create_table('clock_lease',
    sa.Column('name', text, nullable=False),
    sa.Column('holder', text, nullable=False),
    sa.Column('until', text, nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_clock_lease')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('clock_lease')
    op.drop_table('job_start')
    op.drop_table('job_run')
