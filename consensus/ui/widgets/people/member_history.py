"""What was sent to a member and what came of it, one below the other; nothing overwrites what was before."""

from uuid import UUID

import streamlit as st

from consensus.services.people import member_history
from consensus.services.people.member_history import HistoryEntry
from consensus.ui import current
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.times import day_and_clock


def draw(member_id: UUID, time_zone: str) -> None:
    """Draw the history, the newest first, behind a heading that opens."""
    entries = member_history.get_history(current.context(), member_id)
    with st.expander(f"History ({len(entries)})", icon=":material/history:"):
        if not entries:
            st.caption("Nothing has been sent yet.")
            return
        items = "".join(_item(entry, time_zone) for entry in entries)
        st.html(f'<ol style="list-style:none;margin:0;padding:0">{items}</ol>')


def _item(entry: HistoryEntry, time_zone: str) -> str:
    detail = f'<br><span style="font-size:.88rem">{to_html(entry.detail)}</span>' if entry.detail else ""
    letter = ""
    if entry.subject:
        letter = (
            f'<details style="margin:.3rem 0 0;font-size:.92rem"><summary style="cursor:pointer">'
            f"{to_html(entry.subject)}</summary>"
            f'<p style="margin:.4rem 0 0;padding-left:.8rem;border-left:3px solid #7b858e66;line-height:1.5">'
            f"{to_html(entry.body)}</p></details>"
        )
    return (
        '<li style="padding:.5rem 0;border-bottom:1px solid rgba(128,128,128,.22);line-height:1.45">'
        f'<span style="font-size:.85rem;opacity:.8">{day_and_clock(entry.at, time_zone)}</span><br>'
        f"{to_html(entry.sentence)}{detail}{letter}</li>"
    )
