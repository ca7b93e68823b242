"""Says whose link somebody tried in a second browser, for as long as that link is in force."""

import streamlit as st

from consensus.services.sign_in.arrivals import RefusedLink
from consensus.ui import current
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.times import clock, day


def draw(links: tuple[RefusedLink, ...], time_zone: str) -> None:
    """One warning for all of them; nothing where there is none."""
    if not links:
        return
    zone = current.time_zone(time_zone)
    lines = [
        f"The link of **{escape(link.name)}** was tried in a second browser on {day(link.at, zone)} at "
        f"{clock(link.at, zone)} ({link.agent or 'unknown browser'}) and refused."
        for link in links
    ]
    advice = (
        "If that was the person on another device, issue a new link on their card under *Panel*; it ends the old one. "
        "If it was not, somebody else may have been first: issue a new link, which ends that sign-in."
    )
    st.warning("  \n".join([*lines, advice]), icon=":material/devices:")
