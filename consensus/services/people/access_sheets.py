"""Links and codes for many at once, on paper: what would be issued, and the sheet itself."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.roles import Action, Role
from consensus.exports.access_sheet import AccessCard, AccessSheet, Layout, to_access_sheet
from consensus.exports.methods_text import long_date
from consensus.persistence.tables import AccessLink, Invitation, Meeting, Member, Person, PersonalCode, WebSession
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.people.taking_part import note_sent
from consensus.services.processes.results import Export
from consensus.services.sign_in import secrets
from consensus.services.sign_in.credentials import PreparedAccess, put_access
from consensus.settings import get_settings

# A code takes about a tenth of a second to hash, on purpose; a sheet is there within half a minute on a slow machine.
MOST_ON_A_SHEET = 100
_HASHING_AT_ONCE = 2
# Those who run the process hand the sheet out.
_ON_PAPER = (Role.PANELIST, Role.CHAIR, Role.OBSERVER)


class Scope(StrEnum):
    """Whom a sheet is for."""

    WITHOUT_EMAIL = "without_email"
    NEVER_CAME_IN = "never_came_in"
    GROUP = "group"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """Whom a sheet is for: a scope, its stakeholder group where it is one, and which hundred of them, from 1."""

    scope: Scope
    group: str = ""
    part: int = 1


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What issuing would do: how many are on the sheet, of how many; how many working links and codes would end.

    n_signed_in: how many of them are signed in by such a link and would have to come in again.
    """

    n_members: int
    n_in_scope: int
    n_parts: int
    n_ending: int
    n_signed_in: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    member_id: UUID
    access: PreparedAccess


def preview_sheet(ctx: Context, process_id: UUID, request: SheetRequest) -> SheetPreview:
    """What a sheet for these people would hold and end."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.HAND_OUT_ACCESS, process_id)
        in_scope = session.exec(select(func.count()).select_from(_in_scope(process_id, request).subquery())).one()
        people = [member.person_id for member, _ in _chosen(session, process_id, request)]
        return SheetPreview(
            n_members=len(people),
            n_in_scope=in_scope,
            n_parts=-(-in_scope // MOST_ON_A_SHEET),
            n_ending=_count_ending(session, process_id, people),
            n_signed_in=_count_signed_in(ctx, session, process_id, people),
            groups=_groups(session, process_id),
        )


def issue_sheet(ctx: Context, process_id: UUID, request: SheetRequest, layout: Layout) -> Export:
    """New links and codes for these people, as a PDF that is kept nowhere. Older ones end.

    Secrets and PDF are made first, and put in force together in one short transaction. Handing out is inviting: an
    invitation that was a draft counts as sent.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.HAND_OUT_ACCESS, process_id)
        chosen = _chosen(session, process_id, request)
        lookups = set(session.exec(select(PersonalCode.lookup).where(PersonalCode.process_id == process_id)))
        slug, title = standing.process.slug, standing.process.title
        meeting = _meeting_line(session, process_id)
    if not chosen:
        raise ConflictError("There is nobody to print this for.")
    prepared = _prepare([member.id for member, _ in chosen], lookups)
    public = get_settings().public_url
    sheet = AccessSheet(
        title=title,
        slug=slug,
        address=f"{public}/sign-in",
        meeting=meeting,
        cards=[
            AccessCard(
                name=name,
                institution=member.institution,
                link=f"{public}/join#{one.access.link_secret}",
                code=secrets.show_code(one.access.lookup, one.access.code_secret),
            )
            for (member, name), one in zip(chosen, prepared, strict=True)
        ],
    )
    content = to_access_sheet(sheet, layout)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.HAND_OUT_ACCESS, process_id, changes=True)
        _put_in_force(session, standing, prepared)
    return Export(f"{slug}-{layout.value}.pdf", "application/pdf", content)


def _put_in_force(session: Session, standing: Standing, prepared: Sequence[_Prepared]) -> None:
    for one in prepared:
        member = session.get(Member, one.member_id)
        if member is None:
            raise ConflictError("The panel has changed meanwhile. Nothing was issued; print the sheet again.")
        put_access(session, standing, member, one.access)
        if member.role is not Role.OBSERVER:
            note_sent(session, standing, member, session.get_one(Invitation, member.id))


def _prepare(member_ids: Sequence[UUID], taken: set[str]) -> list[_Prepared]:
    codes = []
    for _ in member_ids:
        lookup, secret = secrets.new_code()
        while lookup in taken:
            lookup, _ = secrets.new_code()
        taken.add(lookup)
        codes.append((lookup, secret))
    with ThreadPoolExecutor(_HASHING_AT_ONCE) as pool:
        hashes = pool.map(secrets.hash_code, [secret for _, secret in codes])
    return [
        _Prepared(member_id, PreparedAccess(secrets.new_token(), lookup, secret, hashed))
        for member_id, (lookup, secret), hashed in zip(member_ids, codes, hashes, strict=True)
    ]


def _in_scope(process_id: UUID, request: SheetRequest) -> SelectOfScalar[UUID]:
    """The members a sheet may be for: whoever declined is not written to again."""
    found = (
        select(Member.id)
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(
            Member.process_id == process_id,
            col(Member.role).in_(_ON_PAPER),
            Invitation.state != InvitationState.DECLINED,
        )
    )
    if request.scope is Scope.WITHOUT_EMAIL:
        return found.where(Person.email == "")
    if request.scope is Scope.GROUP:
        return found.where(Member.stakeholder_group == request.group)
    if request.scope is Scope.NEVER_CAME_IN:
        came_in = select(WebSession.id).where(
            WebSession.process_id == process_id, col(WebSession.person_id) == col(Member.person_id)
        )
        return found.where(~came_in.exists())
    return found


def _chosen(session: Session, process_id: UUID, request: SheetRequest) -> list[tuple[Member, str]]:
    rows = session.exec(
        select(Member, Person.name)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Member.id).in_(_in_scope(process_id, request)))
        .order_by(func.lower(Person.name), col(Member.id))
        .offset((max(request.part, 1) - 1) * MOST_ON_A_SHEET)
        .limit(MOST_ON_A_SHEET)
    )
    return [(member, name) for member, name in rows]


def _count_ending(session: Session, process_id: UUID, people: Sequence[UUID]) -> int:
    return sum(
        session.exec(
            select(func.count()).where(
                table.process_id == process_id, col(table.person_id).in_(people), col(table.revoked_at).is_(None)
            )
        ).one()
        for table in (AccessLink, PersonalCode)
    )


def _count_signed_in(ctx: Context, session: Session, process_id: UUID, people: Sequence[UUID]) -> int:
    return session.exec(
        select(func.count(col(WebSession.person_id).distinct())).where(
            WebSession.process_id == process_id,
            col(WebSession.link_id).is_not(None),
            col(WebSession.person_id).in_(people),
            col(WebSession.revoked_at).is_(None),
            col(WebSession.expires_at) > ctx.db.now(session),
        )
    ).one()


def _groups(session: Session, process_id: UUID) -> tuple[str, ...]:
    named = select(Member.stakeholder_group).where(Member.process_id == process_id, Member.stakeholder_group != "")
    return tuple(sorted(set(session.exec(named))))


def _meeting_line(session: Session, process_id: UUID) -> str:
    meeting = session.exec(select(Meeting).where(Meeting.process_id == process_id)).first()
    if meeting is None or meeting.held_on is None:
        return ""
    return f"{meeting.title}, {long_date(meeting.held_on)}"
