"""The entry of a member to be changed, and the way out of the panel."""

from uuid import UUID

import streamlit as st

from consensus.services.people import panel
from consensus.services.people.participation import MemberRow
from consensus.ui import current, notices
from consensus.ui.widgets.people import member_form


def draw(member: MemberRow) -> None:
    """Draw the form behind a fold, and the removal behind a second step."""
    with st.expander("Edit the entry", icon=":material/edit:"):
        with st.form(f"panel.edit.form.{member.id}", border=False):
            member_form.inputs(f"panel.edit.{member.id}", member)
            st.form_submit_button("Save", key=f"panel.save.{member.id}", on_click=_edit, args=(member.id,))
        with st.popover("Remove from the panel", icon=":material/person_remove:"):
            st.text(f"{member.name} leaves the panel. Whoever has taken part already stays in the record.")
            st.button("Yes, remove", key=f"panel.remove.{member.id}", on_click=_remove, args=(member.id,))


def _edit(member_id: UUID) -> None:
    def edit() -> None:
        panel.edit_member(current.context(), member_id, member_form.read(f"panel.edit.{member_id}"))

    notices.attempt(edit, done="The entry was saved.")


def _remove(member_id: UUID) -> None:
    notices.attempt(panel.remove_member, current.context(), member_id, done="The member was removed.")
