"""The panel: who was invited, how far each has come, and how each of them gets in."""

from uuid import UUID

import pandas as pd
import streamlit as st

from consensus.domain.lifecycle import InvitationState, next_states
from consensus.services import arrivals, credentials, panel, processes
from consensus.services.participation import MemberRow, PanelCounts
from consensus.settings import get_settings
from consensus.ui import current, notices
from consensus.ui.widgets import credential_card, member_answer, member_form, refused_links
from consensus.ui.widgets.credential_card import Credential
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state

NEW = "panel.new"


def add() -> None:
    """Enter a new member."""
    if notices.attempt(
        panel.add_member, current.context(), current.process_id(), member_form.read(NEW), done="The member was added."
    ):
        member_form.clear(NEW)


def edit(member_id: UUID) -> None:
    """Save the entry of a member."""
    draft = member_form.read(f"panel.edit.{member_id}")
    notices.attempt(panel.edit_member, current.context(), member_id, draft, done="The entry was saved.")


def remove(member_id: UUID) -> None:
    """Take a member out."""
    notices.attempt(panel.remove_member, current.context(), member_id, done="The member was removed.")


def record_invitation(member_id: UUID, state: InvitationState) -> None:
    """Note how far an invitation has come."""
    notices.attempt(
        panel.record_invitation, current.context(), member_id, state, done=f"The invitation is now {state.value}."
    )


def mark_invited() -> None:
    """Note that the invitations were sent."""
    notices.attempt(
        panel.mark_invited,
        current.context(),
        current.process_id(),
        done="Everybody on the panel now counts as invited.",
    )


def issue_link(member: MemberRow) -> None:
    """Make a personal link and leave it to be shown once."""

    def issue() -> None:
        address = f"{get_settings().public_url}/join#{credentials.issue_link(current.context(), member.id)}"
        credential_card.leave(Credential(member.name, "personal link", address, address))

    notices.attempt(issue)


def issue_code(member: MemberRow) -> None:
    """Make a personal code and leave it to be shown once."""

    def issue() -> None:
        code = credentials.issue_code(current.context(), member.id)
        credential_card.leave(Credential(member.name, "personal code", code))

    notices.attempt(issue)


def show_counts(counts: PanelCounts) -> None:
    """How many came how far."""
    tiles: tuple[tuple[str, int, str], ...] = (
        ("Invited", counts.invited, f"{counts.accepted} accepted, {counts.declined} declined"),
        ("Responded to the survey", counts.responded, f"of {counts.invited} invited"),
        ("Attended the meeting", counts.attended, f"of {counts.invited} invited"),
        ("Institutions", counts.institutions, f"{counts.institutions_attended} present at the meeting"),
        ("Patient representatives", counts.patient_representatives, "counted apart"),
        ("Entitled to vote", counts.voting, "in the whole panel"),
    )
    with st.grid(3, min_column_width=150):
        for label, value, note in tiles:
            with st.container(border=True, height="stretch"):
                st.html(
                    f'<p style="margin:0;font-size:.9rem;line-height:1.3">{label}</p>'
                    f'<p style="margin:0;font-size:1.7rem;font-weight:600;line-height:1.4">{value}</p>'
                    f'<p style="margin:0;font-size:.85rem;opacity:.8">{note}</p>'
                )


def show_table(members: tuple[MemberRow, ...]) -> None:
    """Everybody in a table that can be searched and sorted."""
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
        alt="The members of the panel and how far each has come",
    )


def show_access(member: MemberRow) -> None:
    """The ways in that can be handed out."""
    st.markdown("**How they get in**")
    st.caption("A personal link or a personal code is shown once; issuing a new one ends the old one.")
    with st.container(horizontal=True):
        st.button(
            "Issue a personal link",
            icon=":material/link:",
            key=f"panel.link.{member.id}",
            on_click=issue_link,
            args=(member,),
        )
        st.button(
            "Issue a personal code",
            icon=":material/pin:",
            key=f"panel.code.{member.id}",
            on_click=issue_code,
            args=(member,),
        )


def show_invitation(member: MemberRow) -> None:
    """Where the invitation stands and where it can go."""
    st.markdown(f"**Invitation** · {member.invitation.value}")
    with st.container(horizontal=True):
        for state in InvitationState:
            if state in next_states(member.invitation):
                st.button(
                    f"Mark as {state.value}",
                    key=f"panel.invitation.{state.value}.{member.id}",
                    on_click=record_invitation,
                    args=(member.id, state),
                )


def show_entry(member: MemberRow) -> None:
    """The entry to be changed, and the way out of the panel."""
    with st.expander("Edit the entry", icon=":material/edit:"):
        with st.form(f"panel.edit.form.{member.id}", border=False):
            member_form.inputs(f"panel.edit.{member.id}", member)
            st.form_submit_button("Save", key=f"panel.save.{member.id}", on_click=edit, args=(member.id,))
        with st.popover("Remove from the panel", icon=":material/person_remove:"):
            st.text(f"{member.name} leaves the panel. Whoever has taken part already stays in the record.")
            st.button("Yes, remove", key=f"panel.remove.{member.id}", on_click=remove, args=(member.id,))


def show_inviting(n_waiting: int) -> None:
    """The way to note that all invitations went out; until then nobody is asked to answer."""
    with st.container(border=True):
        st.markdown(f"**{n_waiting} not invited yet**")
        st.caption("Send each their personal link or code, then note it here. Only the invited are asked to answer.")
        st.button("Mark all as invited", icon=":material/mark_email_read:", key="panel.invite", on_click=mark_invited)


def show_new(is_empty: bool) -> None:
    """The form for a new member."""
    with (
        st.expander("Add a member", icon=":material/person_add:", expanded=is_empty),
        st.form("panel.new.form", border=False),
    ):
        member_form.inputs(NEW)
        st.form_submit_button("Add to the panel", type="primary", key="panel.add", on_click=add)


def show_member(members: tuple[MemberRow, ...], time_zone: str) -> None:
    """Choose one member, and what can be done for them."""
    rows = {member.id: member for member in members}
    chosen = st.selectbox(
        "Member",
        list(rows),
        format_func=lambda member_id: ", ".join(filter(None, (rows[member_id].name, rows[member_id].institution))),
        index=None,
        placeholder="Choose a member, or type a name",
        key="panel.member",
        label_visibility="collapsed",
    )
    if chosen is None:
        st.caption("Choose a member to hand out a personal link or code, or to change their entry.")
        return
    with st.container(border=True):
        st.subheader(escape(rows[chosen].name), anchor=False)
        show_access(rows[chosen])
        show_invitation(rows[chosen])
        member_answer.draw(chosen, time_zone)
        show_entry(rows[chosen])


st.set_page_config(layout="wide")
view = panel.get_panel(current.context(), current.process_id())

st.title("Panel")
notices.show()
credential_card.show()
refused_links.draw(arrivals.list_refused_links(current.context(), current.process_id()), "UTC")
show_counts(view.counts)
if view.members:
    show_table(view.members)
else:
    empty_state("Nobody is in the panel yet", "Add the first member below.", icon="group_add")
if view.may_manage and view.counts.waiting:
    show_inviting(view.counts.waiting)
if view.may_manage:
    st.header("One member", anchor=False)
    show_member(view.members, processes.get_process(current.context(), current.process_id()).time_zone)
    show_new(is_empty=not view.members)
