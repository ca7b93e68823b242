"""What a panel answered to one question, for reading: a chart with its numbers, no judgement on it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.charts.distributions import distribution_alt, question_distribution
from consensus.ui.widgets.figure import draw_figure
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from surveys.collation import Count, QuestionCollation, RowCollation
from surveys.model import QuestionKind


def draw_result(collation: QuestionCollation, *, smallest: int) -> None:
    """Draw the question in a frame of its own; numbers of fewer than `smallest` answers are not shown."""
    question = collation.question
    with st.container(border=True, gap="small", key=f"result-{question.id}"):
        prose(question.text, size="1.1rem", serif=True)
        st.caption(_numbers(collation))
        for row in collation.rows:
            st.markdown(f"**{escape(row.row.label)}**")
            st.caption(_numbers(row))
            _draw_counts(row.counts, row.n_valid, smallest, first="Answer", key=f"result.{question.id}.{row.row.id}")
        if question.kind is QuestionKind.RANKING:
            st.caption("How often each was put first.")
        if collation.counts:
            first = "First place" if question.kind is QuestionKind.RANKING else "Answer"
            _draw_counts(collation.counts, collation.n_valid, smallest, first=first, key=f"result.{question.id}")
        _draw_texts(collation.texts)


def _numbers(counted: QuestionCollation | RowCollation) -> str:
    parts = [f"{counted.n_valid} answered"]
    if counted.n_cannot_judge:
        parts.append(f"{counted.n_cannot_judge} cannot judge")
    if counted.n_missing:
        parts.append(f"{counted.n_missing} skipped")
    if counted.location is not None:
        place = counted.location
        parts.append(f"median {place.median:g}, middle half {place.lower_quartile:g} to {place.upper_quartile:g}")
    return " · ".join(parts)


def _draw_counts(counts: Sequence[Count], n_valid: int, smallest: int, *, first: str, key: str) -> None:
    if not n_valid:
        return
    if n_valid < smallest:
        st.caption(f"Answered by fewer than {smallest} people: their number would tell who said what.")
        return
    frame = pd.DataFrame({"label": [label for label, _, _ in counts], "n": [n for _, _, n in counts]})
    draw_figure(
        question_distribution(frame, n_valid=n_valid),
        alt=distribution_alt(frame, n_valid=n_valid),
        numbers=frame.rename(columns={"label": first, "n": "People"}),
        key=key,
    )


def _draw_texts(texts: Sequence[str]) -> None:
    if texts:
        with st.expander(f"What was written ({len(texts)})", icon=":material/notes:"):
            for text in texts:
                prose(text)
