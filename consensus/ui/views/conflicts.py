"""Conflicts of interest: who has declared, what is to be decided, and what was; for chair and facilitator."""

from collections.abc import Sequence
from uuid import UUID

import pandas as pd
import streamlit as st

from consensus.domain.conflicts import DECISIONS, MAX_CHARACTERS, NOTHING, Decision, Stand
from consensus.services.interests import conflicts, interests
from consensus.services.interests.conflicts import MemberReview, Review, TopicCount
from consensus.services.interests.interest_store import QuestionView
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.interests import interest_form
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose

PAPER = "conflicts.paper"
CAPTIONS = {
    Decision.NONE_NEEDED: "It does not bear on the topic.",
    Decision.DISCLOSED_ONLY: "They vote; the report says so, and how the verdict stands without them.",
    Decision.RECUSED: "They discuss as the chair allows, and are out of the votes.",
}


def decide(declaration_id: UUID) -> None:
    """Decide as the inputs of a declaration say."""
    key = f"conflicts.{declaration_id}"

    def save() -> None:
        state = st.session_state
        conflicts.decide_conflict(
            current.context(), declaration_id, state[f"{key}.decision"], state.get(f"{key}.reason") or ""
        )

    notices.attempt(save, done="The decision was recorded.")


def enter_nothing() -> None:
    """Enter from paper that somebody declares nothing on the question that is chosen."""
    member_id, topic_id = st.session_state[f"{PAPER}.member"], st.session_state[f"{PAPER}.topic"]
    notices.attempt(
        interests.declare_for, current.context(), member_id, topic_id, NOTHING, done="The declaration was entered."
    )


def enter_nothing_at_all() -> None:
    """Enter from paper that somebody declares nothing on any question not answered yet."""
    member_id = st.session_state[f"{PAPER}.member"]

    def save() -> None:
        ctx = current.context()
        review = conflicts.get_review(ctx, current.process_id())
        general = next(member.questions[0] for member in review.members if member.member_id == member_id)
        if general.current is None:
            interests.declare_for(ctx, member_id, None, NOTHING)
        interests.declare_nothing_on_the_rest_for(ctx, member_id)

    notices.attempt(save, done="The declarations were entered.")


def enter_interest(member_id: UUID, topic_id: UUID | None) -> None:
    """Enter from paper the interest that the inputs describe."""

    def save() -> None:
        interests.declare_for(current.context(), member_id, topic_id, interest_form.read(PAPER))

    if notices.attempt(save, done="The declaration was entered."):
        interest_form.clear(PAPER)


def show_counts(counts: Sequence[TopicCount]) -> None:
    """How far the panel is, question by question."""
    frame = pd.DataFrame(
        {
            "Question": [row.title for row in counts],
            "Declared": [f"{row.n_declared} of {row.n_asked}" for row in counts],
            "With an interest": [row.n_interests for row in counts],
            "To decide": [row.n_undecided for row in counts],
            "Recused": [row.n_recused for row in counts],
        }
    )
    st.dataframe(frame, hide_index=True, key="conflicts.counts", alt="How many have declared, by topic")


def show_to_decide(review: Review, time_zone: str) -> None:
    """Every declaration that waits, with the decision where it is this person's to take."""
    waiting = [
        (member, question)
        for member in review.members
        for question in member.questions
        if question.stand is Stand.UNDECIDED
    ]
    st.header(f"To decide ({len(waiting)})", anchor=False)
    if not waiting:
        st.caption("Nothing waits for a decision.")
    for member, question in waiting:
        with st.container(border=True, gap="small"):
            st.markdown(f"**{escape(member.name)}** · {escape(question.title)}")
            show_question(member, question, time_zone)


def show_question(member: MemberReview, question: QuestionView, time_zone: str) -> None:
    """What was declared, what was before, and the inputs of the decision."""
    if question.current is None:
        return
    interest_form.draw_declaration(question.current, time_zone)
    interest_form.draw_earlier(question, time_zone)
    if member.why_not_decide:
        st.caption(member.why_not_decide)
    elif question.stand is not Stand.NOTHING:
        show_decision(question.current.id)


def show_decision(declaration_id: UUID) -> None:
    """The three decisions, the reason, and the button."""
    key = f"conflicts.{declaration_id}"
    chosen = st.radio(
        "Decision",
        list(Decision),
        index=None,
        format_func=lambda decision: DECISIONS[decision].capitalize(),
        captions=[CAPTIONS[decision] for decision in Decision],
        key=f"{key}.decision",
    )
    st.text_input("Reason", key=f"{key}.reason", max_chars=MAX_CHARACTERS, placeholder="In one sentence")
    st.button(
        "Record the decision",
        type="primary",
        key=f"{key}.save",
        disabled=chosen is None,
        on_click=decide,
        args=(declaration_id,),
    )


def show_missing(review: Review) -> None:
    """Who has still to declare, and what."""
    missing = [member for member in review.members if member.votes and member.n_open]
    st.header(f"Not declared yet ({len(missing)})", anchor=False)
    if not missing:
        st.caption("Everybody with a vote has declared.")
        return
    nothing_yet = [member.name for member in missing if member.n_open == len(member.questions)]
    begun = [member for member in missing if member.n_open < len(member.questions)]
    if nothing_yet:
        prose(f"Nothing answered: {', '.join(nothing_yet)}.")
    by_titles: dict[str, list[str]] = {}
    for member in begun:
        titles = ", ".join(question.title for question in member.questions if question.current is None)
        by_titles.setdefault(titles, []).append(member.name)
    for titles, names in by_titles.items():
        prose(f"Still “{titles}”: {', '.join(names)}.")


def show_paper(review: Review) -> None:
    """Entering what somebody declared on paper; it is marked so."""
    with st.expander("Enter a declaration from paper", icon=":material/edit_document:"):
        st.caption("It is marked as entered by you, and the person sees it on their page.")
        members = {member.member_id: member for member in review.members}
        member_id = st.selectbox(
            "Who", list(members), format_func=lambda who: escape(members[who].name), key=f"{PAPER}.member"
        )
        if member_id is None:
            return
        questions = {question.topic_id: question for question in members[member_id].questions}
        topic_id = st.selectbox(
            "On what", list(questions), format_func=lambda which: questions[which].title, key=f"{PAPER}.topic"
        )
        with st.container(horizontal=True):
            st.button("Nothing to declare on this", key=f"{PAPER}.nothing", on_click=enter_nothing)
            st.button("Nothing on all that is open", key=f"{PAPER}.nothing_at_all", on_click=enter_nothing_at_all)
        st.divider()
        interest_form.draw_inputs(PAPER, save=enter_interest, args=(member_id, topic_id))


def show_decided(review: Review, time_zone: str) -> None:
    """Everybody with an interest, with history and decisions; a decision may be changed."""
    declared = [member for member in review.members if member.has_interest]
    st.header(f"Declared interests ({len(declared)})", anchor=False)
    if not declared:
        st.caption("Nobody has declared an interest.")
    for member in declared:
        titles = [question.title for question in member.questions if any(d.has_interest for d in question.history)]
        with st.expander(f"**{escape(member.name)}** · {escape(', '.join(titles))}", icon=":material/person:"):
            for question in member.questions:
                if not any(declaration.has_interest for declaration in question.history):
                    continue
                st.markdown(f"**{escape(question.title)}** {interest_form.stand_pill(question.stand)}")
                if question.stand is Stand.UNDECIDED or question.current is None:
                    st.caption("Stands above, to be decided.")
                    continue
                interest_form.draw_declaration(question.current, time_zone)
                interest_form.draw_earlier(question, time_zone)
                show_change(member, question)


def show_change(member: MemberReview, question: QuestionView) -> None:
    """Another decision on a declaration, behind a step; the earlier one is kept."""
    if not member.why_not_decide and question.current is not None and question.current.decisions:
        with st.popover("Decide anew", icon=":material/gavel:"):
            show_decision(question.current.id)


process = processes.get_process(current.context(), current.process_id())
review = conflicts.get_review(current.context(), process.id)

st.title("Conflicts of interest")
notices.show()
if not review.is_asked:
    empty_state(
        "Declarations are not asked for",
        "The facilitator can let the panel declare its interests, on the page Settings.",
        icon="handshake",
    )
else:
    if review.secret_vote_is_on:
        st.warning(
            "A secret vote is under way. Whoever is recused from it now after having voted makes it void: nobody can "
            "find their ballot. To keep it, decide after the verdict; the recusal then stands beside the result.",
            icon=":material/warning:",
        )
    show_counts(review.topics)
    show_to_decide(review, process.time_zone)
    show_missing(review)
    if review.may_enter:
        show_paper(review)
if review.is_asked or any(member.has_interest for member in review.members):
    show_decided(review, process.time_zone)
