"""Ids that are read many times over are those that were stored, on both databases."""

from sqlmodel import select

from consensus.persistence.identifiers import Identifiers, as_stored
from consensus.persistence.tables import Member
from tests.services.builders import plan_process


def test_an_id_that_is_read_as_stored_is_the_one_of_the_row(db):
    built = plan_process(db)

    with db.reading() as session:
        stored = session.execute(select(as_stored(Member.id), as_stored(Member.process_id))).all()
        identifiers = Identifiers()
        found = {identifiers[member]: identifiers[process] for member, process in stored}
    assert set(built.members.values()) <= set(found)
    assert set(found.values()) == {built.process_id}
