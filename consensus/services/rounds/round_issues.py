"""What is missing before statements can be put to the panel: the page shows the list, and a round refuses on it."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity, confidentiality_issues
from consensus.domain.errors import InvalidInputError, NotFoundError
from consensus.domain.lifecycle import MeetingState, StatementState
from consensus.domain.secret_ballots import secret_issues
from consensus.domain.show_of_hands import why_no_hands
from consensus.persistence.tables import Meeting, Statement, Topic
from consensus.services.access import Standing
from consensus.services.interests.interests import issues_of
from consensus.services.rounds.electorate import electorate_of
from consensus.services.rounds.round_rules import RoundRule, rule_for
from consensus.services.statements.statement_views import statements_in_votes
from consensus.tally.round_verdicts import counts_groups


def judged_by(standing: Standing, kind: RoundKind, statement_ids: Sequence[UUID], preset: str) -> RoundRule | str:
    """What the round would be decided by, or why nothing decides it."""
    definition = ConsensusDefinition.from_dict(standing.process.definition)
    try:
        return rule_for(kind, definition, len(statement_ids), preset)
    except InvalidInputError as refusal:
        return str(refusal)


def issues_of_round(
    session: Session,
    standing: Standing,
    meeting: Meeting,
    statement_ids: Sequence[UUID],
    rule: RoundRule | str,
    anonymity: Anonymity,
    *,
    kind: RoundKind,
    by_hands: bool,
) -> tuple[str, ...]:
    """What is missing, in sentences; empty when the round can be opened."""
    found: list[str] = []
    if meeting.state is not MeetingState.RUNNING:
        found.append("The meeting is not running.")
    if not statement_ids:
        found.append("Choose at least one presented candidate.")
    if len(set(statement_ids)) < len(statement_ids):
        found.append("A statement can be in a round only once.")
    found.extend(_statement_issues(session, standing, meeting, statement_ids))
    definition = ConsensusDefinition.from_dict(standing.process.definition)
    electorate = electorate_of(session, standing.process, meeting, meeting.current_topic_id)
    n_entitled = len(electorate.voters)
    if n_entitled == 0:
        found.append(electorate.why_empty(definition))
    if meeting.current_topic_id is not None:
        found.extend(issues_of(session, standing.process, meeting.current_topic_id, electorate.voters))
    if isinstance(rule, str):
        found.append(rule)
    else:
        minimum = getattr(rule.rule, "minimum_n", 0)
        if 0 < n_entitled < minimum:
            found.append(f"The rule needs at least {minimum} votes and only {n_entitled} may vote here.")
        by_group = counts_groups(rule.rule)
        if by_hands and (why := why_no_hands(kind, anonymity, counts_groups=by_group)):
            found.append(why)
        groups = Counter(voter.stakeholder_group for voter in electorate.voters) if by_group else {}
        found.extend(confidentiality_issues(anonymity, n_entitled, groups))
        if anonymity is Anonymity.SECRET:
            found.extend(secret_issues(n_entitled, groups, standing.process.smallest_group))
    if anonymity.is_laxer_than(standing.process.anonymity):
        found.append(f"This process promises {standing.process.anonymity.value} votes. A vote cannot promise less.")
    if statements_in_votes(session, standing.process.id):
        found.append("Another vote is open or not yet revealed, or the panel is being asked for objections.")
    return tuple(found)


def _statement_issues(
    session: Session, standing: Standing, meeting: Meeting, statement_ids: Sequence[UUID]
) -> list[str]:
    rows = session.exec(
        select(Statement, Topic)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(Statement.id).in_(statement_ids), Topic.process_id == standing.process.id)
    ).all()
    if len(rows) < len(set(statement_ids)):
        raise NotFoundError
    found = [
        f"Statement {topic.position}.{statement.position} is not presented."
        for statement, topic in rows
        if statement.state is not StatementState.PRESENTED
    ]
    if any(topic.id != meeting.current_topic_id for _, topic in rows):
        found.append("Only statements of the current topic can be voted on.")
    return found
