"""The quorum as the room stands now: of the open vote by its frozen electorate, else of a vote that would be opened."""

from sqlmodel import Session

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.lifecycle import RoundState
from consensus.domain.quorum import Quorum, quorum_of
from consensus.persistence.tables import Meeting, Process, Round
from consensus.services.rounds.electorate import TopicElectorate, count_here
from consensus.services.rounds.round_rules import frozen_rule
from consensus.services.rounds.round_views import RoundView


def room_quorum(
    session: Session, process: Process, meeting: Meeting, electorate: TopicElectorate, round_: RoundView | None
) -> Quorum:
    """How many must take part, and how many of those entitled are here. It names nobody and no choice."""
    if round_ is not None and round_.state is RoundState.OPEN:
        frozen = frozen_rule(session.get_one(Round, round_.id))
        n_here = count_here(session, round_.id, meeting.id)
        if not isinstance(frozen, ConsensusDefinition):
            return Quorum(0, round_.n_electors, n_here, round_.n_cast)
        return quorum_of(frozen, round_.n_electors, n_here, round_.n_cast)
    definition = ConsensusDefinition.from_dict(process.definition)
    n_here = sum(voter.is_present for voter in electorate.voters)
    return quorum_of(definition, len(electorate.voters), n_here)
