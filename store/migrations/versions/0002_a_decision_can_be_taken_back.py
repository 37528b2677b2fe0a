"""A decision about an unsure signal can be taken back"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.add_column('review', sa.Column('turn', sa.Integer(), server_default='0', nullable=False))
    op.create_table('decision',
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('signal_on', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.Text(), nullable=False),
    sa.Column('undo_until', sa.Text(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('household_id', sa.Text(), server_default='', nullable=False),
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("verdict in ('same', 'different')", name=op.f('ck_decision_verdict')),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_decision')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_decision_undo_until', 'decision', ['undo_until'], unique=False)


def downgrade() -> None:
    """What was set aside has no way back any more: it is counted and loses its data key."""
    op.execute("insert into tally (creditor_id, month, outcome, signals) "
               "select creditor_id, substr(signal_on, 1, 7), kind || '\\:different', count(*) "
               "from decision where verdict = 'different' group by 1, 2, 3 "
               "on conflict (creditor_id, month, outcome) "
               "do update set signals = tally.signals + excluded.signals")
    op.execute("delete from data_key where signal_id in "
               "(select signal_id from decision where verdict = 'different')")
    op.drop_index('ix_decision_undo_until', table_name='decision')
    op.drop_table('decision')
    op.drop_column('review', 'turn')
