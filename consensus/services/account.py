"""What somebody who is signed in sees of their own account."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from consensus.domain.way_in import WayIn
from consensus.persistence.tables import Person, Process, RecoveryCode, StaffPassword, WebSession
from consensus.services.access import signed_in
from consensus.services.context import Context
from consensus.services.second_factor import has_factor
from consensus.services.staff import is_staff, why_no_password


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
