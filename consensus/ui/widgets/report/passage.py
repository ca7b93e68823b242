"""A passage of the report beside the facts it was made of, and the form to write another text in its place."""

from uuid import UUID

import streamlit as st

from consensus.domain.report_passages import EditedPassage
from consensus.services.reports import report
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.times import day_and_clock

MOVED = "The record says something else now than when this was written. Read both, and keep one."


def draw(one: EditedPassage, process_id: UUID, time_zone: str, *, may_edit: bool) -> None:
    """One passage; what is still to be written says what belongs there."""
    passage, own = one.passage, f"report.{one.passage.key}"
    with st.container(border=True, gap="small"):
        st.markdown(f"**{escape(passage.title)}** :gray[{escape(_state(one, time_zone))}]")
        text, facts = st.columns((3, 2), gap="medium") if passage.facts else (st.container(), None)
        with text:
            _draw_text(one)
        if facts is not None:
            with facts:
                _draw_facts(one)
        if may_edit:
            _draw_editor(one, process_id, own)
        _draw_versions(one, process_id, own, time_zone)


def _state(one: EditedPassage, time_zone: str) -> str:
    if one.edit is not None:
        when = day_and_clock(one.edit.at, time_zone)
        return f"written by {one.edit.by}, {when}, version {one.edit.number}"
    return "from the record" if one.passage.sentences else "yours to write"


def _draw_text(one: EditedPassage) -> None:
    if one.text:
        prose(one.text, serif=True)
    else:
        prose(f"Still to be written. {one.passage.prompt}", muted=True)
    if one.has_moved:
        st.warning(MOVED, icon=":material/sync_problem:")
        prose(f"The record now: {one.passage.text or '(nothing)'}", size=".95rem", muted=True)


def _draw_facts(one: EditedPassage) -> None:
    rows = "".join(
        f'<li style="padding:.1rem 0"><strong>{to_html(fact.value)}</strong> {to_html(fact.name)} '
        f'<span style="opacity:.7">· {to_html(fact.source)}</span></li>'
        for fact in one.passage.facts
    )
    st.html(
        '<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Made of</p>'
        f'<ul style="list-style:none;margin:.1rem 0 0;padding:0;font-size:.88rem;line-height:1.45;'
        f'overflow-wrap:anywhere">{rows}</ul>'
    )


def _draw_editor(one: EditedPassage, process_id: UUID, own: str) -> None:
    passage, edit = one.passage, one.edit
    seen = edit.number if edit else 0
    basis = passage.fingerprint()
    with st.expander("Edit" if one.text else "Write", icon=":material/edit:", key=f"{own}.fold"):
        # The version belongs to the key: after a save, the field begins anew with what is in force.
        field = f"{own}.text.{seen}"
        with st.form(f"{own}.form", border=False):
            st.text_area(passage.title, one.text, key=field, height=200, label_visibility="collapsed")
            st.form_submit_button(
                "Save", key=f"{own}.save", on_click=_save, args=(process_id, passage.key, field, seen, basis)
            )
        if edit is None:
            return
        with st.container(horizontal=True):
            if one.has_moved:
                st.button(
                    "Keep what was written",
                    key=f"{own}.keep",
                    on_click=_keep,
                    args=(process_id, passage.key, edit.text, seen, basis),
                )
            st.button(
                "Take the generated text again" if passage.sentences else "Leave it out",
                key=f"{own}.generated",
                on_click=_take,
                args=(process_id, passage.key, seen),
            )


def _draw_versions(one: EditedPassage, process_id: UUID, own: str, time_zone: str) -> None:
    if one.edit is None:
        return
    fold = st.popover("Versions", icon=":material/history:", type="tertiary", key=f"{own}.versions", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for version in report.list_passage_versions(current.context(), process_id, one.passage.key):
            st.html(
                f'<p style="margin:0"><strong>{version.number}</strong> '
                f"{to_html(version.text) if version.text else 'The generated text again.'}</p>"
                f'<p style="margin:.1rem 0 .6rem;font-size:.85rem;opacity:.8">{to_html(version.author)} '
                f"{day_and_clock(version.created_at, time_zone)}</p>"
            )


def _save(process_id: UUID, key: str, field: str, seen: int, basis: str) -> None:
    text = str(st.session_state[field] or "")
    notices.attempt(
        report.write_passage,
        current.context(),
        process_id,
        key,
        text,
        seen=seen,
        basis=basis,
        done="The passage was saved.",
    )


def _keep(process_id: UUID, key: str, text: str, seen: int, basis: str) -> None:
    done = "Kept. It counts as read against the record of now."
    notices.attempt(report.write_passage, current.context(), process_id, key, text, seen=seen, basis=basis, done=done)


def _take(process_id: UUID, key: str, seen: int) -> None:
    notices.attempt(
        report.take_generated, current.context(), process_id, key, seen=seen, done="The record speaks again."
    )
