"""Secret rounds: who has voted, what was voted, and the receipt codes, in three tables that nothing joins.

No column of theirs tells a time or an order, and none is a key of another. On SQLite they have no hidden row number
either: their rows lie in the order of random ids.
"""

from uuid import UUID

from consensus.persistence.tables.base import Field, Table, key, reference, words

_UNNUMBERED = {"sqlite_with_rowid": False}


class Participation(Table, table=True):
    """That a member has voted in a secret round."""

    __tablename__ = "participation"
    __table_args__ = (_UNNUMBERED,)

    round_id: UUID = reference("round.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)


class SealedBallot(Table, table=True):
    """What somebody said on one item of a secret round.

    `counted_group` is empty unless the frozen rule counts stakeholder groups apart, each with enough people.
    """

    __tablename__ = "sealed_ballot"
    __table_args__ = (_UNNUMBERED,)

    id: UUID = key()
    item_id: UUID = reference("round_item.id", index=False)
    choice: str = words(32)
    counted_group: str = words(120)


class Receipt(Table, table=True):
    """A code that some voter's browser made: it stands for their whole ballot paper and for no choice on it."""

    __tablename__ = "receipt"
    __table_args__ = (_UNNUMBERED,)

    round_id: UUID = reference("round.id", primary_key=True)
    code: str = Field(max_length=16, primary_key=True)
