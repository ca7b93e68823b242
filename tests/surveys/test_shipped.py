"""The instruments that come along."""

import pytest

from consensus.domain.errors import NotFoundError
from surveys.model import QuestionKind
from surveys.shipped import list_shipped, read_shipped
from surveys.translation import completeness

SHIPPED = {shipped.name: shipped.instrument for shipped in list_shipped()}


def test_three_come_along_and_none_needs_topics_that_a_new_process_does_not_have():
    assert list(SHIPPED) == ["evidence_indications_barriers", "pump_chemotherapy", "round_0_ideas"]
    assert {topic for instrument in SHIPPED.values() for _, topic in instrument.with_topics()} == {""}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_has_a_plain_twin(name):
    assert [question.id for question in SHIPPED[name].questions() if not question.plain] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_language_is_complete(name):
    instrument = SHIPPED[name]

    assert [completeness(instrument, language).missing for language in instrument.languages()] == [
        () for _ in instrument.languages()
    ]


def test_every_kind_of_question_is_asked_somewhere():
    kinds = {question.kind for instrument in SHIPPED.values() for question in instrument.questions()}

    assert kinds == set(QuestionKind)


def test_a_name_that_is_none_of_them_is_refused():
    with pytest.raises(NotFoundError):
        read_shipped("../../../etc/passwd")
