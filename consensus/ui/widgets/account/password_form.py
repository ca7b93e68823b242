"""The form in which staff set or change their password."""

import streamlit as st

from consensus.domain.errors import InvalidInputError
from consensus.domain.passwords import LONGEST, SHORTEST
from consensus.services.sign_in import passwords
from consensus.ui import current, notices

KEY = "account.password"


def draw(*, has_password: bool) -> None:
    """Draw it; changing takes the present password."""
    st.caption(
        f"At least {SHORTEST} characters; a short sentence is a good password. Setting it ends your other sign-ins."
    )
    with st.form(KEY):
        if has_password:
            st.text_input(
                "Present password",
                type="password",
                key=f"{KEY}.present",
                max_chars=LONGEST,
                autocomplete="current-password",
            )
        st.text_input("New password", type="password", key=f"{KEY}.new", max_chars=LONGEST, autocomplete="new-password")
        st.text_input(
            "The new password again",
            type="password",
            key=f"{KEY}.again",
            max_chars=LONGEST,
            autocomplete="new-password",
        )
        st.form_submit_button(
            "Change the password" if has_password else "Set the password",
            type="secondary" if has_password else "primary",
            key=f"{KEY}.save",
            on_click=_save,
        )


def _save() -> None:
    present, new, again = (_take(field) for field in ("present", "new", "again"))

    def save() -> None:
        if new != again:
            raise InvalidInputError("The two new passwords are not the same.")
        passwords.set_password(current.context(), new, present=present)

    notices.attempt(save, done="The password was set. Sign in with it and your e-mail address from now on.")


def _take(field: str) -> str:
    """What was typed; the session keeps no password."""
    key = f"{KEY}.{field}"
    typed = str(st.session_state.get(key) or "")
    if key in st.session_state:
        st.session_state[key] = ""
    return typed
