"""The facilitator's pages before the meeting: each act goes through, each state says what comes next."""

import pytest

from consensus.domain.lifecycle import InvitationState, ProcessState, SurveyState
from consensus.domain.roles import Role
from consensus.services import audit
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.statements import statements, topics
from consensus.services.surveys import survey
from consensus.ui.entries import DISCUSSION
from consensus.ui.navigation import entries_of

FAY = "Fay Cilitator"
# There is nothing to discuss between two ratings before a Delphi has a round (`test_delphi_pages`).
PAGES = [entry.file for entry in entries_of(Role.FACILITATOR) if entry is not DISCUSSION]


def words(app) -> str:
    """Everything a page says, Markdown and HTML included."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.text, app.caption, app.error, app.warning)
    said = [element.value for kind in (*kinds, app.html) for element in kind]
    return "\n".join(str(text) for text in said)


def close_survey(stage):
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        ctx = stage.as_(name)
        mine = survey.get_my_survey(ctx, stage.process_id)
        survey.save_answer(ctx, mine.survey_id, "strength", "weak")
        survey.save_answer(ctx, mine.survey_id, "why", "Few *trials*")
        survey.save_answer(ctx, mine.survey_id, "fit", 8 if name.startswith("Ann") else 2)
        survey.save_answer(ctx, mine.survey_id, "groups", {"old": 2, "young": 5})
        survey.finish_survey(ctx, mine.survey_id)
    fay = stage.as_(FAY)
    survey.close_survey(fay, survey.get_monitor(fay, stage.process_id).survey_id)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_facilitator_draws(open_page, page):
    app = open_page(FAY, None if page == "overview.py" else page)

    assert not app.exception
    assert not app.error
    assert app.title


def test_the_overview_names_one_next_step_and_what_is_missing(open_page):
    app = open_page(FAY)

    assert [button.label for button in app.button if button.proto.type == "primary" and "Go to" in button.label] == [
        "Go to Survey"
    ]
    assert "Close the survey once enough answers are in" in words(app)
    assert "Pump \\*therapy\\*" in app.title[0].value


def test_finishing_the_process_takes_a_second_step(open_page, stage):
    app = open_page(FAY)

    app.button(key="overview.finish").click().run()

    assert processes.get_process(stage.as_(FAY), stage.process_id).state is ProcessState.FINISHED
    assert "Finish the process" not in [button.label for button in app.button]


def test_a_member_is_added_with_what_the_form_says(open_page, stage):
    app = open_page(FAY, "panel.py")
    app.text_input(key="panel.new.name").set_value("Dora *Dogwood*")
    app.text_input(key="panel.new.institution").set_value("D Hospital")

    app.button(key="panel.add").click().run()

    rows = {row.name: row for row in panel.get_panel(stage.as_(FAY), stage.process_id).members}
    assert rows["Dora *Dogwood*"].institution == "D Hospital"
    assert app.text_input(key="panel.new.name").value == ""


def test_a_member_without_a_name_is_refused_and_what_was_typed_stays(open_page, stage):
    app = open_page(FAY, "panel.py")
    app.text_input(key="panel.new.institution").set_value("D Hospital")

    app.button(key="panel.add").click().run()

    assert [error.value for error in app.error] == ["A member needs a name."]
    assert app.text_input(key="panel.new.institution").value == "D Hospital"


def test_a_personal_link_is_shown_once(open_page, stage):
    app = open_page(FAY, "panel.py")
    ann = stage.members["Ann Alder"]
    app.selectbox(key="panel.member").set_value(ann).run()

    app.button(key=f"panel.link.{ann}").click().run()
    shown = [code.value for code in app.code]
    app.run()

    assert len(shown) == 1
    assert "/join#" in shown[0]
    assert not app.code


def test_an_invitation_moves_only_where_it_may(open_page, stage):
    app = open_page(FAY, "panel.py")
    ann = stage.members["Ann Alder"]
    app.selectbox(key="panel.member").set_value(ann).run()
    offered = {button.label for button in app.button if button.label.startswith("Mark as")}

    app.button(key=f"panel.invitation.declined.{ann}").click().run()

    rows = {row.id: row for row in panel.get_panel(stage.as_(FAY), stage.process_id).members}
    assert offered == {"Mark as opened", "Mark as accepted", "Mark as declined", "Mark as bounced"}
    assert rows[ann].invitation is InvitationState.DECLINED


def test_the_survey_is_closed_after_a_second_step_that_counts_the_missing(open_page, stage):
    app = open_page(FAY, "survey_monitor.py")
    said = words(app)

    app.button(key="survey.close").click().run()

    assert "3 of 3 have not sent it in" in said
    assert survey.get_monitor(stage.as_(FAY), stage.process_id).state is SurveyState.CLOSED


def test_while_a_confidential_survey_is_open_the_collation_explains_itself(open_page):
    app = open_page(FAY, "collation.py")

    assert "until then you see who is missing" in words(app)
    assert not app.error
    assert not app.get("plotly_chart")


def test_the_collation_shows_the_most_contested_question_first_and_texts_without_names(open_page, stage):
    close_survey(stage)

    app = open_page(FAY, "collation.py")

    questions = [
        html.value for html in app.html if "How appropriate is it?" in html.value or "How strong" in html.value
    ]
    assert "How appropriate is it?" in questions[0]
    assert "Few *trials*" in words(app)
    assert "Alder" not in words(app)
    assert app.get("plotly_chart")


def test_a_topic_is_added_moved_and_reworded(open_page, stage):
    app = open_page(FAY, "topics.py")
    app.text_input(key="topics.new.title").set_value("Patients")
    app.button(key="topics.new.add").click().run()
    added = topics.list_topics(stage.as_(FAY), stage.process_id)[1]

    app.button(key=f"topics.move.earlier.{added.id}").click().run()

    agenda = topics.list_topics(stage.as_(FAY), stage.process_id)
    assert [topic.title for topic in agenda] == ["Patients", "Combination"]
    assert not app.error


def test_a_candidate_is_added_and_reworded_with_its_reason(open_page, stage):
    fay = stage.as_(FAY)
    topic = topics.list_topics(fay, stage.process_id)[0]
    app = open_page(FAY, "topics.py")
    app.text_area(key=f"topics.candidate.text.{topic.id}").set_value("Pumps *should* be used.")
    app.button(key=f"topics.candidate.add.{topic.id}").click().run()
    first = statements.list_statements(fay, stage.process_id)[0]
    own = f"topics.reword.{first.version_id}"
    app.session_state[f"{own}.fold"] = True
    app.run()
    app.text_area(key=f"{own}.text").set_value("Pumps may be used.")
    app.text_input(key=f"{own}.reason").set_value("Evidence is thin")

    app.button(key=f"{own}.save").click().run()

    versions = statements.list_versions(fay, first.id)
    assert [version.text for version in versions] == ["Pumps may be used.", "Pumps *should* be used."]
    assert versions[0].reason == "Evidence is thin"


def test_evidence_is_removed_and_an_area_for_future_study_is_noted(open_page, stage):
    fay = stage.as_(FAY)
    entry = topics.list_topics(fay, stage.process_id)[0].evidence[0]
    app = open_page(FAY, "topics.py")

    app.button(key=f"topics.evidence.remove.{entry.id}").click().run()
    app.text_area(key="topics.future.text").set_value("A registry")
    app.button(key="topics.future.add").click().run()

    assert topics.list_topics(fay, stage.process_id)[0].evidence == ()
    assert topics.list_future_study(fay, stage.process_id) == ("A registry",)


def test_the_record_says_that_its_chain_is_intact(open_page, stage):
    app = open_page(FAY, "record.py")

    app.button(key="record.verify").click().run()

    n = audit.verify_chain(stage.as_(FAY), stage.process_id).n_events
    assert [success.value for success in app.success] == [
        f"The chain is intact: all {n} entries are as they were written."
    ]


class TestTheConsensusDefinition:
    """The editor on the settings page."""

    @pytest.fixture
    def key(self, stage):
        definition = processes.get_process(stage.as_(FAY), stage.process_id).definition
        return f"settings.rule.{definition.sha256()[:12]}"

    def test_it_says_the_rule_as_it_changes_and_saves_nothing_before_it_is_told(self, open_page, stage, key):
        app = open_page(FAY, "settings.py", part="Consensus")

        app.text_input(key=f"{key}.threshold").set_value("2/3").run()

        assert "at least 2/3 of valid votes agree" in words(app)
        assert "Not saved yet" in words(app)
        assert "80%" in processes.get_process(stage.as_(FAY), stage.process_id).definition_sentence

    def test_it_saves_what_the_inputs_spell_out(self, open_page, stage, key):
        app = open_page(FAY, "settings.py", part="Consensus")
        app.text_input(key=f"{key}.threshold").set_value("2/3").run()

        app.button(key="settings.rule.save").click().run()

        assert "2/3" in processes.get_process(stage.as_(FAY), stage.process_id).definition_sentence
        assert "This is the definition in force" in words(app)

    def test_a_rule_that_cannot_be_met_is_one_sentence_and_cannot_be_saved(self, open_page, key):
        app = open_page(FAY, "settings.py", part="Consensus")
        app.text_input(key=f"{key}.threshold").set_value("100%").run()

        app.radio(key=f"{key}.operator").set_value(">").run()

        assert [warning.value for warning in app.warning] == [
            "More than 100% can never be met: choose 'at least', or a lower threshold."
        ]
        assert "settings.rule.save" not in {button.key for button in app.button}

    def test_a_preset_fills_threshold_and_operator(self, open_page, key):
        app = open_page(FAY, "settings.py", part="Consensus")

        app.button(key=f"{key}.preset.1/2").click().run()

        assert "more than 50% (1/2) of valid votes agree" in words(app)


def test_the_overview_of_a_finished_process_leads_only_to_pages_it_still_has(open_page, stage):
    processes.finish_process(stage.as_(FAY), stage.process_id)

    app = open_page(FAY)

    assert not app.exception
    assert "Final statements" in words(app)
    assert not app.error


@pytest.mark.parametrize("page", ["panel.py", "collation.py", "topics.py", "record.py"])
def test_the_chair_reads_what_the_facilitator_does(open_page, stage, page):
    fay = stage.as_(FAY)
    draft = panel.MemberDraft("Ann Alder", role=Role.CHAIR, institution="A Hospital")
    panel.edit_member(fay, stage.members["Ann Alder"], draft)

    app = open_page("Ann Alder", page)

    assert not app.exception
    assert not app.error
    assert app.title
