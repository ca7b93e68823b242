"""Links from page to page, drawn only where the reader has the page they lead to."""

import streamlit as st

from consensus.services.processes.processes import ProcessView
from consensus.ui import navigation


def has_page(view: ProcessView, file: str) -> bool:
    """Whether the reader has this page now: pages go with the role, and with the state of the process."""
    return file in {entry.file for entry in navigation.list_entries(view)}


def draw_link(
    view: ProcessView, file: str, label: str, *, icon: str = ":material/arrow_forward:", **to: object
) -> None:
    """Draw the link; nothing where it would lead nowhere.

    `to` is the one thing the page opens at, such as question="fit": it goes into the address (`widgets/alone.py`).
    """
    if has_page(view, file):
        address = {"process": view.slug, **{kind: str(value) for kind, value in to.items()}} if to else None
        st.page_link(navigation.VIEWS / file, label=label, icon=icon or None, width="content", query_params=address)
