"""What a panel answered to one question: chart, agreement, groups, and free texts without names."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.charts.distributions import distribution_alt, question_distribution
from consensus.charts.number_spread import NumberSpread, number_alt, number_spread
from consensus.domain.shares import share_text
from consensus.services.processes.processes import ProcessView
from consensus.services.surveys.collation import QuestionDetail
from consensus.tally.survey_ranking import TRUNCATED, RankedOption
from consensus.ui.widgets.figure import draw_alone, draw_figure
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements import derived
from consensus.ui.widgets.survey.group_table import draw_groups
from surveys.collation import Count, QuestionCollation, RowCollation
from surveys.collation_filter import Contestedness, how_contested
from surveys.model import Question, QuestionKind
from surveys.spread import Location

MOST_TEXTS = 5
_PILLS = {
    Contestedness.CONTESTED: ":orange-badge[:material/call_split: Contested]",
    Contestedness.BETWEEN: ":gray-badge[:material/more_horiz: In between]",
    Contestedness.SETTLED: ":green-badge[:material/check: Settled]",
}


def draw(collation: QuestionCollation, detail: QuestionDetail, process: ProcessView, topic: str = "") -> None:
    """Draw the question in a frame of its own; `topic` is the title of its agenda item."""
    question = collation.question
    how = how_contested(collation)
    with st.container(border=True, gap="small"):
        if how is not None or topic:
            pill = _PILLS[how] if how is not None else ""
            st.markdown(f"{pill} :small[{escape(topic)}]".strip())
        prose(question.text, size="1.1rem", serif=True)
        _draw_numbers(collation)
        if question.kind is QuestionKind.NUMBER:
            _draw_number(collation)
        elif collation.counts:
            _draw_counts(collation.counts, collation.n_valid, question, key=f"collation.chart.{question.id}")
        if detail.ranking:
            _draw_ranking(question, detail.ranking)
        if collation.rows:
            _draw_rows(collation)
        draw_groups(question, detail)
        _draw_texts(collation)
        derived.draw(detail.statements, process)


def _draw_texts(collation: QuestionCollation) -> None:
    for text in collation.texts[:MOST_TEXTS]:
        with st.container(border=True):
            prose(text)
    n_more = len(collation.texts) - MOST_TEXTS
    if n_more > 0:
        st.caption(f"{n_more} more. All are read and grouped under Themes.")


def _draw_number(collation: QuestionCollation) -> None:
    where = collation.location
    if where is None:
        st.caption("Nobody has answered this.")
        return
    numbers = NumberSpread(
        {float(value): n for _, value, n in collation.counts if not isinstance(value, str)},
        where.median,
        where.lower_quartile,
        where.upper_quartile,
        collation.question.unit,
    )
    draw_figure(
        number_spread(numbers),
        alt=number_alt(numbers),
        numbers=_frame(collation.counts).rename(columns={"label": "Number", "n": "People"}),
        key=f"collation.chart.{collation.question.id}",
    )


def _draw_ranking(question: Question, ranking: Sequence[RankedOption]) -> None:
    labels = {option.id: option.label for option in question.options}
    with st.expander("Mean place and Borda count", icon=":material/format_list_numbered:"):
        draw_table(
            ["", "Place", "Borda", "Ranked by", "Mean place", "Placed first"],
            [_ranked(labels[option.option_id], option) for option in ranking],
            caption=f"{TRUNCATED.phrase()} The mean place is that among those who ranked the option.",
        )


def _ranked(label: str, option: RankedOption) -> list[str]:
    mean = "–" if option.mean_place is None else f"{float(option.mean_place):.2f}"
    place = f"{option.place}=" if option.tied else str(option.place)
    return [label, place, f"{float(option.score):g}", str(option.n_listed), mean, str(option.n_first)]


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
    if question.kind is QuestionKind.RANKING:
        return f"{share_text(k, n)} put the same option first"
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
    ends = f"range {location.lowest:g} to {location.highest:g}"
    return f"median {location.median:g}{unit}, middle half {spread} (quartiles of type 7), {ends}"


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
