"""What somebody who is signed in sees of their own account."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from consensus.domain.way_in import WayIn
from consensus.persistence.tables import Person, Process, RecoveryCode, StaffPassword, WebSession
from consensus.services.access import signed_in
from consensus.services.context import Actor, Context
from consensus.services.people.staff import NOT_STAFF, is_staff, runs_process, why_no_password
from consensus.services.sign_in.second_factor import has_factor


@dataclass(frozen=True, slots=True)
class AccountView:
    """The account; `process_title` is that of the one process this sign-in is bound to, or "".

    `how` and `began_at` are of this sign-in; None at the console. `why_no_password` is "" where the person may set one.
    """

    name: str
    email: str
    is_administrator: bool
    is_staff: bool
    process_title: str
    how: WayIn | None
    began_at: datetime | None
    why_no_password: str
    has_password: bool
    has_factor: bool
    n_recovery_codes: int


def get_account(ctx: Context) -> AccountView:
    """The account of the actor."""
    with ctx.db.reading() as session:
        actor = signed_in(ctx, session)
        person = session.get_one(Person, actor.person_id)
        this = session.get(WebSession, actor.session_id) if actor.session_id else None
        bound = session.get(Process, actor.process_id) if actor.process_id else None
        is_known_here = actor.process_id is None or runs_process(session, person.id, actor.process_id)
        if not is_known_here:
            return _outside(person, actor, this, bound)
        unused = select(func.count()).where(RecoveryCode.person_id == person.id, col(RecoveryCode.used_at).is_(None))
        return AccountView(
            name=person.name,
            email=person.email,
            is_administrator=actor.is_administrator,
            is_staff=is_staff(session, person),
            process_title=bound.title if bound else "",
            how=this.how if this else None,
            began_at=this.created_at if this else None,
            why_no_password=why_no_password(ctx, session, person),
            has_password=session.get(StaffPassword, person.id) is not None,
            has_factor=has_factor(session, person.id),
            n_recovery_codes=session.exec(unused).one(),
        )


def _outside(person: Person, actor: Actor, this: WebSession | None, bound: Process | None) -> AccountView:
    """What a sign-in to a process shows that the person does not run: nothing of what they are elsewhere.

    Whoever hands out the links of that process could be the one who reads it.
    """
    return AccountView(
        name=person.name,
        email=person.email,
        is_administrator=actor.is_administrator,
        is_staff=False,
        process_title=bound.title if bound else "",
        how=this.how if this else None,
        began_at=this.created_at if this else None,
        why_no_password=NOT_STAFF,
        has_password=False,
        has_factor=False,
        n_recovery_codes=0,
    )
