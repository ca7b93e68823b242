"""Stakeholder groups side by side under a question, or why they are not counted apart."""

from collections.abc import Sequence

import streamlit as st

from consensus.domain.shares import share_text
from consensus.services.surveys.collation import QuestionDetail
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape
from surveys.group_tallies import GroupComparison, GroupTally
from surveys.model import Question, QuestionKind

WITHOUT_A_GROUP = "no group named"


def draw_groups(question: Question, detail: QuestionDetail) -> None:
    """A fold with one table per question or matrix row; nothing where everybody is of one group."""
    if detail.n_groups < 2 or question.kind is QuestionKind.TEXT:
        return
    if not detail.comparisons:
        st.caption(
            f":material/visibility_off: Not shown by stakeholder group: with fewer than {detail.smallest} answers in a "
            "group its numbers would point at people."
        )
        return
    with st.expander("By stakeholder group", icon=":material/groups:"):
        labels = {row.id: row.label for row in question.rows}
        for comparison in detail.comparisons:
            if comparison.part_id:
                st.markdown(f"**{escape(labels[comparison.part_id])}**")
            _draw(question, comparison, detail.smallest)


def _draw(question: Question, comparison: GroupComparison, smallest: int) -> None:
    tallies = comparison.tallies
    header = ["", *[_name(tally.groups) for tally in tallies]]
    rows = [["Answered", *[str(tally.n_valid) for tally in tallies]]]
    if tallies[0].location is not None:
        rows.append(["Median (middle half)", *[_location(tally) for tally in tallies]])
    if question.scale is not None and question.scale.agree_from is not None:
        rows.append([f"{question.scale.agree_from} or higher", *[_agreement(tally) for tally in tallies]])
    if question.kind is not QuestionKind.NUMBER:
        rows.extend(
            [label, *[share_text(tally.counts[place][2], tally.n_valid) for tally in tallies]]
            for place, (label, _, _) in enumerate(tallies[0].counts)
        )
    merged = any(len(tally.groups) > 1 for tally in tallies)
    caption = f"Groups with fewer than {smallest} answers are counted together." if merged else ""
    draw_table(header, rows, caption=caption)


def _name(groups: Sequence[str]) -> str:
    names = [name or WITHOUT_A_GROUP for name in groups]
    return " + ".join(names) if len(names) <= 3 else f"{len(names)} smaller groups"


def _location(tally: GroupTally) -> str:
    where = tally.location
    return f"{where.median:g} ({where.lower_quartile:g} to {where.upper_quartile:g})" if where else ""


def _agreement(tally: GroupTally) -> str:
    return share_text(*tally.agreement) if tally.agreement else ""
