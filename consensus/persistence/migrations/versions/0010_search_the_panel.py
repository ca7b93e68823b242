"""Search the panel

Revision: 0010

Members take further fields, and what a search and the comparison of names need is kept beside them.
"""

import sqlalchemy as sa
from alembic import op

from consensus.domain.people import likeness, searchable

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEXTS = ("search", "name_likeness", "address_likeness")


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("member", sa.Column("fields", sa.JSON(), nullable=False, server_default="{}"))
    for name in _TEXTS:
        op.add_column("member", sa.Column(name, sa.String(), nullable=False, server_default=""))
    _fill()


def downgrade() -> None:
    """Leave this revision."""
    for name in reversed(_TEXTS):
        op.drop_column("member", name)
    op.drop_column("member", "fields")


def _fill() -> None:
    """Write the texts of the members that are there."""
    facts: list[sa.ColumnClause[str]] = [
        sa.column(name) for name in ("stakeholder_group", "institution", "country", "discipline")
    ]
    member = sa.table("member", sa.column("id"), sa.column("person_id"), *facts, *map(sa.column, _TEXTS))
    person = sa.table("person", *map(sa.column, ("id", "name", "email")))
    known = sa.select(member.c.id, person.c.name, person.c.email, *facts).join(
        person, person.c.id == member.c.person_id
    )
    filled = [
        {
            "of": row[0],
            "search": searchable(*row[1:]),
            "name_likeness": likeness(row.name),
            "address_likeness": likeness(row.email),
        }
        for row in op.get_bind().execute(known.select_from(member))
    ]
    if filled:
        texts: dict[str, sa.BindParameter[str]] = {name: sa.bindparam(name) for name in _TEXTS}
        op.get_bind().execute(sa.update(member).where(member.c.id == sa.bindparam("of")).values(texts), filled)
