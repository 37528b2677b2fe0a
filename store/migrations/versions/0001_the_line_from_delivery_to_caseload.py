"""The line, from delivery to caseload"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), server_default='', nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.CheckConstraint("role in ('creditor', 'worker', 'officer')", name=op.f('ck_account_role')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_account')),
    sqlite_with_rowid=False
    )
    op.create_table('admission',
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('signal_on', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_admission')),
    sqlite_with_rowid=False
    )
    op.create_table('api_token',
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_api_token')),
    sqlite_with_rowid=False
    )
    op.create_table('audit',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('origin', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('object_type', sa.Text(), nullable=False),
    sa.Column('object_id', sa.Text(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit'))
    )
    op.create_table('cases',
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('opened_on', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('track', sa.Text(), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('pattern', sa.Text(), nullable=False),
    sa.Column('signals_count', sa.BigInteger(), nullable=False),
    sa.Column('partner_types', sa.BigInteger(), nullable=False),
    sa.Column('total_cents', sa.BigInteger(), nullable=False),
    sa.Column('first_contact_by', sa.Text(), nullable=False),
    sa.Column('district', sa.Text(), nullable=False),
    sa.Column('team_id', sa.Text(), nullable=False),
    sa.Column('worker_id', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('surroundings', sa.Text(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.Text(), nullable=False),
    sa.Column('closed_on', sa.Text(), server_default='', nullable=False),
    sa.Column('outcome', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("status in ('open', 'closed')", name=op.f('ck_cases_status')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_cases')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index('ix_cases_worker', ['worker_id', 'status', 'first_contact_by'], unique=False)
        batch_op.create_index('uq_cases_open_household', ['household_id'], unique=True, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))

    op.create_table('claim',
    sa.Column('claim_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('resident_id', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('principal_cents', sa.BigInteger(), nullable=False),
    sa.Column('balance_cents', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('claim_id', name=op.f('pk_claim')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_household_id'), ['household_id'], unique=False)

    op.create_table('consumer_position',
    sa.Column('grp', sa.Text(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('off', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('grp', 'topic', 'part', name=op.f('pk_consumer_position')),
    sqlite_with_rowid=False
    )
    op.create_table('contact_attempt',
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('made_on', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('day_part', sa.Text(), nullable=False),
    sa.Column('reached', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('worker_id', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'number', name=op.f('pk_contact_attempt')),
    sqlite_with_rowid=False
    )
    op.create_table('data_key',
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_data_key')),
    sqlite_with_rowid=False
    )
    op.create_table('dead_letter',
    sa.Column('dead_letter_id', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('parked_at', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('dead_letter_id', name=op.f('pk_dead_letter')),
    sqlite_with_rowid=False
    )
    op.create_table('delivery',
    sa.Column('delivery_id', sa.Text(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', sa.Text(), nullable=False),
    sa.Column('rows', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('delivery_id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('creditor_id', 'digest', name=op.f('uq_delivery_creditor_id_digest')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_creditor_received', ['creditor_id', 'received_at'], unique=False)

    op.create_table('event_log',
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('off', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('ce_id', sa.Text(), nullable=False),
    sa.Column('ce_type', sa.Text(), nullable=False),
    sa.Column('ce_time', sa.Text(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('topic', 'part', 'off', name=op.f('pk_event_log')),
    sqlite_with_rowid=False
    )
    op.create_table('inbox',
    sa.Column('grp', sa.Text(), nullable=False),
    sa.Column('ce_id', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('grp', 'ce_id', name=op.f('pk_inbox')),
    sqlite_with_rowid=False
    )
    op.create_table('installation',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_installation')),
    sqlite_with_rowid=False
    )
    op.create_table('light_offer',
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('month', sa.Text(), nullable=False),
    sa.Column('offered_on', sa.Text(), nullable=False),
    sa.Column('template', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'month', name=op.f('pk_light_offer')),
    sqlite_with_rowid=False
    )
    op.create_table('log_head',
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('next_off', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('topic', 'part', name=op.f('pk_log_head')),
    sqlite_with_rowid=False
    )
    op.create_table('receipt',
    sa.Column('delivery_id', sa.Text(), nullable=False),
    sa.Column('row', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), server_default='', nullable=False),
    sa.Column('article', sa.Text(), server_default='', nullable=False),
    sa.Column('remarks', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("outcome in ('admitted', 'refused')", name=op.f('ck_receipt_outcome')),
    sa.PrimaryKeyConstraint('delivery_id', 'row', name=op.f('pk_receipt')),
    sqlite_with_rowid=False
    )
    op.create_table('register_version',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('loaded_at', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('residents', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_register_version')),
    sqlite_with_rowid=False
    )
    op.create_table('resident',
    sa.Column('resident_id', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('resident_id', name=op.f('pk_resident')),
    sqlite_with_rowid=False
    )
    op.create_table('review',
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('judgement', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_review')),
    sqlite_with_rowid=False
    )
    op.create_table('session',
    sa.Column('session_hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Text(), nullable=False),
    sa.Column('csrf', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('session_hash', name=op.f('pk_session')),
    sqlite_with_rowid=False
    )
    op.create_table('signal',
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('household_id', sa.Text(), nullable=False),
    sa.Column('case_id', sa.Text(), nullable=False),
    sa.Column('resident_id', sa.Text(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('partner_type', sa.Text(), nullable=False),
    sa.Column('arrears_type', sa.Text(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('signal_on', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Text(), nullable=False),
    sa.Column('crisis', sa.Integer(), nullable=False),
    sa.Column('match_kind', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("status in ('active', 'withdrawn')", name=op.f('ck_signal_status')),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_signal_amount')),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_signal')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('signal', schema=None) as batch_op:
        batch_op.create_index('ix_signal_household', ['household_id', 'signal_on'], unique=False)

    op.create_table('tally',
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('month', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('signals', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('creditor_id', 'month', 'outcome', name=op.f('pk_tally')),
    sqlite_with_rowid=False
    )
    op.create_table('worker_load',
    sa.Column('worker_id', sa.Text(), nullable=False),
    sa.Column('open_cases', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('worker_id', name=op.f('pk_worker_load')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('worker_load')
    op.drop_table('tally')
    with op.batch_alter_table('signal', schema=None) as batch_op:
        batch_op.drop_index('ix_signal_household')

    op.drop_table('signal')
    op.drop_table('session')
    op.drop_table('review')
    op.drop_table('resident')
    op.drop_table('register_version')
    op.drop_table('receipt')
    op.drop_table('log_head')
    op.drop_table('light_offer')
    op.drop_table('installation')
    op.drop_table('inbox')
    op.drop_table('event_log')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_creditor_received')

    op.drop_table('delivery')
    op.drop_table('dead_letter')
    op.drop_table('data_key')
    op.drop_table('contact_attempt')
    op.drop_table('consumer_position')
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_household_id'))

    op.drop_table('claim')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('uq_cases_open_household', sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index('ix_cases_worker')

    op.drop_table('cases')
    op.drop_table('audit')
    op.drop_table('api_token')
    op.drop_table('admission')
    op.drop_table('account')
