"""The texts of a process's mails: kept where they differ from the default, and filled in for a member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.mail_text import DEFAULTS, LINK_MARK, MailText, MessageKind, check_text, fill, places_in
from consensus.domain.roles import Action, Role
from consensus.persistence.tables import MailTemplate, Meeting, Member, Message, Person, Process
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.settings import get_settings

_DATE_OPEN = "[the date you choose when you send it]"
_RULE = "\n\n" + "-" * 40 + "\n\n"


@dataclass(frozen=True, slots=True)
class TextView:
    """The text of one kind of mail in a process; `changed_at` is None while it is the default."""

    kind: MessageKind
    text: MailText
    changed_at: datetime | None


def get_text(ctx: Context, process_id: UUID, kind: MessageKind) -> TextView:
    """The text that mails of this kind are written from."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        kept = _kept(session, process_id, kind)
        return TextView(kind, text_of(session, process_id, kind), kept.changed_at if kept else None)


def save_text(ctx: Context, process_id: UUID, kind: MessageKind, text: MailText) -> None:
    """Keep another text for mails of this kind; those that wait already stay as they were written."""
    checked = check_text(kind, text)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        kept = _kept(session, process_id, kind) or MailTemplate(process_id=process_id, kind=kind)
        kept.subject, kept.body, kept.changed_at = checked.subject, checked.body, ctx.db.now(session)
        session.add(kept)
        note(session, standing, "mail.text_changed", process_id, kind=kind.words)


def restore_text(ctx: Context, process_id: UUID, kind: MessageKind) -> None:
    """Go back to the default text."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        kept = _kept(session, process_id, kind)
        if kept is None:
            raise ConflictError("This is the default text already.")
        session.delete(kept)
        note(session, standing, "mail.text_changed", process_id, kind=kind.words)


def preview(
    ctx: Context, process_id: UUID, kind: MessageKind, text: MailText, member_id: UUID, deadline: date | None = None
) -> MailText:
    """The mail as this member would get it, the link left out; the text need not be kept, nor a date be chosen."""
    checked = check_text(kind, text)
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        member = session.get(Member, member_id)
        if member is None or member.process_id != process_id:
            raise NotFoundError
        name = session.get_one(Person, member.person_id).name
        values = values_of(session, standing.process, sender=standing.actor.name, deadline=deadline)
        return fill(checked, {**values, "deadline": values["deadline"] or _DATE_OPEN, "name": name})


def text_of(session: Session, process_id: UUID, kind: MessageKind) -> MailText:
    """The text of a process, else the default."""
    kept = _kept(session, process_id, kind)
    return MailText(kept.subject, kept.body) if kept else DEFAULTS[kind]


def values_of(session: Session, process: Process, *, sender: str, deadline: date | None = None) -> Mapping[str, str]:
    """What the places of a text are filled with, all but the name of the receiver."""
    return {
        "process": process.title,
        "question": process.question,
        "facilitator": sender,
        "deadline": _day(deadline) if deadline else "",
        "meeting": _meeting(session, process.id),
        "address": get_settings().public_url,
    }


def check_filled(text: MailText, values: Mapping[str, str]) -> None:
    """Refuse a mail with an empty place for a date that was not given, or for a question that nobody wrote."""
    needs = {"deadline": "a date to answer by", "question": "a question of the process", "meeting": "a meeting"}
    for place in sorted(places_in(text) & needs.keys()):
        if not values[place]:
            raise InvalidInputError(f"The text has {{{place}}}, so it needs {needs[place]}.")


def write_link_mail(session: Session, message: Message, processes: list[Process]) -> list[int]:
    """Write the mail that somebody asked for: one part for each process, each in the words of that process.

    How many places for a link each part has: the words of one process must not get hold of the link to another.
    """
    parts = []
    for process in processes:
        values = values_of(session, process, sender=_first_facilitator(session, process.id))
        parts.append(fill(text_of(session, process.id, MessageKind.LINK), {**values, "name": message.to_name}))
    message.subject = parts[0].subject if len(parts) == 1 else "Your personal links"
    message.body = _RULE.join(part.body for part in parts)
    return [part.body.count(LINK_MARK) for part in parts]


def shown(body: str) -> str:
    """The body as it is shown on a page, with words where the link goes."""
    return body.replace(LINK_MARK, "[personal link]")


def _kept(session: Session, process_id: UUID, kind: MessageKind) -> MailTemplate | None:
    of_kind = select(MailTemplate).where(MailTemplate.process_id == process_id, MailTemplate.kind == kind)
    return session.exec(of_kind).one_or_none()


def _meeting(session: Session, process_id: UUID) -> str:
    meeting = session.exec(select(Meeting).where(Meeting.process_id == process_id)).first()
    if meeting is None:
        return ""
    return f"{meeting.title}, {_day(meeting.held_on)}" if meeting.held_on else meeting.title


def _first_facilitator(session: Session, process_id: UUID) -> str:
    names = (
        select(Person.name)
        .join(Member, col(Member.person_id) == col(Person.id))
        .where(Member.process_id == process_id, Member.role == Role.FACILITATOR)
        .order_by(Person.name)
    )
    return session.exec(names).first() or ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
