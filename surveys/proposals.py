"""From the collated answers to draft statements and to an agenda."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.collation import QuestionCollation
from surveys.model import Instrument

MINUTES_STEP = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft statement, and how many (`n`) of those who could answer (`n_valid`) support it.

    `option_id` is the option or matrix row it comes from, "" where the question itself carries it.
    """

    question_id: str
    option_id: str
    text: str
    plain: str
    n: int
    n_valid: int
    topic: str

    @property
    def source(self) -> str:
        """The answer it was drafted from, "question.option" or "question"."""
        return f"{self.question_id}.{self.option_id}" if self.option_id else self.question_id


@dataclass(frozen=True, slots=True)
class AgendaProposal:
    """A topic for the agenda with minutes for its discussion, and the questions it was judged by."""

    topic: str
    minutes: int
    contestedness: float
    question_ids: tuple[str, ...]


def propose_statements(instrument: Instrument, collations: Sequence[QuestionCollation]) -> tuple[Proposal, ...]:
    """The statements that options, matrix rows and scales carry, in the order of the instrument.

    The support of an option is how many chose it (in a ranking: placed it first), that of a row or a scale how many
    answered from `agree_from` up. A row without such a point has its most frequent answer as support.
    """
    by_question = {collation.question.id: collation for collation in collations}
    return tuple(
        proposal
        for question in instrument.questions()
        if question.id in by_question
        for proposal in _proposals(by_question[question.id])
    )


def propose_agenda(
    topics: Sequence[str], collations: Sequence[QuestionCollation], *, minutes: int
) -> tuple[AgendaProposal, ...]:
    """Topics with the most contested first, and the minutes shared out by contestedness in steps of five.

    A topic is as contested as the mean of its questions that can be contested; each gets at least one step, and
    what does not come out in whole steps goes to the most contested. Equally contested topics keep their order.

    Args:
        topics: ids of the topics; answers that belong to none of them are left aside.
        collations: the collated answers.
        minutes: time for all discussions together; where it does not reach for a step each, each gets one.
    """
    judged = {topic: [c for c in collations if c.topic == topic and c.can_be_contested] for topic in topics}
    weights = {topic: _mean([c.contestedness for c in judged[topic]]) for topic in topics}
    ordered = sorted(weights, key=lambda topic: -weights[topic])
    steps = _share_out(minutes // MINUTES_STEP, [weights[topic] for topic in ordered])
    return tuple(
        AgendaProposal(topic, n * MINUTES_STEP, weights[topic], tuple(c.question.id for c in judged[topic]))
        for topic, n in zip(ordered, steps, strict=True)
    )


def support(collation: QuestionCollation, part_id: str) -> tuple[int, int]:
    """How many (k of n) support an option or row of a question, or the question itself where `part_id` is "".

    An option is supported by those who chose it (in a ranking: placed it first), a row or a scale by those who agree.
    What nobody can agree on, such as a number, is supported by everybody who answered it.
    """
    if not part_id:
        return collation.agreement or (collation.n_valid, collation.n_valid)
    for row in collation.rows:
        if row.row.id == part_id:
            return row.agreement or (row.n_valid, row.n_valid)
    chosen = {value: n for _, value, n in collation.counts}
    return chosen.get(part_id, 0), collation.n_valid


def _proposals(collation: QuestionCollation) -> Iterator[Proposal]:
    question = collation.question
    if question.statement and collation.location is not None:
        yield _proposal(collation, "", question.statement, "")
    parts = [row.row for row in collation.rows] if question.rows else question.options
    for part in parts:
        if part.statement:
            yield _proposal(collation, part.id, part.statement, part.plain)


def _proposal(collation: QuestionCollation, part_id: str, text: str, plain: str) -> Proposal:
    n, n_valid = support(collation, part_id)
    return Proposal(collation.question.id, part_id, text, plain, n, n_valid, collation.topic)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _share_out(n_steps: int, weights: Sequence[float]) -> list[int]:
    """One step each, the rest in proportion to the weights by largest remainder."""
    spare = max(0, n_steps - len(weights))
    total = sum(weights)
    exact = [spare * (weight / total if total else 1 / len(weights)) for weight in weights]
    steps = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: steps[index] - exact[index])
    for index in by_remainder[: spare - sum(steps)]:
        steps[index] += 1
    return [1 + step for step in steps]
