"""Who may vote on a topic in a meeting: entitled, present if the definition says so, and not recused.

The one place that says so; opening a round, what is missing before it, and full consensus all ask here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from consensus.domain.conflicts import Reviewed, has_conflict, is_recused
from consensus.domain.definitions import ConsensusDefinition, Electorate
from consensus.domain.lifecycle import InvitationState, ProcessState
from consensus.domain.roles import Action, Role, may
from consensus.persistence.tables import Attendance, Elector, Invitation, Meeting, Member, Person, Process
from consensus.services.interests.interest_store import histories_on
from consensus.services.people.consent import without_consent

_VOTING_ROLES = [role for role in Role if may(role, Action.CAST_BALLOT, ProcessState.RUNNING)]


@dataclass(frozen=True, slots=True)
class Voter:
    """A member entitled to vote; `has_conflict` says that they vote with a disclosed conflict of interest."""

    member_id: UUID
    name: str
    stakeholder_group: str
    institution: str
    is_present: bool
    has_conflict: bool = False


@dataclass(frozen=True, slots=True)
class TopicElectorate:
    """Those who decide on a topic, and those who would if they were not recused; both by name."""

    voters: tuple[Voter, ...]
    recused: tuple[Voter, ...]

    @property
    def absent(self) -> tuple[Voter, ...]:
        """Those who decide without being present; nobody where the definition asks for presence."""
        return tuple(voter for voter in self.voters if not voter.is_present)

    def listed(self) -> Iterator[tuple[Voter, bool]]:
        """Everybody in the list of the electorate, and whether they are recused."""
        yield from ((voter, False) for voter in self.voters)
        yield from ((voter, True) for voter in self.recused)

    def why_empty(self, definition: ConsensusDefinition) -> str:
        """Why nobody can decide, for an electorate without voters."""
        if self.recused:
            return "Everybody who could vote on this topic is recused."
        here = " is present" if definition.electorate is Electorate.PRESENT else " is on the panel"
        return f"Nobody who is entitled to vote{here}."


@dataclass(frozen=True, slots=True)
class FrozenElectorate:
    """The names in the electorate of a round as it was frozen: those entitled, and those recused."""

    entitled: tuple[str, ...]
    recused: tuple[str, ...]
    n_recused: int

    def without_names_of_recused(self) -> "FrozenElectorate":
        """The same where interests are published as counts only."""
        return FrozenElectorate(self.entitled, (), self.n_recused)


def electorate_of(session: Session, process: Process, meeting: Meeting, topic_id: UUID | None) -> TopicElectorate:
    """Who would decide if a vote on this topic were opened now; without a topic nobody is recused."""
    base = ConsensusDefinition.from_dict(process.definition).electorate
    reviewed = histories_on(session, process.id, topic_id) if topic_id else {}
    voters: list[Voter] = []
    recused: list[Voter] = []
    for member, name, is_present in _entitled(session, process.id, meeting.id, base):
        histories = _histories_of(member.id, topic_id, reviewed)
        voter = Voter(
            member_id=member.id,
            name=name,
            stakeholder_group=member.stakeholder_group,
            institution=member.institution,
            is_present=is_present,
            has_conflict=any(map(has_conflict, histories)),
        )
        (recused if any(map(is_recused, histories)) else voters).append(voter)
    return TopicElectorate(tuple(voters), tuple(recused))


def entitled_alone(session: Session, process_id: UUID) -> tuple[Voter, ...]:
    """Who is entitled to answer a round that stands alone: without a meeting nobody needs to be present."""
    return tuple(
        Voter(member.id, name, member.stakeholder_group, member.institution, is_present=False)
        for member, name, _ in _entitled(session, process_id, None, Electorate.ENTITLED)
    )


def conflicts_on(session: Session, process_id: UUID, topic_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The members recused from a topic, on it or in general, and those with a conflict that was disclosed."""
    recused, disclosed = set(), set()
    for (member_id, _), history in histories_on(session, process_id, topic_id).items():
        if is_recused(history):
            recused.add(member_id)
        if has_conflict(history):
            disclosed.add(member_id)
    return frozenset(recused), frozenset(disclosed)


def is_recused_from(session: Session, member: Member, topic_id: UUID | None) -> bool:
    """Whether a member is recused from a topic, on it or in general; without a topic nobody is."""
    if topic_id is None:
        return False
    return any(map(is_recused, histories_on(session, member.process_id, topic_id, member.id).values()))


def frozen_electorates(session: Session, round_ids: Sequence[UUID]) -> Mapping[UUID, FrozenElectorate]:
    """The names in the electorates of these rounds, by round."""
    found: dict[UUID, tuple[list[str], list[str]]] = {round_id: ([], []) for round_id in round_ids}
    rows = session.exec(
        select(Elector.round_id, Elector.is_recused, Person.name)
        .join(Member, col(Member.id) == col(Elector.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Elector.round_id).in_(round_ids))
        .order_by(func.lower(Person.name))
    )
    for round_id, is_out, name in rows:
        found[round_id][is_out].append(name)
    return {round_id: FrozenElectorate(tuple(of), tuple(out), len(out)) for round_id, (of, out) in found.items()}


def _entitled(
    session: Session, process_id: UUID, meeting_id: UUID | None, base: Electorate
) -> Sequence[tuple[Member, str, bool]]:
    """Members with a vote in a role that has one, who consented where that is asked; by name.

    What else entitles belongs here, and nowhere else.

    Whoever is present takes part whatever became of the invitation; of those absent only who did not decline can.
    """
    here = (
        select(Attendance.member_id)
        .where(Attendance.meeting_id == meeting_id, col(Attendance.left_at).is_(None))
        .subquery()
    )
    query = (
        select(Member, Person.name, col(here.c.member_id).is_not(None), Invitation.state)
        .join(Person, col(Person.id) == col(Member.person_id))
        .outerjoin(Invitation, col(Invitation.member_id) == col(Member.id))
        .outerjoin(here, here.c.member_id == col(Member.id))
        .where(Member.process_id == process_id, col(Member.votes), col(Member.role).in_(_VOTING_ROLES))
        .order_by(func.lower(Person.name), col(Member.id))
    )
    if base is Electorate.PRESENT:
        query = query.where(here.c.member_id.is_not(None))
    without = without_consent(session, process_id)
    return [
        (member, name, bool(is_present))
        for member, name, is_present, invitation in session.exec(query)
        if member.id not in without and (is_present or invitation is not InvitationState.DECLINED)
    ]


def _histories_of(
    member_id: UUID, topic_id: UUID | None, reviewed: Mapping[tuple[UUID, UUID | None], Sequence[Reviewed]]
) -> tuple[Sequence[Reviewed], Sequence[Reviewed]]:
    """On the process as a whole, and on the topic."""
    return reviewed.get((member_id, None), ()), reviewed.get((member_id, topic_id), ())


def count_here(session: Session, round_id: UUID, meeting_id: UUID | None, *, left_after: datetime | None = None) -> int:
    """How many of the electorate, the recused aside, are in the room, or left it no earlier than `left_after`."""
    is_here = col(Attendance.left_at).is_(None)
    here = (
        select(func.count())
        .select_from(Elector)
        .join(Attendance, col(Attendance.member_id) == col(Elector.member_id))
        .where(
            Elector.round_id == round_id,
            col(Elector.is_recused).is_(False),
            Attendance.meeting_id == meeting_id,
            or_(is_here, col(Attendance.left_at) >= left_after) if left_after else is_here,
        )
    )
    return session.exec(here).one()
