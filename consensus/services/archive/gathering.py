"""The rows of a process for its archive, and the people they name: under their names, or under numbers."""

import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Person, Process, Round, metadata
from consensus.services.archive.rows import Row, key_of, points_to, read_owned, read_row
from consensus.services.archive.travelling import TRAVELS, tables_that_travel
from consensus.services.people.participation import participation_flow

_UNDECIDED = (RoundState.OPEN, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The tables of a process as JSON-safe rows, and everybody they point to; `names` by the id of the person."""

    tables: dict[str, list[Row]]
    people: list[Row]

    @property
    def names(self) -> dict[str, str]:
        """What everybody is called in this archive."""
        return {person["id"]: person["name"] for person in self.people}


def check_at_rest(session: Session, process: Process) -> None:
    """Refuse while something is being voted on: its ballots belong to nobody's file yet."""
    open_rounds = session.exec(
        select(Round.number).where(Round.process_id == process.id, col(Round.state).in_(_UNDECIDED))
    ).all()
    if open_rounds:
        number = max(open_rounds)
        raise ConflictError(
            f"Round {number} is not revealed yet. Reveal it first."
            if number > 0
            else "The panel is still being asked for objections. End the check first."
        )


def gather(session: Session, process: Process, *, with_people: bool) -> Gathered:
    """Everything of a process that travels; without people nothing that names one."""
    tables: dict[str, list[Row]] = {}
    ids: dict[str, set[UUID]] = {}
    for name in tables_that_travel(with_people=with_people):
        owner = TRAVELS[name].owner
        if owner:
            rows = read_owned(session, name, owner, ids[points_to(name)[owner]])
        else:
            n_voted = participation_flow(session, process.id).voted
            rows = [read_row(session, name, process.id) | {"n_voted": n_voted}]
        tables[name] = rows if with_people else [_without_people(name, row) for row in rows]
        if key := key_of(name):
            ids[name] = {UUID(row[key]) for row in rows}
    if not with_people:
        _number_institutions(tables["member"])
    return Gathered(tables, _people(session, tables, with_people=with_people))


def _without_people(name: str, row: Row) -> Row:
    columns = metadata.tables[name].columns
    return row | {column: _empty(row[column], columns[column].nullable) for column in TRAVELS[name].personal}


def _number_institutions(members: list[Row]) -> None:
    """How many institutions there are can still be counted, and which they are is not said."""
    known = {member["institution"].casefold() for member in members if member["institution"]}
    shuffled = random.SystemRandom().sample(sorted(known), len(known))
    numbers = {institution: f"Institution {n}" for n, institution in enumerate(shuffled, start=1)} | {"": ""}
    for member in members:
        member["institution"] = numbers[member["institution"].casefold()]


def _empty(value: Any, is_nullable: bool | None) -> Any:
    """Nothing of the same type."""
    return None if is_nullable or value is None else type(value)()


def _people(session: Session, tables: dict[str, list[Row]], *, with_people: bool) -> list[Row]:
    pointed_at = {
        UUID(row[column])
        for name, rows in tables.items()
        for column, target in points_to(name).items()
        if target == "person"
        for row in rows
        if row[column] is not None
    }
    people = session.exec(select(Person).where(col(Person.id).in_(pointed_at))).all()
    if with_people:
        return [{"id": str(one.id), "name": one.name, "email": one.email} for one in sorted(people, key=lambda p: p.id)]
    shuffled = random.SystemRandom().sample(list(people), len(people))
    return [{"id": str(one.id), "name": f"Person {n}", "email": ""} for n, one in enumerate(shuffled, start=1)]
