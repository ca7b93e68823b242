"""The record: everything that was done, newest first, and whether its chain is intact."""

from uuid import UUID

import streamlit as st

from consensus.services import audit
from consensus.services.audit import ChainCheck, EventView
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html
from consensus.ui.widgets.times import day_and_clock

PAGE = 50
CHECK = "record.check"


def check(process_id: UUID) -> None:
    """Recompute the chain and keep the outcome for the next drawing."""

    def keep() -> None:
        st.session_state[CHECK] = audit.verify_chain(current.context(), process_id)

    notices.attempt(keep)


def go_to(before: int | None) -> None:
    """Turn to the entries before this one."""
    st.session_state["record.before"] = before


def show_check(outcome: ChainCheck) -> None:
    """The outcome of the check in one sentence."""
    if outcome.is_intact:
        st.success(
            f"The chain is intact: all {outcome.n_events} entries are as they were written.",
            icon=":material/verified:",
        )
    else:
        st.error(
            f"The chain is broken at entry {outcome.first_broken}: from there on the record cannot be trusted.",
            icon=":material/gpp_bad:",
        )


def show_events(events: tuple[EventView, ...], time_zone: str) -> None:
    """The entries, each with its number, its sentence, who acted and when."""
    st.html(
        f'<ol reversed style="list-style:none;margin:0;padding:0">{"".join(_entry(e, time_zone) for e in events)}</ol>'
    )


def _entry(event: EventView, time_zone: str) -> str:
    who = f"{to_html(event.actor)}, " if event.actor else ""
    return (
        '<li style="display:flex;gap:1rem;padding:.55rem 0;border-bottom:1px solid rgba(128,128,128,.22)">'
        '<span style="min-width:2.6rem;text-align:right;opacity:.65;font-variant-numeric:tabular-nums">'
        f'{event.sequence}</span><span><span style="line-height:1.45">{to_html(event.sentence)}</span><br>'
        f'<span style="font-size:.85rem;opacity:.75">{who}{day_and_clock(event.at, time_zone)}</span></span></li>'
    )


process = processes.get_process(current.context(), current.process_id())
before: int | None = st.session_state.get("record.before")
events = audit.list_events(current.context(), process.id, limit=PAGE, before=before)

st.title("Record")
notices.show()
st.caption(
    "Every act is an entry that carries a digest over itself and the entry before it. "
    "An entry that was changed, removed or put in afterwards breaks the chain."
)
st.button("Check the chain", icon=":material/verified:", key="record.verify", on_click=check, args=(process.id,))
if CHECK in st.session_state:
    show_check(st.session_state.pop(CHECK))
if events:
    show_events(events, process.time_zone)
else:
    st.caption("Nothing has been recorded yet.")
with st.container(horizontal=True):
    if before is not None:
        st.button("Newest", icon=":material/first_page:", key="record.newest", on_click=go_to, args=(None,))
    if events and events[-1].sequence > 1:
        st.button(
            "Older", icon=":material/chevron_right:", key="record.older", on_click=go_to, args=(events[-1].sequence,)
        )
