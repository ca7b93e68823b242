"""The answers of a survey as a table of numbers: one row a respondent, one or more columns a question."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.answers import comment_key, is_cannot_judge, shown_questions
from surveys.conditions import CANNOT_JUDGE_ID
from surveys.model import Instrument, Question, QuestionKind

ANSWERED = 1
_NOT_IN_NAMES = re.compile(r"[^a-z0-9_]")
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Codes:
    """What stands where there is no answer: three numbers below everything that can be one."""

    cannot_judge: int
    not_shown: int
    not_answered: int

    def labels(self) -> dict[int, str]:
        """Their meaning."""
        return {
            self.cannot_judge: "Cannot judge",
            self.not_shown: "Not shown",
            self.not_answered: "Not answered",
        }


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it says, and the meaning of its numbers; `is_text` where it holds words."""

    name: str
    label: str
    values: Mapping[int, str]
    codes: Codes | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Columns, and rows in the order of the respondents."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int | float | str, ...], ...]


@dataclass(slots=True)
class _Names:
    """Names that every program takes: letters, digits and _, unique whatever their case."""

    taken: set[str] = field(default_factory=set)

    def of(self, wish: str) -> str:
        base = _NOT_IN_NAMES.sub("_", wish.lower())
        base = (base if base[:1].isalpha() else f"q_{base}")[: _LONGEST_NAME - 4]
        name, number = base, 1
        while name in self.taken:
            number += 1
            name = f"{base}_{number}"
        self.taken.add(name)
        return name


def answer_table(
    instrument: Instrument, respondents: Sequence[Mapping[str, Any]], *, reserved: Sequence[str] = (), with_texts: bool
) -> AnswerTable:
    """The answers of all respondents.

    Options are numbered from 1 in their order, points of a scale are themselves. Several choices are a column of 0 and
    1 each, a ranking a column of places (0 for one that was not ranked), a matrix a column a row. A text is a column
    of words, and one that says whether there are any; `with_texts` leaves the words out where False. `reserved` are
    names of columns that stand beside these.
    """
    names = _Names(set(reserved))
    shown = [{question.id for question in shown_questions(instrument, answers)} for answers in respondents]
    columns: list[Column] = []
    cells: list[list[int | float | str]] = []
    for question in instrument.questions():
        codes = _codes_for(question, [answers.get(question.id) for answers in respondents])
        for column, read in _columns_of(question, codes, names, with_texts=with_texts):
            columns.append(column)
            cells.append(
                [
                    _cell(question, answers, codes, read, is_shown=question.id in asked, is_text=column.is_text)
                    for answers, asked in zip(respondents, shown, strict=True)
                ]
            )
        if question.comment and with_texts:
            columns.append(Column(names.of(f"{question.id}_comment"), f"{question.text} [comment]", {}, is_text=True))
            cells.append([str(answers.get(comment_key(question.id)) or "") for answers in respondents])
    return AnswerTable(tuple(columns), tuple(zip(*cells, strict=True)) if respondents else ())


_Read = Any


def _cell(
    question: Question, answers: Mapping[str, Any], codes: Codes, read: _Read, *, is_shown: bool, is_text: bool
) -> int | float | str:
    answer = answers.get(question.id) if is_shown else None
    if is_text:
        return answer if isinstance(answer, str) else ""
    if not is_shown:
        return codes.not_shown
    if is_cannot_judge(answer):
        return codes.cannot_judge
    value = read(answer) if answer is not None else None
    if value == CANNOT_JUDGE_ID:
        return codes.cannot_judge
    return codes.not_answered if value is None else value


def _columns_of(question: Question, codes: Codes, names: _Names, *, with_texts: bool) -> Iterator[tuple[Column, _Read]]:
    text, missing = question.text, codes.labels()
    numbers = {option.id: number for number, option in enumerate(question.options, 1)}
    labels = {number: option.label for number, option in enumerate(question.options, 1)}
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.YES_NO_UNSURE:
            yield Column(names.of(question.id), text, labels | missing, codes), numbers.get
        case QuestionKind.SCALE:
            yield Column(names.of(question.id), text, _ends(question) | missing, codes), _itself
        case QuestionKind.NUMBER:
            unit = f" ({question.unit})" if question.unit else ""
            yield Column(names.of(question.id), f"{text}{unit}", missing, codes), _itself
        case QuestionKind.MULTIPLE:
            for option in question.options:
                column = Column(
                    names.of(f"{question.id}_{option.id}"),
                    f"{text} [{option.label}]",
                    {0: "Not chosen", 1: "Chosen"} | missing,
                    codes,
                )
                yield column, lambda answer, wanted=option.id: int(wanted in answer)
        case QuestionKind.RANKING:
            for option in question.options:
                column = Column(
                    names.of(f"{question.id}_{option.id}"),
                    f"{text} [place of {option.label}]",
                    {0: "Not ranked"} | missing,
                    codes,
                )
                yield column, lambda answer, wanted=option.id: answer.index(wanted) + 1 if wanted in answer else 0
        case QuestionKind.MATRIX:
            meaning = _ends(question) if question.scale else labels
            for row in question.rows:
                column = Column(names.of(f"{question.id}_{row.id}"), f"{text} [{row.label}]", meaning | missing, codes)
                yield column, lambda answer, wanted=row.id: _matrix_cell(answer.get(wanted), numbers)
        case QuestionKind.TEXT:
            if with_texts:
                yield Column(names.of(question.id), text, {}, is_text=True), _itself
            status = Column(
                names.of(f"{question.id}_status"), f"{text} [whether answered]", {ANSWERED: "Answered"} | missing, codes
            )
            yield status, lambda answer: ANSWERED


def _itself(answer: Any) -> Any:
    return answer


def _matrix_cell(cell: Any, numbers: Mapping[str, int]) -> Any:
    return numbers.get(cell, cell) if isinstance(cell, str) else cell


def _ends(question: Question) -> dict[int, str]:
    scale = question.scale
    if scale is None:
        return {}
    ends = {scale.low: scale.low_label, scale.high: scale.high_label}
    return {point: label for point, label in ends.items() if label}


def _codes_for(question: Question, answers: Sequence[Any]) -> Codes:
    """-97, -98, -99, or as many nines more as it takes to lie below every point and number."""
    lowest = min(
        (answer for answer in answers if isinstance(answer, int | float) and not isinstance(answer, bool)), default=0
    )
    if question.scale is not None:
        lowest = min(lowest, question.scale.low)
    base = 100
    while lowest < 4 - base:
        base *= 10
    return Codes(3 - base, 2 - base, 1 - base)
