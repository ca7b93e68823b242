"""The meeting on a panelist's phone: what is discussed now, the ballot when there is one, the verdict after it."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import MeetingView
from consensus.services.processes import processes
from consensus.services.rounds.round_views import ItemView, RoundView
from consensus.services.statements import wording_changes
from consensus.services.statements.topics import TopicView
from consensus.services.statements.wording_changes import WordingChange
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.live import LiveItem, live
from consensus.ui.widgets.meeting import waiting
from consensus.ui.widgets.meeting.verdict_card import draw_item_verdict
from consensus.ui.widgets.people import consent_first
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements.evidence import draw_evidence
from consensus.ui.widgets.statements.statement_card import draw_change, draw_statement, draw_version, draw_wording
from consensus.ui.widgets.times import clock
from consensus.ui.widgets.top import start_at_top


def check_in() -> None:
    """Say that one is in the room."""
    view = meeting.get_meeting(current.context(), current.process_id())
    notices.attempt(meeting.check_in, current.context(), view.id, done="You are checked in.")


def draw_presence(view: MeetingView) -> None:
    """The button that makes this person present; the room above all is what the page is about after that."""
    if view.may_join and not view.i_am_present and not consent_first.draw():
        st.button(
            "I am here",
            key="meeting.check_in",
            type="primary",
            icon=":material/front_hand:",
            width="stretch",
            on_click=check_in,
        )
        if view.absent_may_vote:
            st.caption("Check in so that the room knows you are here. You may vote from elsewhere too.")
        else:
            st.caption("Check in so that you can vote: only those present when a vote opens take part in it.")
    if view.i_am_recused:
        st.info("You are recused from this topic: you follow it, and no ballot comes to you.", icon=":material/block:")


def to_live_item(item: ItemView) -> LiveItem:
    """An item of the open round as the ballot element takes it."""
    mine = item.my_ballot
    return LiveItem(
        id=item.id,
        version_sha256=item.version_sha256,
        text=item.text,
        options=tuple((option.value, option.label) for option in item.options),
        is_open=True,
        choice=mine.choice if mine else None,
        comment=mine.comment if mine else "",
        at=mine.at if mine else None,
        plain=item.plain_text,
        needs=item.needs,
        number=item.label,
    )


def what_follows(round_: RoundView, topic: TopicView) -> str:
    """What happens after this verdict, in one sentence."""
    voted = {item.statement_id for item in round_.items}
    if any(statement.id in voted and statement.state is StatementState.ADOPTED for statement in topic.statements):
        return "The statement is adopted. The facilitator takes up the next topic."
    if any(item.is_tied for item in round_.items):
        return "Statements reached consensus with exactly the same share. The panel goes back to the discussion."
    if any(item.verdict and item.verdict.reached for item in round_.items):
        return "The panel reached consensus. The facilitator adopts the statement next."
    return "No statement reached consensus. The panel goes back to the discussion, or goes on."


def draw_verdicts(round_: RoundView, topic: TopicView) -> None:
    """What the vote came to, statement by statement."""
    waiting.later("The verdict", what_follows(round_, topic), icon="gavel")
    adopted = {statement.id for statement in topic.statements if statement.state is StatementState.ADOPTED}
    for item in round_.items:
        draw_item_verdict(item, is_adopted=item.statement_id in adopted)


def draw_changes(round_: RoundView, changes: Mapping[UUID, WordingChange]) -> None:
    """Before the ballot, in one line until it is opened: that a wording changed since the panel last voted on it."""
    reworded = [(item, changes[item.statement_id]) for item in round_.items if item.statement_id in changes]
    if reworded:
        with st.expander(f"Reworded since {reworded[0][1].since}: see what changed", icon=":material/difference:"):
            for item, change in reworded:
                st.markdown(f":small[**Statement {escape(item.label)}**]")
                draw_change(change)


def draw_wordings(round_: RoundView, topic: TopicView) -> None:
    """Which wordings the open vote is on, each by its number and hash."""
    numbers = {statement.id: statement.version_number for statement in topic.statements}
    with st.expander("Which wording this vote is on", icon=":material/fingerprint:"):
        for item in round_.items:
            st.markdown(f":small[**Statement {escape(item.label)}**]")
            draw_version(numbers.get(item.statement_id, 1), item.version_sha256)


def draw_round(round_: RoundView, topic: TopicView, changes: Mapping[UUID, WordingChange]) -> tuple[LiveItem, ...]:
    """The round as it stands; what is to be voted on now is returned for the ballot element."""
    turnout = f"{round_.n_cast} of {round_.n_electors} have voted."
    if round_.state is RoundState.REVEALED:
        draw_verdicts(round_, topic)
        return ()
    if round_.may_vote:
        waiting.now("The vote is open", turnout, icon="how_to_vote")
        prose(round_.promise, size=".88rem", muted=True)
        draw_changes(round_, changes)
        return tuple(to_live_item(item) for item in round_.items)
    if round_.state is RoundState.OPEN:
        waiting.later("A vote is open", f"{round_.why_not_vote} {turnout}")
    else:
        waiting.later("The vote is closed", "The facilitator reveals the verdict; it appears here by itself.")
    for item in round_.items:
        with st.container(border=True):
            draw_wording(item.label, item.text, item.plain_text)
    return ()


def what_is_presented(topic: TopicView) -> str:
    """Who speaks about what, and what comes after it."""
    talks = [f"{talk.title} ({talk.presenter}, {talk.minutes} min)" for talk in topic.presentations]
    return "\n".join([*talks, "The candidate statements appear here when they are presented."])


def draw_topic(
    topic: TopicView, round_: RoundView | None, changes: Mapping[UUID, WordingChange]
) -> tuple[LiveItem, ...]:
    """The topic under discussion with its statements, or the vote on them."""
    items = draw_round(round_, topic, changes) if round_ else ()
    in_round = {item.statement_id for item in round_.items} if round_ else set()
    discussed = [
        statement
        for statement in topic.statements
        if statement.id not in in_round and statement.state in (StatementState.PRESENTED, StatementState.ADOPTED)
    ]
    if not in_round and not discussed:
        waiting.later("Presentations", what_is_presented(topic), icon="co_present")
    elif not in_round and all(statement.adopted for statement in discussed):
        waiting.later("Adopted", "The facilitator takes up the next topic.", icon="check_circle")
    elif not in_round:
        waiting.later("Discussion", "If a vote is opened, the ballot appears here by itself.", icon="forum")
    for statement in discussed:
        draw_statement(statement, changes.get(statement.id))
    return items


def draw_meeting(view: MeetingView, time_zone: str) -> tuple[LiveItem, ...]:
    """What is going on now; the title says what it is about."""
    if view.state is MeetingState.RUNNING and view.pause:
        st.title(escape(view.pause.title))
        notices.show()
        draw_presence(view)
        until = clock(view.pause.ends_at, time_zone)
        waiting.later(f"We go on at {until}", "This page moves on by itself.", icon="coffee")
        return ()
    if view.state is MeetingState.RUNNING and view.topic:
        st.title(escape(view.topic.title))
        notices.show()
        draw_presence(view)
        changes = wording_changes.list_changes(current.context(), current.process_id())
        return draw_topic(view.topic, view.round, changes)
    st.title(escape(view.title))
    notices.show()
    draw_presence(view)
    if view.state is MeetingState.PLANNED:
        waiting.later("The meeting has not begun", "When it starts, this page moves on by itself.")
    elif view.state is MeetingState.ENDED:
        waiting.later("The meeting is over", "Thank you for taking part.", icon="task_alt")
        st.page_link(VIEWS / "results.py", label="See the results", icon=":material/arrow_forward:")
    else:
        waiting.later("The meeting is running", "The first topic appears here as soon as it is taken up.")
    return ()


def draw_background(view: MeetingView) -> None:
    """Evidence on the topic and the agenda, folded away."""
    if view.topic and view.round and view.round.state is RoundState.OPEN:
        draw_wordings(view.round, view.topic)
    if view.topic and view.topic.evidence:
        with st.expander(f"Evidence ({len(view.topic.evidence)})", icon=":material/menu_book:"):
            prose(view.topic.summary)
            draw_evidence(view.topic.evidence)
    if view.i_am_present and view.state is MeetingState.RUNNING:
        st.caption(f":material/check: You are checked in. {view.n_present} present.")
    with st.expander("Agenda", icon=":material/list:", expanded=view.state is MeetingState.PLANNED):
        for row in view.agenda:
            icon = "check_circle" if row.n_adopted else "arrow_right" if row.is_current else "radio_button_unchecked"
            st.markdown(f":material/{icon}: {escape(row.title)} :gray[{row.minutes} min]")


@st.fragment
def draw() -> None:
    """The whole meeting; a signal from the server reruns only this."""
    ctx, process_id = current.context(), current.process_id()
    # Read first: what changes after it raises it, and then the element runs this again.
    process = processes.get_process(ctx, process_id)
    view = meeting.get_meeting(ctx, process_id)
    items = draw_meeting(view, process.time_zone)
    live(process_id, key="meeting.live", items=items, revision=process.revision, person=current.person_id())
    draw_background(view)
    start_at_top(f"{view.topic and view.topic.id} {view.round and view.round.state}", key="meeting.top")


draw()
