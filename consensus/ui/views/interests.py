"""Declaring one's interests: first in general, then with one tap for each topic."""

from uuid import UUID

import streamlit as st

from consensus.domain.conflicts import NOTHING, PUBLICATIONS, REACH_BACK, SOURCE, Stand
from consensus.services.interests import interests
from consensus.services.interests.interest_store import QuestionView
from consensus.services.interests.interests import MyInterests
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.interests import interest_form
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.times import day_and_clock

OPEN = "interests.open"


def key_of(topic_id: UUID | None) -> str:
    """What sets the inputs of one question apart from those of the others."""
    return f"interests.{topic_id or 'general'}"


def declare_nothing(topic_id: UUID | None) -> None:
    """Say that there is nothing."""
    if notices.attempt(interests.declare, current.context(), current.process_id(), topic_id, NOTHING, done="Kept."):
        st.session_state.pop(OPEN, None)


def declare_nothing_on_the_rest() -> None:
    """Say that there is nothing on any topic not answered yet."""
    notices.attempt(
        interests.declare_nothing_on_the_rest, current.context(), current.process_id(), done="Kept for every topic."
    )


def declare_interest(topic_id: UUID | None) -> None:
    """Declare what the inputs describe."""

    def declare() -> None:
        declaration = interest_form.read(key_of(topic_id))
        interests.declare(current.context(), current.process_id(), topic_id, declaration)

    if notices.attempt(declare, done="Your interest is declared."):
        st.session_state.pop(OPEN, None)
        interest_form.clear(key_of(topic_id))


def open_question(topic_id: UUID | None) -> None:
    """Let an interest be described, or a declaration be changed."""
    st.session_state[OPEN] = key_of(topic_id)


def close_question() -> None:
    """Leave a question as it is."""
    st.session_state.pop(OPEN, None)


def show_question(question: QuestionView, time_zone: str) -> None:
    """One question: two taps to choose from, or what was declared and when."""
    key = key_of(question.topic_id)
    with st.container(border=True, gap="small"):
        is_general = question.topic_id is None
        st.markdown(f"**{'In general: the process as a whole' if is_general else escape(question.title)}**")
        if question.current is not None:
            show_declared(question, time_zone)
        if st.session_state.get(OPEN) == key:
            if question.current is not None and question.stand is not Stand.NOTHING:
                show_nothing(question, key, is_primary=False)
            interest_form.draw_inputs(key, save=declare_interest, args=(question.topic_id,))
            st.button("Back", key=f"{key}.leave", type="tertiary", on_click=close_question)
        elif question.current is None:
            show_nothing(question, key, is_primary=question.topic_id is None)
            st.button(
                "I have something to declare",
                key=f"{key}.something",
                width="stretch",
                on_click=open_question,
                args=(question.topic_id,),
            )


def show_nothing(question: QuestionView, key: str, *, is_primary: bool) -> None:
    """The tap that says there is nothing."""
    st.button(
        "Nothing to declare",
        key=f"{key}.nothing",
        icon=":material/check:",
        type="primary" if is_primary else "secondary",
        width="stretch",
        on_click=declare_nothing,
        args=(question.topic_id,),
    )


def show_declared(question: QuestionView, time_zone: str) -> None:
    """What was declared, what was decided, and the way to change it."""
    declaration = question.current
    if declaration is None:
        return
    st.markdown(interest_form.stand_pill(question.stand))
    if declaration.has_interest or declaration.decisions or declaration.entered_by:
        interest_form.draw_declaration(declaration, time_zone)
    else:
        st.caption(f"Declared {day_and_clock(declaration.declared_at, time_zone)}")
    interest_form.draw_earlier(question, time_zone)
    if st.session_state.get(OPEN) != key_of(question.topic_id):
        st.button(
            "Change",
            key=f"{key_of(question.topic_id)}.change",
            icon=":material/edit:",
            type="tertiary",
            on_click=open_question,
            args=(question.topic_id,),
        )


def show_progress(form: MyInterests) -> None:
    """How much is left to answer, in words."""
    if not form.n_open:
        st.success("Everything is declared. You can change it at any time.", icon=":material/check:")
    elif form.must_declare:
        st.caption(f"{form.n_open} of {len(form.questions)} to answer. You vote once all of it is declared.")
    else:
        st.caption("You take part without a vote: you may declare, and need not.")


def show_topics(form: MyInterests, time_zone: str) -> None:
    """A question for each topic, and one tap for all that are open."""
    topics = form.questions[1:]
    waiting = [question for question in topics if question.current is None]
    if not topics:
        return
    st.subheader("Topic by topic")
    if len(waiting) > 1:
        st.button(
            f"Nothing to declare on these {len(waiting)} topics",
            key="interests.rest",
            type="primary",
            icon=":material/done_all:",
            width="stretch",
            on_click=declare_nothing_on_the_rest,
        )
    for question in topics:
        show_question(question, time_zone)


process = processes.get_process(current.context(), current.process_id())
form, refusal = load(interests.get_my_interests, current.context(), process.id)

st.title("Interests")
notices.show()
if form is None:
    empty_state("Nothing is asked", refusal, icon="handshake")
else:
    zone = current.time_zone(process.time_zone)
    prose("Is there anything that could make somebody else doubt your judgement here? Most interests change nothing.")
    st.caption(REACH_BACK)
    show_progress(form)
    show_question(form.questions[0], zone)
    if form.questions[0].current is not None:
        show_topics(form, zone)
    with st.expander("Who reads this", icon=":material/visibility:"):
        prose(
            "Chair and facilitator read what you write. Other panelists do not. The report that is published says "
            f"{PUBLICATIONS[form.publication]}."
        )
        prose("The chair decides: no action needed, disclosed only, or recused from the topic.")
        st.caption(SOURCE)
