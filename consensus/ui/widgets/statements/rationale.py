"""What stands beside an adopted statement: rationale, strength and minority statement, written by the staff."""

from uuid import UUID

import streamlit as st

from consensus.domain.grade import CERTAINTIES, STRENGTHS, grade_hint
from consensus.services.statements import minority, statements
from consensus.services.statements.statements import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.statements.word_changes import changes_html
from consensus.ui.widgets.times import day_and_clock


def draw(statement: StatementView, *, key: str, time_zone: str = "UTC") -> None:
    """Draw the editor behind a fold that says whether anything has been written."""
    own = f"{key}.rationale.{statement.id}"
    with st.expander(
        "Rationale, strength, minority statement"
        if statement.rationale
        else "Rationale, strength, minority statement: still to be written",
        icon=":material/edit_note:",
        key=f"{own}.fold",
    ):
        with st.form(f"{own}.form", border=False):
            st.text_area("Rationale", statement.rationale, key=f"{own}.text", max_chars=100_000, height=140)
            st.text_area(
                "Minority statement (optional)",
                statement.dissent,
                key=f"{own}.dissent",
                max_chars=10_000,
                help="What those say who do not agree, edited from the dissents under Results. Each wording is kept.",
            )
            st.form_submit_button("Save", key=f"{own}.save", on_click=_save, args=(statement.id, own))
        _draw_strength(statement, own)
        _draw_versions(statement, own, time_zone)


def _draw_strength(statement: StatementView, own: str) -> None:
    with st.form(f"{own}.grade", border=False):
        st.selectbox(
            "Strength (GRADE, optional)",
            list(STRENGTHS),
            list(STRENGTHS).index(statement.strength) if statement.strength else None,
            format_func=STRENGTHS.__getitem__,
            placeholder="Not stated",
            key=f"{own}.strength",
        )
        st.selectbox(
            "Certainty of the evidence",
            list(CERTAINTIES),
            list(CERTAINTIES).index(statement.certainty) if statement.certainty else None,
            format_func=lambda certainty: CERTAINTIES[certainty].capitalize(),
            placeholder="Not stated",
            key=f"{own}.certainty",
        )
        if hint := grade_hint(statement.strength, statement.certainty):
            st.caption(f":material/info: {hint}")
        st.form_submit_button("Save the strength", key=f"{own}.grade.save", on_click=_grade, args=(statement.id, own))


def _draw_versions(statement: StatementView, own: str, time_zone: str) -> None:
    if not statement.dissent:
        return
    fold = st.popover(
        "Versions of the minority statement",
        icon=":material/history:",
        type="tertiary",
        key=f"{own}.versions",
        on_change="rerun",
    )
    if not fold.open:
        return
    with fold:
        versions = minority.list_minority_versions(current.context(), statement.id)
        for version, older in zip(versions, [*versions[1:], None], strict=True):
            wording = changes_html(older.text, version.text) if older else to_html(version.text)
            st.html(
                f'<p style="margin:0"><strong>{version.number}</strong> {wording}</p>'
                f'<p style="margin:.1rem 0 .6rem;font-size:.85rem;opacity:.8">{to_html(version.author)} '
                f"{day_and_clock(version.created_at, time_zone)}</p>"
            )


def _save(statement_id: UUID, own: str) -> None:
    notices.attempt(
        statements.set_rationale,
        current.context(),
        statement_id,
        st.session_state[f"{own}.text"],
        st.session_state[f"{own}.dissent"],
        done="The rationale was saved.",
    )


def _grade(statement_id: UUID, own: str) -> None:
    notices.attempt(
        statements.set_strength,
        current.context(),
        statement_id,
        st.session_state[f"{own}.strength"],
        st.session_state[f"{own}.certainty"],
        done="Strength and certainty were saved.",
    )
