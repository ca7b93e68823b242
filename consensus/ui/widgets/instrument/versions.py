"""Which versions of the questions are counted, and the answers that a later wording set aside."""

from collections.abc import Sequence

import streamlit as st

from consensus.services.surveys.survey_versions import VersionView
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.times import day_and_clock


def draw(versions: Sequence[VersionView], time_zone: str) -> None:
    """Draw the versions; nothing where there has been only one."""
    if len(versions) < 2:
        return
    current = versions[-1]
    with st.expander(f"Counted under version {current.number} of the questions", icon=":material/history:"):
        st.caption(
            "Questions whose wording stayed keep their answers through all versions; the others are counted anew."
        )
        for version in versions:
            _draw_version(version, time_zone)


def _draw_version(version: VersionView, time_zone: str) -> None:
    until = f", until {day_and_clock(version.replaced_at, time_zone)}" if version.replaced_at else ", in force"
    st.markdown(f"**Version {version.number}**{until}")
    if version.reason:
        st.caption(escape(f"Replaced because: {version.reason}"))
    for question, n in version.n_set_aside.items():
        st.caption(escape(f"{n} {'answer' if n == 1 else 'answers'} set aside: {question}"))
    st.caption(f"SHA-256 {version.sha256}")
