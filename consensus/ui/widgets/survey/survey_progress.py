"""How a survey is going, drawn again by itself: turnout, groups, who is missing, time, what is left out."""

import math

import pandas as pd
import streamlit as st

from consensus.charts.responses_over_time import over_time_alt, responses_over_time
from consensus.domain.lifecycle import SurveyState
from consensus.services.surveys.survey_progress import GroupProgress, SurveyProgress, TimeTaken
from consensus.ui.widgets.figure import draw_alone
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.times import in_zone

MOST_NAMES = 100
"""A longer list is read on the page of the panel, which can be searched."""


def draw_turnout(progress: SurveyProgress) -> None:
    """How many have sent it in, and who is under way."""
    under_way = progress.n_started - progress.n_finished
    with st.container(border=True):
        st.metric("Sent in", f"{progress.n_finished} of {progress.n_asked} people asked")
        st.progress(progress.n_finished / progress.n_asked if progress.n_asked else 0.0)
        parts = []
        if progress.state is SurveyState.OPEN and under_way > 0:
            parts.append(f"{under_way} more {'has' if under_way == 1 else 'have'} begun and not sent it in yet")
        if progress.n_paper:
            parts.append(f"{progress.n_paper} of those sent in came on paper")
        if parts:
            st.caption(". ".join(parts) + ".")


def draw_over_time(progress: SurveyProgress, time_zone: str) -> None:
    """When they came in."""
    if progress.opened_at is None or not progress.finished_at:
        return
    moments = [in_zone(at, time_zone) for at in progress.finished_at]
    figure = responses_over_time(
        moments,
        progress.n_asked,
        since=in_zone(progress.opened_at, time_zone),
        until=in_zone(progress.until, time_zone),
    )
    st.markdown("**Sent in over time**")
    draw_alone(figure, alt=over_time_alt(moments, progress.n_asked), key="survey.over_time")


def draw_groups(groups: tuple[GroupProgress, ...]) -> None:
    """How far each group is; small ones stand together."""
    if not groups:
        return
    st.markdown("**By stakeholder group**")
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;font-weight:400;padding:.35rem .8rem .35rem 0">'
        f"{to_html(group_name(group))}</th>"
        f'<td style="padding:.35rem .8rem;white-space:nowrap">{group.n_finished} of {group.n_asked}</td>'
        f'<td style="padding:.35rem 0;white-space:nowrap;opacity:.8">'
        f"{group.n_started - group.n_finished} under way</td></tr>"
        for group in groups
    )
    st.html(f'<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">{rows}</table>')


def group_name(group: GroupProgress) -> str:
    """One name, or those of the groups that stand together."""
    return " and ".join(name or "without a group" for name in group.groups)


def draw_missing(progress: SurveyProgress) -> None:
    """Who has not sent it in."""
    if progress.not_started is None or progress.unfinished is None:
        return
    missing = len(progress.not_started) + len(progress.unfinished)
    if not missing:
        st.caption("Everybody who was asked has sent the survey in.")
        return
    with st.expander(f"Who has not sent it in ({missing})", icon=":material/person_search:"):
        for title, names in (("Begun", progress.unfinished), ("Not begun", progress.not_started)):
            if names:
                st.markdown(f"**{title} ({len(names)})**")
                st.text("\n".join(names[:MOST_NAMES]))
            if len(names) > MOST_NAMES:
                st.caption(f"and {len(names) - MOST_NAMES} more; the page of the panel finds them all.")


def draw_time(taken: TimeTaken | None) -> None:
    """How long it takes."""
    if taken is None:
        return
    paused = f"; {taken.n_paused} made a pause of over half an hour, which is left out" if taken.n_paused else ""
    st.markdown("**Time taken**")
    st.markdown(
        f"Half of the {taken.n} who answered online took {_minutes(taken.median)} minutes at most, the middle half "
        f"{_minutes(taken.lower_quartile)} to {_minutes(taken.upper_quartile)}{paused}."
    )


def _minutes(minutes: float) -> int:
    """Whole minutes, begun ones counted."""
    return max(1, math.ceil(minutes))


def draw_questions(progress: SurveyProgress) -> None:
    """What was left out, the most skipped first."""
    if progress.questions is None:
        if progress.disclosure.why:
            st.caption(escape(progress.disclosure.why), width="stretch")
        return
    if not progress.n_finished:
        return
    ordered = sorted(progress.questions, key=lambda question: -(question.n_skipped + question.n_cannot_judge))
    table = pd.DataFrame(
        {
            "Question": [question.text for question in ordered],
            "Shown": [question.n_shown for question in ordered],
            "Answered": [question.n_answered for question in ordered],
            "Cannot judge": [question.n_cannot_judge for question in ordered],
            "Skipped": [question.n_skipped for question in ordered],
        }
    )
    with st.expander("What was left out, question by question", icon=":material/rule:"):
        st.dataframe(table, hide_index=True, alt="People per question and what they did with it", key="survey.left_out")
