"""Small pieces that many pages share: what is not there yet, key facts, text as it was typed."""

from collections.abc import Mapping

import streamlit as st

from consensus.ui.widgets.literal import escape, to_html


def empty_state(title: str, text: str, *, icon: str = "hourglass_empty") -> None:
    """Say what is not there yet and what will make it appear; `icon` names a Material symbol."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.markdown(f":gray[:material/{icon}:]", text_alignment="center", width="stretch")
        st.markdown(f"**{escape(title)}**", text_alignment="center", width="stretch")
        st.caption(escape(text), text_alignment="center", width="stretch")
        st.space("small")


def key_facts(facts: Mapping[str, str | int]) -> None:
    """A row of numbers or short words with what they count; wraps on a phone."""
    with st.grid("auto", min_column_width=120, gap="small"):
        for label, value in facts.items():
            st.metric(escape(label), str(value), border=True)


def prose(text: str, *, size: str = "1rem", muted: bool = False, serif: bool = False) -> None:
    """Text that people typed, as text; `size` is a CSS length. Line breaks are kept."""
    if not text:
        return
    family = "font-family:'Source Serif',Georgia,serif;" if serif else ""
    shade = "opacity:.8;" if muted else ""
    st.html(f'<p style="margin:0;{family}{shade}font-size:{size};line-height:1.5">{to_html(text)}</p>')


def labelled(label: str, text: str) -> None:
    """Text that people typed under a small heading of ours; nothing where there is no text."""
    if text:
        st.html(
            f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">{to_html(label)}</p>'
            f'<p style="margin:.1rem 0 0;line-height:1.5">{to_html(text)}</p>'
        )
