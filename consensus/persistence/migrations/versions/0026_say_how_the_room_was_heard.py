"""Say how the room was heard

Revision: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("adoption_presence", sa.Column("heard", sa.String(length=32), nullable=False, server_default="aloud"))


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("adoption_presence") as batch:
        batch.drop_column("heard")
