"""Looking for questions in a long collation."""

import pytest

from surveys.collation import QuestionCollation
from surveys.collation_filter import CollationFilter, Contestedness, Order, how_contested
from surveys.model import Option, Question, QuestionKind

CHOICE, TEXT = QuestionKind.SINGLE, QuestionKind.TEXT


def collated(name, topic, contestedness, kind=CHOICE, texts=(), agreement=(1, 2)):
    question = Question(name, kind, f"About {name}", options=(Option("o", "A Pump"),) if kind is CHOICE else ())
    return QuestionCollation(question, topic, 2, 0, 0, (), agreement, contestedness, texts=texts)


ALL = (
    collated("first", "one", 0.1),
    collated("second", "two", 0.8),
    collated("third", "two", 0.4),
    collated("fourth", "one", 0.0, TEXT, ("Too COSTLY for us",), None),
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CollationFilter(), ["second", "third", "first", "fourth"]),
        (CollationFilter(order=Order.AS_ASKED), ["first", "second", "third", "fourth"]),
        (CollationFilter(topic="two"), ["second", "third"]),
        (CollationFilter(kinds=frozenset({TEXT})), ["fourth"]),
        (CollationFilter(contestedness=Contestedness.CONTESTED), ["second"]),
        (CollationFilter(contestedness=Contestedness.BETWEEN), ["third"]),
        (CollationFilter(contestedness=Contestedness.SETTLED), ["first"]),
        (CollationFilter(words="costly"), ["fourth"]),
        (CollationFilter(words="pump about"), ["second", "third", "first"]),
        (CollationFilter(words="pump costly"), []),
    ],
    ids=[
        "everything",
        "in the order asked",
        "of a topic",
        "of a kind",
        "contested",
        "in between",
        "settled, texts left out",
        "a word of an answer",
        "both words",
        "words of two questions",
    ],
)
def test_what_is_looked_for_is_found(wanted, expected):
    assert [collation.question.id for collation in wanted.select(ALL)] == expected


def test_both_ends_are_included():
    assert how_contested(collated("a", "", 0.5)) is Contestedness.CONTESTED
    assert how_contested(collated("a", "", 0.2)) is Contestedness.SETTLED
