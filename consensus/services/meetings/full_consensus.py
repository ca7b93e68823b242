"""Full consensus: what stands in the way of it, and the list of those present that is kept with it."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.objections import Heard
from consensus.persistence.tables import AdoptionPresence
from consensus.services.access import Standing
from consensus.services.interests.interests import issues_of
from consensus.services.rounds.electorate import TopicElectorate


def issues_of_full_consensus(
    session: Session, standing: Standing, topic_id: UUID, electorate: TopicElectorate
) -> tuple[str, ...]:
    """Why those present cannot adopt a statement of this topic without a vote; empty when nothing is missing."""
    definition = ConsensusDefinition.from_dict(standing.process.definition)
    if not electorate.voters:
        return (electorate.why_empty(definition),)
    found = list(issues_of(session, standing.process, topic_id, electorate.voters))
    if electorate.absent:
        found.append(
            f"By the rule everyone entitled to vote decides, present or not, and {len(electorate.absent)} of them are "
            "not here. Put the statement to the vote."
        )
    return tuple(found)


def keep_presence(
    session: Session, statement_id: UUID, electorate: TopicElectorate, heard: Mapping[UUID, Heard]
) -> None:
    """Keep who is present at an adoption and how the room heard from each; whoever is not in `heard` was asked aloud.

    Of those who are gone by now only who had said something is kept.
    """
    here = {voter.member_id: is_recused for voter, is_recused in electorate.listed() if voter.is_present}
    gone = {member_id: False for member_id in heard if member_id not in here}
    session.add_all(
        AdoptionPresence(
            statement_id=statement_id,
            member_id=member_id,
            is_recused=is_recused,
            heard=Heard.ALOUD if is_recused else heard.get(member_id, Heard.ALOUD),
        )
        for member_id, is_recused in (here | gone).items()
    )
