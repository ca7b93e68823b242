"""What came out of a survey: shown to the panel by an act, and in files that name nobody."""

import csv
import io
from collections import Counter

import openpyxl
import pytest

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, NotAllowedError
from consensus.domain.lifecycle import InvitationState
from consensus.services.people import panel
from consensus.services.processes import processes, results
from consensus.services.surveys import instruments, paper_entry, survey, survey_results
from tests.services.builders import ANN, BEN, CHAIR, CLEO, FACILITATOR, INSTRUMENT, PATIENT, plan_process

SECRET = "It is quicker in my own theatre."
EVERY_ROW_FILE = tuple(name for name in survey_results.FILES if name not in survey_results.ACCOUNT_FILES)


def open_survey(built):
    survey.open_survey(built.context(FACILITATOR), built.survey_id)
    return built


def close(built):
    survey.close_survey(built.context(FACILITATOR), built.survey_id)


def send_in(built, name, value, why=""):
    survey.save_answer(built.context(name), built.survey_id, "method", value)
    if why:
        survey.save_answer(built.context(name), built.survey_id, "why", why)
    survey.finish_survey(built.context(name), built.survey_id)


def add(built, name, group):
    ctx = built.context(FACILITATOR)
    draft = panel.MemberDraft(name, stakeholder_group=group, institution=f"{name} Hospital", country="Norway")
    built.members[name] = panel.add_member(ctx, built.process_id, draft)
    panel.record_invitation(ctx, built.members[name], InvitationState.SENT)


@pytest.fixture
def opened(running):
    """The running process with its survey open."""
    return open_survey(running)


@pytest.fixture
def answered(opened):
    """Five sent it in, one of them with a text; it is closed."""
    for name, value in ((CHAIR, "local"), (ANN, "general"), (BEN, "local"), (CLEO, "local"), (PATIENT, "local")):
        send_in(opened, name, value, SECRET if value == "general" else "")
    close(opened)
    return opened


def rows_of(built, name="survey-rows.csv"):
    export = survey_results.export_survey(built.context(FACILITATOR), built.process_id, name)
    return list(csv.DictReader(io.StringIO(export.content.decode("utf-8-sig"))))


def test_the_panel_sees_the_results_once_somebody_shows_them(answered):
    with pytest.raises(ConflictError, match="have not shown"):
        survey_results.get_survey_results(answered.context(ANN), answered.process_id)

    survey_results.show_to_panel(answered.context(FACILITATOR), answered.process_id)

    seen = survey_results.get_survey_results(answered.context(ANN), answered.process_id)
    assert seen.account.n_respondents == 5
    assert seen.account.questions[0].counts == (
        ("Local", "local", 4),
        ("General", "general", 1),
    )
    assert (seen.may_show, seen.may_export) == (False, False)


def test_what_people_wrote_is_not_shown_to_the_panel(answered):
    survey_results.show_to_panel(answered.context(FACILITATOR), answered.process_id)

    assert SECRET not in repr(survey_results.get_survey_results(answered.context(BEN), answered.process_id))
    assert SECRET in repr(survey_results.get_survey_results(answered.context(FACILITATOR), answered.process_id))


def test_results_are_shown_after_the_close_and_never_of_too_few(opened):
    with pytest.raises(ConflictError, match="once the survey is closed"):
        survey_results.show_to_panel(opened.context(FACILITATOR), opened.process_id)
    send_in(opened, ANN, "local")
    send_in(opened, BEN, "local")
    close(opened)

    with pytest.raises(ConflictError, match="from 3 people on"):
        survey_results.show_to_panel(opened.context(FACILITATOR), opened.process_id)


def test_rows_of_a_confidential_survey_name_nobody(answered):
    rows = rows_of(answered)

    assert Counter(row["method"] for row in rows) == {"1": 4, "2": 1}
    assert set(rows[0]) == {"respondent", "method", "why_status"}
    content = b"".join(
        survey_results.export_survey(answered.context(FACILITATOR), answered.process_id, name).content
        for name in ("survey-rows.csv", "survey-texts.csv", "survey-codebook.csv")
    ).decode()
    assert not any(name.split()[0] in content for name in (CHAIR, ANN, BEN, CLEO, PATIENT))


def test_words_stand_apart_from_the_rows(answered):
    assert all(SECRET not in row.values() for row in rows_of(answered))
    assert rows_of(answered, "survey-texts.csv") == [{"question": "Why general?", "text": SECRET}]


def test_the_order_of_the_rows_tells_nothing(answered):
    orders = {tuple(row["method"] for row in rows_of(answered)) for _ in range(60)}

    assert len(orders) == 5


def test_of_fewer_than_a_group_there_are_no_rows(opened):
    for name in (ANN, BEN, CLEO):
        send_in(opened, name, "local")
    close(opened)

    seen = survey_results.get_survey_results(opened.context(FACILITATOR), opened.process_id)
    assert "at least 5 respondents" in seen.rows_refusal
    for name in EVERY_ROW_FILE:
        with pytest.raises(ConflictError, match="at least 5 respondents"):
            survey_results.export_survey(opened.context(FACILITATOR), opened.process_id, name)
    assert (
        b"3 of 5 people asked"
        in survey_results.export_survey(opened.context(FACILITATOR), opened.process_id, "survey-results.md").content
    )


def test_groups_stand_beside_rows_only_where_each_has_enough(opened):
    for number in range(5):
        for group in ("nurse", "surgeon"):
            name = f"{group.capitalize()} {'ABCDE'[number]}"
            add(opened, name, group)
            send_in(opened, name, "local" if group == "nurse" else "general")
    send_in(opened, ANN, "local")
    close(opened)

    rows = rows_of(opened)

    groups = Counter(row["stakeholder_group"] for row in rows)
    assert sorted(groups.values()) == [5, 6]
    assert "institution" not in rows[0]
    assert "Norway" not in repr(rows)


def test_one_paper_form_is_counted_and_not_pointed_at(opened):
    ctx, ann = opened.context(FACILITATOR), opened.members[ANN]
    paper_entry.begin_entry(ctx, opened.survey_id, ann)
    paper_entry.enter_answer(ctx, opened.survey_id, ann, "method", "general")
    paper_entry.finish_entry(ctx, opened.survey_id, ann)
    for name in (CHAIR, BEN, CLEO, PATIENT):
        send_in(opened, name, "local")
    close(opened)

    assert "on_paper" not in rows_of(opened)[0]
    assert survey_results.get_survey_results(ctx, opened.process_id).account.n_paper == 1


def test_rows_of_an_open_process_have_names_and_say_what_came_on_paper(db):
    built = plan_process(db, anonymity=Anonymity.OPEN)
    processes.start_process(built.context(FACILITATOR), built.process_id)
    open_survey(built)
    send_in(built, BEN, "general", SECRET)
    ctx, ann = built.context(FACILITATOR), built.members[ANN]
    paper_entry.begin_entry(ctx, built.survey_id, ann)
    paper_entry.enter_answer(ctx, built.survey_id, ann, "method", "local")
    paper_entry.finish_entry(ctx, built.survey_id, ann)

    first, second = rows_of(built)

    assert (first["name"], first["method"], first["on_paper"], first["why_status"]) == (ANN, "1", "1", "-98")
    assert (second["name"], second["on_paper"], second["why"]) == (BEN, "0", SECRET)


def test_a_confidential_survey_gives_nothing_away_while_it_is_open(opened):
    for name in (CHAIR, ANN, BEN, CLEO, PATIENT):
        send_in(opened, name, "local")

    for name in survey_results.FILES:
        with pytest.raises(ConflictError, match="once the survey is closed"):
            survey_results.export_survey(opened.context(FACILITATOR), opened.process_id, name)


def test_a_panelist_exports_nothing(answered):
    with pytest.raises(NotAllowedError):
        survey_results.export_survey(answered.context(ANN), answered.process_id, "survey-rows.csv")


def test_the_published_account_has_the_survey_as_a_section(answered):
    report = results.export(answered.context(FACILITATOR), answered.process_id, "statements.md").content.decode()

    assert "## Survey: Before the meeting" in report
    assert "5 of 5 people asked sent the survey in (100.0%)" in report
    assert "| Local | 4 | 80.0% |" in report
    assert SECRET not in report


def test_a_survey_that_may_not_be_told_is_left_out_of_the_account(opened):
    send_in(opened, ANN, "local")

    report = results.export(opened.context(FACILITATOR), opened.process_id, "statements.md").content.decode()

    assert "## Survey" not in report


def reworded(db, anonymity, *general):
    """Everybody answered the first wording, the named with "general"; it was reworded, and all sent the survey in."""
    built = open_survey(start(db, anonymity))
    for name in (CHAIR, ANN, BEN, CLEO, PATIENT):
        survey.save_answer(built.context(name), built.survey_id, "method", "general" if name in general else "local")
    survey.save_answer(built.context(ANN), built.survey_id, "why", SECRET)
    ctx = built.context(FACILITATOR)
    new = INSTRUMENT.replace("Which anaesthesia comes first?", "Which do you offer?").replace("Why general?", "Why?")
    instruments.replace_draft(ctx, built.survey_id, new.encode(), "opening.toml")
    instruments.revise(ctx, built.survey_id, "It was unclear.")
    for name in (CHAIR, ANN, BEN, CLEO, PATIENT):
        send_in(built, name, "local")
    close(built)
    return built


def start(db, anonymity):
    built = plan_process(db, anonymity=anonymity)
    processes.start_process(built.context(FACILITATOR), built.process_id)
    return built


def test_answers_to_an_earlier_wording_have_a_file_of_their_own_with_its_words(db):
    built = reworded(db, Anonymity.OPEN, ANN)

    rows = rows_of(built, "survey-earlier.csv")

    assert {"version": "1", "question": "Which anaesthesia comes first?", "answer": "General", "name": ANN} in rows
    assert {"version": "1", "question": "Why general?", "answer": SECRET, "name": ANN} in rows
    assert len(rows) == 6
    assert "Earlier wordings" in openpyxl.load_workbook(io.BytesIO(export(built, "survey.xlsx"))).sheetnames


def test_answers_to_an_earlier_wording_name_nobody_in_a_confidential_survey(db):
    built = reworded(db, Anonymity.CONFIDENTIAL, ANN)

    rows = rows_of(built, "survey-earlier.csv")

    assert [row["answer"] for row in rows] == ["General", *["Local"] * 4]
    assert all(row.keys() == {"version", "question", "answer"} for row in rows)
    assert SECRET.encode() not in export(built, "survey-earlier.csv")


def test_the_report_is_a_page_with_a_chart_and_without_what_was_written(answered):
    page = export(answered, "survey-report.html").decode()

    assert page.count("<svg") == 1
    assert "5 of 5 people asked sent the survey in" in page
    assert SECRET not in page


def export(built, name):
    return survey_results.export_survey(built.context(FACILITATOR), built.process_id, name).content
