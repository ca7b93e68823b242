"""From how many people on a stakeholder group is counted apart."""

import streamlit as st

from consensus.domain.disclosure import Anonymity
from consensus.domain.groups import LEAST_GROUP, MOST_GROUP
from consensus.services.processes import small_groups
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape

_N = "settings.groups.smallest"


def draw(process: ProcessView) -> None:
    """The number, what it promises, and why it may be locked."""
    chosen = small_groups.get_smallest_group(current.context(), process.id)
    is_locked = bool(chosen.why_locked)
    st.number_input(
        "People a stakeholder group needs to be counted apart",
        LEAST_GROUP,
        MOST_GROUP,
        chosen.n_people,
        key=_N,
        disabled=is_locked,
        on_change=_save,
        width=360,
    )
    if is_locked:
        st.caption(f":material/lock: {escape(chosen.why_locked)}")
    if process.anonymity is Anonymity.OPEN:
        st.caption("This process is open: every group is counted apart, however small.")
    st.caption(
        "Smaller groups are counted together, so that no number on a page, in a chart or in a file points at one "
        "person. It can be chosen until the survey or the first vote is opened."
    )


def _save() -> None:
    notices.attempt(
        small_groups.set_smallest_group,
        current.context(),
        current.process_id(),
        int(st.session_state[_N]),
        done="The number was saved.",
    )
