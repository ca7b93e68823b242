"""Whether a consensus definition is locked, since when, and what was changed in it afterwards."""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from consensus.domain.deviations import Deviation
from consensus.ui.widgets.pieces import labelled, prose
from consensus.ui.widgets.times import day_and_clock

SHORT_HASH = 12


def draw_lock(locked_at: datetime | None, sha256: str, time_zone: str, *, lock: Callable[[], None]) -> None:
    """The lock with its time and fingerprint, or the button that sets it."""
    if locked_at is not None:
        st.markdown(f":material/lock: **Locked {day_and_clock(locked_at, time_zone)}** · `{sha256[:SHORT_HASH]}`")
        st.caption(
            "The code is the beginning of the definition's SHA-256, which the exports print in full. A change from "
            "now on is a deviation: it needs a reason, and the report prints both."
        )
        return
    st.markdown(":material/lock_open: **Not locked**")
    st.caption(
        "The first vote locks the definition. Lock it before, and the record shows that it was chosen before anybody "
        "voted."
    )
    with st.popover("Lock the definition", icon=":material/lock:"):
        st.write("There is no way back. A later change needs a reason and is printed in the report.")
        st.button("Lock it", type="primary", key="settings.rule.lock", on_click=lock)


def draw_deviations(deviations: Sequence[Deviation], time_zone: str) -> None:
    """Every change since the lock, oldest first."""
    if not deviations:
        return
    st.subheader("Deviations", anchor=False)
    for deviation in deviations:
        with st.container(border=True, gap="xsmall"):
            icon = ":material/warning:" if deviation.votes_known else ":material/edit_note:"
            st.markdown(f"{icon} **{deviation.what}**")
            st.caption(f"{day_and_clock(deviation.at, time_zone)} · `{deviation.after_sha256[:SHORT_HASH]}`")
            prose(deviation.actor, size=".9rem", muted=True)
            labelled("Reason", deviation.reason)
            labelled("Before", deviation.before_sentence)
            labelled("After", deviation.after_sentence)
