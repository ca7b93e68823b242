"""Links to files that the server hands out after it has checked who asks."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from consensus.ui.widgets.literal import to_html


def draw_download(process_id: UUID, name: str, label: str, *, icon: str = "download") -> None:
    """One file, as a link that looks like a button."""
    st.link_button(label, f"/download/{process_id}/{name}", icon=f":material/{icon}:")


def draw_formats(process_id: UUID, files: Mapping[str, str]) -> None:
    """The same document in several kinds of file, side by side."""
    with st.container(horizontal=True):
        for name, label in files.items():
            draw_download(process_id, name, label)


def draw_downloads(process_id: UUID, files: Mapping[str, str]) -> None:
    """A list of files: their names with what each is."""
    links = "".join(
        f'<li style="margin:.4rem 0">'
        f'<a href="/download/{process_id}/{name}" download style="color:inherit">{to_html(label)}</a></li>'
        for name, label in files.items()
    )
    st.html(f'<ul style="margin:0;padding-left:1.3rem">{links}</ul>')
