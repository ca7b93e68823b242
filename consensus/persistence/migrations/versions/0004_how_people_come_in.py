"""How people come in

Revision: 0004

Passwords, authenticator apps, recovery codes and accounts at an identity provider; with each sign-in what it began
with and on which device; and when a used link was last refused to a second browser.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("access_link", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("access_link", sa.Column("refused_agent", sa.String(80), nullable=False, server_default=""))
    op.add_column("web_session", sa.Column("how", sa.String(32), nullable=False, server_default="link"))
    op.add_column("web_session", sa.Column("agent", sa.String(80), nullable=False, server_default=""))
    op.execute("update web_session set how = 'code' where link_id is null and credential_at is not null")
    op.execute("update web_session set how = 'example' where link_id is null and credential_at is null")
    op.create_table(
        "staff_password",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("argon2", sa.String(255), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of_person("staff_password"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff_password")),
    )
    op.create_table(
        "totp_secret",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(255), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _of_person("totp_secret"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_totp_secret")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _of_person("recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.create_table(
        "linked_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        _of_person("linked_identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_linked_identity_issuer_subject")),
    )
    op.create_index("ix_linked_identity_person_id", "linked_identity", ["person_id"])


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("linked_identity")
    op.drop_table("recovery_code")
    op.drop_table("totp_secret")
    op.drop_table("staff_password")
    op.drop_column("web_session", "agent")
    op.drop_column("web_session", "how")
    op.drop_column("access_link", "refused_agent")
    op.drop_column("access_link", "refused_at")


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE")
