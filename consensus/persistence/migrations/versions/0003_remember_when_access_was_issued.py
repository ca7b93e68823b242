"""Remember when access was issued

Revision: 0003

A session begun by a link takes the time that link was issued, one begun by a code the time of the newest code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("web_session", sa.Column("credential_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        update web_session
        set credential_at = (select created_at from access_link where access_link.id = web_session.link_id)
        where link_id is not null
        """
    )
    op.execute(
        """
        update web_session
        set credential_at = (
                select max(created_at) from personal_code
                where personal_code.person_id = web_session.person_id
                and personal_code.process_id = web_session.process_id
            )
        where link_id is null and process_id is not null
        """
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_column("web_session", "credential_at")
