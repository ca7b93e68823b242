"""The trail of a statement, drawn as one line from the answers to the adoption."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.trail import Step, StepKind
from consensus.services.processes.processes import ProcessView
from consensus.services.statements import trail
from consensus.ui import current
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.statements.word_changes import changes_html
from consensus.ui.widgets.times import day_and_clock

_COLOURS = {
    StepKind.ANSWERS: "#5b7897",
    StepKind.THEME: "#5b7897",
    StepKind.QUOTE: "#7b858e",
    StepKind.WORDING: "#c2502a",
    StepKind.CHECK: "#17809a",
    StepKind.ROUND: "#17809a",
    StepKind.ADOPTION: "#17809a",
}
_SERIF = "font-family:'Source Serif',Georgia,serif"


def draw_fold(statement_id: UUID, process: ProcessView, *, key: str) -> None:
    """A fold as wide as its surroundings, in which the trail is read when it is asked for."""
    fold = st.expander("Trail", icon=":material/timeline:", key=f"{key}.trail", on_change="rerun")
    if fold.open:
        with fold:
            draw(trail.get_trail(current.context(), statement_id), process)


def draw(steps: Sequence[Step], process: ProcessView) -> None:
    """The steps as one line, each that rests on answers with a link to them."""
    with st.container(gap=None):
        for step in steps:
            st.html(_item(step, process.time_zone))
            if step.kind in (StepKind.ANSWERS, StepKind.THEME):
                draw_answers_link(process, step.question_id, step.theme_id)
    if not any(step.kind in (StepKind.ANSWERS, StepKind.THEME) for step in steps):
        st.caption("No survey answer is linked to this statement.")


def draw_answers_link(process: ProcessView, question_id: str, theme_id: UUID | None) -> None:
    """The way to the answers under the theme, or to the question; nothing for those who may not read them."""
    if theme_id is not None:
        draw_link(process, "themes.py", "See the answers", icon=":material/notes:", theme=theme_id)
    elif question_id:
        draw_link(process, "collation.py", "See the answers", icon=":material/bar_chart:", question=question_id)


def _item(step: Step, time_zone: str) -> str:
    text = changes_html(step.before, step.text) if step.before else to_html(step.text)
    if step.kind is StepKind.QUOTE:
        text = f"“{text}”"
    style = _SERIF if step.kind in (StepKind.WORDING, StepKind.QUOTE) else ""
    about = [step.by, day_and_clock(step.at, time_zone) if step.at else "", step.reason and f"Reason: {step.reason}"]
    under = " · ".join(to_html(part) for part in about if part)
    return (
        f'<div style="border-left:3px solid {_COLOURS[step.kind]};padding:.1rem 0 .7rem .8rem;margin:0">'
        f'<div style="font-size:.85rem;font-weight:600;opacity:.85">{to_html(step.heading)}</div>'
        f'<div style="line-height:1.5;{style}">{text}</div>'
        f'<div style="font-size:.82rem;opacity:.75">{under}</div></div>'
    )
