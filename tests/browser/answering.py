"""Answering the survey on a phone: each kind of question by the words that a person reads."""

import re

from playwright.sync_api import expect

from surveys.model import Question, QuestionKind
from tests.browser.visitor import Visitor

SAVED = re.compile(r"Saved \d")


def choose(visitor: Visitor, question: str, answer: str) -> None:
    """Choose one of the answers of a question, or one point in a row."""
    group = visitor.main.get_by_role("radiogroup", name=question, exact=True)
    group.get_by_text(answer, exact=True).click()
    expect(group.get_by_role("radio", name=answer, exact=True)).to_be_checked()


def tick(visitor: Visitor, answer: str) -> None:
    """Tick one of several answers."""
    visitor.main.get_by_text(answer, exact=True).click()
    expect(visitor.main.get_by_role("checkbox", name=answer, exact=True)).to_be_checked()


def write(visitor: Visitor, question: str, answer: str) -> None:
    """Type a text or a number, and go on to the next field."""
    field = visitor.main.get_by_label(question, exact=True)
    field.fill(answer)
    field.press("Tab")


def rank(visitor: Visitor, question: str, answers: list[str]) -> None:
    """Tap answers in order."""
    group = visitor.main.get_by_role("group", name=question, exact=True)
    for place, answer in enumerate(answers, 1):
        group.get_by_role("button", name=answer, exact=True).click()
        expect(group.get_by_role("button", name=f"{answer}, place {place}", exact=True)).to_be_visible()


def answer(visitor: Visitor, question: Question) -> None:
    """Answer a question, whatever its kind, with something that may be said."""
    labels = [option.label for option in question.options]
    match question.kind:
        case QuestionKind.MATRIX:
            for row in question.rows:
                choose(visitor, row.label, "4")
        case QuestionKind.SINGLE | QuestionKind.YES_NO_UNSURE:
            choose(visitor, question.text, labels[0])
        case QuestionKind.SCALE:
            choose(visitor, question.text, "7")
        case QuestionKind.MULTIPLE:
            tick(visitor, labels[0])
        case QuestionKind.NUMBER:
            write(visitor, question.text, "6")
        case QuestionKind.TEXT:
            write(visitor, question.text, "Those with *few* metastases")
        case QuestionKind.RANKING:
            rank(visitor, question.text, labels[:2])


def expect_saved(visitor: Visitor, n_questions: int) -> None:
    """The page says of this many questions that their answers are kept."""
    expect(visitor.main.get_by_text(SAVED)).to_have_count(n_questions)
