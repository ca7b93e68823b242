"""Grouping what people wrote into themes: named, merged, split, and every step can be taken back by whoever took it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.roles import Action
from consensus.domain.wording import counted
from consensus.persistence.database import database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Coding, Theme, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.surveys.coding_acts import Act, last_act, take_back
from consensus.services.surveys.collated_answers import FreeText, collated_answers
from surveys.free_texts import find_passage

MOST_CHARACTERS = 200


def add_theme(
    ctx: Context,
    process_id: UUID,
    label: str,
    description: str = "",
    *,
    topic_id: UUID | None = None,
    answer_ids: Sequence[UUID] = (),
) -> UUID:
    """A new theme at the end of the list, with these answers under it from the start."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.CODE_ANSWERS, process_id, changes=True)
        act = Act(session)
        theme = _new_theme(session, standing, label, description, _topic(session, standing, topic_id))
        act.add(theme)
        session.flush()
        note(session, standing, "theme.added", theme.id, audience=Audience.STAFF, label=theme.label)
        _code(session, standing, act, theme, answer_ids)
        act.keep(standing, f"The theme “{theme.label}” was added.")
        return theme.id


def edit_theme(ctx: Context, theme_id: UUID, label: str, description: str, *, topic_id: UUID | None = None) -> None:
    """Rename a theme, describe it, and say to which topic it belongs."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        before, name = theme.label, _label(session, standing, label, theme.id)
        topic = _topic(session, standing, topic_id)
        act = Act(session)
        act.change(theme, label=name, description=description.strip(), topic_id=topic.id if topic else None)
        act.keep(standing, f"The theme “{before}” became “{name}”.")
        note(session, standing, "theme.changed", theme.id, audience=Audience.STAFF, before=before, label=name)


def move_theme(ctx: Context, theme_id: UUID, *, up: bool) -> None:
    """Let a theme change places with the one before it, or after it."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        themes = themes_of(session, standing.process.id)
        place = themes.index(theme) + (-1 if up else 1)
        if not 0 <= place < len(themes):
            return
        other = themes[place]
        mine, others = theme.position, other.position
        act = Act(session)
        act.change(theme, position=others)
        act.change(other, position=mine)
        act.keep(standing, f"The theme “{theme.label}” was moved.")
        note(session, standing, "theme.moved", theme.id, audience=Audience.STAFF, label=theme.label)


def merge_themes(ctx: Context, theme_id: UUID, into_id: UUID) -> None:
    """Put all that is under a theme under another one; the first is kept as part of the second's history."""
    with ctx.db.transaction() as session:
        into, _ = _find(ctx, session, into_id)
        theme, standing = _find(ctx, session, theme_id)
        if into.process_id != theme.process_id:
            raise NotFoundError
        if into.id == theme.id:
            raise InvalidInputError("A theme cannot be merged into itself.")
        act = Act(session)
        there = {_place(coding) for coding in _codings(session, into)}
        for coding in _codings(session, theme):
            if _place(coding) in there:
                act.remove(coding)
            else:
                act.change(coding, theme_id=into.id)
        for older in session.exec(select(Theme).where(Theme.merged_into == theme.id)).all():
            act.change(older, merged_into=into.id)
        act.change(theme, merged_into=into.id)
        act.keep(standing, f"The theme “{theme.label}” was merged into “{into.label}”.")
        note(session, standing, "theme.merged", theme.id, audience=Audience.STAFF, label=theme.label, into=into.label)


def split_theme(ctx: Context, theme_id: UUID, label: str, answer_ids: Sequence[UUID]) -> UUID:
    """Make a theme of its own of some of the answers under a theme, whoever put them there."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        chosen = set(answer_ids)
        moved = [coding for coding in _codings(session, theme) if coding.answer_id in chosen]
        if chosen - {coding.answer_id for coding in moved}:
            raise NotFoundError("This answer is not under the theme.")
        if not moved:
            raise InvalidInputError("Choose the answers that make up the new theme.")
        topic = session.get(Topic, theme.topic_id) if theme.topic_id else None
        act = Act(session)
        new = _new_theme(session, standing, label, "", topic)
        act.add(new)
        session.flush()
        for coding in moved:
            act.change(coding, theme_id=new.id)
        n = len({coding.answer_id for coding in moved})
        act.keep(standing, f"The theme “{new.label}” was split off from “{theme.label}”.")
        note(
            session, standing, "theme.split", new.id, audience=Audience.STAFF, label=new.label, before=theme.label, n=n
        )
        return new.id


def remove_theme(ctx: Context, theme_id: UUID) -> None:
    """Take a theme away with all that was put under it; refused where others were merged into it."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        if session.exec(select(Theme.id).where(Theme.merged_into == theme.id)).first() is not None:
            raise ConflictError("Other themes were merged into this one; it stays.")
        act = Act(session)
        for coding in _codings(session, theme):
            act.remove(coding)
        session.flush()
        act.remove(theme)
        act.keep(standing, f"The theme “{theme.label}” was removed.")
        note(session, standing, "theme.removed", theme.id, audience=Audience.STAFF, label=theme.label)


def code_answers(ctx: Context, theme_id: UUID, answer_ids: Sequence[UUID], passage: str = "") -> None:
    """Put answers under a theme, or a passage of one answer; what the actor put there before stays as it is."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        act = Act(session)
        n = _code(session, standing, act, theme, answer_ids, passage)
        if n:
            act.keep(standing, f"{counted(n, 'answer')} put under “{theme.label}”.")


def uncode_answers(ctx: Context, theme_id: UUID, answer_ids: Sequence[UUID]) -> None:
    """Take answers from a theme, whoever put them there."""
    with ctx.db.transaction() as session:
        theme, standing = _find(ctx, session, theme_id)
        act = Act(session)
        gone = [coding for coding in _codings(session, theme) if coding.answer_id in set(answer_ids)]
        for coding in gone:
            act.remove(coding)
        n = len({coding.answer_id for coding in gone})
        if n:
            act.keep(standing, f"{counted(n, 'answer')} taken from “{theme.label}”.")
            note(session, standing, "coding.removed", theme.id, audience=Audience.STAFF, label=theme.label, n=n)


def undo(ctx: Context, process_id: UUID) -> None:
    """Take back the newest act of the actor; refused where somebody has changed since what it changed."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.CODE_ANSWERS, process_id, changes=True)
        act = last_act(session, standing)
        if act is None:
            raise ConflictError("There is nothing to undo.")
        take_back(session, act)
        note(session, standing, "coding.undone", act.id, audience=Audience.STAFF, act=act.sentence)


def themes_of(session: Session, process_id: UUID) -> list[Theme]:
    """The themes in use, in their order."""
    query = select(Theme).where(Theme.process_id == process_id, col(Theme.merged_into).is_(None))
    return list(session.exec(query.order_by(col(Theme.position), col(Theme.id))))


def _find(ctx: Context, session: Session, theme_id: UUID) -> tuple[Theme, Standing]:
    theme = session.get(Theme, theme_id)
    standing = require(ctx, session, Action.CODE_ANSWERS, theme.process_id if theme else None, changes=True)
    if theme is None:
        raise NotFoundError
    session.refresh(theme)
    if theme.merged_into is not None:
        raise ConflictError("This theme was merged into another one.")
    return theme, standing


def _topic(session: Session, standing: Standing, topic_id: UUID | None) -> Topic | None:
    topic = session.get(Topic, topic_id) if topic_id else None
    if topic_id and (topic is None or topic.process_id != standing.process.id):
        raise NotFoundError
    return topic


def _new_theme(session: Session, standing: Standing, label: str, description: str, topic: Topic | None) -> Theme:
    process_id = standing.process.id
    last = session.exec(select(func.max(Theme.position)).where(Theme.process_id == process_id)).one()
    return Theme(
        process_id=process_id,
        topic_id=topic.id if topic else None,
        label=_label(session, standing, label, None),
        description=description.strip(),
        position=(last or 0) + 1,
        created_by=standing.actor.person_id,
        created_at=database_of(session).now(session),
    )


def _label(session: Session, standing: Standing, label: str, own_id: UUID | None) -> str:
    name = " ".join(label.split())
    if not name:
        raise InvalidInputError("A theme needs a name.")
    if len(name) > MOST_CHARACTERS:
        raise InvalidInputError(f"The name of a theme may have at most {MOST_CHARACTERS} characters.")
    others = [theme for theme in themes_of(session, standing.process.id) if theme.id != own_id]
    if name.casefold() in {theme.label.casefold() for theme in others}:
        raise ConflictError(f"There is a theme “{name}” already.")
    return name


def _code(
    session: Session, standing: Standing, act: Act, theme: Theme, answer_ids: Sequence[UUID], passage: str = ""
) -> int:
    """How many answers were put under the theme that the actor had not put there before."""
    if not answer_ids:
        return 0
    texts = {text.id: text for text in collated_answers(session, standing.process).texts}
    wanted = [_text(texts, answer_id) for answer_id in dict.fromkeys(answer_ids)]
    coder_id = standing.actor.person_id
    there = {_place(coding) for coding in _codings(session, theme)}
    now = database_of(session).now(session)
    n = 0
    for text in wanted:
        start, end = _passage(text, passage)
        if (text.id, coder_id, start, end) in there:
            continue
        act.add(Coding(theme_id=theme.id, answer_id=text.id, coder_id=coder_id, start=start, end=end, coded_at=now))
        n += 1
    if n:
        note(session, standing, "coding.added", theme.id, audience=Audience.STAFF, label=theme.label, n=n)
    return n


def _text(texts: dict[UUID, FreeText], answer_id: UUID) -> FreeText:
    if answer_id not in texts:
        raise NotFoundError("This answer is not among those that are read.")
    return texts[answer_id]


def _passage(text: FreeText, passage: str) -> tuple[int, int]:
    if not passage.strip():
        return 0, 0
    found = find_passage(text.text, passage)
    if found is None:
        raise InvalidInputError("The passage does not occur in this answer; copy it as it stands there.")
    return found


def _codings(session: Session, theme: Theme) -> list[Coding]:
    query = select(Coding).where(Coding.theme_id == theme.id)
    return list(session.exec(query.order_by(col(Coding.coded_at), col(Coding.id))))


def _place(coding: Coding) -> tuple[UUID, UUID | None, int, int]:
    return coding.answer_id, coding.coder_id, coding.start, coding.end
