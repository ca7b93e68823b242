"""Migration 0010 on a database with data: members that were there are found and compared like new ones."""

import pytest
from alembic import command
from sqlmodel import select

from consensus.persistence.database import Database
from consensus.persistence.engines import WRITE, open_engine
from consensus.persistence.migrate import alembic_config, migrate
from consensus.persistence.tables import Member
from consensus.services.people import panel
from tests.services.builders import ANN, FACILITATOR, KEY, plan_process

BEFORE = "0009"
KEPT = ("search", "name_likeness", "address_likeness")


@pytest.fixture
def engine(empty_url):
    made = open_engine(empty_url)
    yield made
    made.dispose()


def kept(db):
    with db.reading() as session:
        return {row.id: tuple(getattr(row, name) for name in KEPT) for row in session.exec(select(Member))}


def test_members_from_before_are_searched_and_compared_like_new_ones(engine, empty_url):
    db = Database(empty_url, key=KEY)
    built = plan_process(db)
    draft = panel.MemberDraft(ANN, "ann@example.org", institution="Zürich", stakeholder_group="nurse")
    panel.edit_member(built.context(FACILITATOR), built.members[ANN], draft)
    written = kept(db)
    db.close()

    config = alembic_config()
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
    migrate(engine)

    again = Database(empty_url, key=KEY)
    assert kept(again) == written
    assert written[built.members[ANN]][0].split("\n") == ["ann alder", "ann@example.org", "nurse", "zurich"]
    again.close()
