"""Looking at an instrument as a panelist sees it: what is asked after answers that are stored nowhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain.errors import InvalidInputError
from surveys.answers import check_answer, shown_questions
from surveys.model import Instrument, Question


def take_given(instrument: Instrument, sent: Mapping[str, object]) -> dict[str, Any]:
    """The answers among what was sent; what is none, or none any more since the draft changed, is left out."""
    given = {}
    for question in instrument.questions():
        answer = _answer(question, sent.get(question.id))
        if answer is not None:
            given[question.id] = answer
    return given


def trial_questions(instrument: Instrument, given: Mapping[str, Any], *, shows_all: bool) -> Sequence[Question]:
    """The questions a panelist with these answers is asked, or all of them."""
    return instrument.questions() if shows_all else shown_questions(instrument, given)


def _answer(question: Question, sent: object) -> Any:
    try:
        return check_answer(question, sent)
    except InvalidInputError:
        return None
