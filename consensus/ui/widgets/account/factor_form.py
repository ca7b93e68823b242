"""Switching an authenticator app on, with a QR code and recovery codes that are shown once, and off again."""

import segno
import streamlit as st

from consensus.domain.passwords import LONGEST
from consensus.services.sign_in import second_factor
from consensus.services.sign_in.second_factor import Offer
from consensus.ui import current, notices

KEY = "account.factor"
_OFFER, _CODES = f"{KEY}.offer", f"{KEY}.codes"


def draw(*, has_factor: bool, n_recovery_codes: int) -> None:
    """Draw what comes next: the way on, the code to be confirmed, the recovery codes, or the way off."""
    codes = st.session_state.pop(_CODES, None)
    if codes:
        _draw_codes(codes)
    if has_factor:
        _draw_on(n_recovery_codes)
    elif _OFFER in st.session_state:
        _draw_offer(st.session_state[_OFFER])
    else:
        st.caption("With an app on your phone a password alone lets nobody in: each sign-in asks for six digits, too.")
        st.button("Set up an app", icon=":material/phonelink_lock:", key=f"{KEY}.begin", on_click=_begin)


def _draw_offer(offer: Offer) -> None:
    with st.container(border=True):
        st.markdown("**1. Scan this with your authenticator app**")
        st.image(_qr(offer.address), width=220, alt="QR code for the authenticator app")
        with st.expander("No camera? Type this key into the app"):
            st.code(" ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4)), language=None)
        with st.form(f"{KEY}.form", border=False):
            st.text_input(
                "2. Type the six digits the app shows", key=f"{KEY}.code", max_chars=7, autocomplete="one-time-code"
            )
            st.form_submit_button("Switch it on", type="primary", key=f"{KEY}.confirm", on_click=_confirm)
        st.button("Not now", type="tertiary", key=f"{KEY}.cancel", on_click=_cancel)


def _draw_codes(codes: tuple[str, ...]) -> None:
    with st.container(border=True):
        st.markdown("**Your recovery codes**")
        st.code("\n".join(codes), language=None)
        st.warning(
            "Write them down now: they are not shown again. Each lets you in once when the phone is not at hand.",
            icon=":material/save:",
        )


def _draw_on(n_recovery_codes: int) -> None:
    left = "1 recovery code is" if n_recovery_codes == 1 else f"{n_recovery_codes} recovery codes are"
    st.markdown(f":material/verified_user: The app is asked for at each sign-in. {left} left.")
    with st.popover("Switch it off", icon=":material/phonelink_erase:"), st.form(f"{KEY}.off", border=False):
        st.text_input(
            "Your password",
            type="password",
            key=f"{KEY}.password",
            max_chars=LONGEST,
            autocomplete="current-password",
        )
        st.form_submit_button("Switch the app off", key=f"{KEY}.end", on_click=_end)


def _begin() -> None:
    def begin() -> None:
        st.session_state[_OFFER] = second_factor.begin_factor(current.context())

    notices.attempt(begin)


def _confirm() -> None:
    def confirm() -> None:
        st.session_state[_CODES] = second_factor.confirm_factor(current.context(), st.session_state[f"{KEY}.code"])
        st.session_state.pop(_OFFER, None)

    notices.attempt(confirm, done="The app is switched on.")


def _cancel() -> None:
    st.session_state.pop(_OFFER, None)


def _end() -> None:
    password = st.session_state[f"{KEY}.password"]
    st.session_state[f"{KEY}.password"] = ""
    notices.attempt(second_factor.end_factor, current.context(), password, done="The app is switched off.")


def _qr(address: str) -> str:
    """The QR code as SVG text, which travels inside the page and is never stored as a file."""
    return segno.make(address, error="m").svg_inline(scale=5, border=3, dark="#1c2733", light="#ffffff")
