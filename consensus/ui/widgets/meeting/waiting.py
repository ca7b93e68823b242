"""What is going on now, and what happens next without anybody doing anything."""

import streamlit as st

from consensus.ui.widgets.literal import to_html

_ROW = "display:flex;gap:.8rem;align-items:flex-start;padding:.9rem 1rem;border-radius:6px"
_ACT = "background:#25859a22;border-left:4px solid #25859a"
_WAIT = "background:#7d889118;border-left:4px solid #7d8891"


def now(title: str, text: str, *, icon: str = "notifications_active") -> None:
    """Something is asked of the person who reads this."""
    _draw(title, text, icon, _ACT)


def later(title: str, text: str, *, icon: str = "hourglass_top") -> None:
    """Nothing is asked; the page moves on by itself."""
    _draw(title, text, icon, _WAIT)


def _draw(title: str, text: str, icon: str, look: str) -> None:
    st.html(
        f'<div role="status" style="{_ROW};{look}">'
        f'<span aria-hidden="true" translate="no" style="font-family:\'Material Symbols Rounded\';font-size:1.6rem;'
        f'line-height:1.2">{icon}</span>'
        f'<div><p style="margin:0;font-weight:600;font-size:1.08rem">{to_html(title)}</p>'
        f'<p style="margin:.15rem 0 0;line-height:1.45">{to_html(text)}</p></div></div>'
    )
