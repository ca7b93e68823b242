"""Keep the group of who answered

Revision: 0005

Surveys that were sent in before take the stakeholder group their member has now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("response", sa.Column("stakeholder_group", sa.String(length=120), nullable=False, server_default=""))
    op.execute(
        """
        update response
        set stakeholder_group = (select stakeholder_group from member where member.id = response.member_id)
        where finished_at is not null
        """
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_column("response", "stakeholder_group")
