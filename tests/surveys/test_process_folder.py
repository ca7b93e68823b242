"""Process folders: read whole, or refused with file, line and field."""

import shutil
from pathlib import Path

import pytest

from consensus.domain.errors import InvalidInputError
from surveys.folder import load_process_folder

HAIP = Path(__file__).parents[2] / "data/examples/haip"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(HAIP, tmp_path / "haip")
    return tmp_path / "haip"


def change(folder, name, old, new):
    """Replace the first occurrence of `old`; returns the line it stands on."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(folder):
    with pytest.raises(InvalidInputError) as refused:
        load_process_folder(folder)
    message = str(refused.value)
    assert message.endswith(".")
    assert not message.endswith("..")
    return message


def test_a_missing_field_is_named_with_file_and_line(folder):
    line = change(folder, "process.toml", 'title = "After complete resection"\n', "") - 2

    assert refusal(folder) == f"process.toml, line {line}: topic 'adjuvant' has no 'title'."


PROCESS_FAULTS = {
    "unknown route": ('route = "full_consensus"', 'route = "applause"', 0, "has route 'applause', which is none of"),
    "unknown source": ('from = ["combination.alone"]', 'from = ["combination.never"]', 0, "'combination.never', which"),
    "unknown field": ('scope = "', 'scpoe = "', 0, "the process has a field 'scpoe'"),
    "unknown secrecy": ('"confidential"', '"whispered"', 0, "the process has anonymity 'whispered'"),
    "no such time zone": ("America/Toronto", "America/Tronto", 0, "'America/Tronto', which does not exist"),
    "minutes of a talk": ("minutes = 25", "minutes = 0", 0, "needs at least 1 in 'minutes', not 0"),
    "a day that is none": ("date = 2012-09-07", 'date = "soon"', 0, "the meeting needs a day such as 2012-09-07"),
    "no day": ("date = 2012-09-07\n", "", -2, "the meeting has no 'date'"),
    "a threshold that cannot be": ('"4/5"', '"6/5"', -1, "the consensus definition cannot be used"),
    "doubled topic": ('id = "institution"', 'id = "combination"', 0, "topic 'combination' has the id of an earlier"),
    "doubled statement": (
        'id = "institution-surgeon"',
        'id = "combination-alone"',
        0,
        "statement 'combination-alone' has the id",
    ),
}


@pytest.mark.parametrize(("old", "new", "offset", "message"), PROCESS_FAULTS.values(), ids=PROCESS_FAULTS.keys())
def test_a_plan_that_cannot_be_carried_out_is_refused_at_its_line(folder, old, new, offset, message):
    line = change(folder, "process.toml", old, new) + offset

    text = refusal(folder)
    assert text.startswith(f"process.toml, line {line}: ")
    assert message in text


TABLE_FAULTS = {
    "answer of a stranger": (
        "answers.csv",
        "m02,combination,",
        "m99,combination,",
        "the member 'm99' is not in panel.csv",
    ),
    "answer to no question": ("answers.csv", "m02,combination,", "m02,combo,", "the question 'combo' is not in survey"),
    "answer that is none": ("answers.csv", "m02,combination,with_systemic", "m02,combination,so", "'so' is not one of"),
    "answer given twice": ("answers.csv", "m02,combination,", "m01,combination,", "'m01' answers 'combination' twice"),
    "ballot of a stranger": (
        "ballots.csv",
        "m02,combination-alone",
        "m77,combination-alone",
        "the member 'm77' is not",
    ),
    "ballot on nothing": (
        "ballots.csv",
        "m02,combination-alone",
        "m02,combo",
        "the statement 'combo' is not in process",
    ),
    "ballot of the absent": ("ballots.csv", "m02,combination-alone", "m20,combination-alone", "'m20' does not vote"),
    "ballot without a vote": (
        "ballots.csv",
        "m02,combination-alone",
        "m02,combination-with-systemic",
        "no vote is held on",
    ),
    "ballot cast twice": (
        "ballots.csv",
        "m02,combination-alone",
        "m01,combination-alone",
        "votes on 'combination-alone'",
    ),
    "no such choice": (
        "ballots.csv",
        "m02,combination-alone,disagree",
        "m02,combination-alone,no",
        "needs one of agree",
    ),
    "a cell too many": (
        "ballots.csv",
        "m02,combination-alone,disagree,",
        "m02,combination-alone,disagree,,",
        "5 cells",
    ),
    "no such role": (
        "panel.csv",
        "m02,Ines Halvorsen,ines.halvorsen@example.org,panelist",
        "m02,I,i@example.org,boss",
        "the column 'role' needs one of",
    ),
    "votes perhaps": ("panel.csv", "chair,yes", "chair,perhaps", "'votes' needs yes or no, not 'perhaps'"),
    "same person twice": ("panel.csv", "m02,", "m01,", "the id 'm01' stands there twice"),
    "same address twice": (
        "panel.csv",
        "ines.halvorsen@example.org",
        "Aurelia.Vantongeren@example.org",
        "stands there twice",
    ),
    "no address": ("panel.csv", "ines.halvorsen@example.org", "ines", "“ines” is no e-mail address"),
    "column missing": ("panel.csv", ",discipline", "", "there is no column 'discipline'"),
    "column unknown": ("panel.csv", ",discipline", ",discipline,hat", "the column 'hat' is not known here"),
    "declared by a stranger": ("conflicts.csv", "m02,,no", "m99,,no", "the member 'm99' is not in panel.csv"),
    "declared on no topic": ("conflicts.csv", "m02,combination", "m02,combo", "the topic 'combo' is not in process"),
    "declared twice": ("conflicts.csv", "m02,*,no", "m02,,no", "declares on 'the process' twice"),
    "of no kind": ("conflicts.csv", "yes,intellectual,Led", "yes,,Led", "Say of which kind the interest is"),
    "of an unknown kind": ("conflicts.csv", "yes,intellectual,Led", "yes,moral,Led", "'moral'"),
    "an interest on everything": ("conflicts.csv", "m02,combination", "m02,*", "declared topic by topic"),
    "nothing, decided on": ("conflicts.csv", "m02,,no,,,,", "m02,,no,,,recused,", "nothing to decide"),
    "expected of another topic": (
        "expected.csv",
        "institution,institution-surgeon",
        "adjuvant,institution-surgeon",
        "belongs to the topic",
    ),
    "expected no number": ("expected.csv", "vote,4,10", "vote,four,10", "'n_agree' needs a whole number, not 'four'"),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), TABLE_FAULTS.values(), ids=TABLE_FAULTS.keys())
def test_a_table_that_does_not_fit_is_refused_at_its_line(folder, name, old, new, message):
    line = change(folder, name, old, new)

    text = refusal(folder)
    assert text.startswith(f"{name}, line {line}: ")
    assert message in text


def test_a_survey_that_asks_about_no_topic_of_the_agenda_is_refused(folder):
    change(folder, "survey.toml", 'topic = "adjuvant"', 'topic = "aftercare"')

    assert refusal(folder) == "survey.toml: the topic 'aftercare' is not in process.toml."


@pytest.mark.parametrize("name", ["process.toml", "survey.toml", "panel.csv"])
def test_a_folder_without_its_plan_survey_or_panel_is_refused(folder, name):
    (folder / name).unlink()

    assert refusal(folder) == f"The folder 'haip' has no {name}."


def test_a_process_that_is_yet_to_run_has_no_answers_and_no_ballots(folder):
    for name in ("answers.csv", "ballots.csv", "expected.csv"):
        (folder / name).unlink()

    planned = load_process_folder(folder)

    assert (planned.answers, planned.ballots, planned.expected) == ((), (), ())
    assert len(planned.topics) == 5


@pytest.mark.parametrize("content", [b"\xff\xfe", b"id,name\n\x00,x\n"], ids=["no UTF-8", "NUL"])
def test_a_binary_file_is_refused_as_what_it_is(folder, content):
    (folder / "panel.csv").write_bytes(content)

    assert refusal(folder) == "panel.csv cannot be read as a text file."


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(folder):
    for name in ("panel.csv", "process.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode())
    (folder / "panel.csv").write_bytes(b"\xef\xbb\xbf" + (folder / "panel.csv").read_bytes())

    assert load_process_folder(folder).members == load_process_folder(HAIP).members
