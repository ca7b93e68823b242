"""The meeting on a panelist's phone: what is discussed now, the ballot when there is one, the verdict after it."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.domain.round_kinds import KINDS
from consensus.domain.show_of_hands import CALL
from consensus.domain.wording import counted
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import MeetingView
from consensus.services.meetings.objection_views import CheckView
from consensus.services.processes import processes
from consensus.services.rounds.round_views import RoundView
from consensus.services.statements import statement_rounds, wording_changes
from consensus.services.statements.topics import TopicView
from consensus.services.statements.wording_changes import WordingChange
from consensus.tally.round_verdicts import RuledVerdict, is_in_favour
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.live import live
from consensus.ui.widgets.meeting import agenda, countdown, day_snapshot, floor, moment, secret_lists, thumb, waiting
from consensus.ui.widgets.meeting.verdict_card import draw_item_verdict
from consensus.ui.widgets.people import consent_first
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.statements import round_fold
from consensus.ui.widgets.statements.evidence import draw_evidence
from consensus.ui.widgets.statements.statement_card import draw_change, draw_statement, draw_version, draw_wording
from consensus.ui.widgets.times import clock
from consensus.ui.widgets.top import start_at_top
from consensus.ui.widgets.turns import in_turn

ASKED = "front_hand"
# Phones are not told of each vote, so no count stands here that would not move.
AFTER_VOTE = "The facilitator closes it when the room is done; the verdict appears here by itself."
AFTER_CHECK = "The facilitator ends it when the room has answered; what follows appears here by itself."


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
        st.info(
            "You are recused from this topic: you follow it, and no ballot comes to you. "
            "What the panel is asked on the next one comes to you again, unless you are recused from it too.",
            icon=":material/block:",
        )


def draw_check_call(check: CheckView, changes: Mapping[UUID, WordingChange]) -> None:
    """What stands above the question for objections: how many have answered, what is promised, what was reworded."""
    waiting.now("Any objection to this wording?", AFTER_CHECK, icon=ASKED)
    prose(check.promise, size=".88rem", muted=True)
    change = changes.get(check.statement_id)
    if change is not None:
        with st.expander(f"Reworded since {change.since}: see what changed", icon=":material/difference:"):
            draw_change(change)


def draw_check(check: CheckView) -> None:
    """The check as it stands for somebody who is not asked, or what came of it."""
    if check.is_open:
        waiting.later("The panel is asked: any objection?", f"{check.why_not_asked} {AFTER_CHECK}", icon=ASKED)
        with st.container(border=True):
            draw_wording(check.label, check.text, check.plain_text)
    elif check.n_objections:
        waiting.later(
            counted(check.n_objections, "objection"),
            "The panel discusses. A new wording, a new question or a vote appears here by itself.",
            icon="forum",
        )
        for one in check.objections or ():
            with st.container(border=True):
                st.text(": ".join(part for part in (one.name, one.reason or "no reason given") if part))
    else:
        waiting.later(
            "Nobody objects",
            f"{check.n_answered} of {check.n_asked} answered. The facilitator asks whoever did not answer, "
            "and adopts the statement.",
            icon="task_alt",
        )


def what_follows(round_: RoundView, topic: TopicView) -> str:
    """What happens after this verdict, in one sentence."""
    voted = {item.statement_id for item in round_.items}
    if any(statement.id in voted and statement.state is StatementState.ADOPTED for statement in topic.statements):
        return "The statement is adopted. The facilitator takes up the next topic."
    if any(item.is_tied for item in round_.items):
        return "Statements reached consensus with exactly the same share. The panel goes back to the discussion."
    if not KINDS[round_.kind].settles:
        return "The order sets priorities and adopts nothing: the panel goes on with the discussion."
    if any(item.verdict and is_in_favour(item.verdict.outcome) for item in round_.items):
        return "The panel reached consensus. The facilitator adopts the statement next."
    if any(isinstance(item.verdict, RuledVerdict) and item.verdict.reached for item in round_.items):
        return "The panel decided against it: nothing is adopted. The panel goes back to the discussion, or goes on."
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


def draw_call(round_: RoundView, changes: Mapping[UUID, WordingChange]) -> None:
    """What stands above the ballot: that the vote is open, what is promised, what was reworded."""
    if round_.secret is not None and round_.secret.i_have_voted:
        waiting.later("The vote is open", AFTER_VOTE, icon="how_to_vote")
    else:
        waiting.now("The vote is open", AFTER_VOTE, icon="how_to_vote")
    prose(round_.promise, size=".88rem", muted=True)
    draw_changes(round_, changes)


def draw_call_for_hands(round_: RoundView, *, is_mine: bool) -> None:
    """That the room votes by hands: what to do for whoever may raise one, and why not for anybody else."""
    if is_mine:
        waiting.now(CALL, "Raise your hand in the room for your answer. The facilitator counts.", icon="front_hand")
        prose(round_.promise, size=".88rem", muted=True)
    else:
        waiting.later("The room votes by a show of hands", round_.why_not_vote, icon="front_hand")


def draw_round(round_: RoundView, topic: TopicView) -> None:
    """The round as it stands for somebody of whom no vote is asked now."""
    if round_.state is RoundState.VOID:
        secret_lists.draw_void(round_.number, round_.void_reason)
        return
    if round_.state is RoundState.REVEALED:
        draw_verdicts(round_, topic)
        secret_lists.draw(round_)
        return
    if round_.state is RoundState.OPEN and round_.hands is not None:
        draw_call_for_hands(round_, is_mine=round_.hands.is_mine)
    elif round_.state is RoundState.OPEN:
        waiting.later("A vote is open", f"{round_.why_not_vote} {AFTER_VOTE}")
    else:
        waiting.later("The vote is closed", "The facilitator reveals the verdict; it appears here by itself.")
        secret_lists.draw(round_)
    for item in round_.items:
        with st.container(border=True):
            draw_wording(item.label, item.text, item.plain_text)


def draw_topic(view: MeetingView, topic: TopicView, changes: Mapping[UUID, WordingChange]) -> None:
    """The topic under discussion with its statements, or what the panel is asked about them."""
    if view.check is not None:
        if not view.asked:
            draw_check(view.check)
        if view.check.is_open:
            return
    round_ = None if view.check else view.round
    is_history = moment.is_prepared(topic, round_)
    if round_ and not view.asked and not is_history:
        draw_round(round_, topic)
    if view.check is None and (is_history or round_ is None or round_.state is RoundState.VOID):
        draw_moment(moment.moment_of_topic(view, topic, round_))
    shown = moment.discussed(topic, round_)
    held = statement_rounds.list_statement_rounds(current.context(), current.process_id()) if shown else {}
    for statement in shown:
        draw_statement(statement, changes.get(statement.id), below=round_fold.at_foot(held))
    if round_ and is_history:
        with st.expander("The verdict before", icon=":material/gavel:"):
            draw_round(round_, topic)


def draw_moment(now: moment.Moment) -> None:
    """What goes on and what happens next."""
    waiting.later(now.title, now.sentence, icon=now.icon)


def what_it_is_about(view: MeetingView) -> str:
    """The title of the page: the break, the topic, or the meeting as a whole."""
    if view.state is MeetingState.RUNNING and view.pause:
        return view.pause.title
    if view.state is MeetingState.RUNNING and view.topic:
        return view.topic.title
    return view.title


def draw_meeting(view: MeetingView, changes: Mapping[UUID, WordingChange], time_zone: str) -> None:
    """What is going on now; the title says what it is about."""
    if view.state is MeetingState.PLANNED:
        waiting.later("The meeting has not begun", "When it starts, this page moves on by itself.")
    elif view.state is MeetingState.ENDED:
        waiting.later("The meeting is over", "Thank you for taking part.", icon="task_alt")
        st.page_link(VIEWS / "results.py", label="See the results", icon=":material/arrow_forward:")
    elif view.pause:
        until = clock(view.pause.ends_at, time_zone)
        waiting.later(f"We go on at {until}", "This page moves on by itself.", icon="coffee")
    elif view.topic:
        draw_topic(view, view.topic, changes)
    else:
        waiting.later("The meeting is running", "The first topic appears here as soon as it is taken up.")


def draw_background(view: MeetingView, time_zone: str) -> None:
    """The way to the floor, and evidence on the topic and the agenda, folded away."""
    floor.draw_own(view)
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
            times = agenda.times_text(row, time_zone)
            if times:
                st.caption(times)
    day_snapshot.draw_for_panel(time_zone)


def draw_page() -> None:
    """The whole meeting as it stands."""
    ctx, process_id = current.context(), current.process_id()
    # Read first: what changes after it raises it, and then the element runs this again.
    process = processes.get_process(ctx, process_id)
    view = meeting.get_meeting(ctx, process_id)
    changes = wording_changes.list_changes(ctx, process_id) if view.topic else {}
    # The ballot keeps its place: it stays as it is while what stands around it comes and goes.
    above, ballot, below = st.container(), thumb.reach(), st.container()
    with above:
        st.title(escape(what_it_is_about(view)))
        notices.show()
        draw_presence(view)
        if view.asked and view.check and view.check.is_open:
            draw_check_call(view.check, changes)
        else:
            countdown.draw(countdown.clocks_of(view), view.now, key="meeting.clocks")
        if view.asked and view.round and not (view.check and view.check.is_open):
            draw_call(view.round, changes)
    with ballot:
        person, revision = current.person_id(), process.revision
        live(process_id, key="meeting.live", asked=view.asked, revision=revision, person=person, is_ballot=True)
    with below:
        draw_meeting(view, changes, process.time_zone)
        draw_background(view, process.time_zone)
    now = (view.topic and view.topic.id, view.round and view.round.state, view.check and view.check.state)
    start_at_top(" ".join(map(str, now)), key="meeting.top")


@st.fragment
def draw() -> None:
    """A signal from the server reruns only this, and the ballot is drawn before it does."""
    with in_turn():
        draw_page()


draw()
