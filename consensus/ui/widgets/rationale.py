"""Why the panel holds an adopted statement, and what those say who do not: written by the facilitator."""

from uuid import UUID

import streamlit as st

from consensus.services import statements
from consensus.services.statements import StatementView
from consensus.ui import current, notices


def draw(statement: StatementView, *, key: str) -> None:
    """Draw the editor behind a fold that says whether anything has been written."""
    own = f"{key}.rationale.{statement.id}"
    with (
        st.expander(
            "Rationale and dissent" if statement.rationale else "Rationale and dissent: still to be written",
            icon=":material/edit_note:",
            key=f"{own}.fold",
        ),
        st.form(f"{own}.form", border=False),
    ):
        st.text_area("Rationale", statement.rationale, key=f"{own}.text", max_chars=10_000, height=140)
        st.text_area("Dissent (optional)", statement.dissent, key=f"{own}.dissent", max_chars=10_000)
        st.form_submit_button("Save", key=f"{own}.save", on_click=_save, args=(statement.id, own))


def _save(statement_id: UUID, own: str) -> None:
    notices.attempt(
        statements.set_rationale,
        current.context(),
        statement_id,
        st.session_state[f"{own}.text"],
        st.session_state[f"{own}.dissent"],
        done="The rationale was saved.",
    )
