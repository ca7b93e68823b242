"""The objection check, as the facilitator runs it: asking on the phones or aloud, watching, and what follows."""

from uuid import UUID

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.meetings import meeting, objections
from consensus.services.meetings.meeting import MeetingView
from consensus.services.meetings.objection_views import CheckView
from consensus.services.statements.statements import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.statements.statement_card import draw_hash, draw_wording


def draw_ask(view: MeetingView, statement: StatementView) -> None:
    """The two ways to ask about a presented statement: on the phones, or aloud in a room without them."""
    issues = objections.issues_before_asking(current.context(), view.id, statement.id)
    again = view.check is not None and view.check.statement_id == statement.id and view.check.stands
    st.button(
        "Ask again on the phones" if again else "Ask for objections",
        icon=":material/front_hand:",
        key=f"meeting.ask.phones.{statement.id}",
        disabled=bool(issues),
        help=escape(issues[0]) if issues else "“Any objection to this wording?” on every phone of those who decide.",
        on_click=ask,
        args=(view.id, statement.id),
    )
    if not (again and view.check and view.check.n_objections):
        _draw_aloud(view, statement)


def _draw_aloud(view: MeetingView, statement: StatementView) -> None:
    with st.popover("Asked aloud", icon=":material/record_voice_over:"):
        st.markdown("**Any objection in the room?**")
        st.text(
            f"For a room without phones. If there is none, statement {statement.label} is adopted by full consensus, "
            f"without a vote. The record says that it was asked aloud, and names the {view.n_may_vote} people present "
            "who may vote."
        )
        for issue in view.missing:
            st.caption(f":material/error: {escape(issue)}")
        st.button(
            f"Record full consensus of {view.n_may_vote} present",
            type="primary",
            key=f"meeting.full.{statement.id}",
            disabled=bool(view.missing),
            on_click=record_aloud,
            args=(view.id, statement.id),
        )


def draw(check: CheckView) -> None:
    """The check as it stands: how many have answered, whether somebody objects, and after the end why."""
    st.html(
        '<p role="status" style="margin:0;font-size:2rem;line-height:1.2;font-weight:600">'
        f"{check.n_answered} of {check.n_asked} {'have ' if check.is_open else ''}answered</p>"
        f'<p style="margin:.2rem 0 0;font-size:1.15rem;font-weight:600">{to_html(_so_far(check))}</p>'
    )
    st.progress(check.n_answered / check.n_asked if check.n_asked else 0.0)
    with st.container(border=True, gap="small"):
        draw_wording(check.label, check.text, check.plain_text)
        draw_hash(check.version_sha256)
    _draw_objections(check)
    for title, names in (("Did not answer on the phone", check.silent), ("Came later", check.came_later)):
        if names:
            st.markdown(f"**{title} ({len(names)})**")
            st.text(", ".join(names))
    st.caption(f"The people asked are told: “{escape(check.promise)}”")


def draw_next(view: MeetingView) -> None:
    """The acts that carry a check on; without one, the question where one statement alone is before the panel."""
    check = view.check
    if check is None:
        _draw_first_ask(view)
    elif check.is_open:
        _draw_open(check)
    elif check.n_objections:
        _draw_vote(check)
    else:
        _draw_adoption(check)


def _draw_first_ask(view: MeetingView) -> None:
    presented = [s for s in view.topic.statements if s.may_adopt_full_consensus] if view.topic else []
    if len(presented) != 1 or objections.issues_before_asking(current.context(), view.id, presented[0].id):
        return
    st.button(
        "Ask for objections on the phones",
        type="primary",
        icon=":material/front_hand:",
        key="meeting.next.ask",
        on_click=ask,
        args=(view.id, presented[0].id),
        wrap=True,
    )


def _so_far(check: CheckView) -> str:
    if check.n_objections is not None:
        return counted(check.n_objections, "objection") if check.n_objections else "Nobody objects"
    return "An objection has come" if check.has_objection else "No objection so far"


def _draw_objections(check: CheckView) -> None:
    if not check.n_objections:
        return
    shown = check.objections or ()
    reasons = [f"{one.name}: {one.reason or 'no reason given'}" if one.name else one.reason for one in shown]
    for reason in reasons:
        with st.container(border=True):
            st.text(reason)
    if len(reasons) < check.n_objections:
        st.caption(f"{counted(check.n_objections - len(reasons), 'objection')} without a reason.")


def _draw_open(check: CheckView) -> None:
    is_unopposed = check.n_answered == check.n_asked and not check.has_objection
    if is_unopposed:
        st.button(
            "Adopt by full consensus",
            type="primary",
            icon=":material/task_alt:",
            key="meeting.check.adopt",
            on_click=adopt,
            args=(check.id, False),
        )
    st.button(
        "End the check",
        type="secondary" if is_unopposed else "primary",
        icon=":material/lock:",
        key="meeting.check.end",
        on_click=end,
        args=(check.id,),
    )
    if check.has_objection:
        _draw_vote(check)


def _draw_vote(check: CheckView) -> None:
    st.button(
        "Vote on this wording",
        icon=":material/how_to_vote:",
        key="meeting.check.vote",
        on_click=put_to_vote,
        args=(check.id,),
    )


def _draw_adoption(check: CheckView) -> None:
    unheard = (*(check.silent or ()), *(check.came_later or ()))
    if not unheard:
        st.button(
            "Adopt by full consensus",
            type="primary",
            icon=":material/task_alt:",
            key="meeting.check.adopt",
            on_click=adopt,
            args=(check.id, False),
        )
        return
    with st.popover("Adopt by full consensus", icon=":material/task_alt:", type="primary"):
        st.markdown("**Ask in the room: does any of you object?**")
        st.text(", ".join(unheard))
        st.caption("The record says of them that they did not answer on a phone and were asked in the room.")
        st.button(
            "They were asked, nobody objects: adopt",
            type="primary",
            key="meeting.check.adopt",
            on_click=adopt,
            args=(check.id, True),
        )


def ask(meeting_id: UUID, statement_id: UUID) -> None:
    """Put the question on the phones."""
    notices.attempt(
        objections.ask_for_objections, current.context(), meeting_id, statement_id, done="The panel is being asked."
    )


def end(check_id: UUID) -> None:
    """Ask no longer."""
    notices.attempt(objections.end_check, current.context(), check_id)


def put_to_vote(check_id: UUID) -> None:
    """Let the panel vote on the wording it was asked about."""
    notices.attempt(objections.put_to_vote, current.context(), check_id, done="The vote is open.")


def adopt(check_id: UUID, room_was_asked: bool) -> None:
    """Adopt the wording nobody objected to."""

    def adopt_it() -> None:
        objections.adopt_unopposed(current.context(), check_id, room_was_asked=room_was_asked)

    notices.attempt(adopt_it, done="Full consensus was recorded; the statement is adopted.")


def record_aloud(meeting_id: UUID, statement_id: UUID) -> None:
    """Adopt a statement to which nobody objects who was asked aloud."""
    notices.attempt(
        meeting.record_full_consensus,
        current.context(),
        meeting_id,
        statement_id,
        done="Full consensus was recorded; the statement is adopted.",
    )
