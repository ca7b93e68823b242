"""Everybody known on this server, for its administrators: where they are, how they get in, and who administers."""

from uuid import UUID

import streamlit as st

from consensus.services.people import people
from consensus.services.people.people import PeoplePage
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import credential_card, person_card
from consensus.ui.widgets.pieces import empty_state

TEXT, PAGE, NEW = "people.text", "people.page", "people.new"


def turn(by: int) -> None:
    """Turn to another page."""
    st.session_state[PAGE] = max(0, st.session_state.get(PAGE, 0) + by)


def begin_anew() -> None:
    """Go to the first page of what is looked for."""
    st.session_state[PAGE] = 0


def add() -> None:
    """Enter the person of the form, and find them."""

    def enter() -> UUID:
        name, email = st.session_state[f"{NEW}.name"], st.session_state[f"{NEW}.email"]
        return people.add_person(current.context(), name, email)

    if notices.attempt(enter, done="The person was entered."):
        st.session_state[TEXT] = st.session_state[f"{NEW}.name"]
        for field in ("name", "email"):
            st.session_state[f"{NEW}.{field}"] = ""
        begin_anew()


def show_new() -> None:
    """The form for somebody who will run this server or a process."""
    with st.expander("Enter a person", icon=":material/person_add:"), st.form(NEW, border=False):
        st.caption("For somebody who will administer this server. A panel is entered in its process.")
        st.text_input("Name", key=f"{NEW}.name", max_chars=200)
        st.text_input("E-mail address", key=f"{NEW}.email", max_chars=254)
        st.form_submit_button("Enter", key=f"{NEW}.add", on_click=add)


def show_turning(found: PeoplePage) -> None:
    """Which page this is, and the way to the others."""
    if found.n_pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        st.button("Back", key="people.back", disabled=found.page == 0, on_click=turn, args=(-1,))
        st.markdown(f"Page {found.page + 1} of {found.n_pages}", width="content")
        st.button("Next", key="people.next", disabled=found.page + 1 == found.n_pages, on_click=turn, args=(1,))


text = st.session_state.get(TEXT, "")
found = people.search_people(current.context(), text, st.session_state.get(PAGE, 0))

st.title("People")
notices.show()
credential_card.show()
st.text_input("Name or e-mail address", key=TEXT, icon=":material/search:", max_chars=100, on_change=begin_anew)
st.caption(f"{found.n_found:,} {'person' if found.n_found == 1 else 'people'} found")
if not found.people:
    empty_state("Nobody found", f"Nobody here has “{text.strip()}” in their name or address.", icon="person_search")
for person in found.people:
    with st.expander(
        escape(person.name) + (" · administrator" if person.is_administrator else ""),
        icon=":material/shield_person:" if person.is_administrator else ":material/person:",
        key=f"people.{person.id}",
    ):
        person_card.draw(person)
show_turning(found)
show_new()
