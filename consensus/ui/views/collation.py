"""What the survey says, question by question, and the draft statements that come out of it."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from consensus.services.processes import processes
from consensus.services.statements import topics
from consensus.services.surveys import collation, survey_versions
from consensus.services.surveys.collation import Collation, DraftProposal
from consensus.ui import current, notices
from consensus.ui.widgets import alone
from consensus.ui.widgets.instrument import versions
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.survey import collated_question, collation_search
from surveys.collation import QuestionCollation

BARS = ":material/bar_chart:"


def draft(proposal: DraftProposal) -> None:
    """Make a candidate of a proposal, in the wording of its form."""
    key = proposal_key(proposal)
    notices.attempt(
        collation.draft_statement_from,
        current.context(),
        current.process_id(),
        proposal.question_id,
        proposal.option_id,
        topic_id=st.session_state[f"{key}.topic"],
        text=st.session_state[f"{key}.text"],
        done="The candidate was added to its topic.",
    )


def proposal_key(proposal: DraftProposal) -> str:
    """What sets the widgets of one proposal apart."""
    return f"collation.draft.{proposal.question_id}.{proposal.option_id}"


def show_proposal(proposal: DraftProposal, titles: Mapping[UUID, str], may_draft: bool) -> None:
    """A draft statement, who supports it, and whether it is a candidate already."""
    with st.container(border=True, gap="small"):
        prose(proposal.text, size="1.1rem", serif=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{proposal.n} of {proposal.n_valid}** chose this", width="content")
            st.caption(escape(proposal.question_text), width="content")
            if "question" not in st.query_params:
                alone.draw_way_in(
                    "question", proposal.question_id, "See the answers", icon=BARS, key=proposal_key(proposal)
                )
        if proposal.is_drafted:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.badge("Is a candidate", icon=":material/check:", color="green")
                draw_link(process, "topics.py", "See it under Topics", icon="", statement=proposal.drafted_id)
        elif may_draft and titles:
            show_draft_form(proposal, titles)


def show_draft_form(proposal: DraftProposal, titles: Mapping[UUID, str]) -> None:
    """Topic and wording of the candidate to be."""
    key = proposal_key(proposal)
    choices = list(titles)
    place = choices.index(proposal.topic_id) if proposal.topic_id is not None and proposal.topic_id in titles else 0
    with (
        st.popover("Make candidate", icon=":material/add:"),
        st.form(f"{key}.form", border=False),
    ):
        st.selectbox(
            "Topic",
            options=choices,
            index=place,
            format_func=titles.__getitem__,
            key=f"{key}.topic",
        )
        st.text_area("Wording", proposal.text, key=f"{key}.text", max_chars=4000, height=140)
        st.caption("The link to the answers it comes from is kept, whatever the wording becomes.")
        st.form_submit_button("Add as a candidate", type="primary", key=f"{key}.add", on_click=draft, args=(proposal,))


def show_proposals(collated: Collation) -> None:
    """All draft statements by topic, the best supported first."""
    titles = list_titles()
    if not collated.proposals:
        empty_state("No draft statement", "No answer of this survey carries a draft statement.", icon="description")
    if not titles:
        st.caption("A candidate needs a topic: add the first one under Topics.")
    n_drafted = sum(proposal.is_drafted for proposal in collated.proposals)
    st.caption(f"{n_drafted} of {len(collated.proposals)} are candidates. The wording can be changed when one is made.")
    for heading in dict.fromkeys(proposal.topic_title for proposal in collated.proposals):
        st.subheader(escape(heading) or "Without a topic", anchor=False)
        ordered = sorted(collated.proposals, key=lambda proposal: -proposal.n)
        for proposal in (proposal for proposal in ordered if proposal.topic_title == heading):
            show_proposal(proposal, titles, collated.may_draft)


def show_alone(collated: Collation, question: QuestionCollation) -> None:
    """The question that a link led to, with the draft statements it suggests."""
    alone.draw_way_back("question", "All questions")
    question_id = question.question.id
    details = collation.list_details(current.context(), current.process_id(), [question_id])
    topic = collated.topics.get(question.topic, question.topic)
    collated_question.draw(question, details[question_id], process, topic)
    suggested = [proposal for proposal in collated.proposals if proposal.question_id == question_id]
    if suggested:
        st.subheader("Draft statements it suggests", anchor=False)
    for proposal in suggested:
        show_proposal(proposal, list_titles(), collated.may_draft)


def list_titles() -> Mapping[UUID, str]:
    """The topics a candidate can belong to."""
    return {topic.id: topic.title for topic in topics.list_topics(current.context(), current.process_id())}


def show_answers(collated: Collation) -> None:
    """The questions looked for, a page of them at a time, with what the answers say."""
    st.caption("The most contested questions come first. No answer carries a name, and free texts stand in no order.")
    wanted = collation_search.ask(collated.questions, collated.topics)
    shown = collation_search.turn(wanted.select(collated.questions), len(collated.questions))
    if not shown:
        empty_state("Nothing found", "No question fits what you look for.", icon="search_off")
    details = collation.list_details(
        current.context(), current.process_id(), [question.question.id for question in shown]
    )
    for question in shown:
        collated_question.draw(
            question, details[question.question.id], process, collated.topics.get(question.topic, question.topic)
        )


def show_parts(collated: Collation) -> None:
    """All answers, and all draft statements."""
    answers, proposals = st.tabs(["What the answers say", "Draft statements"], key="collation.part", on_change="rerun")
    if answers.open:
        with answers:
            show_answers(collated)
    if proposals.open:
        with proposals:
            show_proposals(collated)


process = processes.get_process(current.context(), current.process_id())
found, refusal = load(collation.get_collation, current.context(), process.id)

st.title("Collation")
notices.show()
if found is None:
    empty_state("Nothing to show yet", refusal, icon="lock_clock")
    draw_link(process, "survey_monitor.py", "Go to the survey")
else:
    unfinished = (
        f" {found.n_unfinished} began and did not send it in; they are not counted." if found.n_unfinished else ""
    )
    st.caption(f"{found.n_respondents} of {found.n_invited} people asked have sent the survey in.{unfinished}")
    versions.draw(survey_versions.list_versions(current.context(), process.id), process.time_zone)
    linked = alone.find("question", ((question.question.id, question) for question in found.questions))
    if linked is not None:
        show_alone(found, linked)
    else:
        show_parts(found)
