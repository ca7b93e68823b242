"""One's own account: how one came in, the password and app of staff, and where one is signed in."""

import streamlit as st

from consensus.domain import way_in
from consensus.services.sign_in import account, sign_ins
from consensus.services.sign_in.account import AccountView
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.account import factor_form, password_form, sign_in_list
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.times import day_and_clock

ELSEWHERE = "account.elsewhere"


def end_elsewhere() -> None:
    """End all sign-ins but this one."""
    notices.attempt(sign_ins.end_my_other_sign_ins, current.context(), done="You are signed out everywhere else.")


def show_who(mine: AccountView) -> None:
    """Name, address, and what this sign-in opens."""
    prose(mine.name, size="1.2rem", serif=True)
    prose(mine.email, muted=True)
    if mine.how is not None and mine.began_at is not None:
        since = day_and_clock(mine.began_at, current.time_zone("UTC"))
        st.caption(f"You came in {way_in.WORDS[mine.how]} on {since}.")
    if mine.process_title:
        st.caption("This sign-in opens one process:")
        prose(mine.process_title, muted=True)


def show_security(mine: AccountView) -> None:
    """Password and app, for those who may have them; else the reason."""
    if not mine.is_staff:
        return
    st.header("Password", anchor=False)
    if mine.why_no_password:
        state = "You have a password; it is not changed in this sign-in. " if mine.has_password else ""
        st.info(state + mine.why_no_password, icon=":material/lock:")
        if mine.is_administrator and not mine.email and current.find_process_id() is None:
            st.page_link(VIEWS / "people.py", label="Enter my e-mail address", icon=":material/arrow_forward:")
        return
    password_form.draw(has_password=mine.has_password)
    if mine.has_password:
        st.header("Authenticator app", anchor=False)
        factor_form.draw(has_factor=mine.has_factor, n_recovery_codes=mine.n_recovery_codes)


def show_sign_ins() -> None:
    """Where this person is signed in, and the way to end it."""
    views = sign_ins.list_my_sign_ins(current.context())
    st.header("My sign-ins", anchor=False)
    sign_in_list.draw_mine(views, current.time_zone("UTC"))
    if len(views) > 1:
        st.button("Sign out everywhere else", icon=":material/logout:", key=ELSEWHERE, on_click=end_elsewhere)
    st.caption("Do you not know one of them? End it, and ask a facilitator for a new link or code.")


mine = account.get_account(current.context())

st.title("Account")
notices.show()
show_who(mine)
show_security(mine)
show_sign_ins()
