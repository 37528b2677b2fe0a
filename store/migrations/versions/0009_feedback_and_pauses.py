"""Feedback to creditors, pauses, and their delivery"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'

_CODES = (
    "code in ('received', 'rejected', 'in_treatment', 'help_accepted', 'closed', "
    "'pause_requested', 'contact', 'no_contact', 'already_known', 'not_resident')"
)


def _text(name):
    kind = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    return sa.Column(name, kind, nullable=False)


def _number(name, kind=sa.Integer):
    return sa.Column(name, kind(), nullable=False, autoincrement=False)


def _whole(name):
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    op.create_table('feedback',
    _text('creditor_id'),
    _number('seq'),
    _text('signal_id'),
    _text('delivery_id'),
    _text('code'),
    _text('told_on'),
    _text('until_on'),
    _text('recorded_at'),
    sa.CheckConstraint(_CODES, name=op.f('ck_feedback_code')),
    sa.CheckConstraint('seq > 0', name=op.f('ck_feedback_seq')),
    sa.CheckConstraint(
        "until_on = '' or code in ('help_accepted', 'pause_requested')",
        name=op.f('ck_feedback_until'),
    ),
    sa.PrimaryKeyConstraint('creditor_id', 'seq', name=op.f('pk_feedback')),
    sa.UniqueConstraint('signal_id', 'code', name=op.f('uq_feedback_signal_id_code')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_feedback_delivery', 'feedback', ['delivery_id', 'code'])
    op.create_table('feedback_head',
    _text('creditor_id'),
    _whole('last_seq'),
    sa.PrimaryKeyConstraint('creditor_id', name=op.f('pk_feedback_head')),
    sqlite_with_rowid=False
    )
    op.create_table('feedback_channel',
    _text('creditor_id'),
    _text('url'),
    _text('contact'),
    _text('state'),
    _whole('turn'),
    _whole('last_seq'),
    _whole('failures'),
    _text('failing_since'),
    _text('next_at'),
    _text('reason'),
    sa.CheckConstraint("state in ('active', 'stopped')", name=op.f('ck_feedback_channel_state')),
    sa.PrimaryKeyConstraint('creditor_id', name=op.f('pk_feedback_channel')),
    sqlite_with_rowid=False
    )
    op.create_table('pause',
    _text('signal_id'),
    _text('creditor_id'),
    _text('household_id'),
    _text('case_id'),
    _text('status'),
    _text('started_on'),
    _text('until_on'),
    _whole('breaches'),
    sa.CheckConstraint(
        "status in ('running', 'ended', 'expired')", name=op.f('ck_pause_status')
    ),
    sa.CheckConstraint('started_on <= until_on', name=op.f('ck_pause_term')),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_pause')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_pause_creditor', 'pause', ['creditor_id', 'started_on'])
    op.create_index('ix_pause_household', 'pause', ['household_id'])
    op.create_index('ix_pause_case', 'pause', ['case_id'])
    op.create_index('ix_pause_until', 'pause', ['status', 'until_on'])
    op.create_table('pause_event',
    _text('signal_id'),
    _number('number'),
    _text('kind'),
    _text('actor'),
    _text('recorded_at'),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('statement', sa.LargeBinary(), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_pause_event_number')),
    sa.PrimaryKeyConstraint('signal_id', 'number', name=op.f('pk_pause_event')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    for name in ('pause_event', 'pause', 'feedback_channel', 'feedback_head', 'feedback'):
        op.drop_table(name)
