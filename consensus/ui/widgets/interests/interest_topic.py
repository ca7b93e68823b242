"""Interests by topic as they are published, and the electorates that decided."""

import streamlit as st

from consensus.domain.interest_report import TopicInterests, VoteElectorate
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import labelled, prose


def draw(topic: TopicInterests) -> None:
    """One question of the form: the counts, and behind a fold the interests as far as they are published."""
    recused = f", {topic.n_recused} recused" if topic.n_recused else ""
    counts = f"{topic.n_declared} of {topic.n_asked} declared, {topic.n_interests or 'none'} with an interest{recused}"
    if not topic.interests:
        labelled(topic.topic, counts)
        return
    with st.expander(f"{escape(topic.topic)}: {counts}", icon=":material/handshake:"):
        for one in topic.interests:
            labelled(f"{one.name} · {one.kinds} · {one.decision or 'not decided yet'}", one.text or " ")
            prose(one.reason, size=".85rem", muted=True)


def draw_electorate(electorate: VoteElectorate) -> None:
    """The names behind a fold; whoever was recused after the decision is set off."""
    what = ", ".join(electorate.labels)
    recused = f", {electorate.n_recused} recused" if electorate.n_recused else ""
    with st.expander(f"{escape(what)}: {len(electorate.entitled)} entitled{recused}", icon=":material/how_to_reg:"):
        prose(", ".join(electorate.entitled))
        if electorate.recused:
            labelled("Recused", ", ".join(electorate.recused))
    if electorate.n_recused_after:
        names = f": {', '.join(electorate.recused_after)}" if electorate.recused_after else ""
        st.warning(
            escape(
                f"{what}: {electorate.n_recused_after} of those who decided were recused from the topic "
                f"afterwards{names}. The result stands as it was decided; a new vote can be held."
            ),
            icon=":material/flag:",
        )
