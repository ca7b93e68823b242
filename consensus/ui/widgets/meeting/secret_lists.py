"""What is public of a secret vote once it is closed: who has voted, the receipt codes, or why it is void."""

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.rounds.round_views import RoundView
from consensus.services.rounds.secret_lists import FILE, SecretList
from consensus.ui import current
from consensus.ui.widgets.downloads import draw_download
from consensus.ui.widgets.elements import element
from consensus.ui.widgets.literal import escape


def draw(round_: RoundView, *, expanded: bool = False) -> None:
    """Draw the lists of a round; nothing of one that is not secret or still open."""
    facts = round_.secret
    if facts is None or facts.voters is None or facts.receipts is None:
        return
    draw_list(SecretList(round_.number, facts.voters, facts.receipts, ""), expanded=expanded)


def draw_list(one: SecretList, *, expanded: bool = False, title: str = "") -> None:
    """The two lists behind a fold, with the field that looks for a code inside the browser."""
    label = f"{title}Receipts and who voted ({len(one.voters)})"
    with st.expander(label, icon=":material/receipt_long:", expanded=expanded):
        st.markdown(f"**{counted(len(one.voters), 'person', 'people')} voted**")
        st.text(", ".join(one.voters))
        st.markdown(f"**{counted(len(one.receipts), 'receipt code', 'receipt codes')}, sorted**")
        element("receipts", has_style=True)(key=f"secret.receipts.{one.number}", data={"codes": list(one.receipts)})
        st.caption(
            "As many codes as people: nothing was added. Yours is among them: yours was counted. A code stands for a "
            "whole ballot paper and tells nothing of what is on it."
        )
        draw_download(current.process_id(), FILE, "Download the lists")


def draw_void(number: int, reason: str) -> None:
    """That a vote is void, and why."""
    st.warning(
        f"**Vote {number} is void.** {escape(reason)} No verdict was computed; a new vote may be opened.",
        icon=":material/block:",
    )
