"""What an administrator sees of one person, and can do for them."""

import streamlit as st

from consensus.services.people import people
from consensus.services.people.people import PersonRow
from consensus.settings import get_settings
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import credential_card
from consensus.ui.widgets.people.credential_card import Credential
from consensus.ui.widgets.pieces import prose


def draw(person: PersonRow) -> None:
    """Draw the card."""
    prose(person.email or "No e-mail address", muted=True)
    for belonging in person.belongings:
        st.markdown(f"- {escape(belonging.title)} · {belonging.role.value}")
    if not person.belongings:
        st.caption("In no process.")
    st.caption(_ways_in(person))
    with st.container(horizontal=True):
        _draw_access(person)
        _draw_administrator(person)
        _draw_entry(person)


def _ways_in(person: PersonRow) -> str:
    password = "Password set" if person.has_password else "No password"
    app = ", with an authenticator app" if person.has_factor else ""
    now = "signed in nowhere" if not person.n_sign_ins else f"signed in on {person.n_sign_ins} devices"
    return f"{password}{app}; {now if person.n_sign_ins != 1 else 'signed in on 1 device'}."


def _draw_access(person: PersonRow) -> None:
    if person.is_staff:
        st.button(
            "One-time link", icon=":material/link:", key=f"people.link.{person.id}", on_click=_issue, args=(person,)
        )
    if person.n_sign_ins and not person.is_self:
        with st.popover("End sign-ins", icon=":material/logout:"):
            st.text(f"{person.name} is signed out everywhere, and comes back by link, code or password.")
            st.button("Yes, end them", key=f"people.end.{person.id}", on_click=_end, args=(person,))
    if person.has_factor:
        with st.popover("Switch the app off", icon=":material/phonelink_erase:"):
            st.text(f"For {person.name}, who lost phone and recovery codes: the password alone is asked for then.")
            st.button("Yes, switch it off", key=f"people.factor.{person.id}", on_click=_reset, args=(person,))


def _draw_administrator(person: PersonRow) -> None:
    label = "Administrator no longer" if person.is_administrator else "Make administrator"
    with st.popover(label, icon=":material/shield_person:"):
        st.text(
            f"{person.name} no longer creates processes or sees this page."
            if person.is_administrator
            else f"{person.name} may create processes, enter people and hand out one-time links to staff."
        )
        st.button(f"Yes: {label.lower()}", key=f"people.admin.{person.id}", on_click=_appoint, args=(person,))


def _draw_entry(person: PersonRow) -> None:
    key = f"people.entry.{person.id}"
    with st.popover("Correct the entry", icon=":material/edit:"), st.form(key, border=False):
        st.text_input("Name", person.name, key=f"{key}.name", max_chars=200)
        st.text_input("E-mail address", person.email, key=f"{key}.email", max_chars=254)
        st.form_submit_button("Save", key=f"{key}.save", on_click=_correct, args=(person,))


def _issue(person: PersonRow) -> None:
    def issue() -> None:
        address = f"{get_settings().public_url}/join#{people.issue_staff_link(current.context(), person.id)}"
        credential_card.leave(Credential(person.name, "one-time link", address, address))

    notices.attempt(issue)


def _end(person: PersonRow) -> None:
    notices.attempt(people.end_sign_ins_of, current.context(), person.id, done="The sign-ins have ended.")


def _reset(person: PersonRow) -> None:
    notices.attempt(people.reset_factor, current.context(), person.id, done="The app is switched off.")


def _appoint(person: PersonRow) -> None:
    notices.attempt(
        people.set_administrator,
        current.context(),
        person.id,
        is_administrator=not person.is_administrator,
        done="That was changed.",
    )


def _correct(person: PersonRow) -> None:
    key, state = f"people.entry.{person.id}", st.session_state
    notices.attempt(
        people.edit_person,
        current.context(),
        person.id,
        state[f"{key}.name"],
        state[f"{key}.email"],
        done="The entry was saved.",
    )
