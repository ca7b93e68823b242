"""A facilitator hands the process over: one comes, one steps down or leaves, in one step."""

from uuid import UUID

from sqlmodel import Session, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.roles import Action, Role
from consensus.persistence.tables import Member, Person
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.panel import has_acted, is_voting
from consensus.services.sign_in.credentials import find_member, revoke_access

STEPS_DOWN_TO = (Role.OBSERVER, Role.PANELIST)


def hand_over(ctx: Context, successor_id: UUID, *, become: Role | None) -> None:
    """Make a member of the process its facilitator in the actor's place; who becomes this, or leaves where it is None.

    The successor keeps their vote, if they have one, and every link and sign-in. Whoever leaves loses theirs to this
    process at once.
    """
    with ctx.db.transaction() as session:
        successor, standing = find_member(ctx, session, Action.HAND_OVER, successor_id)
        leaver = session.get(Member, standing.member.id, populate_existing=True)
        if leaver is None:
            raise NotFoundError
        if successor.id == leaver.id:
            raise InvalidInputError("Choose somebody else to hand the process over to.")
        name, after = _name(session, leaver), _name(session, successor)
        successor.role = Role.FACILITATOR
        session.add(successor)
        if become is None:
            _let_go(session, leaver, name)
            revoke_access(ctx.db, session, leaver.person_id, leaver.process_id)
            session.delete(leaver)
            note(session, standing, "process.left", successor.id, name=name, successor=after)
            return
        _step_down(session, leaver, become)
        note(session, standing, "process.handed_over", successor.id, name=name, successor=after, role=_article(become))


def list_successors(ctx: Context, process_id: UUID) -> dict[UUID, str]:
    """Those the actor may hand the process over to, by id: everybody else in it, with their role, by name."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.HAND_OVER, process_id)
        rows = session.exec(
            select(Member.id, Person.name, Member.role)
            .join(Person)
            .where(Member.process_id == process_id, Member.id != standing.member.id)
            .order_by(Person.name)
        )
        return {member_id: f"{name}, {Role(role).value}" for member_id, name, role in rows}


def _step_down(session: Session, leaver: Member, become: Role) -> None:
    if become not in STEPS_DOWN_TO:
        raise InvalidInputError("Whoever hands over becomes an observer or a panelist, or leaves.")
    if become is Role.OBSERVER:
        if is_voting(session, leaver):
            raise ConflictError("You are voting now and stay among those who may until the reveal.")
        leaver.votes = False
    leaver.role = become
    session.add(leaver)


def _let_go(session: Session, leaver: Member, name: str) -> None:
    if has_acted(session, leaver.id):
        raise ConflictError(f"{name} has taken part already and stays in the record; become an observer instead.")


def _name(session: Session, member: Member) -> str:
    return session.get_one(Person, member.person_id).name


def _article(role: Role) -> str:
    return f"an {role.value}" if role is Role.OBSERVER else f"a {role.value}"
