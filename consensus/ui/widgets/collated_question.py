"""What a panel answered to one question: chart, agreement, and free texts without names."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.charts.distributions import distribution_alt, question_distribution
from consensus.domain.shares import share_text
from consensus.ui.widgets.figure import draw_alone, draw_figure
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from surveys.collation import Count, QuestionCollation, RowCollation
from surveys.model import Question, QuestionKind
from surveys.spread import Location


def draw(collation: QuestionCollation) -> None:
    """Draw the question in a frame of its own."""
    question = collation.question
    with st.container(border=True, gap="small"):
        prose(question.text, size="1.1rem", serif=True)
        _draw_numbers(collation)
        if collation.counts:
            _draw_counts(collation.counts, collation.n_valid, question, key=f"collation.chart.{question.id}")
        if collation.rows:
            _draw_rows(collation)
        for text in collation.texts:
            with st.container(border=True):
                prose(text)


def _draw_rows(collation: QuestionCollation) -> None:
    """The rows of a matrix, each with its chart, and one table for all of them."""
    question = collation.question
    for row in collation.rows:
        st.markdown(f"**{escape(row.row.label)}**")
        st.caption(_findings(question, row))
        if row.n_valid:
            frame = _frame(row.counts)
            draw_alone(
                question_distribution(frame, n_valid=row.n_valid),
                alt=distribution_alt(frame, n_valid=row.n_valid),
                key=f"collation.chart.{question.id}.{row.row.id}",
            )
    with st.expander("The numbers as a table", icon=":material/table_rows:"):
        table = {label: [row.counts[place][2] for row in collation.rows] for place, label in _labels(collation)}
        numbers = pd.DataFrame({"Row": [row.row.label for row in collation.rows], **table})
        st.dataframe(numbers, hide_index=True, alt="People per row and answer", key=f"collation.rows.{question.id}")


def _labels(collation: QuestionCollation) -> list[tuple[int, str]]:
    return [(place, label) for place, (label, _, _) in enumerate(collation.rows[0].counts)]


def _frame(counts: Sequence[Count]) -> pd.DataFrame:
    return pd.DataFrame({"label": [label for label, _, _ in counts], "n": [n for _, _, n in counts]})


def contested_words(contestedness: float) -> str:
    """How divided the answers are, on a scale of 0 (of one mind) to 100."""
    return f"divided {round(contestedness * 100)} of 100"


def agreement_words(question: Question, agreement: tuple[int, int]) -> str:
    """What the agreeing have in common, and how many they are."""
    k, n = agreement
    scale = question.scale
    if scale is not None and scale.agree_from is not None:
        return f"{share_text(k, n)} answered {scale.agree_from} or higher"
    return f"{share_text(k, n)} gave the most frequent answer"


def _findings(question: Question, collation: QuestionCollation | RowCollation) -> str:
    parts = []
    if collation.agreement is not None:
        parts.append(agreement_words(question, collation.agreement))
    if collation.location is not None:
        parts.append(_location_words(collation.location, question.unit))
    if collation.agreement is not None:
        parts.append(contested_words(collation.contestedness))
    if collation.n_cannot_judge:
        parts.append(f"{collation.n_cannot_judge} cannot judge")
    if collation.n_missing:
        parts.append(f"{collation.n_missing} did not answer")
    return escape(" · ".join(parts))


def _location_words(location: Location, unit: str) -> str:
    unit = f" {unit}" if unit else ""
    spread = f"{location.lower_quartile:g} to {location.upper_quartile:g}"
    return f"median {location.median:g}{unit}, middle half {spread} (quartiles of type 7)"


def _draw_numbers(collation: QuestionCollation) -> None:
    if collation.rows:
        st.caption(f"{collation.n_valid} answered · rows {contested_words(collation.contestedness)} on average")
    elif collation.question.kind is QuestionKind.TEXT:
        st.caption(f"{collation.n_valid} wrote something")
    else:
        st.caption(f"{collation.n_valid} answered · {_findings(collation.question, collation)}")


def _draw_counts(counts: Sequence[Count], n_valid: int, question: Question, *, key: str) -> None:
    if not n_valid:
        st.caption("Nobody has answered this.")
        return
    first = "First place" if question.kind is QuestionKind.RANKING else "Answer"
    frame = _frame(counts)
    draw_figure(
        question_distribution(frame, n_valid=n_valid),
        alt=distribution_alt(frame, n_valid=n_valid),
        numbers=frame.rename(columns={"label": first, "n": "People"}),
        key=key,
    )
