"""Themes of free text: grouped, renamed, merged, split and taken back, without a name beside an answer."""

import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.persistence.tables import Survey
from consensus.services import audit
from consensus.services.surveys import coding_board, survey, themes
from surveys.answers import comment_key
from surveys.loader import instrument_to_dict, parse_instrument
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, INSTRUMENT, begin_meeting, plan_process

WROTE = {
    CHAIR: "It is quicker in the morning.",
    ANN: "General is quicker.",
    BEN: "Patients ask for it.",
    CLEO: "Patients ask for it every day.",
}


def answered(built):
    """Everybody says why they prefer general anaesthesia."""
    ctx = built.context(FACILITATOR)
    survey.open_survey(ctx, built.survey_id)
    for name, text in WROTE.items():
        survey.save_answer(built.context(name), built.survey_id, "method", "general")
        survey.save_answer(built.context(name), built.survey_id, "why", text)
        survey.finish_survey(built.context(name), built.survey_id)
    survey.close_survey(ctx, built.survey_id)
    return built


@pytest.fixture
def written(running):
    return answered(running)


@pytest.fixture
def ctx(written):
    return written.context(FACILITATOR)


def board(built, name=FACILITATOR):
    return coding_board.get_board(built.context(name), built.process_id)


def ids(built, *texts):
    by_text = {text.text: text.id for text in board(built).texts}
    return [by_text[text] for text in texts]


def under(built, label):
    theme = theme_of(built, label)
    return {text.text for text in board(built).texts for coding in text.codings if coding.theme_id == theme.id}


def theme_of(built, label):
    return next(theme for theme in board(built).themes if theme.label == label)


def labels(built):
    return [theme.label for theme in board(built).themes]


def test_texts_carry_no_name_and_stand_in_no_order_that_tells_who(written):
    found = board(written)

    assert sorted(text.text for text in found.texts) == sorted(WROTE.values())
    assert not {name for name in WROTE if name in repr(found)}
    assert (found.n_coded, found.n_respondents, found.may_code) == (0, 4, True)


def test_a_theme_is_made_of_answers_and_says_who_put_them_there(written, ctx):
    themes.add_theme(ctx, written.process_id, " Wishes  of patients ", answer_ids=ids(written, WROTE[BEN], WROTE[CLEO]))
    chair = written.context(CHAIR)
    themes.code_answers(chair, theme_of(written, "Wishes of patients").id, ids(written, WROTE[BEN]))

    (bens,) = [text for text in board(written).texts if text.text == WROTE[BEN]]

    assert under(written, "Wishes of patients") == {WROTE[BEN], WROTE[CLEO]}
    assert bens.codings[0].coders == (CHAIR, FACILITATOR)


def test_people_are_counted_and_not_mentions_and_too_few_are_not_counted_out(written, ctx):
    for name, people in ((CHAIR, "fewer than 3 people"), (ANN, "fewer than 3 people"), (BEN, "3 people")):
        themes.code_answers(ctx, written.theme_id, ids(written, WROTE[name]))
        themes.code_answers(ctx, written.theme_id, ids(written, WROTE[name]), WROTE[name][:6])

        assert theme_of(written, "Speed").people == people


def test_in_an_open_process_one_person_is_one(db):
    built = answered(begin_meeting(plan_process(db, anonymity=Anonymity.OPEN)))
    themes.code_answers(built.context(FACILITATOR), built.theme_id, ids(built, WROTE[ANN]))

    assert theme_of(built, "Speed").people == "1 person"


def test_a_passage_is_kept_as_it_stands_in_the_answer_and_another_is_refused(written, ctx):
    (answer,) = ids(written, WROTE[CHAIR])
    themes.code_answers(ctx, written.theme_id, [answer], " quicker in the morning ")

    with pytest.raises(InvalidInputError, match="does not occur"):
        themes.code_answers(ctx, written.theme_id, [answer], "slower")

    (text,) = [text for text in board(written).texts if text.id == answer]
    assert text.codings[0].passages == ("quicker in the morning",)


def test_coding_the_same_twice_changes_nothing(written, ctx):
    for _ in range(2):
        themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN]))

    themes.undo(ctx, written.process_id)

    assert under(written, "Speed") == set()


def test_merging_puts_everything_under_one_theme_and_keeps_the_name_of_the_other(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN], WROTE[BEN]))
    themes.code_answers(ctx, written.other_theme_id, ids(written, WROTE[BEN], WROTE[CLEO]))

    themes.merge_themes(ctx, written.theme_id, written.other_theme_id)

    assert labels(written) == ["Safety"]
    assert theme_of(written, "Safety").merged == ("Speed",)
    assert under(written, "Safety") == {WROTE[ANN], WROTE[BEN], WROTE[CLEO]}


def test_splitting_moves_the_chosen_answers(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, *WROTE.values()))

    themes.split_theme(ctx, written.theme_id, "Wishes", ids(written, WROTE[BEN], WROTE[CLEO]))

    assert under(written, "Wishes") == {WROTE[BEN], WROTE[CLEO]}
    assert under(written, "Speed") == {WROTE[CHAIR], WROTE[ANN]}
    with pytest.raises(InvalidInputError, match="Choose the answers"):
        themes.split_theme(ctx, written.theme_id, "Empty", [])


def test_themes_are_renamed_moved_and_removed(written, ctx):
    themes.edit_theme(ctx, written.theme_id, "Pace", "How fast it goes", topic_id=written.topic_id)
    themes.move_theme(ctx, written.theme_id, up=False)

    assert labels(written) == ["Safety", "Pace"]
    assert theme_of(written, "Pace").topic_id == written.topic_id
    themes.remove_theme(ctx, written.other_theme_id)
    assert labels(written) == ["Pace"]


ACTS = {
    "add": lambda ctx, p: themes.add_theme(ctx, p.process_id, "New", answer_ids=ids(p, WROTE[CLEO])),
    "edit": lambda ctx, p: themes.edit_theme(ctx, p.theme_id, "Pace", "", topic_id=p.topic_id),
    "move": lambda ctx, p: themes.move_theme(ctx, p.theme_id, up=False),
    "merge": lambda ctx, p: themes.merge_themes(ctx, p.theme_id, p.other_theme_id),
    "merge the other way": lambda ctx, p: themes.merge_themes(ctx, p.other_theme_id, p.theme_id),
    "split": lambda ctx, p: themes.split_theme(ctx, p.theme_id, "Apart", ids(p, WROTE[BEN])),
    "remove": lambda ctx, p: themes.remove_theme(ctx, p.theme_id),
    "code": lambda ctx, p: themes.code_answers(ctx, p.theme_id, ids(p, WROTE[CLEO])),
    "uncode": lambda ctx, p: themes.uncode_answers(ctx, p.theme_id, ids(p, WROTE[ANN])),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_act_can_be_taken_back(written, ctx, act):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN], WROTE[BEN]), "")
    themes.code_answers(ctx, written.other_theme_id, ids(written, WROTE[BEN]))
    before = board(written)

    act(ctx, written)
    assert board(written) != before
    themes.undo(ctx, written.process_id)

    assert board(written) == before


def test_each_takes_back_their_own_acts_and_none_that_another_built_upon(written, ctx):
    chair = written.context(CHAIR)
    themes.edit_theme(ctx, written.theme_id, "Pace", "")
    themes.edit_theme(chair, written.theme_id, "Time", "")

    with pytest.raises(ConflictError, match="changed by somebody since"):
        themes.undo(ctx, written.process_id)
    themes.undo(chair, written.process_id)
    themes.undo(ctx, written.process_id)

    assert labels(written) == ["Speed", "Safety"]


def test_when_all_is_taken_back_there_is_nothing_to_undo(written, ctx):
    for _ in range(2):  # the two themes of the builder
        themes.undo(ctx, written.process_id)

    with pytest.raises(ConflictError, match="nothing to undo"):
        themes.undo(ctx, written.process_id)
    assert labels(written) == []


@pytest.mark.parametrize(
    ("label", "error", "sentence"),
    [
        (" ", InvalidInputError, "needs a name"),
        ("x" * 201, InvalidInputError, "at most 200"),
        ("SPEED", ConflictError, "a theme “SPEED” already"),
    ],
    ids=["empty", "too long", "taken"],
)
def test_a_name_that_will_not_do_is_refused(written, ctx, label, error, sentence):
    with pytest.raises(error, match=sentence):
        themes.add_theme(ctx, written.process_id, label)


def test_a_theme_that_took_others_in_stays_and_one_that_was_merged_is_past(written, ctx):
    themes.merge_themes(ctx, written.theme_id, written.other_theme_id)

    with pytest.raises(ConflictError, match="were merged into this one"):
        themes.remove_theme(ctx, written.other_theme_id)
    with pytest.raises(ConflictError, match="was merged into another"):
        themes.edit_theme(ctx, written.theme_id, "Pace", "")


def test_only_answers_that_are_read_can_be_put_under_a_theme(written, ctx):
    with pytest.raises(NotFoundError):
        themes.code_answers(ctx, written.theme_id, [written.process_id])


def test_similar_answers_are_suggested_and_nothing_is_done_by_it(written, ctx):
    before = board(written)

    groups = coding_board.suggest_groups(ctx, written.process_id)
    by_id = {text.id: text.text for text in before.texts}

    suggested = {frozenset(by_id[answer_id] for answer_id in group.answer_ids): group.shared for group in groups}
    assert suggested.keys() == {frozenset((WROTE[ANN], WROTE[CHAIR])), frozenset((WROTE[BEN], WROTE[CLEO]))}
    assert "quicker" in suggested[frozenset((WROTE[ANN], WROTE[CHAIR]))]
    assert board(written) == before


def test_more_answers_like_those_of_a_theme_are_suggested_with_the_words_they_share(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[BEN]))

    (near,) = coding_board.suggest_for_theme(ctx, written.theme_id)

    assert [near.answer_id] == ids(written, WROTE[CLEO])
    assert near.shared
    assert {i for g in coding_board.suggest_groups(ctx, written.process_id) for i in g.answer_ids}.isdisjoint(
        ids(written, WROTE[BEN])
    )


def test_the_record_says_what_was_done_and_never_to_whose_answer(written, ctx):
    themes.code_answers(ctx, written.theme_id, ids(written, WROTE[ANN]))
    themes.undo(ctx, written.process_id)

    said = [event.sentence for event in audit.list_events(ctx, written.process_id, limit=2)]

    assert said == ["Undone: 1 answer put under “Speed”.", "Answers were put under the theme “Speed”: 1."]
    assert audit.verify_chain(ctx, written.process_id).is_intact


def with_comments(db, anonymity):
    """Ann and Ben each write on both questions, Cleo and the chair on one."""
    built = begin_meeting(plan_process(db, anonymity=anonymity))
    instrument = INSTRUMENT.replace('topic = "choice"', 'topic = "choice"\ncomment = true')
    with db.transaction() as session:
        session.get_one(Survey, built.survey_id).instrument = instrument_to_dict(parse_instrument(instrument, "x.toml"))
    survey.open_survey(built.context(FACILITATOR), built.survey_id)
    for name, text in WROTE.items():
        survey.save_answer(built.context(name), built.survey_id, "method", "general")
        survey.save_answer(built.context(name), built.survey_id, "why", text)
        if name in (ANN, BEN):
            survey.save_answer(built.context(name), built.survey_id, comment_key("method"), f"{name} comments.")
        survey.finish_survey(built.context(name), built.survey_id)
    survey.close_survey(built.context(FACILITATOR), built.survey_id)
    return built


def people_behind(built, *texts):
    label = " ".join(texts)[:60]
    themes.add_theme(built.context(FACILITATOR), built.process_id, label, answer_ids=ids(built, *texts))
    return theme_of(built, label).people


def test_counting_people_does_not_tell_which_answers_are_of_one_person(db):
    built = with_comments(db, Anonymity.CONFIDENTIAL)

    own = people_behind(built, WROTE[ANN], WROTE[CLEO], f"{ANN} comments.")
    of_another = people_behind(built, WROTE[ANN], WROTE[CLEO], f"{BEN} comments.")

    assert own == of_another == "at least 2 people"


def test_in_an_open_process_the_people_behind_several_questions_are_counted_exactly(db):
    built = with_comments(db, Anonymity.OPEN)

    assert people_behind(built, WROTE[ANN], WROTE[CLEO], f"{ANN} comments.") == "2 people"
    assert people_behind(built, WROTE[ANN], WROTE[CLEO], f"{BEN} comments.") == "3 people"
