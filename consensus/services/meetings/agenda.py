"""The agenda of the meeting: generated from the collation, then edited by hand, and never overwritten unasked."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from consensus.domain.agenda import DAY, AgendaKind, Slot, balance_sentence, timetable
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.roles import Action
from consensus.exports.agenda import PrintedAgenda, PrintedItem, to_agenda_pdf
from consensus.persistence.tables import Agenda, AgendaItem, Meeting, Presentation, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.surveys.collated_answers import collated_answers
from surveys.agenda_plan import CONSENT_MINUTES, DayPlan, TopicFacts, plan_day
from surveys.collation import QuestionCollation

TITLES = {AgendaKind.OPENING: "Opening", AgendaKind.BREAK: "Break", AgendaKind.CLOSING: "Closing"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item and when it is planned."""

    id: UUID
    kind: AgendaKind
    title: str
    minutes: int
    slot: Slot
    topic_id: UUID | None


@dataclass(frozen=True, slots=True)
class AgendaView:
    """The day as it is planned; `missing` are topics that stand nowhere in it."""

    items: tuple[ItemView, ...]
    starts_at: int
    day_minutes: int
    total_minutes: int
    sentence: str
    is_edited: bool
    missing: Mapping[UUID, str]
    may_edit: bool

    @property
    def is_too_long(self) -> bool:
        """Whether more is planned than the day holds."""
        return self.total_minutes > self.day_minutes


def get_agenda(ctx: Context, process_id: UUID) -> AgendaView:
    """The agenda as it stands; without items where none was generated yet."""
    with ctx.db.reading() as session:
        return view_agenda(session, require(ctx, session, Action.VIEW_STATEMENTS, process_id))


def generate_agenda(ctx: Context, process_id: UUID, day: DayPlan, *, replaces_edits: bool = False) -> None:
    """Plan the day anew from the topics and the answers; refused where hand edits would be lost, unless told so.

    While the answers may not be seen yet, all topics count as equally contested.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        agenda = session.get(Agenda, process_id)
        if agenda is not None and agenda.is_edited and not replaces_edits:
            raise ConflictError("The agenda was edited by hand. Say that the edits may go to generate it anew.")
        topics = _topics(session, process_id)
        if not topics:
            raise ConflictError("Add the topics first: the agenda is made of them.")
        talks = _talks(session, process_id)
        facts = [TopicFacts(topic.slug, talks.get(topic.id, 0)) for topic in topics]
        planned = plan_day(facts, _collated(session, standing), day)
        session.exec(delete(AgendaItem).where(col(AgendaItem.process_id) == process_id))
        session.add_all(
            AgendaItem(
                process_id=process_id,
                topic_id=topics[item.topic].id if item.topic is not None else None,
                position=position,
                kind=item.kind,
                title=item.title,
                minutes=item.minutes,
            )
            for position, item in enumerate(planned, start=1)
        )
        agenda = agenda or Agenda(process_id=process_id)
        agenda.starts_at, agenda.day_minutes, agenda.is_edited = day.starts_at, day.day_minutes, False
        agenda.generated_at = ctx.db.now(session)
        session.add(agenda)
        note(session, standing, "agenda.generated", process_id, n=len(planned))


def set_day(ctx: Context, process_id: UUID, starts_at: int, day_minutes: int) -> None:
    """Say when the day begins (minutes after midnight) and how long it is."""
    DayPlan(starts_at=starts_at, day_minutes=day_minutes)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        agenda = _agenda(session, process_id)
        agenda.starts_at, agenda.day_minutes = starts_at, day_minutes
        _edited(session, standing, agenda)


def edit_item(ctx: Context, item_id: UUID, minutes: int, title: str = "") -> None:
    """Change how long an item takes, and what is no topic is called."""
    if not 0 <= minutes <= DAY:
        raise InvalidInputError("The minutes must lie between 0 and a whole day.")
    with ctx.db.transaction() as session:
        item, standing = _find(ctx, session, item_id)
        item.minutes = minutes
        if item.topic_id is None and title.strip():
            item.title = title.strip()[:200]
        _edited(session, standing, _agenda(session, item.process_id))


def move_item(ctx: Context, item_id: UUID, *, up: bool) -> None:
    """Let an item change places with the one before it, or after it."""
    with ctx.db.transaction() as session:
        item, standing = _find(ctx, session, item_id)
        items = _items(session, item.process_id)
        place = items.index(item) + (-1 if up else 1)
        if not 0 <= place < len(items):
            return
        item.position, items[place].position = items[place].position, item.position
        _edited(session, standing, _agenda(session, item.process_id))


def add_break(ctx: Context, process_id: UUID, title: str, minutes: int) -> None:
    """A break in the middle of the agenda, to be moved where it belongs."""
    if not 0 < minutes <= DAY:
        raise InvalidInputError("A break lasts between a minute and a whole day.")
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        agenda = _agenda(session, process_id)
        name = title.strip()[:200] or TITLES[AgendaKind.BREAK]
        new = AgendaItem(process_id=process_id, kind=AgendaKind.BREAK, title=name, minutes=minutes)
        _insert(session, new, len(_items(session, process_id)) // 2)
        _edited(session, standing, agenda)


def add_topic_item(ctx: Context, topic_id: UUID) -> None:
    """Put a topic that stands nowhere on the agenda before the closing."""
    with ctx.db.transaction() as session:
        topic = session.get(Topic, topic_id)
        standing = require(ctx, session, Action.EDIT_AGENDA, topic.process_id if topic else None, changes=True)
        if topic is None:
            raise NotFoundError
        agenda = _agenda(session, topic.process_id)
        items = _items(session, topic.process_id)
        if any(item.topic_id == topic.id for item in items):
            raise ConflictError("This topic is on the agenda already.")
        minutes = topic.minutes + _talks(session, topic.process_id).get(topic.id, 0)
        new = AgendaItem(process_id=topic.process_id, topic_id=topic.id, kind=AgendaKind.TOPIC, minutes=minutes)
        closes = [place for place, item in enumerate(items) if item.kind is AgendaKind.CLOSING]
        _insert(session, new, closes[0] if closes else len(items))
        _edited(session, standing, agenda)


def remove_item(ctx: Context, item_id: UUID) -> None:
    """Take an item off the agenda; a topic stays under Topics."""
    with ctx.db.transaction() as session:
        item, standing = _find(ctx, session, item_id)
        agenda = _agenda(session, item.process_id)
        session.delete(item)
        _edited(session, standing, agenda)


def set_consent(ctx: Context, item_id: UUID, is_consent: bool) -> None:
    """Put a topic on the consent list, or take it off it for discussion with its own minutes."""
    with ctx.db.transaction() as session:
        item, standing = _find(ctx, session, item_id)
        topic = session.get(Topic, item.topic_id) if item.topic_id else None
        if topic is None:
            raise InvalidInputError("Only a topic can be on the consent list.")
        talks = _talks(session, item.process_id).get(topic.id, 0)
        item.kind = AgendaKind.CONSENT if is_consent else AgendaKind.TOPIC
        item.minutes = CONSENT_MINUTES if is_consent else topic.minutes + talks
        session.flush()
        items = [other for other in _items(session, item.process_id) if other.id != item.id]
        n_before = sum(other.kind in (AgendaKind.OPENING, AgendaKind.CONSENT) for other in items)
        _insert(session, item, n_before)
        _edited(session, standing, _agenda(session, item.process_id))


def view_agenda(session: Session, standing: Standing) -> AgendaView:
    """The agenda as the member of this standing sees it."""
    process_id = standing.process.id
    agenda = session.get(Agenda, process_id)
    topics = {topic.id: topic.title for topic in _topics(session, process_id)}
    items = _items(session, process_id) if agenda is not None else []
    starts_at, day_minutes = (agenda.starts_at, agenda.day_minutes) if agenda else (DayPlan().starts_at, 0)
    total = sum(item.minutes for item in items)
    on_it = {item.topic_id for item in items}
    return AgendaView(
        items=tuple(
            ItemView(
                item.id,
                item.kind,
                topics.get(item.topic_id, item.title) if item.topic_id else item.title,
                item.minutes,
                slot,
                item.topic_id,
            )
            for item, slot in zip(items, timetable(items, starts_at), strict=True)
        ),
        starts_at=starts_at,
        day_minutes=day_minutes,
        total_minutes=total,
        sentence=balance_sentence(total, day_minutes) if items else "",
        is_edited=agenda is not None and agenda.is_edited,
        missing={topic_id: title for topic_id, title in topics.items() if items and topic_id not in on_it},
        may_edit=standing.may(Action.EDIT_AGENDA),
    )


def agenda_pdf(session: Session, standing: Standing) -> bytes:
    """The agenda to print."""
    view = view_agenda(session, standing)
    if not view.items:
        raise NotFoundError("There is no agenda to print yet.")
    meeting = session.exec(select(Meeting).where(Meeting.process_id == standing.process.id)).first()
    held_on = meeting.held_on if meeting else None
    items = [PrintedItem(item.slot.text, item.title, item.minutes, item.kind) for item in view.items]
    day = f"{held_on.day} {held_on:%B %Y}" if held_on else ""
    title = meeting.title if meeting else "Agenda"
    process = standing.process
    return to_agenda_pdf(PrintedAgenda(process.title, title, day, tuple(items), process.is_simulated))


def _topics(session: Session, process_id: UUID) -> list[Topic]:
    return list(session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position))))


def _talks(session: Session, process_id: UUID) -> Mapping[UUID, int]:
    """Minutes of the presentations on each topic."""
    rows = session.exec(
        select(Presentation.topic_id, func.sum(Presentation.minutes))
        .join(Topic, col(Topic.id) == col(Presentation.topic_id))
        .where(Topic.process_id == process_id)
        .group_by(col(Presentation.topic_id))
    )
    return {topic_id: int(minutes) for topic_id, minutes in rows}


def _collated(session: Session, standing: Standing) -> tuple[QuestionCollation, ...]:
    try:
        return collated_answers(session, standing.process).questions
    except ConflictError:
        return ()


def _agenda(session: Session, process_id: UUID) -> Agenda:
    agenda = session.get(Agenda, process_id)
    if agenda is None:
        raise ConflictError("Generate the agenda first.")
    return agenda


def _items(session: Session, process_id: UUID) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.process_id == process_id)
    return list(session.exec(query.order_by(col(AgendaItem.position), col(AgendaItem.id))))


def _insert(session: Session, new: AgendaItem, place: int) -> None:
    """Put an item at a place, and number all anew."""
    items = [item for item in _items(session, new.process_id) if item.id != new.id]
    items.insert(place, new)
    for position, item in enumerate(items, start=1):
        item.position = position
        session.add(item)


def _find(ctx: Context, session: Session, item_id: UUID) -> tuple[AgendaItem, Standing]:
    item = session.get(AgendaItem, item_id)
    standing = require(ctx, session, Action.EDIT_AGENDA, item.process_id if item else None, changes=True)
    if item is None:
        raise NotFoundError
    session.refresh(item)
    return item, standing


def _edited(session: Session, standing: Standing, agenda: Agenda) -> None:
    agenda.is_edited = True
    session.add(agenda)
    note(session, standing, "agenda.changed", agenda.process_id)
