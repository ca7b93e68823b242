"""The trail of a statement, drawn as one line from the answers to the adoption."""

from uuid import UUID

import streamlit as st

from consensus.services import trail
from consensus.services.trail import Step, StepKind
from consensus.ui import current
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.times import day_and_clock
from consensus.ui.widgets.word_changes import changes_html

_COLOURS = {
    StepKind.ANSWERS: "#5b7897",
    StepKind.THEME: "#5b7897",
    StepKind.QUOTE: "#7b858e",
    StepKind.WORDING: "#c2502a",
    StepKind.ROUND: "#17809a",
    StepKind.ADOPTION: "#17809a",
}
_SERIF = "font-family:'Source Serif',Georgia,serif"


def draw_trail(statement_id: UUID, *, key: str, time_zone: str) -> None:
    """A button under which the trail is read when it is asked for."""
    fold = st.popover("Trail", icon=":material/timeline:", type="tertiary", key=f"{key}.trail", on_change="rerun")
    if not fold.open:
        return
    with fold:
        steps = trail.get_trail(current.context(), statement_id)
        items = "".join(_item(step, time_zone) for step in steps)
        st.html(f'<ol style="list-style:none;margin:0;padding:0">{items}</ol>')
        if not any(step.kind in (StepKind.ANSWERS, StepKind.THEME) for step in steps):
            st.caption("No survey answer is linked to this statement.")


def _item(step: Step, time_zone: str) -> str:
    text = changes_html(step.before, step.text) if step.before else to_html(step.text)
    if step.kind is StepKind.QUOTE:
        text = f"“{text}”"
    style = _SERIF if step.kind in (StepKind.WORDING, StepKind.QUOTE) else ""
    about = [step.by, day_and_clock(step.at, time_zone) if step.at else "", step.reason and f"Reason: {step.reason}"]
    under = " · ".join(to_html(part) for part in about if part)
    return (
        f'<li style="border-left:3px solid {_COLOURS[step.kind]};padding:.1rem 0 .7rem .8rem;margin:0">'
        f'<div style="font-size:.85rem;font-weight:600;opacity:.85">{to_html(step.heading)}</div>'
        f'<div style="line-height:1.5;{style}">{text}</div>'
        f'<div style="font-size:.82rem;opacity:.75">{under}</div></li>'
    )
