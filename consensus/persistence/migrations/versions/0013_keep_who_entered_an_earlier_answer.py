"""Keep who entered an earlier answer

Revision: 0013

Answers set aside by a new wording stay marked as entered from paper.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("earlier_answer") as batch:
        batch.add_column(sa.Column("entered_by", sa.Uuid(), nullable=True))
        batch.create_foreign_key("fk_earlier_answer_entered_by", "person", ["entered_by"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    """Leave this revision."""
    with op.batch_alter_table("earlier_answer") as batch:
        batch.drop_constraint("fk_earlier_answer_entered_by", type_="foreignkey")
        batch.drop_column("entered_by")
