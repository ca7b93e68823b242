"""A reporting checklist: which, how much is missing, each item with what the report says, and a field to answer."""

from itertools import groupby
from uuid import UUID

import streamlit as st

from consensus.domain.checklists import ItemState
from consensus.exports.report.checklist import FilledItem
from consensus.exports.report.checklist_files import NOT_COMPARED, STATES
from consensus.services.reports import checklists
from consensus.ui import current, notices
from consensus.ui.widgets import downloads
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import key_facts, prose
from consensus.ui.widgets.times import day_and_clock

_LOOKS = {
    ItemState.FILLED: ("check_circle", "green"),
    ItemState.PARTLY: ("contrast", "orange"),
    ItemState.MISSING: ("radio_button_unchecked", "red"),
}
_ENDINGS = {"docx": "Word", "pdf": "PDF", "csv": "CSV"}
_ALL, _OPEN = "Every item", "What is open"
_ASKS = {ItemState.FILLED: "Add to it", ItemState.PARTLY: "Say the rest", ItemState.MISSING: "Answer"}


def draw(process_id: UUID, time_zone: str) -> None:
    """The choice of the checklist, its count, its files and its items."""
    suggested = checklists.suggested_checklist(current.context(), process_id)
    known = checklists.all_checklists()
    slug = st.segmented_control(
        "Checklist",
        list(known),
        default=suggested,
        required=True,
        format_func=lambda one: f"{known[one].title}{' · goes with your method' if one == suggested else ''}",
        key="report.checklist",
    )
    checklist = known[slug or suggested]
    prose(f"{checklist.name}. {checklist.use} {checklist.source}.", size=".92rem", muted=True)
    if all(item.is_compared for item in checklist.items):
        st.caption(checklist.compared)
    else:
        st.info(checklist.compared, icon=":material/rule:")
    view = checklists.get_checklist(current.context(), process_id, checklist.slug)
    key_facts({words: view.filled.count(state) for state, words in STATES.items()})
    downloads.draw_formats(
        process_id,
        {f"checklist-{checklist.slug}.{ending}": label for ending, label in _ENDINGS.items()},
    )
    shown = st.segmented_control("Show", [_ALL, _OPEN], default=_ALL, required=True, key="report.checklist.show")
    items = [one for one in view.filled.items if shown == _ALL or one.state is not ItemState.FILLED]
    if not items:
        st.success("Nothing is open: every item is answered.", icon=":material/check:")
    for section, members in groupby(items, key=lambda one: one.item.section):
        st.subheader(section, anchor=False)
        for one in members:
            _draw_item(one, process_id, checklist.slug, time_zone, may_answer=view.may_answer)


def _draw_item(one: FilledItem, process_id: UUID, slug: str, time_zone: str, *, may_answer: bool) -> None:
    item, edit, own = one.item, one.edit, f"checklist.{slug}.{one.item.id}"
    icon, colour = _LOOKS[one.state]
    state = STATES[one.state].lower() + ("" if item.is_compared else f" · {NOT_COMPARED.lower().rstrip('.')}")
    with st.container(border=True, gap="small"):
        st.markdown(f":{colour}[:material/{icon}:] **{escape(item.id)}** {escape(item.text)} :gray[{state}]")
        for told in one.told:
            st.html(
                f'<p style="margin:0;line-height:1.5">{to_html(told.text)} '
                f'<span style="font-size:.88rem;opacity:.75">· {to_html(told.heading)}</span></p>'
            )
        if edit is not None:
            when = day_and_clock(edit.at, time_zone)
            st.html(
                f'<p style="margin:0;line-height:1.5">{to_html(edit.text)} <span style="font-size:.88rem;opacity:.75">'
                f"· answered by {to_html(edit.by)}, {when}</span></p>"
            )
        if may_answer:
            _draw_answer(one, process_id, slug, own)
        if edit is not None:
            _draw_versions(process_id, slug, item.id, own, time_zone)


def _draw_answer(one: FilledItem, process_id: UUID, slug: str, own: str) -> None:
    seen = one.edit.number if one.edit else 0
    asks = "Change the answer" if one.edit else _ASKS[one.state]
    with st.expander(asks, icon=":material/edit:", key=f"{own}.fold"):
        field = f"{own}.text.{seen}"
        with st.form(f"{own}.form", border=False):
            st.text_area(one.item.text, one.edit.text if one.edit else "", key=field, height=120)
            st.form_submit_button(
                "Save", key=f"{own}.save", on_click=_save, args=(process_id, slug, one.item.id, field, seen)
            )
        if one.edit is not None:
            st.button(
                "Take the answer back", key=f"{own}.back", on_click=_back, args=(process_id, slug, one.item.id, seen)
            )


def _draw_versions(process_id: UUID, slug: str, item_id: str, own: str, time_zone: str) -> None:
    fold = st.popover("Versions", icon=":material/history:", type="tertiary", key=f"{own}.versions", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for version in checklists.list_answers(current.context(), process_id, slug, item_id):
            prose(version.text or "Taken back.")
            st.caption(f"{version.number}: {escape(version.author)}, {day_and_clock(version.created_at, time_zone)}")


def _save(process_id: UUID, slug: str, item_id: str, field: str, seen: int) -> None:
    text = str(st.session_state[field] or "")
    notices.attempt(
        checklists.answer_item, current.context(), process_id, slug, item_id, text, seen=seen, done="Saved."
    )


def _back(process_id: UUID, slug: str, item_id: str, seen: int) -> None:
    notices.attempt(
        checklists.take_back_answer, current.context(), process_id, slug, item_id, seen=seen, done="Taken back."
    )
