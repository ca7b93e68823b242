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
    """Numbers or short words with what they count, side by side as far as the page is wide."""
    cells = "".join(
        f'<div style="padding:.2rem 0 .2rem .8rem;border-left:3px solid #7b858e66">'
        f'<div style="font-size:1.6rem;font-weight:600;line-height:1.25">{to_html(str(value))}</div>'
        f'<div style="font-size:.92rem;opacity:.85">{to_html(label)}</div></div>'
        for label, value in facts.items()
    )
    grid = "display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1rem .8rem"
    st.html(f'<div style="{grid}">{cells}</div>')


def prose(text: str, *, size: str = "1rem", muted: bool = False, serif: bool = False) -> None:
    """Text that people typed, as text; `size` is a CSS length. Line breaks are kept."""
    if not text:
        return
    family = "font-family:'Source Serif',Georgia,serif;" if serif else ""
    shade = "opacity:.8;" if muted else ""
    st.html(f'<p style="margin:0;{family}{shade}font-size:{size};line-height:1.5">{to_html(text)}</p>')


def plain_twin(text: str, label: str) -> None:
    """What something says in plain language, under the label that says so; nothing where there is no such text."""
    if text:
        st.html(
            '<div style="padding-inline-start:.7rem;border-inline-start:3px solid #7b858e66">'
            f'<p style="margin:0;font-size:.85rem;opacity:.75">{to_html(label)}</p>'
            f'<p style="margin:0;line-height:1.5">{to_html(text)}</p></div>'
        )


def labelled(label: str, text: str) -> None:
    """Text that people typed under a small heading of ours; nothing where there is no text."""
    if text:
        st.html(
            f'<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">{to_html(label)}</p>'
            f'<p style="margin:.1rem 0 0;line-height:1.5">{to_html(text)}</p>'
        )
