"""The quorum as the room stands now: of the open vote by its frozen electorate, else of a vote that would be opened."""

from sqlmodel import Session, col, func, select

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.lifecycle import RoundState
from consensus.domain.quorum import Quorum, quorum_of
from consensus.persistence.tables import Attendance, Elector, Meeting, Process, Round
from consensus.services.rounds.electorate import TopicElectorate
from consensus.services.rounds.round_rules import frozen_rule
from consensus.services.rounds.round_views import RoundView


def room_quorum(
    session: Session, process: Process, meeting: Meeting, electorate: TopicElectorate, round_: RoundView | None
) -> Quorum:
    """How many must take part, and how many of those entitled are here. It names nobody and no choice."""
    if round_ is not None and round_.state is RoundState.OPEN:
        frozen = frozen_rule(session.get_one(Round, round_.id))
        here = (
            select(func.count())
            .select_from(Elector)
            .join(Attendance, col(Attendance.member_id) == col(Elector.member_id))
            .where(
                Elector.round_id == round_.id,
                col(Elector.is_recused).is_(False),
                Attendance.meeting_id == meeting.id,
                col(Attendance.left_at).is_(None),
            )
        )
        n_here = session.exec(here).one()
        if not isinstance(frozen, ConsensusDefinition):
            return Quorum(0, round_.n_electors, n_here, round_.n_cast)
        return quorum_of(frozen, round_.n_electors, n_here, round_.n_cast)
    definition = ConsensusDefinition.from_dict(process.definition)
    n_here = sum(voter.is_present for voter in electorate.voters)
    return quorum_of(definition, len(electorate.voters), n_here)
