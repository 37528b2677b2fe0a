"""Consent, dossiers and plans"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'


ROLES = "role in ('creditor', 'worker', 'officer', 'director')"
ROLES_BEFORE = "role in ('creditor', 'worker', 'officer')"


def _let_in(roles: str) -> None:
    """Which roles an account can have; SQLite makes the table again for it."""
    name = op.f('ck_account_role')
    if op.get_bind().dialect.name == 'sqlite':
        account = sa.Table('account', sa.MetaData(),
        sa.Column('account_id', sa.Text(), nullable=False),
        sa.Column('role', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), server_default='', nullable=False),
        sa.Column('password_hash', sa.Text(), nullable=False),
        sa.CheckConstraint(roles, name=name),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_account')),
        sqlite_with_rowid=False
        )
        with op.batch_alter_table('account', recreate='always', copy_from=account):
            pass
    else:
        op.drop_constraint(name, 'account', type_='check')
        op.create_check_constraint(name, 'account', roles)


def upgrade() -> None:
    _let_in(ROLES)
    text = sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')
    op.create_table('aftermath',
    sa.Column('resident_id', text, nullable=False),
    sa.Column('purpose', text, nullable=False),
    sa.Column('ended_at', text, nullable=False),
    sa.Column('consequence', text, nullable=False),
    sa.Column('done_at', text, server_default='', nullable=False),
    sa.Column('done_by', text, server_default='', nullable=False),
    sa.Column('reference', text, server_default='', nullable=False),
    sa.CheckConstraint("(done_at = '') = (reference = '')", name=op.f('ck_aftermath_done')),
    sa.PrimaryKeyConstraint('resident_id', 'purpose', 'ended_at', 'consequence', name=op.f('pk_aftermath')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('aftermath', schema=None) as batch_op:
        batch_op.create_index('ix_aftermath_open', ['done_at'], unique=False)

    op.create_table('consent',
    sa.Column('consent_id', text, nullable=False),
    sa.Column('resident_id', text, nullable=False),
    sa.Column('purpose', text, nullable=False),
    sa.Column('state', text, nullable=False),
    sa.Column('from_on', text, nullable=False),
    sa.Column('until_on', text, nullable=False),
    sa.CheckConstraint("state in ('given', 'withdrawn', 'expired')", name=op.f('ck_consent_state')),
    sa.CheckConstraint('from_on <= until_on', name=op.f('ck_consent_term')),
    sa.PrimaryKeyConstraint('consent_id', name=op.f('pk_consent')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('ix_consent_resident', ['resident_id', 'purpose'], unique=False)
        batch_op.create_index('ix_consent_until', ['state', 'until_on'], unique=False)
        batch_op.create_index('uq_consent_state', ['consent_id', 'state', 'purpose'], unique=True)

    op.create_table('consent_event',
    sa.Column('resident_id', text, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', text, nullable=False),
    sa.Column('at', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_consent_event_number')),
    sa.PrimaryKeyConstraint('resident_id', 'number', name=op.f('pk_consent_event')),
    sqlite_with_rowid=False
    )
    op.create_table('dossier',
    sa.Column('dossier_id', text, nullable=False),
    sa.Column('case_id', text, nullable=False),
    sa.Column('resident_id', text, nullable=False),
    sa.Column('stage', text, nullable=False),
    sa.Column('over', text, nullable=False),
    sa.Column('plan_id', text, server_default='', nullable=False),
    sa.Column('paused_until', text, server_default='', nullable=False),
    sa.Column('waits', text, server_default='', nullable=False),
    sa.Column('updated_at', text, nullable=False),
    sa.CheckConstraint("over in ('no', 'yes')", name=op.f('ck_dossier_over')),
    sa.PrimaryKeyConstraint('dossier_id', name=op.f('pk_dossier')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('dossier', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_case', ['case_id'], unique=False)
        batch_op.create_index('ix_dossier_stage', ['over', 'stage'], unique=False)
        batch_op.create_index('uq_dossier_open', ['resident_id'], unique=True, sqlite_where=sa.text("over = 'no'"), postgresql_where=sa.text("over = 'no'"))

    op.create_table('dossier_event',
    sa.Column('dossier_id', text, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', text, nullable=False),
    sa.Column('at', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_dossier_event_number')),
    sa.PrimaryKeyConstraint('dossier_id', 'number', name=op.f('pk_dossier_event')),
    sqlite_with_rowid=False
    )
    op.create_table('handover',
    sa.Column('case_id', text, nullable=False),
    sa.Column('resident_id', text, nullable=False),
    sa.Column('made_on', text, nullable=False),
    sa.Column('made_by', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_handover')),
    sqlite_with_rowid=False
    )
    op.create_table('instrument_use',
    sa.Column('case_id', text, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('instrument', text, nullable=False),
    sa.Column('used_on', text, nullable=False),
    sa.Column('used_by', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'number', name=op.f('pk_instrument_use')),
    sqlite_with_rowid=False
    )
    op.create_table('plan_event',
    sa.Column('plan_id', text, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', text, nullable=False),
    sa.Column('at', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_plan_event_number')),
    sa.PrimaryKeyConstraint('plan_id', 'number', name=op.f('pk_plan_event')),
    sqlite_with_rowid=False
    )
    op.create_table('safety_warning',
    sa.Column('case_id', text, nullable=False),
    sa.Column('recorded_at', text, nullable=False),
    sa.Column('recorded_by', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_safety_warning')),
    sqlite_with_rowid=False
    )
    op.create_table('debt',
    sa.Column('dossier_id', text, nullable=False),
    sa.Column('claim_id', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.dossier_id'], name='fk_debt_dossier'),
    sa.PrimaryKeyConstraint('dossier_id', 'claim_id', name=op.f('pk_debt')),
    sqlite_with_rowid=False
    )
    op.create_table('means',
    sa.Column('dossier_id', text, nullable=False),
    sa.Column('noted_at', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.dossier_id'], name='fk_means_dossier'),
    sa.PrimaryKeyConstraint('dossier_id', name=op.f('pk_means')),
    sqlite_with_rowid=False
    )
    op.create_table('proposal',
    sa.Column('plan_id', text, nullable=False),
    sa.Column('dossier_id', text, nullable=False),
    sa.Column('consent_id', text, nullable=False),
    sa.Column('consent_state', text, nullable=False),
    sa.Column('purpose', text, nullable=False),
    sa.Column('standing', text, nullable=False),
    sa.Column('monthly_cents', sa.BigInteger(), nullable=False),
    sa.Column('affordable_cents', sa.BigInteger(), nullable=False),
    sa.Column('made_on', text, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("consent_state = 'given'", name=op.f('ck_proposal_consent_state')),
    sa.CheckConstraint("purpose = 'dossier'", name=op.f('ck_proposal_purpose')),
    sa.CheckConstraint("standing in ('open', 'agreed')", name=op.f('ck_proposal_standing')),
    sa.CheckConstraint('monthly_cents <= affordable_cents', name=op.f('ck_proposal_affordable')),
    sa.CheckConstraint('monthly_cents > 0', name=op.f('ck_proposal_monthly')),
    sa.ForeignKeyConstraint(['consent_id', 'consent_state', 'purpose'], ['consent.consent_id', 'consent.state', 'consent.purpose'], name='fk_proposal_consent'),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.dossier_id'], name='fk_proposal_dossier'),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_proposal')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index('ix_proposal_dossier', ['dossier_id'], unique=False)



def downgrade() -> None:
    op.execute("delete from account where role = 'director'")
    _let_in(ROLES_BEFORE)
    op.drop_table('proposal')
    op.drop_table('means')
    op.drop_table('debt')
    op.drop_table('safety_warning')
    op.drop_table('plan_event')
    op.drop_table('instrument_use')
    op.drop_table('handover')
    op.drop_table('dossier_event')
    op.drop_table('dossier')
    op.drop_table('consent_event')
    op.drop_table('consent')
    op.drop_table('aftermath')
