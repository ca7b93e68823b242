"""Instruments of REDCap and LimeSurvey: what is carried over, what is not and why, and files that are refused."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from surveys.condition_wording import write_condition
from surveys.importing.file import read_instrument_file
from surveys.importing.logic import Asked, CannotCarryError, read_logic
from surveys.importing.words import clean, make_id
from surveys.translation import translate

HERE = Path(__file__).parent


def read(name):
    return read_instrument_file((HERE / name).read_bytes(), name)


def question(imported, question_id):
    found = imported.instrument.question(question_id)
    assert found is not None, question_id
    return found


def condition(imported, question_id):
    return write_condition(question(imported, question_id).show_if)


def notes(imported):
    return {(note.where, note.why) for note in imported.notes}


@pytest.fixture(scope="module")
def redcap():
    return read("redcap.csv")


@pytest.fixture(scope="module")
def lime():
    return read("lime.lss")


def test_a_data_dictionary_becomes_sections_of_questions(redcap):
    assert redcap.form == "REDCap data dictionary"
    assert [section.title for section in redcap.instrument.sections] == [
        "Your experience",
        "How much do you agree?",
    ]
    assert [(q.id, q.kind.value) for q in redcap.instrument.questions()] == [
        ("pumps", "number"),
        ("role", "single"),
        ("role_other", "text"),
        ("uses", "multiple"),
        ("why_later", "text"),
        ("born", "text"),
        ("agree", "matrix"),
        ("again", "single"),
        ("sure", "number"),
    ]


def test_fields_of_a_data_dictionary_keep_what_they_say(redcap):
    pumps, role, uses = (question(redcap, id_) for id_ in ("pumps", "role", "uses"))

    assert (pumps.minimum, pumps.maximum, pumps.required, pumps.help) == (0, 500, True, "A guess is enough")
    assert [(option.id, option.label) for option in role.options][2:] == [("3", "Patient, or carer"), ("99", "Other")]
    assert uses.most == 2
    assert [row.label for row in question(redcap, "agree").rows] == ["It is safe", "It is useful"]


def test_branching_logic_becomes_conditions(redcap):
    assert condition(redcap, "role_other") == "role is 99"
    assert condition(redcap, "uses") == "not role is 3 and pumps > 5"
    assert condition(redcap, "why_later") == "uses is 2"
    assert condition(redcap, "again") == "agree.safe is one of 2, 3 or agree.useful is 3"


def test_all_that_a_data_dictionary_loses_is_listed_with_its_place(redcap):
    assert notes(redcap) == {
        ("line 2, field 'record_id':", "The first field identifies the record; members are known without it."),
        ("line 3, field 'pumps':", "Whole numbers are not insisted on; any number within the bounds is taken."),
        ("line 4, field 'role':", "Its number '1a' was left out; questions are counted."),
        ("line 6, field 'uses':", "The action tags @HIDDEN-PDF have no meaning here."),
        ("line 8, field 'born':", "The validation 'date_ymd' is not checked; any text is taken."),
        (
            "line 8, field 'born':",
            "It is marked as identifying; here answers are kept by the rules of the process.",
        ),
        ("line 9, field 'bmi':", "Left out: a calculated field asks nothing."),
        ("line 10, field 'hint':", "A descriptive text stands in the introduction of its section now."),
        ("line 11, field 'safe':", "Formatting, pictures and links of the label were left out; its words are there."),
        ("line 11, field 'safe':", "Only some rows were required; now no row is."),
        ("line 12, field 'useful':", "Rows of a matrix can have the same answer here: its ranking is not kept."),
        (
            "line 14, field 'sure':",
            "It is always asked: its branching 'sum([pumps],1) > 3' was left out, because it uses sum().",
        ),
        (
            "line 14, field 'sure':",
            "A slider became a number from 0 to 100; the words at its ends stand in the help.",
        ),
        ("line 15, field 'consent':", "Left out: files and signatures are not collected here."),
    }


def test_a_structure_of_limesurvey_becomes_sections_with_all_languages(lime):
    assert (lime.instrument.title, lime.instrument.language) == ("Pump use", "en")
    assert [(q.id, q.kind.value) for q in lime.instrument.questions()] == [
        ("use", "single"),
        ("when", "multiple"),
        ("months", "number"),
        ("agree", "matrix"),
        ("why", "text"),
        ("order", "ranking"),
    ]
    french = translate(lime.instrument, "fr")
    assert (french.title, french.sections[0].title) == ("Usage de la pompe", "Usage")
    assert [option.label for option in french.questions()[0].options] == ["Oui", "No", "Other"]


def test_relevance_becomes_conditions_that_of_groups_too(lime):
    assert condition(lime, "when") == "use is a1"
    assert condition(lime, "months") == "when is sq002"
    assert condition(lime, "agree") == "use is a1"
    assert condition(lime, "why") == "use is a1 and (agree.sq001 > 3 and not not months was answered)"
    assert condition(lime, "order") == "use is a1"


def test_all_that_limesurvey_loses_is_listed_with_its_place(lime):
    assert notes(lime) == {
        ("question 'use':", "Formatting, pictures and links were left out; the words are there."),
        ("question 'use':", "“Other” is an option; what it is goes into the comment."),
        ("question 'when':", "It asked gently for an answer; now it is optional."),
        ("question 'months':", "Left out: hide_tip."),
        ("question 'sum':", "Left out: an equation asks nothing."),
        (
            "question 'order':",
            "It is always asked: its condition 'count(when) > 1' was left out, because it uses count().",
        ),
    }


def test_the_tab_separated_structure_says_the_same():
    table = read("lime.txt")

    assert [(q.id, q.kind.value) for q in table.instrument.questions()] == [
        ("use", "single"),
        ("when", "multiple"),
        ("names_a", "text"),
        ("names_b", "text"),
    ]
    assert question(table, "names_b").text == "Name two centres.\nThe second"
    assert (question(table, "when").most, condition(table, "when")) == (1, "use is a1")
    assert translate(table.instrument, "fr").questions()[0].options[0].label == "Oui"


def test_our_own_form_is_read_as_it_is():
    text = (HERE.parents[2] / "data/examples/haip/survey.toml").read_bytes()

    imported = read_instrument_file(text, "survey.toml")

    assert (imported.text, imported.notes) == (text.decode(), ())


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><document>&b;</document>'
HEADER = (HERE / "redcap.csv").read_text(encoding="utf-8").split("\n", 1)[0]
REFUSED = {
    "an XML bomb": ("x.lss", BOMB, "holds definitions that no instrument needs"),
    "an outside entity": (
        "x.lss",
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>',
        "holds definitions that no instrument needs",
    ),
    "half an XML": ("x.lss", "<document>", "x.lss is not valid XML"),
    "another XML": ("x.lss", "<svg/>", "x.lss is no survey structure of LimeSurvey"),
    "no question": (
        "x.lss",
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
        "x.lss holds no question that can be asked here",
    ),
    "another table": ("x.csv", "a,b\n1,2\n", "x.csv is neither a REDCap data dictionary nor"),
    "only the header": ("x.csv", HEADER, "x.csv holds no field"),
    "an unknown type": ("x.csv", f"{HEADER}\na,f,,wheel,A\n", "x.csv, line 2: field 'a' has an unknown type 'wheel'"),
    "a field twice": ("x.csv", f"{HEADER}\na,f,,text,A\na,f,,text,A\n", "line 3: there are two fields 'a'"),
    "a field without name": ("x.csv", f"{HEADER}\n,f,,text,A\n", "line 2: the field has no name"),
    "nothing to ask": ("x.csv", f"{HEADER}\na,f,,text,A\nb,f,,calc,B\n", "x.csv holds no field that can be asked"),
    "a table before any group": ("x.txt", "class\ttype/scale\tname\nQ\tL\ta\n", "line 2: the question stands before"),
    "a class nobody knows": ("x.txt", "class\ttype/scale\tname\nZ\tL\ta\n", "rows of the class 'Z' are not known"),
    "our own form with a mistake": ("x.toml", 'id = "i"\n', "x.toml, line 1: the file has no 'version'"),
}


@pytest.mark.parametrize(("name", "content", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_none_of_these_is_refused_in_a_sentence(name, content, problem):
    with pytest.raises(InvalidInputError) as refusal:
        read_instrument_file(content.encode(), name)

    assert problem in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_bytes_that_are_no_text_and_files_that_are_too_large_are_refused():
    with pytest.raises(InvalidInputError, match="not a text file"):
        read_instrument_file(b"\xff\xfe\x00", "x.csv")
    with pytest.raises(InvalidInputError, match="more than 2 MB"):
        read_instrument_file(b"x" * 2_000_001, "x.csv")


def test_conditions_on_what_was_not_carried_over_are_left_out():
    with pytest.raises(CannotCarryError, match="no earlier question that was carried over"):
        read_logic('[gone] = "1"', {}.get)
    with pytest.raises(CannotCarryError, match="waits for the answer '7'"):
        read_logic('[a] = "7"', {"a": Asked("a", codes={"1": "1"})}.get)


@given(st.text(max_size=40))
def test_any_branching_is_read_or_refused(text):
    with contextlib.suppress(CannotCarryError):
        assert read_logic(text, {"a": Asked("a", codes={"1": "1"})}.get)


@given(st.text(max_size=40))
def test_any_text_loses_its_markup_and_any_name_gives_an_id(text):
    assert "<script" not in clean(f"<script>{text}</script>").lower() or "<script" in text.lower()
    assert "\x00" not in clean(text)
    first, second = (make_id(text, taken) for taken in ({"a"}, {make_id(text, {"a"})}))
    assert first != second or not first


def rows_of(table, *rows):
    cells = ("".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in row.items()) for row in rows)
    return f"<{table}><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{table}>"


def old_question(qid, kind, text, language="en", parent=0, order=0, **more):
    return {
        "qid": qid, "parent_qid": parent, "sid": 7, "gid": 3, "type": kind, "title": f"q{qid}", "question": text,
        "question_order": order, "language": language, **more,
    }  # fmt: skip


OLD_STRUCTURE = (
    "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>145</DBVersion>"
    "<languages><language>en</language><language>de</language></languages>"
    + rows_of("groups", {"gid": 3, "group_name": "Use", "group_order": 0, "language": "en"},
              {"gid": 3, "group_name": "Gebrauch", "group_order": 0, "language": "de"})
    + rows_of("questions", old_question(5, "L", "Which?", order=1), old_question(5, "L", "Was?", "de", order=1),
              old_question(6, "M", "What hinders?", order=2),
              old_question(8, "S", "Why local?", order=3, relevance='7X3X5.NAOK == "a"'),
              old_question(9, "S", "How much?", order=4, relevance='7X3X6cost.NAOK == "Y"'),
              old_question(10, "S", "How long?", order=5, relevance='7X3X61.NAOK == "Y"'))
    + rows_of("subquestions", old_question(21, "T", "Cost", parent=6, order=1, title="cost"),
              old_question(22, "T", "Time", parent=6, order=2, title="1"))
    + rows_of("answers", {"qid": 5, "code": "a", "answer": "Local", "sortorder": 1, "language": "en", "scale_id": 0},
              {"qid": 5, "code": "a", "answer": "Örtlich", "sortorder": 1, "language": "de", "scale_id": 0},
              {"qid": 5, "code": "b", "answer": "General", "sortorder": 2, "language": "en", "scale_id": 0})
    + rows_of("surveys", {"sid": 7, "language": "en", "additional_languages": "de"})
    + rows_of("surveys_languagesettings", {"surveyls_survey_id": 7, "surveyls_language": "en", "surveyls_title": "Old"})
    + "</document>"
)  # fmt: skip


def test_a_structure_from_before_version_4_is_read_with_its_languages_and_names_of_numbers():
    imported = read_instrument_file(OLD_STRUCTURE.encode(), "old.lss")

    instrument = imported.instrument
    german = translate(instrument, "de")
    assert [q.text for q in instrument.questions()][:2] == ["Which?", "What hinders?"]
    assert (german.question("q5").text, german.question("q5").options[0].label) == ("Was?", "Örtlich")
    conditions = [write_condition(q.show_if) for q in instrument.questions() if q.show_if]
    assert len(conditions) == 3, imported.notes
    assert conditions[0] == "q5 is a"
    assert all(condition.startswith("q6 is ") for condition in conditions[1:])
