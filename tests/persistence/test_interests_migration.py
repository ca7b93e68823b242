"""Migration 0008 on a database with data: a process that was there is not suddenly held up by declarations."""

import pytest
from alembic import command
from sqlmodel import Session, select

from consensus.domain.conflicts import Publication
from consensus.persistence.database import Database
from consensus.persistence.engines import WRITE, open_engine
from consensus.persistence.migrate import alembic_config, migrate
from consensus.persistence.tables import AdoptionPresence, Elector, InterestDeclaration, Process
from consensus.services.meetings import meeting
from consensus.services.rounds import rounds
from tests.services.builders import (
    ANN,
    FACILITATOR,
    INTEREST,
    KEY,
    VOTERS,
    ask_interests,
    begin_meeting,
    declare_everything,
    plan_process,
)


@pytest.fixture
def upgraded(empty_url):
    """A process with a vote and an adoption, gone back to before there were interests, and upgraded again."""
    db = Database(empty_url, key=KEY)
    built = begin_meeting(plan_process(db))
    meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.second)
    ask_interests(built)
    declare_everything(built, {(ANN, None): INTEREST})
    ask_interests(built, asks=False)
    rounds.open_round(built.context(FACILITATOR), built.meeting_id, [built.first])
    db.close()
    engine = open_engine(empty_url)
    config = alembic_config()
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    migrate(engine)
    yield engine
    engine.dispose()


def test_it_asks_for_nothing_and_recuses_nobody(upgraded):
    with Session(upgraded) as session:
        process = session.exec(select(Process)).one()
        electors = session.exec(select(Elector)).all()
        present = session.exec(select(AdoptionPresence)).all()
        assert session.exec(select(InterestDeclaration)).all() == []

    assert (process.asks_interests, process.interest_publication) == (False, Publication.CATEGORY)
    assert [elector.has_conflict for elector in electors] == [False] * len(VOTERS)
    assert [one.is_recused for one in present] == [False] * len(VOTERS)
