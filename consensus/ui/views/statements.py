"""The draft statements, topic by topic, with the evidence the panel is shown."""

import streamlit as st

from consensus.services.statements import statement_rounds, topics, wording_changes
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.statements import round_fold
from consensus.ui.widgets.statements.evidence import draw_evidence
from consensus.ui.widgets.statements.statement_card import draw_statement


def draw_topic(topic: topics.TopicView) -> None:
    """A topic: what it is about, what is known, what the panel might say."""
    st.subheader(f"{topic.position}. {escape(topic.title)}", anchor=f"topic-{topic.position}")
    prose(topic.summary)
    if topic.evidence:
        with st.expander(f"Evidence ({len(topic.evidence)})", icon=":material/menu_book:"):
            draw_evidence(topic.evidence)
    for statement in topic.statements:
        draw_statement(statement, changes.get(statement.id), below=round_fold.at_foot(rounds))
    if not topic.statements:
        st.caption("No draft statement yet.")


agenda = topics.list_topics(current.context(), current.process_id())
rounds = statement_rounds.list_statement_rounds(current.context(), current.process_id())
changes = wording_changes.list_changes(current.context(), current.process_id())

st.title("Statements")
notices.show()
if not agenda:
    empty_state(
        "No draft statements yet",
        "The facilitators write them from the answers to the survey. They appear here before the meeting.",
        icon="description",
    )
else:
    st.caption("Drafts for the meeting. Wording can still change until a vote is opened.")
for topic in agenda:
    draw_topic(topic)
