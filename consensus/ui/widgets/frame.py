"""What stands around every page of a process: its name, who is here, and the way out."""

from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.roles import Role
from consensus.services.processes import processes
from consensus.ui import current
from consensus.ui.widgets.literal import to_html

if TYPE_CHECKING:
    from consensus.services.context import Context
    from consensus.services.processes.processes import ProcessView

ROLE_WORDS = {
    Role.FACILITATOR: "Facilitator",
    Role.CHAIR: "Chair",
    Role.PANELIST: "Panelist",
    Role.OBSERVER: "Observer",
}

_SIGN_OUT = """
<form method="post" action="/sign-out">
  <button type="submit" style="all:unset;cursor:pointer;text-decoration:underline;padding:.5rem 0">Sign out</button>
</form>
"""


def draw(ctx: "Context", view: "ProcessView") -> None:
    """Draw the frame; the page follows."""
    with st.sidebar:
        _draw_who(view)
        _draw_switch(ctx, view)
        st.html(_SIGN_OUT)
    if view.is_simulated:
        simulated_banner()


def draw_person(name: str, what: str) -> None:
    """Draw who is here, and the way out, where no process is chosen."""
    with st.sidebar:
        st.html(
            f'<p style="margin:0"><strong>{to_html(name)}</strong><br>'
            f'<span style="font-size:.85rem;opacity:.8">{what}</span></p>'
        )
        st.html(_SIGN_OUT)


def simulated_banner() -> None:
    """Say that the people of this process, their answers and their votes are made up."""
    st.caption(":material/science: **Simulated** people, answers and votes")


def _draw_who(view: "ProcessView") -> None:
    role = ROLE_WORDS[view.role]
    st.html(
        f'<p style="margin:0;font-size:.85rem;opacity:.8">{to_html(view.title)}</p>'
        f'<p style="margin:.35rem 0 0"><strong>{to_html(view.member_name)}</strong><br>'
        f'<span style="font-size:.85rem;opacity:.8">{role}</span></p>'
    )


def _draw_switch(ctx: "Context", view: "ProcessView") -> None:
    if processes.may_create(ctx):
        st.button("All processes", icon=":material/apps:", key="frame.all", on_click=current.leave_process)
        return
    mine = processes.list_my_processes(ctx)
    if len(mine) < 2:
        return
    titles = {summary.slug: summary.title for summary in mine}
    st.selectbox(
        "Process",
        list(titles),
        index=list(titles).index(view.slug),
        format_func=lambda slug: titles[slug],
        key="frame.process",
        on_change=lambda: current.choose_process(st.session_state["frame.process"]),
    )
