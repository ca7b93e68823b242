"""The row of inputs that narrows a long collation down, and the pages of what is found."""

from collections.abc import Mapping, Sequence

import streamlit as st

from surveys.collation import QuestionCollation
from surveys.collation_filter import CollationFilter, Contestedness, Order
from surveys.model import QuestionKind

PER_PAGE = 10
FEW = 6
"""So many questions are read without looking for anything."""

KINDS = {
    QuestionKind.SINGLE: "One choice",
    QuestionKind.MULTIPLE: "Several choices",
    QuestionKind.SCALE: "Scale",
    QuestionKind.MATRIX: "Matrix",
    QuestionKind.NUMBER: "Number",
    QuestionKind.TEXT: "Free text",
    QuestionKind.RANKING: "Ranking",
    QuestionKind.YES_NO_UNSURE: "Yes, no, unsure",
}
_CONTESTED = {
    Contestedness.CONTESTED: "Contested",
    Contestedness.BETWEEN: "In between",
    Contestedness.SETTLED: "Settled",
}
_ORDERS = {Order.CONTESTED_FIRST: "Contested first", Order.AS_ASKED: "As asked"}


def ask(collations: Sequence[QuestionCollation], topics: Mapping[str, str]) -> CollationFilter:
    """Draw the inputs and say what is looked for; a short collation is shown whole."""
    if len(collations) <= FEW:
        return CollationFilter()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="collation.words", placeholder="Words of a question or an answer", icon=":material/search:"
        )
        asked = [topic for topic in dict.fromkeys(collation.topic for collation in collations) if topic in topics]
        topic = st.selectbox(
            "Topic",
            [None, *asked],
            format_func=lambda slug: topics.get(slug or "", "All topics"),
            key="collation.topic",
        )
        kind = st.selectbox(
            "Kind of question",
            [None, *[kind for kind in KINDS if any(c.question.kind is kind for c in collations)]],
            format_func=lambda kind: KINDS[kind] if kind else "All kinds",
            key="collation.kind",
        )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        how = st.pills("How divided", list(_CONTESTED), format_func=_CONTESTED.__getitem__, key="collation.how")
        order = st.segmented_control(
            "Order",
            list(_ORDERS),
            format_func=_ORDERS.__getitem__,
            default=Order.CONTESTED_FIRST,
            key="collation.order",
        )
    return CollationFilter(
        words, topic, frozenset({kind} if kind else ()), how, Order(order) if order else Order.CONTESTED_FIRST
    )


def turn(found: Sequence[QuestionCollation], n_all: int) -> Sequence[QuestionCollation]:
    """The questions of the page one has turned to; says how many there are, and draws the pages."""
    n_pages = max(1, -(-len(found) // PER_PAGE))
    if n_pages == 1:
        if len(found) < n_all:
            st.caption(f"{len(found)} of {n_all} questions")
        return found
    page = st.pagination(n_pages, key=f"collation.page.{n_pages}")
    first = (page - 1) * PER_PAGE
    shown = found[first : first + PER_PAGE]
    st.caption(f"{first + 1} to {first + len(shown)} of {len(found)} questions")
    return shown
