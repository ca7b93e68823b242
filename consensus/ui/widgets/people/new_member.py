"""The form for a new member, and the question whether they are somebody who is there already."""

import streamlit as st

from consensus.services.people import panel
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import member_form

_NEW = "panel.new"
_IS_OTHER = "panel.new.is_other"


def draw() -> None:
    """Draw the form behind a fold; where the panel is empty a list is imported first."""
    with (
        st.expander("Add a member", icon=":material/person_add:"),
        st.form("panel.new.form", border=False),
    ):
        member_form.inputs(_NEW)
        _draw_alike()
        st.form_submit_button("Add to the panel", type="primary", key="panel.add", on_click=_add)


def _draw_alike() -> None:
    """What was refused because somebody looks alike can be confirmed."""
    name, email = st.session_state[f"{_NEW}.name"], st.session_state[f"{_NEW}.email"]
    alike = panel.find_alike(current.context(), current.process_id(), name, email) if name else ()
    if alike:
        who = "; ".join(", ".join(filter(None, (row.name, row.email, row.institution))) for row in alike[:3])
        st.warning(escape(f"In the process already: {who}."), icon=":material/group:")
        st.checkbox("This is a different person", key=_IS_OTHER)


def _add() -> None:
    def add() -> None:
        draft, is_other = member_form.read(_NEW), bool(st.session_state.get(_IS_OTHER))
        panel.add_member(current.context(), current.process_id(), draft, is_other=is_other)

    if notices.attempt(add, done="The member was added."):
        member_form.clear(_NEW)
        st.session_state.pop(_IS_OTHER, None)
