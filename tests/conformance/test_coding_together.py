"""Several people read and group answers at the same time, on two servers; nothing is lost and nothing stands twice."""

from functools import partial

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.persistence.tables import Coding
from consensus.services.context import Context
from consensus.services.meetings import agenda
from consensus.services.statements import drafting, trail
from consensus.services.surveys import coding_board, collation, survey, themes
from surveys.agenda_plan import DayPlan
from tests.conformance.together import at_once
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR

WROTE = {CHAIR: "It is quicker.", ANN: "General is quicker.", BEN: "Patients ask.", CLEO: "Patients ask every day."}


@pytest.fixture
def both(replicas, running):
    """The facilitator on one server and the chair on the other, the survey answered and closed."""
    ctx = running.context(FACILITATOR)
    survey.open_survey(ctx, running.survey_id)
    for name, text in WROTE.items():
        survey.save_answer(running.context(name), running.survey_id, "method", "general")
        survey.save_answer(running.context(name), running.survey_id, "why", text)
        survey.finish_survey(running.context(name), running.survey_id)
    survey.close_survey(ctx, running.survey_id)
    return ctx, Context(replicas[1], running.context(CHAIR).actor)


def texts(ctx, built):
    return [text.id for text in coding_board.get_board(ctx, built.process_id).texts]


def test_two_who_code_the_same_answers_at_once_both_stand_beside_them_once(both, running):
    theme_id = themes.add_theme(both[0], running.process_id, "Pace")
    every = texts(both[0], running)

    acts = at_once(*[partial(themes.code_answers, ctx, theme_id, every) for ctx in both * 3])

    assert not [act for act in acts if isinstance(act, Exception)], acts
    with both[0].db.reading() as session:
        found = session.exec(select(Coding.answer_id, Coding.coder_id)).all()
    assert len(found) == len(set(found)) == 2 * len(every)


def test_a_theme_named_at_once_by_two_is_made_once(both, running):
    acts = at_once(*[partial(themes.add_theme, ctx, running.process_id, "Wishes") for ctx in both])

    refused = [act for act in acts if isinstance(act, ConflictError | InvalidInputError)]
    assert len(refused) == 1, acts
    labels = [theme.label for theme in coding_board.get_board(both[1], running.process_id).themes]
    assert sorted(labels) == ["Safety", "Speed", "Wishes"]


def test_what_one_server_codes_the_other_reads_and_drafts_from(both, running):
    first, second = both
    theme_id = themes.add_theme(first, running.process_id, "Pace", answer_ids=texts(first, running))
    made = drafting.draft_from_theme(second, theme_id, running.topic_id, "General is quicker.")

    assert [step.kind.value for step in trail.get_trail(first, made)] == ["theme", "wording"]
    read = {theme.id: theme for theme in coding_board.get_board(first, running.process_id).themes}
    assert [statement.id for statement in read[theme_id].statements] == [made]


def test_an_agenda_generated_twice_at_once_is_one_agenda(both, running):
    at_once(*[partial(agenda.generate_agenda, ctx, running.process_id, DayPlan()) for ctx in (both[0], both[0])])

    items = agenda.get_agenda(both[0], running.process_id).items
    assert len([item for item in items if item.topic_id == running.topic_id]) == 1


def test_a_proposal_is_read_alike_on_both_servers(both, running):
    first, second = (collation.get_collation(ctx, running.process_id) for ctx in both)

    assert first.questions == second.questions
    assert first.proposals == second.proposals
