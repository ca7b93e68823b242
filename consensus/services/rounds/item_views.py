"""Reading the items of a round: each person sees of every item what the rules of the round disclose to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import AnswerCount, Option, RoundKind
from consensus.domain.disclosure import Disclosure
from consensus.domain.how_taken import Taken
from consensus.domain.round_kinds import options_of
from consensus.domain.rule_needs import needs_sentence
from consensus.persistence.tables import Round, RoundItem, Statement, StatementVersion, StoredVerdict, Topic
from consensus.services.access import Standing
from consensus.services.rounds.ballot_views import (
    MyBallot,
    NamedBallot,
    comments_without_names,
    my_ballots,
    named_ballots_on,
)
from consensus.services.rounds.entries import count_papers
from consensus.services.rounds.round_rules import frozen_rule, frozen_scale
from consensus.services.rounds.tallies import running_tallies
from consensus.tally.answers import count_answers
from consensus.tally.counts import ItemTally
from consensus.tally.proposal import Proposal, propose
from consensus.tally.round_verdicts import AnyVerdict, verdict_from_dict


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of a round as the reader may see it; what is not disclosed is None."""

    id: UUID
    statement_id: UUID
    topic_id: UUID
    label: str
    text: str
    plain_text: str
    version_sha256: str
    options: tuple[Option, ...]
    needs: str
    n_cast: int
    kind: RoundKind
    tally: ItemTally | None
    answers: tuple[AnswerCount, ...]
    verdict: AnyVerdict | None
    comments: tuple[str, ...] | None
    named_ballots: tuple[NamedBallot, ...] | None
    my_ballot: MyBallot | None
    is_proposed: bool
    is_tied: bool
    taken: Taken = field(default_factory=Taken)


def view_items(
    session: Session, standing: Standing, round_: Round, shown: Disclosure, n_electors: int, n_papers: int | None
) -> tuple[ItemView, ...]:
    """n_papers: how many ballot papers a secret round holds, each with an answer to every item."""
    rows = session.exec(
        select(RoundItem, StatementVersion, Statement, Topic)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(RoundItem.round_id == round_.id)
        .order_by(col(RoundItem.position))
    ).all()
    item_ids = [item.id for item, _, _, _ in rows]
    tallies = running_tallies(session, round_)
    verdicts = _verdicts(session, item_ids) if shown.verdict else {}
    proposal = propose(verdicts)
    mine = my_ballots(session, standing, item_ids)
    papers = count_papers(session, item_ids)
    comments = comments_without_names(session, item_ids) if shown.verdict else {}
    named = named_ballots_on(session, item_ids) if shown.names_with_choices else {}
    rule, scale = frozen_rule(round_), frozen_scale(round_)
    options = options_of(round_.kind, scale)
    return tuple(
        ItemView(
            id=item.id,
            statement_id=statement.id,
            topic_id=topic.id,
            label=f"{topic.position}.{statement.position}",
            text=version.text,
            plain_text=version.plain_text,
            version_sha256=version.sha256,
            options=options,
            needs=needs_sentence(rule, n_electors),
            n_cast=tallies[item.id].n_cast if n_papers is None else n_papers,
            kind=round_.kind,
            tally=tallies[item.id] if shown.counts else None,
            answers=count_answers(round_.kind, scale, tallies[item.id]) if shown.counts else (),
            verdict=verdicts.get(item.id),
            comments=comments.get(item.id, ()) if shown.verdict else None,
            named_ballots=named.get(item.id, ()) if shown.names_with_choices else None,
            my_ballot=mine.get(item.id),
            is_proposed=item.id in _proposed(proposal),
            is_tied=item.id in proposal.tied,
            taken=Taken(
                by_hands=round_.by_hands,
                n_paper=papers.get(item.id, item.n_paper) if shown.counts or shown.names_of_missing else 0,
            ),
        )
        for item, version, statement, topic in rows
    )


def _proposed(proposal: Proposal[UUID]) -> frozenset[UUID]:
    return frozenset() if proposal.winner is None else frozenset({proposal.winner})


def _verdicts(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, AnyVerdict]:
    rows = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(item_ids)))
    return {row.item_id: verdict_from_dict(row.verdict) for row in rows}
