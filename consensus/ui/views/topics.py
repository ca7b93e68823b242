"""The agenda: topics in order, their evidence and presentations, and the candidate statements of each."""

from uuid import UUID

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.processes import processes
from consensus.services.statements import references, statement_rounds, statements, topics
from consensus.services.statements.statement_views import StatementView
from consensus.services.statements.topics import EvidenceView, TopicView
from consensus.ui import current, notices
from consensus.ui.widgets import alone
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.statements import candidate
from consensus.ui.widgets.statements.redrafting import draw_merge, draw_similar

NEW = ("title", "summary", "minutes")


def take(key: str) -> str:
    """What an input says at this moment."""
    return str(st.session_state.get(key) or "")


def forget(*keys: str) -> None:
    """Empty inputs after what they said was saved."""
    for key in keys:
        st.session_state.pop(key, None)


def add_topic() -> None:
    """Put a topic at the end of the agenda."""
    title, summary = take("topics.new.title"), take("topics.new.summary")
    minutes = int(st.session_state["topics.new.minutes"])
    if notices.attempt(
        topics.add_topic,
        current.context(),
        current.process_id(),
        title,
        summary,
        minutes,
        done="The topic was added to the agenda.",
    ):
        forget(*(f"topics.new.{name}" for name in NEW))


def edit_topic(topic_id: UUID) -> None:
    """Save title, summary and minutes."""
    key = f"topics.edit.{topic_id}"
    notices.attempt(
        topics.edit_topic,
        current.context(),
        topic_id,
        take(f"{key}.title"),
        take(f"{key}.summary"),
        int(st.session_state[f"{key}.minutes"]),
        done="The topic was saved.",
    )


def move_topic(topic_id: UUID, up: bool) -> None:
    """Let a topic change places with its neighbour."""
    notices.attempt(topics.move_topic, current.context(), topic_id, up=up)


def add_evidence(topic_id: UUID) -> None:
    """Add a piece of evidence."""
    keys = [f"topics.evidence.{name}.{topic_id}" for name in ("text", "reference", "doi")]
    chosen = [f"topics.evidence.{name}.{topic_id}" for name in ("work", "statement")]
    work, statement = map(st.session_state.get, chosen)
    if notices.attempt(
        topics.add_evidence,
        current.context(),
        topic_id,
        *map(take, keys),
        reference_id=work.id if work else None,
        statement_id=statement.id if statement else None,
        done="The evidence was added.",
    ):
        forget(*keys, *chosen)


def remove_evidence(evidence_id: UUID) -> None:
    """Remove a piece of evidence."""
    notices.attempt(topics.remove_evidence, current.context(), evidence_id, done="The evidence was removed.")


def add_presentation(topic_id: UUID) -> None:
    """Plan a talk."""
    title, presenter = f"topics.talk.title.{topic_id}", f"topics.talk.presenter.{topic_id}"
    minutes = f"topics.talk.minutes.{topic_id}"
    if notices.attempt(
        topics.add_presentation,
        current.context(),
        topic_id,
        take(title),
        take(presenter),
        int(st.session_state[minutes]),
        done="The presentation was added.",
    ):
        forget(title, presenter, minutes)


def add_candidate(topic_id: UUID) -> None:
    """Add a candidate in the facilitator's own words."""
    text, plain = f"topics.candidate.text.{topic_id}", f"topics.candidate.plain.{topic_id}"
    if notices.attempt(
        statements.add_candidate,
        current.context(),
        topic_id,
        take(text),
        take(plain),
        done="The candidate was added.",
    ):
        forget(text, plain)


def add_future_study() -> None:
    """Note an area for future study."""
    if notices.attempt(
        topics.add_future_study,
        current.context(),
        current.process_id(),
        take("topics.future.text"),
        done="The area was added.",
    ):
        forget("topics.future.text")


def show_order(agenda: tuple[TopicView, ...]) -> None:
    """How long the agenda is."""
    minutes = sum(topic.minutes for topic in agenda)
    hours, rest = divmod(minutes, 60)
    total = f"{hours} h {rest} min" if hours else f"{rest} min"
    st.caption(
        f"{counted(len(agenda), 'topic')}, {total} of discussion in all. "
        "The meeting follows the agenda, or else this order."
    )


def show_presentations(topic: TopicView) -> None:
    """The talks, and the form for another."""
    for talk in topic.presentations:
        st.text(f"{talk.title} · {talk.presenter} · {talk.minutes} min")
    if not topic.presentations:
        st.caption("No presentation yet.")
    if topic.may_edit:
        with (
            st.popover("Add a presentation", icon=":material/co_present:"),
            st.form(f"topics.talk.{topic.id}", border=False),
        ):
            st.text_input("Title", key=f"topics.talk.title.{topic.id}", max_chars=300)
            st.text_input("Presenter", key=f"topics.talk.presenter.{topic.id}", max_chars=200)
            st.number_input("Minutes", 1, 240, 15, 5, key=f"topics.talk.minutes.{topic.id}")
            st.form_submit_button(
                "Add", type="primary", key=f"topics.talk.add.{topic.id}", on_click=add_presentation, args=(topic.id,)
            )


def show_evidence_entry(entry: EvidenceView, may_edit: bool) -> None:
    """One piece of evidence and the button that removes it."""
    text, act = st.columns([12, 1], vertical_alignment="top", wrap=False)
    where = " ".join(filter(None, (entry.note, entry.reference)))
    doi = f" · doi {to_html(entry.doi)}" if entry.doi else ""
    text.html(
        f'<p style="margin:0">{to_html(entry.text)}</p>'
        f'<p style="margin:.1rem 0 0;font-size:.85rem;opacity:.8">{to_html(where)}{doi}</p>'
    )
    if may_edit:
        act.button(
            "",
            icon=":material/close:",
            type="tertiary",
            help="Remove this evidence",
            key=f"topics.evidence.remove.{entry.id}",
            on_click=remove_evidence,
            args=(entry.id,),
        )


def n_evidence(topic: TopicView) -> int:
    """How many findings there are, those on single statements included."""
    return len(topic.evidence) + sum(len(statement.evidence) for statement in topic.statements)


def show_evidence(topic: TopicView) -> None:
    """The evidence, and the form for more."""
    for entry in topic.evidence:
        show_evidence_entry(entry, topic.may_edit)
    for statement in topic.statements:
        if statement.evidence:
            st.caption(f"On statement {statement.label}")
        for entry in statement.evidence:
            show_evidence_entry(entry, topic.may_edit)
    if not topic.evidence:
        st.caption("No evidence yet.")
    if topic.may_edit:
        with (
            st.popover("Add evidence", icon=":material/library_add:"),
            st.form(f"topics.evidence.{topic.id}", border=False),
        ):
            st.text_area("What it says", key=f"topics.evidence.text.{topic.id}", max_chars=4000)
            st.selectbox(
                "The work it stands in, of the list under References",
                works,
                index=None,
                format_func=lambda work: work.text,
                placeholder="Choose, or type it below",
                key=f"topics.evidence.work.{topic.id}",
            )
            st.text_input(
                "Reference, or how it stands to the chosen work (“as cited in”)",
                key=f"topics.evidence.reference.{topic.id}",
                max_chars=1000,
            )
            st.text_input("DOI", key=f"topics.evidence.doi.{topic.id}", max_chars=200, placeholder="10.…")
            st.selectbox(
                "On one statement alone (optional)",
                topic.statements,
                index=None,
                format_func=lambda statement: f"{statement.label} {statement.text}",
                placeholder="The topic as a whole",
                key=f"topics.evidence.statement.{topic.id}",
            )
            st.form_submit_button(
                "Add", type="primary", key=f"topics.evidence.add.{topic.id}", on_click=add_evidence, args=(topic.id,)
            )


def show_candidates(topic: TopicView) -> None:
    """The candidates, and the form for another."""
    for statement in topic.statements:
        candidate.draw(statement, key="topics", process=process, rounds=rounds.get(statement.id, ()))
    if not topic.statements:
        st.caption("No candidate statement yet. Make one from the collation, or write one here.")
    if topic.may_edit:
        with (
            st.popover("Add a candidate", icon=":material/add:"),
            st.form(f"topics.candidate.{topic.id}", border=False),
        ):
            st.text_area("Wording", key=f"topics.candidate.text.{topic.id}", max_chars=4000)
            st.text_area("In plain language (optional)", key=f"topics.candidate.plain.{topic.id}", max_chars=4000)
            st.form_submit_button(
                "Add", type="primary", key=f"topics.candidate.add.{topic.id}", on_click=add_candidate, args=(topic.id,)
            )
        draw_merge(topic.statements, key=f"topics.{topic.id}")


def show_head(topic: TopicView, is_first: bool, is_last: bool) -> None:
    """Title and place of a topic, and what changes them."""
    st.header(f"{topic.position}. {escape(topic.title)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{topic.minutes} min of discussion", width="content")
        if topic.may_edit:
            for up, icon, words, stuck in (
                (True, "arrow_upward", "Earlier", is_first),
                (False, "arrow_downward", "Later", is_last),
            ):
                st.button(
                    words,
                    icon=f":material/{icon}:",
                    type="tertiary",
                    disabled=stuck,
                    key=f"topics.move.{words.lower()}.{topic.id}",
                    on_click=move_topic,
                    args=(topic.id, up),
                )
            with (
                st.popover("Edit", icon=":material/edit:", type="tertiary"),
                st.form(f"topics.edit.{topic.id}", border=False),
            ):
                key = f"topics.edit.{topic.id}"
                st.text_input("Title", topic.title, key=f"{key}.title", max_chars=300)
                st.text_area("Summary", topic.summary, key=f"{key}.summary", max_chars=4000)
                st.number_input("Minutes", 0, 480, topic.minutes, 5, key=f"{key}.minutes")
                st.form_submit_button("Save", type="primary", key=f"{key}.save", on_click=edit_topic, args=(topic.id,))
    if topic.summary:
        st.text(topic.summary)


def show_topic(topic: TopicView, is_first: bool, is_last: bool) -> None:
    """A topic with all that belongs to it."""
    with st.container(border=True):
        show_head(topic, is_first, is_last)
        st.subheader("Candidate statements", anchor=False)
        show_candidates(topic)
        with st.expander(f"Evidence ({n_evidence(topic)})", icon=":material/library_books:"):
            show_evidence(topic)
        with st.expander(f"Presentations ({len(topic.presentations)})", icon=":material/co_present:"):
            show_presentations(topic)


def show_alone(topic: TopicView, statement: StatementView) -> None:
    """The candidate that a link led to, under the title of its topic."""
    alone.draw_way_back("statement", "All topics")
    st.header(f"{topic.position}. {escape(topic.title)}", anchor=False)
    candidate.draw(statement, key="topics", process=process, rounds=rounds.get(statement.id, ()))


process = processes.get_process(current.context(), current.process_id())
agenda = topics.list_topics(current.context(), process.id)
rounds = statement_rounds.list_statement_rounds(current.context(), process.id)
areas = topics.list_future_study(current.context(), process.id)
works = references.list_references(current.context(), process.id)

st.title("Topics")
notices.show()
linked = alone.find("statement", ((str(s.id), (topic, s)) for topic in agenda for s in topic.statements))
if linked is not None:
    show_alone(*linked)
    st.stop()
if agenda:
    show_order(agenda)
    draw_similar(key="topics")
else:
    st.caption("The agenda is empty. Add the first topic; the collation shows what the panel is divided on.")
for place, topic in enumerate(agenda):
    show_topic(topic, place == 0, place == len(agenda) - 1)
with (
    st.expander("Add a topic", icon=":material/add:", expanded=not agenda),
    st.form("topics.new", border=False),
):
    st.text_input("Title", key="topics.new.title", max_chars=300)
    st.text_area("Summary", key="topics.new.summary", max_chars=4000)
    st.number_input("Minutes of discussion", 0, 480, 30, 5, key="topics.new.minutes")
    st.form_submit_button("Add to the agenda", type="primary", key="topics.new.add", on_click=add_topic)
st.header("Areas for future study", anchor=False)
for area in areas:
    st.text(f"• {area}")
if not areas:
    st.caption("None noted yet.")
with st.form("topics.future", border=False):
    st.text_area("An area for future study", key="topics.future.text", max_chars=2000, height=80)
    st.form_submit_button("Add the area", key="topics.future.add", on_click=add_future_study)
