"""The agenda: topics in their order, with talks, evidence, and what is left to research."""

import pytest

from consensus.domain.errors import InvalidInputError, NotFoundError
from consensus.services.statements import topics
from consensus.services.statements.topics import EvidenceView
from tests.services.builders import ANN, FACILITATOR


def titles(built):
    return [topic.title for topic in topics.list_topics(built.context(FACILITATOR), built.process_id)]


def test_a_topic_changes_places_with_its_neighbour_and_stops_at_the_ends(planned):
    ctx = planned.context(FACILITATOR)

    topics.move_topic(ctx, planned.topic_id, up=False)
    assert titles(planned) == ["Fasting", "Choice"]
    topics.move_topic(ctx, planned.topic_id, up=False)
    topics.move_topic(ctx, planned.other_topic_id, up=True)

    assert titles(planned) == ["Fasting", "Choice"]


def test_a_topic_carries_its_talks_and_evidence_in_order(planned):
    ctx = planned.context(FACILITATOR)
    topics.edit_topic(ctx, planned.topic_id, " Anaesthesia ", "Which one?", 25)
    topics.add_presentation(ctx, planned.topic_id, "Pain", ANN, 10)
    topics.add_presentation(ctx, planned.topic_id, "Cost", " ", 5)
    topics.add_evidence(ctx, planned.topic_id, "Fewer complications.", "Second 2015", "10.1000/2")
    topics.remove_evidence(ctx, planned.evidence_id)
    topics.add_evidence(ctx, planned.topic_id, "Shorter stay.")

    topic = topics.list_topics(ctx, planned.process_id)[0]

    assert (topic.title, topic.summary, topic.minutes) == ("Anaesthesia", "Which one?", 25)
    talks = [(talk.title, talk.presenter, talk.minutes) for talk in topic.presentations]
    assert talks == [("Pain", ANN, 10), ("Cost", "", 5)]
    assert [(item.text, item.reference, item.doi) for item in topic.evidence] == [
        ("Fewer complications.", "Second 2015", "10.1000/2"),
        ("Shorter stay.", "", ""),
    ]
    assert all(isinstance(item, EvidenceView) for item in topic.evidence)


def test_evidence_that_is_gone_is_not_found(planned):
    ctx = planned.context(FACILITATOR)
    topics.remove_evidence(ctx, planned.evidence_id)

    with pytest.raises(NotFoundError):
        topics.remove_evidence(ctx, planned.evidence_id)


@pytest.mark.parametrize(
    ("add", "sentence"),
    [
        (lambda ctx, p: topics.add_topic(ctx, p.process_id, " ", "", 5), "A topic needs a title."),
        (lambda ctx, p: topics.add_evidence(ctx, p.topic_id, " "), "A finding needs a text."),
        (lambda ctx, p: topics.add_presentation(ctx, p.topic_id, "", ANN, 5), "A presentation needs a title."),
        (lambda ctx, p: topics.add_future_study(ctx, p.process_id, ""), "An area for future study needs a text."),
        (
            lambda ctx, p: topics.add_topic(ctx, p.process_id, "Cost", "", -1),
            "The minutes must lie between 0 and a whole day.",
        ),
        (
            lambda ctx, p: topics.add_presentation(ctx, p.topic_id, "Cost", "", 1441),
            "The minutes must lie between 0 and a whole day.",
        ),
    ],
    ids=["topic", "finding", "presentation", "future study", "minutes below 0", "minutes beyond a day"],
)
def test_what_is_missing_is_said_in_a_sentence_and_nothing_is_added(planned, add, sentence):
    ctx = planned.context(FACILITATOR)
    before = topics.list_topics(ctx, planned.process_id)

    with pytest.raises(InvalidInputError) as refusal:
        add(ctx, planned)

    assert str(refusal.value) == sentence
    assert topics.list_topics(ctx, planned.process_id) == before


def test_areas_for_future_study_stand_in_the_order_they_were_noted(planned):
    ctx = planned.context(FACILITATOR)
    for area in ("Children", " Emergencies "):
        topics.add_future_study(ctx, planned.process_id, area)

    assert topics.list_future_study(ctx, planned.process_id) == ("Children", "Emergencies")
