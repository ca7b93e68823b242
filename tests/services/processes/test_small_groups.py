"""The smallest group of a process: chosen before anybody is asked, and never moved afterwards."""

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.services import audit
from consensus.services.processes import small_groups
from consensus.services.surveys import survey
from tests.services.builders import FACILITATOR, open_vote


@pytest.fixture
def ctx(running):
    return running.context(FACILITATOR)


def test_it_is_five_until_the_facilitator_chooses_and_the_record_says_so(running, ctx):
    before = small_groups.get_smallest_group(ctx, running.process_id)
    small_groups.set_smallest_group(ctx, running.process_id, 8)

    assert (before.n_people, before.why_locked) == (5, "")
    assert small_groups.get_smallest_group(ctx, running.process_id).n_people == 8
    said = audit.list_events(ctx, running.process_id, limit=1)[0].sentence
    assert said == "Stakeholder groups are counted apart from 8 people on."


@pytest.mark.parametrize("n_people", [2, 51, -1])
def test_a_number_that_points_at_people_or_hides_all_is_refused(running, ctx, n_people):
    with pytest.raises(InvalidInputError, match="3 to 50 people"):
        small_groups.set_smallest_group(ctx, running.process_id, n_people)


@pytest.mark.parametrize("n_people", [3, 9], ids=["lower", "higher"])
def test_once_the_survey_was_opened_it_moves_in_neither_direction(running, ctx, n_people):
    survey.open_survey(ctx, running.survey_id)
    survey.close_survey(ctx, running.survey_id)

    with pytest.raises(ConflictError, match="survey was opened with this number"):
        small_groups.set_smallest_group(ctx, running.process_id, n_people)
    assert "promise" in small_groups.get_smallest_group(ctx, running.process_id).why_locked


def test_a_vote_locks_it_too(running, ctx):
    open_vote(running)

    with pytest.raises(ConflictError, match="vote was opened with this number"):
        small_groups.set_smallest_group(ctx, running.process_id, 4)
