"""The panel: who is in it, how far each has come, and everything about one of them."""

from collections.abc import Sequence
from uuid import UUID

import pandas as pd
import streamlit as st

from consensus.services.people import panel
from consensus.services.people.participation import MemberRow
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.services.sign_in import arrivals
from consensus.ui import current, notices
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.people import (
    access_sheet_form,
    credential_card,
    member_card,
    new_member,
    panel_balance,
    panel_counts,
    panel_export,
    panel_import,
    panel_question,
    refused_links,
)
from consensus.ui.widgets.pieces import empty_state

CHOSEN = "panel.member"


def mark_invited() -> None:
    """Note that the invitations were sent."""
    notices.attempt(
        panel.mark_invited,
        current.context(),
        current.process_id(),
        done="Everybody on the panel now counts as invited.",
    )


def choose(members: Sequence[UUID]) -> None:
    """Take the row of the table that was chosen."""
    rows = st.session_state["panel.table"].selection.rows
    if rows and rows[0] < len(members):
        st.session_state[CHOSEN] = members[rows[0]]


def show_inviting(process: ProcessView, n_waiting: int) -> None:
    """The ways to invite: by mail, which notes it by itself, or on paper, which is noted here."""
    with st.container(border=True):
        st.markdown(f"**{n_waiting:,} not invited yet**")
        st.caption("Only the invited are asked to answer. A mail with their personal link notes it by itself.")
        with st.container(horizontal=True, vertical_alignment="center"):
            draw_link(process, "invitations.py", "Invite by mail")
            with st.popover("I handed out links or codes", icon=":material/mark_email_read:", type="tertiary"):
                st.text(f"All {n_waiting:,} then count as invited, and no invitation goes to them by mail.")
                st.button("Yes, mark all as invited", key="panel.invite", on_click=mark_invited)


def show_table(members: Sequence[MemberRow], *, may_choose: bool) -> None:
    """The members found, one a row; for those who manage the panel a row leads to its card."""
    ids = [member.id for member in members]
    frame = pd.DataFrame(
        {
            "Name": [member.name for member in members],
            "Institution": [member.institution for member in members],
            "Role": [member.role.value for member in members],
            "Votes": [member.votes for member in members],
            "Invitation": [member.invitation.value for member in members],
            "Responded": [member.has_responded for member in members],
            "Attended": [member.has_attended for member in members],
            "Group": [member.stakeholder_group for member in members],
            "Discipline": [member.discipline for member in members],
            "Country": [member.country for member in members],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        key="panel.table",
        column_config={"Name": st.column_config.TextColumn(pinned=True)},
        on_select=(lambda: choose(ids)) if may_choose else "ignore",
        selection_mode="single-row",
        alt="The members of the panel and how far each has come",
    )


def show_member(members: Sequence[MemberRow], time_zone: str) -> None:
    """Choose one of the members found, and what can be done for them."""
    rows = {member.id: member for member in members}
    if st.session_state.get(CHOSEN) not in rows:
        st.session_state[CHOSEN] = None
    chosen = st.selectbox(
        "Member",
        list(rows),
        format_func=lambda member_id: ", ".join(filter(None, (rows[member_id].name, rows[member_id].institution))),
        index=None,
        placeholder="Choose a member here or in the table",
        key=CHOSEN,
        label_visibility="collapsed",
    )
    if chosen is not None:
        member_card.draw(panel.get_member(current.context(), chosen), time_zone)


st.set_page_config(layout="wide")
view = panel.get_panel(current.context(), current.process_id(), panel_question.read())
process = processes.get_process(current.context(), current.process_id())
# Whoever runs the process is in it from the beginning.
is_empty = view.n_members <= 1

st.title("Panel")
notices.show()
credential_card.show()
refused_links.draw(arrivals.list_refused_links(current.context(), process.id), process.time_zone)
if not is_empty:
    panel_counts.draw(view.counts)
if view.may_manage and view.counts.waiting:
    show_inviting(process, view.counts.waiting)
if not is_empty:
    panel_question.draw(view.groups)
if view.members and not is_empty:
    panel_question.draw_pages(view.n_found)
    show_table(view.members, may_choose=view.may_manage)
elif is_empty:
    empty_state("Nobody is on the panel yet", "Import a list, or add one person after the other.", icon="group_add")
else:
    empty_state("Nobody is found", "Take a word or a filter away, or add a member below.", icon="group_add")
if view.may_manage and is_empty:
    panel_import.draw(is_empty=True)
    new_member.draw()
elif view.may_manage:
    show_member(view.members, process.time_zone)
    new_member.draw()
    panel_import.draw(is_empty=False)
if view.n_members > 1 and view.may_hand_out:
    access_sheet_form.draw(current.process_id())
if view.n_members > 1:
    panel_export.draw()
    panel_balance.draw()
