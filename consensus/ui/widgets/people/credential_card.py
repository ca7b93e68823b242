"""A personal link or code, shown once, with a QR code to hold up to a phone."""

from dataclasses import dataclass

import segno
import streamlit as st

from consensus.ui.widgets.literal import escape

_PENDING = "credential"


@dataclass(frozen=True, slots=True)
class Credential:
    """Whose it is, the words for it ("personal link"), what is to be copied, and the address a phone opens."""

    name: str
    kind: str
    text: str
    address: str = ""


def leave(credential: Credential) -> None:
    """Keep what a callback has issued for the next drawing of the page, and no longer."""
    st.session_state[_PENDING] = credential


def show() -> None:
    """Open the dialog for what was issued just now; the next drawing of the page knows nothing of it."""
    credential = st.session_state.pop(_PENDING, None)
    if credential is not None:
        _dialog(credential)


@st.dialog("For this person only", icon=":material/key:")
def _dialog(credential: Credential) -> None:
    st.markdown(f"The {credential.kind} of **{escape(credential.name)}**")
    st.code(credential.text, language=None, wrap_lines=True)
    if credential.address:
        st.image(_qr(credential.address), width=220, alt="QR code that opens the personal link")
    st.caption(
        "Copy it now: only its fingerprint is kept, so it cannot be shown again. "
        f"An earlier {credential.kind} of this person no longer works."
    )


def _qr(address: str) -> str:
    """The QR code as SVG text, which travels inside the page and is never stored as a file."""
    return segno.make(address, error="m").svg_inline(scale=6, border=3, dark="#1c2733", light="#ffffff")
