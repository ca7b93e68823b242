"""Statements: drafted, worded, presented, adopted; every wording is kept and none is changed under a vote."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.grade import Certainty, Strength, check_grade, grade_sentence
from consensus.domain.lifecycle import StatementState, check_move
from consensus.domain.roles import Action
from consensus.domain.statements import Route, clean_wording, version_hash
from consensus.persistence.tables import Adoption, Person, Statement, StatementVersion, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.statements.comments import CommentKey, answer_comments, answers_of
from consensus.services.statements.minority import write_minority
from consensus.services.statements.statement_views import (
    StatementView,
    VersionView,
    adoptable_items,
    newest_version,
    statements_in_rounds,
    statements_of_process,
)

__all__ = ["StatementView", "VersionView"]


def add_candidate(ctx: Context, topic_id: UUID, text: str, plain_text: str = "") -> UUID:
    """A new candidate under a topic."""
    with ctx.db.transaction() as session:
        topic, standing = _find_topic(ctx, session, Action.DRAFT_STATEMENT, topic_id)
        return insert_statement(ctx, session, standing, topic, text, plain_text).id


def reword(
    ctx: Context,
    statement_id: UUID,
    text: str,
    plain_text: str,
    reason: str,
    *,
    answers: Sequence[CommentKey] = (),
) -> None:
    """A new version of the wording; refused while the statement is being voted on or once it is adopted.

    `answers` are comments of earlier votes on the statement that led to it.
    """
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.DRAFT_STATEMENT, statement_id)
        check_not_in_round(session, standing, statement)
        if statement.state in (StatementState.ADOPTED, StatementState.WITHDRAWN, StatementState.SUPERSEDED):
            raise ConflictError(f"A statement that is {statement.state.value} keeps its wording.")
        older = newest_version(session, statement.id)
        version = new_version(ctx, session, standing, statement, text, plain_text, older.number + 1, reason.strip())
        if version.sha256 == older.sha256:
            raise InvalidInputError("The wording is the same as before.")
        if statement.state is StatementState.NO_CONSENSUS:
            statement.state = StatementState.CANDIDATE
        session.add_all((version, statement))
        session.flush()
        answer_comments(session, version, answers)
        note(
            session,
            standing,
            "statement.reworded",
            statement.id,
            label=label_of(session, statement),
            number=version.number,
            text=version.text,
            reason=version.reason or "none given",
        )


def withdraw(ctx: Context, statement_id: UUID) -> None:
    """Take a statement out of the running; it stays on the record."""
    _move(ctx, statement_id, Action.DRAFT_STATEMENT, StatementState.WITHDRAWN, "statement.withdrawn")


def restore(ctx: Context, statement_id: UUID) -> None:
    """Take a withdrawn statement up again."""
    _move(ctx, statement_id, Action.DRAFT_STATEMENT, StatementState.CANDIDATE, "statement.restored")


def present_statement(ctx: Context, statement_id: UUID) -> None:
    """Put a candidate before the panel for discussion."""
    _move(ctx, statement_id, Action.RUN_MEETING, StatementState.PRESENTED, "statement.presented")


def unpresent(ctx: Context, statement_id: UUID) -> None:
    """Take a presented candidate back."""
    _move(ctx, statement_id, Action.RUN_MEETING, StatementState.CANDIDATE, "statement.taken_back")


def adopt(ctx: Context, statement_id: UUID) -> None:
    """Adopt the wording on which the panel reached consensus by vote."""
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.ADOPT_STATEMENT, statement_id)
        item = adoptable_items(session, standing.process.id).get(statement.id)
        if item is None:
            raise ConflictError("Only a wording on which a vote reached consensus can be adopted.")
        insert_adoption(ctx, session, standing, statement, Route.VOTE, item.version_id, item.id)


def set_rationale(ctx: Context, statement_id: UUID, rationale: str, dissent: str) -> None:
    """Write why the panel holds this statement, and the minority statement: what those say who do not agree."""
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.EDIT_RESULTS, statement_id)
        if statement.rationale != rationale.strip():
            statement.rationale = rationale.strip()
            note(session, standing, "statement.rationale", statement.id, label=label_of(session, statement))
        number = write_minority(ctx, session, standing, statement, dissent)
        if number:
            label = label_of(session, statement)
            note(session, standing, "statement.minority", statement.id, label=label, number=number)


def set_strength(ctx: Context, statement_id: UUID, strength: Strength | None, certainty: Certainty | None) -> None:
    """State strength and certainty as GRADE names them, or take both back."""
    check_grade(strength, certainty)
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.EDIT_RESULTS, statement_id)
        statement.strength, statement.certainty = strength, certainty
        session.add(statement)
        words = grade_sentence(strength, certainty) or "nothing."
        note(session, standing, "statement.graded", statement.id, label=label_of(session, statement), words=words)


def list_versions(ctx: Context, statement_id: UUID) -> tuple[VersionView, ...]:
    """Every wording a statement had, the newest first."""
    with ctx.db.reading() as session:
        topic = session.exec(
            select(Topic).join(Statement, col(Statement.topic_id) == col(Topic.id)).where(Statement.id == statement_id)
        ).one_or_none()
        require(ctx, session, Action.VIEW_STATEMENTS, topic.process_id if topic else None)
        rows = session.exec(
            select(StatementVersion, Person.name)
            .outerjoin(Person, col(Person.id) == col(StatementVersion.author_id))
            .where(StatementVersion.statement_id == statement_id)
            .order_by(col(StatementVersion.number).desc())
        ).all()
        answers = answers_of(session, [version.id for version, _ in rows])
        return tuple(
            VersionView(
                number=version.number,
                text=version.text,
                plain_text=version.plain_text,
                sha256=version.sha256,
                reason=version.reason,
                author=author or "",
                created_at=version.created_at,
                answers=answers.get(version.id, ()),
            )
            for version, author in rows
        )


def list_statements(ctx: Context, process_id: UUID) -> tuple[StatementView, ...]:
    """All statements of a process in the order of the agenda."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        return statements_of_process(session, standing)


def insert_statement(
    ctx: Context, session: Session, standing: Standing, topic: Topic, text: str, plain_text: str
) -> Statement:
    """A candidate with its first version, at the end of its topic."""
    n_before = session.exec(select(func.count()).where(Statement.topic_id == topic.id)).one()
    statement = Statement(topic_id=topic.id, position=n_before + 1)
    session.add(statement)
    session.flush()
    version = new_version(ctx, session, standing, statement, text, plain_text, 1, "")
    session.add(version)
    session.flush()
    note(session, standing, "statement.added", statement.id, label=label_of(session, statement), text=version.text)
    return statement


def insert_adoption(
    ctx: Context,
    session: Session,
    standing: Standing,
    statement: Statement,
    route: Route,
    version_id: UUID,
    item_id: UUID | None,
    how: str = "",
) -> datetime:
    """Make a version the panel's statement, in the caller's transaction; the moment of the adoption.

    how: for full consensus, how the room was asked, for the record.
    """
    check_move("statement", statement.state, StatementState.ADOPTED)
    statement.state = StatementState.ADOPTED
    now = ctx.db.now(session)
    session.add(statement)
    session.add(
        Adoption(
            statement_id=statement.id,
            version_id=version_id,
            route=route,
            item_id=item_id,
            adopted_at=now,
            adopted_by=standing.actor.person_id,
        )
    )
    session.flush()
    words = route.value.replace("_", " ") + (f" ({how})" if how else "")
    note(session, standing, "statement.adopted", statement.id, label=label_of(session, statement), route=words)
    return now


def _move(ctx: Context, statement_id: UUID, action: Action, target: StatementState, verb: str) -> None:
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, action, statement_id)
        check_not_in_round(session, standing, statement)
        check_move("statement", statement.state, target)
        statement.state = target
        note(session, standing, verb, statement.id, label=label_of(session, statement))


def check_not_in_round(session: Session, standing: Standing, statement: Statement) -> None:
    """Refuse to touch what is being voted on."""
    if statement.id in statements_in_rounds(session, standing.process.id):
        raise ConflictError("This statement is being voted on; its wording and place are frozen until the reveal.")


def new_version(
    ctx: Context,
    session: Session,
    standing: Standing,
    statement: Statement,
    text: str,
    plain_text: str,
    number: int,
    reason: str,
) -> StatementVersion:
    """A wording in its one normal form, not yet in the session."""
    wording = clean_wording(text)
    plain = clean_wording(plain_text) if plain_text.strip() else ""
    return StatementVersion(
        statement_id=statement.id,
        number=number,
        text=wording,
        plain_text=plain,
        sha256=version_hash(wording, plain),
        reason=reason,
        author_id=standing.actor.person_id,
        created_at=ctx.db.now(session),
    )


def find_statement(ctx: Context, session: Session, action: Action, statement_id: UUID) -> tuple[Statement, Standing]:
    """The statement, if the actor may do this in its process; the process is held until the end."""
    found = session.exec(
        select(Statement, Topic)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Statement.id == statement_id)
    ).one_or_none()
    standing = require(ctx, session, action, found[1].process_id if found else None, changes=True)
    if found is None:
        raise NotFoundError
    session.refresh(found[0])
    return found[0], standing


def _find_topic(ctx: Context, session: Session, action: Action, topic_id: UUID) -> tuple[Topic, Standing]:
    topic = session.get(Topic, topic_id)
    standing = require(ctx, session, action, topic.process_id if topic else None, changes=True)
    if topic is None:
        raise NotFoundError
    return topic, standing


def label_of(session: Session, statement: Statement) -> str:
    """The number under which a statement is printed, such as "1.2"."""
    topic = session.get_one(Topic, statement.topic_id)
    return f"{topic.position}.{statement.position}"
