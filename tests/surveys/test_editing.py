"""Writing an instrument step by step: each change gives what was meant, and nothing else is touched."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.errors import ConflictError
from surveys import editing
from surveys.blank import BLANK
from surveys.editing import Place
from surveys.loader import instrument_to_dict, parse_instrument
from surveys.model import QuestionKind
from surveys.shipped import read_shipped
from surveys.toml_writer import write_tables

FIRST = Place(0, 0, "certainty")
BALANCE = Place(0, 1, "balance")
PLACE = Place(1, 0, "place")


@pytest.fixture
def tables():
    return tomllib.loads(read_shipped("evidence_indications_barriers"))


def question(tables, section, number):
    return tables["section"][section]["question"][number]


def french(tables):
    return tables["lang"]["fr"]


def parse(tables):
    return parse_instrument(write_tables(tables), "draft.toml")


def test_a_change_leaves_the_tables_it_was_made_from_alone(tables):
    changed = editing.set_field(tables, FIRST, "text", "How sure?")

    assert question(changed, 0, 0)["text"] == "How sure?"
    assert tables == tomllib.loads(read_shipped("evidence_indications_barriers"))


def test_an_empty_value_takes_a_field_away_with_its_translations(tables):
    changed = editing.set_field(tables, FIRST, "plain", "")

    assert "plain" not in question(changed, 0, 0)
    assert "plain" not in french(changed)["question"]["certainty"]
    assert parse(changed)


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_of_any_kind_can_be_added_and_made_another_kind(kind):
    tables = editing.add_question(instrument_to_dict(BLANK), 0, kind)
    assert parse(tables).questions()[-1].kind is kind

    for other in QuestionKind:
        changed = editing.set_kind(tables, Place(0, 1, "question_1"), other)
        assert parse(changed).questions()[-1].kind is other


def test_removing_a_question_takes_its_translations_and_leaves_conditions_to_say_what_is_wrong(tables):
    changed = editing.remove(tables, PLACE)

    assert "place" not in french(changed)["question"]
    with pytest.raises(Exception, match="question 'selection' has a 'show_if' that names 'place'"):
        parse(changed)


def test_removing_a_section_takes_the_translations_of_all_that_is_in_it(tables):
    changed = editing.remove(tables, Place(2, id="barriers"))

    assert [section["id"] for section in changed["section"]] == ["evidence", "indications"]
    assert "barriers" not in french(changed)["section"]
    assert not {"barrier_rank", "ready", "lacking"} & set(french(changed)["question"])
    assert parse(changed)


def test_moving_goes_one_step_and_over_the_edge_into_the_next_section(tables):
    down = editing.move(tables, FIRST, 1)
    assert [q["id"] for q in down["section"][0]["question"]][:2] == ["balance", "certainty"]

    over = editing.move(tables, PLACE, -1)
    assert over["section"][0]["question"][-1]["id"] == "place"
    assert editing.move(tables, FIRST, -1) == tables
    sections = editing.move(tables, Place(1, id="indications"), -1)
    assert [section["id"] for section in sections["section"]][:2] == ["indications", "evidence"]


def test_a_copy_has_an_id_of_its_own_and_the_translations(tables):
    changed = editing.duplicate(tables, BALANCE)

    assert question(changed, 0, 2)["id"] == "balance_1"
    assert french(changed)["question"]["balance_1"] == french(changed)["question"]["balance"]
    assert parse(changed)


def test_conditions_and_translations_follow_an_id(tables):
    changed = editing.rename(tables, PLACE, "use")

    assert question(changed, 1, 1)["show_if"] == "use is selected"
    assert question(changed, 1, 2)["show_if"] == "use is none of nowhere, research"
    assert french(changed)["question"]["use"] == french(tables)["question"]["place"]
    assert parse(changed).question("use").text == "Which place do you see for it in practice?"


def test_an_answer_of_the_same_name_is_no_question(tables):
    question(tables, 1, 2)["show_if"] = "place is selected"

    changed = editing.rename(tables, Place(1, 1, "selection"), "chosen")

    assert question(changed, 1, 2)["show_if"] == "place is selected"


def test_options_are_added_moved_changed_and_removed(tables):
    changed = editing.add_part(tables, BALANCE, "options")
    assert question(changed, 0, 1)["options"][-1] == {"id": "option_1", "label": "Option 5"}

    changed = editing.move_part(changed, BALANCE, "options", 0, 1)
    assert [option["id"] for option in question(changed, 0, 1)["options"]][:2] == ["some", "benefits"]

    changed = editing.set_part_field(changed, BALANCE, "options", 1, "plain", "")
    assert "plain" not in french(changed)["question"]["balance"]["option"]["benefits"]

    changed = editing.remove_part(changed, BALANCE, "options", 0)
    assert "some" not in french(changed)["question"]["balance"]["option"]
    assert parse(changed)


def test_translations_of_findings_keep_to_their_findings(tables):
    for _ in range(2):
        tables = editing.add_part(tables, BALANCE, "evidence")
    tables = editing.set_translation(tables, "fr", "question.balance.evidence.2.text", "Le second.")

    changed = editing.remove_part(tables, BALANCE, "evidence", 0)

    assert french(changed)["question"]["balance"]["evidence"] == {"1": {"text": "Le second."}}
    assert parse(changed)


def test_translations_are_put_taken_away_and_removed_as_a_whole(tables):
    put = editing.set_translation(editing.add_language(tables, "de"), "de", "question.place.text", " Wofür? ")
    assert put["lang"]["de"] == {"question": {"place": {"text": "Wofür?"}}}

    assert editing.set_translation(put, "de", "question.place.text", " ")["lang"]["de"] == {}
    assert list(editing.remove_language(put, "de")["lang"]) == ["fr"]


def test_a_scale_is_changed_end_by_end(tables):
    changed = editing.set_scale(tables, FIRST, "high", 5)

    assert parse(changed).question("certainty").scale.high == 5


@pytest.mark.parametrize(
    "place",
    [Place(9), Place(0, 99), Place(0, 0, "balance"), Place(0, id="barriers")],
    ids=["no section", "no question", "another question", "another section"],
)
def test_what_is_not_there_any_more_is_not_changed(tables, place):
    with pytest.raises(ConflictError, match="moved or removed"):
        editing.set_field(tables, place, "text", "x")


@st.composite
def steps(draw):
    places = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 5)))
    where = draw(places)
    place = Place(*where)
    return draw(
        st.sampled_from(
            [
                lambda t: editing.move(t, place, 1),
                lambda t: editing.move(t, place, -1),
                lambda t: editing.duplicate(t, place),
                editing.add_section,
                lambda t: editing.add_question(t, where[0], QuestionKind.MATRIX),
                lambda t: editing.move_to_section(t, place, 0),
            ]
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(steps(), max_size=6))
def test_no_step_makes_two_questions_of_one_id(sequence):
    tables = instrument_to_dict(BLANK)
    for step in sequence:
        try:
            tables = step(tables)
        except ConflictError:
            continue
    ids = [q.get("id") for section in editing.sections_of(tables) for q in editing.questions_of(section)]
    assert len(ids) == len(set(ids))
