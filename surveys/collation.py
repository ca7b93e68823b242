"""What the answers of a panel say, question by question."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.answers import is_cannot_judge
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import Instrument, Option, Question, QuestionKind, Scale
from surveys.spread import (
    Location,
    contestedness_of_counts,
    contestedness_of_ratings,
    contestedness_of_shares,
    locate,
)

Count = tuple[str, str | int | float, int]
"""The words shown, the stored value, and how many people gave it."""


@dataclass(frozen=True, slots=True)
class RowCollation:
    """One row of a matrix, read like a question of its own."""

    row: Option
    n_valid: int
    n_cannot_judge: int
    n_missing: int
    counts: tuple[Count, ...]
    agreement: tuple[int, int] | None
    contestedness: float
    location: Location | None


@dataclass(frozen=True, slots=True)
class QuestionCollation:
    """The answers to one question, without any name.

    n_valid + n_cannot_judge + n_missing is the number of respondents who were asked the question.
    counts: every option or point, in its order and with zeros; of a ranking the first places. Empty for texts
        and for a matrix, whose `rows` hold them.
    agreement: (k, n): of n valid answers k agree. With a scale that says from where on it agrees, k counts those
        points; otherwise k is the most frequent answer. None where there is nothing to agree on.
    contestedness: 0 (of one mind) to 1 (as divided as can be). Choices: share outside the most frequent option,
        normalised by its largest value. Scales: variance over the largest possible. Several choices: mean of
        4p(1 - p) over the options. Matrix: mean over rows. Rankings: that of the first places. Numbers and texts: 0.
    texts: in an order that depends on the texts alone, never on who wrote them or when.
    """

    question: Question
    topic: str
    n_valid: int
    n_cannot_judge: int
    n_missing: int
    counts: tuple[Count, ...] = ()
    agreement: tuple[int, int] | None = None
    contestedness: float = 0.0
    location: Location | None = None
    texts: tuple[str, ...] = ()
    rows: tuple[RowCollation, ...] = ()

    @property
    def can_be_contested(self) -> bool:
        """Whether there is anything to agree on."""
        return self.agreement is not None or any(row.agreement for row in self.rows)


def collate(
    instrument: Instrument,
    answers: Mapping[str, Sequence[object]],
    n_respondents: int,
    *,
    n_asked: Mapping[str, int] | None = None,
) -> tuple[QuestionCollation, ...]:
    """Count the stored answers to every question of an instrument, in its order.

    Args:
        instrument: what was asked.
        answers: question id to the answers given, one a respondent, in any order; None is no answer.
        n_respondents: how many people answered anything at all.
        n_asked: question id to how many respondents were shown it, where that is not everybody.
    """
    asked = n_asked or {}
    return tuple(
        _collate(question, topic, answers.get(question.id, ()), asked.get(question.id, n_respondents))
        for question, topic in instrument.with_topics()
    )


def contested_first(collations: Sequence[QuestionCollation]) -> tuple[QuestionCollation, ...]:
    """The most contested questions first, equal ones in the order of the instrument."""
    return tuple(sorted(collations, key=lambda collation: -collation.contestedness))


def _collate(question: Question, topic: str, given: Sequence[object], n_asked: int) -> QuestionCollation:
    present = [answer for answer in given if answer is not None]
    valid = [answer for answer in present if not is_cannot_judge(answer)]
    n_valid, n_cannot_judge = len(valid), len(present) - len(valid)
    n_missing = max(0, n_asked - len(present))
    if question.kind is QuestionKind.TEXT:
        texts = tuple(sorted((answer for answer in valid if isinstance(answer, str)), key=telling_nothing))
        return QuestionCollation(question, topic, n_valid, n_cannot_judge, n_missing, texts=texts)
    if question.kind is QuestionKind.MATRIX:
        rows = tuple(_collate_row(question, row, valid, n_cannot_judge, n_asked) for row in question.rows)
        contestedness = sum(row.contestedness for row in rows) / len(rows)
        return QuestionCollation(
            question, topic, n_valid, n_cannot_judge, n_missing, contestedness=contestedness, rows=rows
        )
    counts, agreement, contestedness, location = count_answers(question, valid)
    return QuestionCollation(
        question, topic, n_valid, n_cannot_judge, n_missing, counts, agreement, contestedness, location
    )


Counted = tuple[tuple[Count, ...], tuple[int, int] | None, float, Location | None]
"""Counts, agreement, contestedness and location, as `QuestionCollation` says."""


def count_answers(question: Question, valid: Sequence[object]) -> Counted:
    """Count the valid answers to a question that is neither a text nor a matrix."""
    if question.kind is QuestionKind.NUMBER:
        numbers = sorted(answer for answer in valid if isinstance(answer, int | float))
        return tuple((f"{value:g}", value, n) for value, n in Counter(numbers).items()), None, 0.0, locate(numbers)
    if question.kind is QuestionKind.SCALE and question.scale is not None:
        return _count_ratings(question.scale, valid)
    if question.kind is QuestionKind.MULTIPLE:
        chosen = [option for answer in valid if isinstance(answer, list) for option in answer]
        counts = _count_options(question.options, chosen)
        shares = [n for _, _, n in counts]
        return counts, _most_frequent(counts, len(valid)), contestedness_of_shares(shares, len(valid)), None
    if question.kind is QuestionKind.RANKING:
        return _count_choices(question.options, [answer[0] for answer in valid if isinstance(answer, list)])
    return _count_choices(question.options, valid)


def _count_ratings(scale: Scale, valid: Sequence[object]) -> Counted:
    ratings = [answer for answer in valid if isinstance(answer, int)]
    by_point = Counter(ratings)
    counts: tuple[Count, ...] = tuple((_point_label(scale, point), point, by_point[point]) for point in scale.points())
    if scale.agree_from is None:
        agreement = _most_frequent(counts, len(ratings))
    else:
        agreement = (sum(rating >= scale.agree_from for rating in ratings), len(ratings)) if ratings else None
    return counts, agreement, contestedness_of_ratings(ratings, scale.low, scale.high), locate(ratings)


def _count_choices(options: Sequence[Option], chosen: Sequence[object]) -> Counted:
    counts = _count_options(options, chosen)
    return counts, _most_frequent(counts, len(chosen)), contestedness_of_counts([n for _, _, n in counts]), None


def _count_options(options: Sequence[Option], chosen: Sequence[object]) -> tuple[Count, ...]:
    by_option = Counter(option for option in chosen if isinstance(option, str))
    return tuple((option.label, option.id, by_option[option.id]) for option in options)


def _collate_row(
    question: Question, row: Option, valid: Sequence[object], n_cannot_judge: int, n_asked: int
) -> RowCollation:
    given = [answer[row.id] for answer in valid if isinstance(answer, dict) and row.id in answer]
    cells = [cell for cell in given if cell != CANNOT_JUDGE_ID]
    n_cannot_judge += len(given) - len(cells)
    counted = count_cells(question, cells)
    n_missing = max(0, n_asked - len(cells) - n_cannot_judge)
    return RowCollation(row, len(cells), n_cannot_judge, n_missing, *counted)


def count_cells(question: Question, cells: Sequence[object]) -> Counted:
    """Count the valid answers to one row of a matrix."""
    return _count_ratings(question.scale, cells) if question.scale else _count_choices(question.options, cells)


def _most_frequent(counts: Sequence[Count], n_valid: int) -> tuple[int, int] | None:
    return (max(n for _, _, n in counts), n_valid) if n_valid else None


def _point_label(scale: Scale, point: int) -> str:
    words = {scale.low: scale.low_label, scale.high: scale.high_label}.get(point, "")
    return f"{point} ({words})" if words else str(point)


def telling_nothing(text: str) -> tuple[bytes, str]:
    """A key that sorts texts by the texts alone, and not even by what they begin with."""
    return hashlib.sha256(text.encode()).digest(), text
