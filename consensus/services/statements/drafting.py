"""Drafting out of what is there: from themes, by merging and by splitting; where each wording came from is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import StatementState, check_move
from consensus.domain.roles import Action
from consensus.domain.statements import clean_wording
from consensus.persistence.tables import Coding, Source, Statement, Theme, Topic, VersionParent
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.statements.statement_views import newest_version, statements_of_process
from consensus.services.statements.statements import check_not_in_round, find_statement, insert_statement, label_of
from consensus.services.surveys.coding_board import count_people
from consensus.services.surveys.collated_answers import collated_answers
from surveys.free_texts import cut
from surveys.similarity import TextSpace

IN_PLAY = (StatementState.CANDIDATE, StatementState.PRESENTED, StatementState.NO_CONSENSUS)
_COPIED = ("survey_id", "question", "option", "n", "n_valid", "theme_id", "theme", "quote")


@dataclass(frozen=True, slots=True)
class SimilarStatements:
    """Two candidates that say nearly the same, and the words they share."""

    first_id: UUID
    first_label: str
    first_text: str
    second_id: UUID
    second_label: str
    second_text: str
    shared: tuple[str, ...]


def draft_from_theme(
    ctx: Context, theme_id: UUID, topic_id: UUID, text: str, *, answer_ids: Sequence[UUID] = ()
) -> UUID:
    """Make a candidate of a theme; the theme, and the chosen answers under it as quotes, are kept as its sources."""
    with ctx.db.transaction() as session:
        theme, standing = _find_theme(ctx, session, theme_id)
        topic = session.get(Topic, topic_id)
        if topic is None or topic.process_id != theme.process_id:
            raise NotFoundError
        statement = insert_statement(ctx, session, standing, topic, text, "")
        _add_sources(session, standing, statement, theme, answer_ids)
        return statement.id


def link_theme(ctx: Context, statement_id: UUID, theme_id: UUID, *, answer_ids: Sequence[UUID] = ()) -> None:
    """Add a theme, and answers under it as quotes, to what a candidate rests on."""
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.DRAFT_STATEMENT, statement_id)
        theme = session.get(Theme, theme_id)
        if theme is None or theme.process_id != standing.process.id:
            raise NotFoundError
        _check_in_play(session, standing, statement)
        known = session.exec(select(Source).where(Source.statement_id == statement.id, Source.theme_id == theme.id))
        if known.first() is not None:
            raise ConflictError("This statement is linked to the theme already.")
        _add_sources(session, standing, statement, theme, answer_ids)
        label = label_of(session, statement)
        note(session, standing, "statement.sourced", statement.id, label=label, theme=theme.label)


def merge_statements(
    ctx: Context, statement_ids: Sequence[UUID], text: str, plain_text: str = "", *, reason: str = ""
) -> UUID:
    """One new candidate in place of several, under the topic of the first; those are superseded."""
    if len(set(statement_ids)) < 2:
        raise InvalidInputError("Choose at least two statements to merge.")
    with ctx.db.transaction() as session:
        first, standing = find_statement(ctx, session, Action.DRAFT_STATEMENT, statement_ids[0])
        parents = [first]
        for statement_id in dict.fromkeys(statement_ids[1:]):
            other, place = find_statement(ctx, session, Action.DRAFT_STATEMENT, statement_id)
            if place.process.id != standing.process.id:
                raise NotFoundError
            parents.append(other)
        for parent in parents:
            _check_in_play(session, standing, parent)
        topic = session.get_one(Topic, first.topic_id)
        labels = ", ".join(label_of(session, parent) for parent in parents)
        merged = _descend(ctx, session, standing, topic, parents, text, plain_text)
        note(
            session,
            standing,
            "statement.merged",
            merged.id,
            parents=labels,
            label=label_of(session, merged),
            text=clean_wording(text),
            reason=reason.strip() or "none given",
        )
        return merged.id


def split_statement(ctx: Context, statement_id: UUID, texts: Sequence[str], *, reason: str = "") -> tuple[UUID, ...]:
    """Several new candidates in place of one, which is superseded; each keeps its sources."""
    wordings = [text for text in texts if text.strip()]
    if len(wordings) < 2:
        raise InvalidInputError("A statement is split into two wordings at least.")
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.DRAFT_STATEMENT, statement_id)
        _check_in_play(session, standing, statement)
        topic = session.get_one(Topic, statement.topic_id)
        parts = [_descend(ctx, session, standing, topic, [statement], text, "") for text in wordings]
        note(
            session,
            standing,
            "statement.split",
            statement.id,
            parents=label_of(session, statement),
            label=", ".join(label_of(session, part) for part in parts),
            reason=reason.strip() or "none given",
        )
        return tuple(part.id for part in parts)


def list_similar(ctx: Context, process_id: UUID) -> tuple[SimilarStatements, ...]:
    """Candidates in play that say nearly the same; a hint for people, nothing is merged by it."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        statements = [s for s in statements_of_process(session, standing) if s.state in IN_PLAY]
        return tuple(
            SimilarStatements(
                first_id=statements[place].id,
                first_label=statements[place].label,
                first_text=statements[place].text,
                second_id=statements[near.member].id,
                second_label=statements[near.member].label,
                second_text=statements[near.member].text,
                shared=near.shared,
            )
            for place, near in TextSpace([statement.text for statement in statements]).pairs()
        )


def _find_theme(ctx: Context, session: Session, theme_id: UUID) -> tuple[Theme, Standing]:
    theme = session.get(Theme, theme_id)
    standing = require(ctx, session, Action.DRAFT_STATEMENT, theme.process_id if theme else None, changes=True)
    if theme is None:
        raise NotFoundError
    return theme, standing


def _check_in_play(session: Session, standing: Standing, statement: Statement) -> None:
    check_not_in_round(session, standing, statement)
    if statement.state not in IN_PLAY:
        raise ConflictError(f"A statement that is {statement.state.value} stays as it is.")


def _descend(
    ctx: Context,
    session: Session,
    standing: Standing,
    topic: Topic,
    parents: Sequence[Statement],
    text: str,
    plain_text: str,
) -> Statement:
    """A candidate made from others: their newest wordings are its parents, their sources its own."""
    child = insert_statement(ctx, session, standing, topic, text, plain_text)
    version = newest_version(session, child.id)
    known: set[tuple[object, ...]] = set()
    for parent in parents:
        session.add(VersionParent(version_id=version.id, parent_id=newest_version(session, parent.id).id))
        for source in session.exec(select(Source).where(Source.statement_id == parent.id)).all():
            values = {name: getattr(source, name) for name in _COPIED}
            if tuple(values.values()) not in known:
                known.add(tuple(values.values()))
                session.add(Source(statement_id=child.id, **values))
        if parent.state is not StatementState.SUPERSEDED:
            check_move("statement", parent.state, StatementState.SUPERSEDED)
            parent.state = StatementState.SUPERSEDED
            session.add(parent)
    session.flush()
    return child


def _add_sources(
    session: Session, standing: Standing, statement: Statement, theme: Theme, answer_ids: Sequence[UUID]
) -> None:
    answers = collated_answers(session, standing.process)
    texts = {text.id: text for text in answers.texts}
    codings = [
        coding
        for coding in session.exec(select(Coding).where(Coding.theme_id == theme.id))
        if coding.answer_id in texts
    ]
    people = count_people(standing.process, answers, {coding.answer_id for coding in codings})
    shared: dict[str, Any] = {
        "statement_id": statement.id,
        "survey_id": answers.survey_id,
        "theme_id": theme.id,
        "theme": theme.label,
    }
    session.add(Source(**shared, n=people.n if people else 0, n_valid=answers.n_finished))
    under = {coding.answer_id: coding for coding in codings}
    for answer_id in dict.fromkeys(answer_ids):
        if answer_id not in under:
            raise NotFoundError("This answer is not under the theme.")
        coding = under[answer_id]
        quote = cut(texts[answer_id].text, coding.start, coding.end)
        session.add(Source(**shared, question=texts[answer_id].key, quote=quote))
