"""What the stakeholder groups say to a question, as far as counting them apart shows nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain.groups import groups_apart
from surveys.answers import is_cannot_judge
from surveys.collation import Count, count_answers, count_cells
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import Question, QuestionKind
from surveys.spread import Location

Labelled = tuple[str, object]
"""The stakeholder group of somebody, and what they answered."""


@dataclass(frozen=True, slots=True)
class GroupTally:
    """The valid answers of one group, or of several that are too small to be counted apart."""

    groups: tuple[str, ...]
    n_valid: int
    counts: tuple[Count, ...]
    agreement: tuple[int, int] | None
    location: Location | None


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The groups side by side, for a question or for one row of a matrix; `part_id` is "" or the row."""

    part_id: str
    tallies: tuple[GroupTally, ...]


def compare_groups(question: Question, given: Sequence[Labelled], smallest: int) -> tuple[GroupComparison, ...]:
    """The tallies of the groups; empty where they would show too few people, and for texts.

    The published groups are made anew for every tally, from those whose answer it counts: who skipped a question or
    cannot judge it is in no tally of it.
    """
    valid = [(group, answer) for group, answer in given if answer is not None and not is_cannot_judge(answer)]
    if question.kind is QuestionKind.TEXT:
        return ()
    if question.kind is not QuestionKind.MATRIX:
        return _compared("", question, valid, smallest)
    return tuple(
        comparison
        for row in question.rows
        for comparison in _compared(
            row.id,
            question,
            [(group, answer[row.id]) for group, answer in valid if isinstance(answer, dict) and row.id in answer],
            smallest,
        )
    )


def _compared(
    part_id: str, question: Question, given: Sequence[Labelled], smallest: int
) -> tuple[GroupComparison, ...]:
    valid = [(group, answer) for group, answer in given if answer != CANNOT_JUDGE_ID]
    sizes = Counter(group for group, _ in valid)
    blocks = groups_apart({name: sizes[name] for name in sorted(sizes)}, smallest)
    count = count_cells if part_id else count_answers
    tallies = []
    for block in blocks:
        answers = [answer for group, answer in valid if group in block]
        counts, agreement, _, location = count(question, answers)
        tallies.append(GroupTally(block, len(answers), counts, agreement, location))
    return (GroupComparison(part_id, tuple(tallies)),) if tallies else ()
