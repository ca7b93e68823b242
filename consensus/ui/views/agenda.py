"""The agenda of the meeting: what comes when, whether it fits into the day, and for those who plan it the editing."""

from datetime import time
from uuid import UUID

import streamlit as st

from consensus.domain.agenda import AgendaKind, clock_text
from consensus.domain.roles import Action
from consensus.services.meetings import agenda
from consensus.services.meetings.agenda import AgendaView, ItemView
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import empty_state
from surveys.agenda_plan import DayPlan

ICONS = {
    AgendaKind.OPENING: "door_open",
    AgendaKind.TOPIC: "forum",
    AgendaKind.CONSENT: "done_all",
    AgendaKind.BREAK: "coffee",
    AgendaKind.CLOSING: "flag",
}
USUAL = DayPlan()


def minutes_of(moment: time) -> int:
    """A time of day as minutes after midnight."""
    return moment.hour * 60 + moment.minute


def generate() -> None:
    """Plan the day as the form says."""
    state = st.session_state
    notices.attempt(
        agenda.generate_agenda,
        current.context(),
        current.process_id(),
        DayPlan(
            starts_at=minutes_of(state["agenda.plan.starts"]),
            day_minutes=round(state["agenda.plan.hours"] * 60),
            opening=state["agenda.plan.opening"],
            closing=state["agenda.plan.closing"],
            lunch=state["agenda.plan.lunch"],
            n_breaks=state["agenda.plan.breaks"],
            break_minutes=state["agenda.plan.break_minutes"],
        ),
        replaces_edits=bool(state.get("agenda.plan.replaces")),
        done="The agenda was generated.",
    )


def edit(item_id: UUID) -> None:
    """Save the minutes of an item."""
    minutes = st.session_state[f"agenda.minutes.{item_id}"]
    notices.attempt(agenda.edit_item, current.context(), item_id, int(minutes or 0))


def move(item_id: UUID, up: bool) -> None:
    """Let an item change places with its neighbour."""
    notices.attempt(agenda.move_item, current.context(), item_id, up=up)


def toggle_consent(item: ItemView) -> None:
    """Put a topic on the consent list, or take it off."""
    notices.attempt(agenda.set_consent, current.context(), item.id, item.kind is AgendaKind.TOPIC)


def remove(item_id: UUID) -> None:
    """Take an item off the agenda."""
    notices.attempt(agenda.remove_item, current.context(), item_id)


def add_topic(topic_id: UUID) -> None:
    """Put a topic on the agenda that is not there yet."""
    notices.attempt(agenda.add_topic_item, current.context(), topic_id, done="It is on the agenda now.")


def add_break() -> None:
    """Add a break."""
    state = st.session_state
    notices.attempt(
        agenda.add_break,
        current.context(),
        current.process_id(),
        state["agenda.break.title"],
        int(state["agenda.break.minutes"]),
        done="The break was added in the middle.",
    )


def show_plan_form(view: AgendaView) -> None:
    """What the day is made of, before it is generated."""
    with st.form("agenda.plan", border=False):
        first, second, third = st.columns(3)
        hours, minutes = divmod(view.starts_at, 60)
        first.time_input("Starts at", time(hours % 24, minutes), key="agenda.plan.starts", step=300)
        second.number_input(
            "Length of the day, hours", 0.5, 24.0, (view.day_minutes or USUAL.day_minutes) / 60, 0.5,
            key="agenda.plan.hours",
        )  # fmt: skip
        third.number_input("Lunch, minutes", 0, 180, USUAL.lunch, 5, key="agenda.plan.lunch")
        first.number_input("Other breaks", 0, 4, USUAL.n_breaks, key="agenda.plan.breaks")
        second.number_input("Minutes of each", 0, 60, USUAL.break_minutes, 5, key="agenda.plan.break_minutes")
        third.number_input("Opening, minutes", 0, 120, USUAL.opening, 5, key="agenda.plan.opening")
        first.number_input("Closing, minutes", 0, 120, USUAL.closing, 5, key="agenda.plan.closing")
        if view.is_edited:
            st.checkbox("Give up the edits made by hand", key="agenda.plan.replaces")
        st.caption(
            "Contested topics come first and get more minutes, settled ones go on a consent list. Presentations take "
            "the minutes they have under Topics."
        )
        st.form_submit_button("Generate the agenda", type="primary", key="agenda.plan.do", on_click=generate)


def line(item: ItemView) -> str:
    """Time, title and kind of an item."""
    weight = 600 if item.kind is AgendaKind.TOPIC else 400
    note = (
        '<br><span style="font-size:.85rem;opacity:.8">Consent list</span>' if item.kind is AgendaKind.CONSENT else ""
    )
    return (
        '<div style="display:flex;gap:1rem;line-height:1.4">'
        f'<span style="font-variant-numeric:tabular-nums;opacity:.8;white-space:nowrap">{item.slot.text}</span>'
        f'<span style="font-weight:{weight}">{to_html(item.title)}{note}</span></div>'
    )


def show_item(item: ItemView, place: int, n_items: int) -> None:
    """An item with what changes it."""
    with st.container(border=True, key=f"agenda.item.{item.id}"):
        words, acts = st.columns([5, 4], vertical_alignment="center")
        words.html(line(item))
        with (
            acts,
            st.container(horizontal=True, gap="small", vertical_alignment="center", horizontal_alignment="right"),
        ):
            st.number_input(
                f"Minutes of {item.title}",
                0,
                480,
                item.minutes,
                5,
                key=f"agenda.minutes.{item.id}",
                on_change=edit,
                args=(item.id,),
                label_visibility="collapsed",
                width=120,
            )
            if item.topic_id is not None:
                is_topic = item.kind is AgendaKind.TOPIC
                st.button(
                    "",
                    icon=":material/done_all:" if is_topic else ":material/forum:",
                    type="tertiary",
                    help="Put it on the consent list" if is_topic else "Discuss it",
                    key=f"agenda.consent.{item.id}",
                    on_click=toggle_consent,
                    args=(item,),
                )
            for up, icon, words_, stuck in (
                (True, "arrow_upward", "Earlier", place == 0),
                (False, "arrow_downward", "Later", place == n_items - 1),
            ):
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    type="tertiary",
                    help=words_,
                    disabled=stuck,
                    key=f"agenda.{words_.lower()}.{item.id}",
                    on_click=move,
                    args=(item.id, up),
                )
            st.button(
                "",
                icon=":material/close:",
                type="tertiary",
                help="Take it off the agenda",
                key=f"agenda.remove.{item.id}",
                on_click=remove,
                args=(item.id,),
            )


def show_additions(view: AgendaView) -> None:
    """Topics that stand nowhere, and another break."""
    for topic_id, title in view.missing.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f":material/warning: Not on the agenda: {escape(title)}", width="content")
            st.button("Add it", key=f"agenda.add.{topic_id}", on_click=add_topic, args=(topic_id,))
    with st.popover("Add a break", icon=":material/coffee:"), st.form("agenda.break", border=False):
        st.text_input("Name", "Break", key="agenda.break.title", max_chars=200)
        st.number_input("Minutes", 5, 240, 15, 5, key="agenda.break.minutes")
        st.form_submit_button("Add", key="agenda.break.add", on_click=add_break)


process = processes.get_process(current.context(), current.process_id())
planned = agenda.get_agenda(current.context(), process.id)

st.title("Agenda")
notices.show()
if planned.items:
    if planned.may_edit and planned.is_too_long:
        st.warning(planned.sentence, icon=":material/schedule:")
    elif planned.may_edit:
        st.caption(f":material/schedule: {planned.sentence}")
    ends = clock_text(planned.starts_at + planned.total_minutes)
    st.caption(f"From {clock_text(planned.starts_at)} to {ends}, {process.time_zone} time.")
    if planned.may_edit:
        for place, item in enumerate(planned.items):
            show_item(item, place, len(planned.items))
        show_additions(planned)
    else:
        st.html("".join(f'<div style="padding:.45rem 0">{line(item)}</div>' for item in planned.items))
    if Action.EXPORT in process.allowed:
        st.html(f'<a href="/download/{process.id}/agenda.pdf" download style="color:inherit">Agenda to print (PDF)</a>')
else:
    empty_state("No agenda yet", "It is made of the topics and of what the answers say of them.", icon="event_note")
if planned.may_edit:
    words = "Generate anew" if planned.items else "Plan the day"
    with st.expander(words, icon=":material/auto_awesome:", expanded=not planned.items):
        show_plan_form(planned)
