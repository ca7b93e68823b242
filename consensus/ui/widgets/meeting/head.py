"""What stays in sight all day on the page of whoever runs the meeting: who is here of whom, and the quorum."""

import streamlit as st

from consensus.domain.lifecycle import MeetingState
from consensus.services.meetings.meeting import MeetingView
from consensus.ui.widgets.literal import escape, to_html

_LINE = (
    "display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;align-items:baseline;padding:.5rem .8rem;border-radius:6px;"
    "backdrop-filter:blur(14px);background:#25859a1f;line-height:1.4"
)
# The container stays, not the line in it: a sticky element stays only within what is around it.
_STAYS = "<style>.st-key-meeting-head{position:sticky;top:3.75rem;z-index:90}</style>"


def draw(view: MeetingView) -> None:
    """One line that stays at the top, and under it a warning when the quorum is lost."""
    if view.state is MeetingState.ENDED:
        return
    institutions = f"{view.n_institutions_present} institution{'s' if view.n_institutions_present != 1 else ''}"
    quorum = view.quorum.words
    parts = [
        f'<strong style="font-size:1.1rem">{view.n_present} of {view.n_may_come} expected are here</strong>',
        to_html(f"{view.n_may_vote} may vote"),
        to_html(institutions),
        to_html(quorum[0].upper() + quorum[1:]),
    ]
    with st.container(key="meeting-head"):
        line = "".join(f"<span>{part}</span>" for part in parts)
        st.html(f'{_STAYS}<div role="status" style="{_LINE}">{line}</div>')
    if view.state is MeetingState.RUNNING and view.quorum.warning:
        st.warning(escape(view.quorum.warning), icon=":material/group_off:")
