"""The panel as a file to save."""

import streamlit as st

from consensus.ui import current


def draw() -> None:
    """Draw the two links; the browser fetches them past Streamlit, with the permission asked anew."""
    process_id = current.process_id()
    links = " · ".join(
        f'<a href="/download/{process_id}/{name}" download style="color:inherit">{label}</a>'
        for name, label in (("panel.xlsx", "Excel with codebook"), ("panel.csv", "CSV"))
    )
    st.html(
        f'<p style="margin:0;font-size:.92rem">Save the panel: {links}. It can be worked on and imported again.</p>'
    )
