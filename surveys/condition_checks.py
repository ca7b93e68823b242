"""Whether a condition can hold at all: it names earlier questions, their rows and answers, and compares numbers."""

from collections.abc import Mapping

from surveys.condition_reading import ConditionError
from surveys.conditions import CANNOT_JUDGE_ID, AllOf, AnyOf, Compare, Condition, IsOneOf, Not, Operator, Test
from surveys.model import Question, QuestionKind

_CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.YES_NO_UNSURE})


def resolve(condition: Condition, earlier: Mapping[str, Question]) -> Condition:
    """The condition with its answers in stored form. Only earlier questions are known, which rules out circles.

    Raises:
        ConditionError: it names what is not there, or asks a question for what it cannot answer.
    """
    match condition:
        case Not(part):
            return Not(resolve(part, earlier))
        case AllOf(parts):
            return AllOf(tuple(resolve(part, earlier) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(resolve(part, earlier) for part in parts))
        case _:
            return _resolve_test(condition, earlier)


def _resolve_test(test: Test, earlier: Mapping[str, Question]) -> Condition:
    question = earlier.get(test.question)
    if question is None:
        raise ConditionError(f"names {test.question!r}, which is no earlier question")
    _check_row(test, question)
    match test:
        case IsOneOf():
            return _resolve_answers(test, question)
        case Compare():
            if question.kind is not QuestionKind.NUMBER and question.scale is None:
                raise ConditionError(f"compares {question.id!r}, which has no numbers, with {test.value:g}")
            return test
        case _:
            return test


def _check_row(test: Test, question: Question) -> None:
    if test.row and test.row not in {row.id for row in question.rows}:
        raise ConditionError(f"names {test.row!r}, which is no row of {question.id!r}")
    if question.kind is QuestionKind.MATRIX and not test.row and isinstance(test, IsOneOf | Compare):
        raise ConditionError(f"must say which row of {question.id!r} it asks for, as in {question.id}.row")


def _resolve_answers(test: IsOneOf, question: Question) -> Condition:
    if question.kind is QuestionKind.NUMBER:
        return _resolve_numbers(test)
    if question.kind not in _CHOICES and question.kind not in (QuestionKind.SCALE, QuestionKind.MATRIX):
        raise ConditionError(
            f"names {question.id!r}, a question of kind {question.kind.value} that nothing can depend on, "
            "except on whether it was answered"
        )
    return IsOneOf(test.question, tuple(_answer(answer, question) for answer in test.answers), test.row)


def _resolve_numbers(test: IsOneOf) -> Condition:
    try:
        numbers = [float(answer) for answer in test.answers if answer != CANNOT_JUDGE_ID]
    except ValueError as error:
        raise ConditionError(f"asks the number {test.question!r} for a word") from error
    equal: list[Condition] = [
        Compare(test.question, Operator.EQUAL, int(number) if number.is_integer() else number) for number in numbers
    ]
    if CANNOT_JUDGE_ID in test.answers:
        equal.append(IsOneOf(test.question, (CANNOT_JUDGE_ID,)))
    return equal[0] if len(equal) == 1 else AnyOf(tuple(equal))


def _answer(answer: str | int, question: Question) -> str | int:
    if answer == CANNOT_JUDGE_ID and question.cannot_judge:
        return answer
    if question.scale is None:
        if not isinstance(answer, str) or question.option(answer) is None:
            raise ConditionError(f"waits for {answer!r}, which is no answer to {question.id!r}")
        return answer
    try:
        point = int(answer)
    except ValueError:
        point = question.scale.low - 1
    if point not in question.scale.points():
        raise ConditionError(f"waits for {answer!r}, which is no answer to {question.id!r}")
    return point
