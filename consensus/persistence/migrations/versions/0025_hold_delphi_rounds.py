"""Hold Delphi rounds

Revision: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_WHY = sa.Enum(
    "unsettled",
    "settled_stays",
    "settled_leaves",
    "petitioned",
    "new",
    "withdrawn",
    name="why",
    native_enum=False,
    length=32,
)
_STATE = sa.Enum("waiting", "accepted", "merged", "declined", name="proposalstate", native_enum=False, length=32)


def _points(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "delphi_protocol",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_sha256", sa.String(length=64), nullable=False),
        _points("delphi_protocol", "process_id", "process.id"),
        sa.PrimaryKeyConstraint("process_id", name=op.f("pk_delphi_protocol")),
    )
    op.create_table(
        "delphi_round",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("protocol", sa.JSON(), nullable=False),
        sa.Column("protocol_sha256", sa.String(length=64), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("stop", sa.JSON(), nullable=False),
        _points("delphi_round", "round_id", "round.id"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_delphi_round")),
    )
    op.create_table(
        "delphi_item",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(length=32), nullable=False),
        sa.Column("is_deciding", sa.Boolean(), nullable=False),
        sa.Column("why", _WHY, nullable=False),
        _points("delphi_item", "item_id", "round_item.id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_delphi_item")),
    )
    op.create_table(
        "item_recusal",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        _points("item_recusal", "item_id", "round_item.id"),
        _points("item_recusal", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_item_recusal")),
    )
    op.create_table(
        "item_feedback",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        _points("item_feedback", "item_id", "round_item.id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_feedback")),
    )
    op.create_table(
        "given_feedback",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        _points("given_feedback", "member_id", "member.id"),
        _points("given_feedback", "round_id", "round.id"),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_given_feedback")),
    )
    op.create_table(
        "rating_reason",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        _points("rating_reason", "item_id", "round_item.id"),
        _points("rating_reason", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_rating_reason")),
    )
    op.create_table(
        "item_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", _STATE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _points("item_proposal", "member_id", "member.id"),
        _points("item_proposal", "topic_id", "topic.id"),
        _points("item_proposal", "statement_id", "statement.id", ondelete="SET NULL"),
        _points("item_proposal", "round_id", "round.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_proposal")),
    )
    op.create_index("ix_item_proposal_member_id", "item_proposal", ["member_id"])
    op.create_index("ix_item_proposal_round_id", "item_proposal", ["round_id"])
    op.create_index("ix_item_proposal_topic_id", "item_proposal", ["topic_id"])
    op.create_table(
        "petition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        _points("petition", "member_id", "member.id"),
        _points("petition", "statement_id", "statement.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition")),
    )
    op.create_index("ix_petition_member_id", "petition", ["member_id"])
    op.create_index("ix_petition_statement_id", "petition", ["statement_id"])


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("petition")
    op.drop_table("item_proposal")
    op.drop_table("rating_reason")
    op.drop_table("given_feedback")
    op.drop_table("item_feedback")
    op.drop_table("item_recusal")
    op.drop_table("delphi_item")
    op.drop_table("delphi_round")
    op.drop_table("delphi_protocol")
