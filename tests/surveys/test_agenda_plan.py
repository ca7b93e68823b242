"""A day made of collated answers: contested first, settled on the consent list, breaks between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.agenda import AgendaKind
from consensus.domain.errors import InvalidInputError
from surveys.agenda_plan import DayPlan, TopicFacts, plan_day
from surveys.collation import QuestionCollation
from surveys.model import Question, QuestionKind

OPENING, TOPIC, CONSENT, BREAK, CLOSING = AgendaKind


def asked(topic, contestedness):
    return QuestionCollation(Question("q", QuestionKind.SINGLE, "?"), topic, 9, 0, 0, (), (5, 9), contestedness)


TOPICS = [TopicFacts("calm"), TopicFacts("hot", 20), TopicFacts("warm", 10), TopicFacts("new")]
ANSWERS = (asked("calm", 0.1), asked("hot", 0.9), asked("warm", 0.3))
DAY = DayPlan(day_minutes=360, opening=10, closing=15, lunch=45, n_breaks=1, break_minutes=15)


def test_contested_topics_come_first_and_settled_ones_go_on_the_consent_list():
    planned = plan_day(TOPICS, ANSWERS, DAY)

    assert [(item.kind, item.topic) for item in planned if item.kind in (TOPIC, CONSENT)] == [
        (CONSENT, 0),
        (TOPIC, 1),
        (TOPIC, 2),
        (TOPIC, 3),
    ]
    assert (planned[0].kind, planned[-1].kind) == (OPENING, CLOSING)


def test_minutes_hold_presentations_and_a_share_of_the_rest():
    # 360 - 10 - 15 - 45 - 15 - 5 (consent) - 30 (talks) = 240 for three discussions: a step of 5 each, and the 225
    # left over as 0.9 : 0.3 : 0, which is 168.75 and 56.25, in steps of five 170 and 55.
    minutes = {item.topic: item.minutes for item in plan_day(TOPICS, ANSWERS, DAY) if item.kind is TOPIC}

    assert minutes == {1: 20 + 5 + 170, 2: 10 + 5 + 55, 3: 5}
    assert sum(item.minutes for item in plan_day(TOPICS, ANSWERS, DAY)) == 360


def test_lunch_and_breaks_stand_between_topics_and_never_side_by_side():
    kinds = [item.kind for item in plan_day([TopicFacts(str(n)) for n in range(6)], (), DayPlan())]

    assert kinds.count(BREAK) == 3
    assert all(
        kinds[place - 1] is TOPIC and kinds[place + 1] is TOPIC for place, kind in enumerate(kinds) if kind is BREAK
    )


def test_without_answers_all_topics_get_the_same():
    planned = plan_day([TopicFacts("a"), TopicFacts("b")], (), DayPlan(n_breaks=0, lunch=0, day_minutes=135))

    assert [item.minutes for item in planned if item.kind is TOPIC] == [50, 50]


def test_a_day_too_short_gives_every_topic_its_step_and_is_too_long():
    planned = plan_day(TOPICS, ANSWERS, DayPlan(day_minutes=60))

    assert min(item.minutes for item in planned if item.kind is TOPIC) == 5
    assert sum(item.minutes for item in planned) > 60


@pytest.mark.parametrize(
    "wrong",
    [{"starts_at": 1440}, {"day_minutes": 0}, {"lunch": -5}, {"n_breaks": 5}],
    ids=["start", "length", "lunch", "breaks"],
)
def test_a_day_that_cannot_be_is_refused(wrong):
    with pytest.raises(InvalidInputError):
        DayPlan(**wrong)


@given(st.lists(st.floats(0, 1), max_size=8), st.integers(0, 3), st.integers(60, 900))
def test_every_topic_is_planned_once(contested, n_breaks, day_minutes):
    topics = [TopicFacts(f"t{place}") for place in range(len(contested))]
    answers = [asked(f"t{place}", value) for place, value in enumerate(contested)]

    planned = plan_day(topics, answers, DayPlan(n_breaks=n_breaks, day_minutes=day_minutes))

    assert sorted(item.topic for item in planned if item.topic is not None) == list(range(len(topics)))
