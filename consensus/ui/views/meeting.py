"""The meeting, as the facilitator runs it: who is here, what is discussed, how it is decided."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.domain.objections import HEARD
from consensus.domain.undoing import REVEALED_STAYS
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import MeetingView
from consensus.services.processes import processes
from consensus.services.processes.processes import ProcessView
from consensus.services.rounds import rounds
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView
from consensus.services.statements import statement_rounds, statements
from consensus.services.statements.statements import StatementView
from consensus.services.statements.topics import TopicView
from consensus.ui import current, notices
from consensus.ui.widgets import live
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting import (
    agenda,
    breaks,
    day_snapshot,
    electorate,
    floor,
    head,
    next_step,
    notes,
    objection,
    opening,
    presence,
    projector,
    room,
    round_watch,
    secret_lists,
    stage,
    undo,
)
from consensus.ui.widgets.meeting.verdict_card import draw_verdict_in_full
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.statements import candidate, evidence, rationale


def plan() -> None:
    """Plan the meeting of the process."""
    notices.attempt(
        meeting.add_meeting,
        current.context(),
        current.process_id(),
        st.session_state["meeting.plan.title"],
        st.session_state["meeting.plan.held_on"],
        done="The meeting is planned.",
    )


def present(statement_ids: Sequence[UUID]) -> None:
    """Put candidates before the panel."""
    for statement_id in statement_ids:
        notices.attempt(statements.present_statement, current.context(), statement_id)


def take_back(statement_id: UUID) -> None:
    """Take a presented candidate back."""
    notices.attempt(statements.unpresent, current.context(), statement_id)


def open_round(meeting_id: UUID, statement_ids: Sequence[UUID], asking: opening.Asking) -> None:
    """Let those present answer on these statements."""

    def open_it() -> None:
        rounds.open_round(
            current.context(),
            meeting_id,
            statement_ids,
            tally_mode=asking.mode,
            anonymity=asking.secrecy,
            kind=asking.kind,
            preset=asking.preset,
            countdown=asking.countdown,
            by_hands=asking.by_hands,
        )

    notices.attempt(open_it, done="The vote is open.")


def adopt(statement_id: UUID) -> None:
    """Adopt a statement on which the vote reached consensus."""
    notices.attempt(statements.adopt, current.context(), statement_id, done="The statement is adopted.")


def what_stands(view: MeetingView) -> object:
    """What the page around the live part was drawn from; ballots alone do not change it."""
    round_ = (view.round.id, view.round.state) if view.round else None
    check = (view.check.id, view.check.state) if view.check else None
    return view.state, view.pause, view.agenda, view.topic, view.presence, view.recused, view.missing, round_, check


@st.fragment
def show_live(process_id: UUID, drawn: MeetingView) -> None:
    """The part that moves with every signal; anything else that has changed draws the whole page anew."""
    process = processes.get_process(current.context(), process_id)
    view = meeting.get_meeting(current.context(), process_id)
    if what_stands(view) != what_stands(drawn):
        st.rerun()
    notices.show()
    head.draw(view)
    live.live(process_id, key="meeting.live", revision=process.revision, person=current.person_id())
    next_step.draw(view, present=present, adopt=adopt)
    if view.topic is not None and view.state is not MeetingState.PLANNED:
        show_topic_head(view.topic)
        stage.draw(view, view.topic, process.time_zone)
        floor.draw_queue(view)
        if view.may_run:
            notes.draw(view.topic.id, process.time_zone)
    if view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED):
        round_watch.draw(view.round)
    elif view.check is not None and view.state is MeetingState.RUNNING:
        objection.draw(view.check)
    elif view.round is not None and view.round.void_reason:
        secret_lists.draw_void(view.round.number, view.round.void_reason)
    elif view.round is not None:
        secret_lists.draw(view.round)


def show_topic(view: MeetingView, topic: TopicView, process: ProcessView) -> None:
    """The candidates of the topic under discussion, and the way to a vote."""
    if view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED):
        return
    if view.check is not None and view.check.is_open:
        return
    running = view.state is MeetingState.RUNNING
    in_play = [statement for statement in topic.statements if statement.state is not StatementState.WITHDRAWN]
    # What the panel has just agreed on comes first; a failed candidate above it would hide the next step.
    shown = sorted(in_play, key=lambda statement: not statement.may_adopt_by_vote)
    for statement in shown:
        show_statement(view, statement, process)
    if not shown:
        empty_state(
            "No candidate statement", "Write one under Topics, or make one from the collation.", icon="edit_note"
        )
    show_withdrawn(topic, process)
    presented = [statement for statement in topic.statements if statement.may_adopt_full_consensus]
    if running and presented:
        show_vote(view, presented)


def show_topic_head(topic: TopicView) -> None:
    """What is under discussion, with its evidence behind a fold."""
    st.header(f"{topic.position}. {escape(topic.title)}", anchor=False)
    if topic.summary:
        st.text(topic.summary)
    if not topic.evidence:
        return
    with st.expander(f"Evidence ({len(topic.evidence)})", icon=":material/library_books:"):
        evidence.draw_evidence(topic.evidence)


def show_statement(view: MeetingView, statement: StatementView, process: ProcessView) -> None:
    """A statement with its verdict, its adoption, and what may be done with it."""
    item = item_of(view.round, statement)

    def below(statement: StatementView) -> None:
        if view.round is not None and item is not None:
            st.caption(f"Vote {view.round.number}. {REVEALED_STAYS}")
            draw_verdict_in_full(item)
            electorate.draw(view.round.electorate)
        elif statement.adopted is not None and statement.adopted.verdict_sentence:
            prose(statement.adopted.verdict_sentence)
        if statement.adopted is not None and statement.adopted.present:
            with st.expander(f"Full consensus: {statement.adopted.n_present} present", icon=":material/groups:"):
                for way, names in statement.adopted.heard:
                    st.caption(HEARD[way])
                    st.text(", ".join(names))
        if statement.state is StatementState.ADOPTED:
            rationale.draw(statement, key="meeting", time_zone=process.time_zone)

    def acts(statement: StatementView) -> None:
        show_acts(view, statement)

    candidate.draw(statement, key="meeting", process=process, rounds=held.get(statement.id, ()), below=below, acts=acts)


def item_of(round_: RoundView | None, statement: StatementView) -> ItemView | None:
    """What the revealed round says of the present wording of a statement."""
    if round_ is None or round_.state is not RoundState.REVEALED:
        return None
    voted = (item for item in round_.items if item.statement_id == statement.id)
    return next((item for item in voted if item.version_sha256 == statement.sha256), None)


def show_acts(view: MeetingView, statement: StatementView) -> None:
    """What may be done with a statement in the meeting."""
    if view.state is not MeetingState.RUNNING:
        return
    if statement.may_adopt_full_consensus:
        objection.draw_ask(view, statement)
    if statement.may_adopt_by_vote:
        next_step.draw_adoption(statement, key=f"meeting.adopt.{statement.id}", adopt=adopt)
    if statement.state is StatementState.ADOPTED:
        undo.draw_adoption(statement)
    if statement.may_present:
        again = statement.state is StatementState.NO_CONSENSUS
        st.button(
            "Present again" if again else "Present",
            icon=":material/campaign:",
            key=f"meeting.present.{statement.id}",
            on_click=present,
            args=((statement.id,),),
        )
    if statement.may_take_back:
        st.button(
            "Take back",
            icon=":material/undo:",
            type="tertiary",
            key=f"meeting.take_back.{statement.id}",
            on_click=take_back,
            args=(statement.id,),
        )


def show_withdrawn(topic: TopicView, process: ProcessView) -> None:
    """The withdrawn statements behind a fold."""
    withdrawn = [statement for statement in topic.statements if statement.state is StatementState.WITHDRAWN]
    if withdrawn:
        with st.expander(f"Withdrawn ({len(withdrawn)})", icon=":material/block:"):
            for statement in withdrawn:
                candidate.draw(statement, key="meeting", process=process, rounds=held.get(statement.id, ()))


def show_vote(view: MeetingView, presented: Sequence[StatementView]) -> None:
    """The way to a vote on one or several candidates."""
    with st.container(border=True):
        st.subheader("Put it to the vote", anchor=False)
        opening.draw(view, presented, process, open_round=open_round)


def show_roll(view: MeetingView, time_zone: str) -> None:
    """The roll call before the meeting."""
    st.header("Who is in the room", anchor=False)
    presence.draw_roll(view, time_zone)


def show_planning() -> None:
    """The form that plans the meeting."""
    with st.form("meeting.plan", border=False):
        st.text_input("Title", "Consensus meeting", key="meeting.plan.title", max_chars=200)
        st.date_input("Day", value=None, key="meeting.plan.held_on")
        st.form_submit_button("Plan the meeting", type="primary", key="meeting.plan.add", on_click=plan)


st.set_page_config(layout="wide")
process = processes.get_process(current.context(), current.process_id())
held = statement_rounds.list_statement_rounds(current.context(), process.id)
found, refusal = load(meeting.get_meeting, current.context(), process.id)

if found is None:
    st.title("Meeting")
    notices.show()
    empty_state("No meeting yet", refusal, icon="event")
    show_planning()
else:
    st.title(escape(found.title))
    notices.show()
    main, side = st.columns([7, 3], gap="large")
    with main, st.container():
        show_live(process.id, found)
        if found.state is MeetingState.PLANNED:
            show_roll(found, process.time_zone)
        elif found.topic is not None:
            show_topic(found, found.topic, process)
    with side, st.container():
        if found.state is not MeetingState.PLANNED:
            presence.draw(found, process.time_zone)
            if found.may_run:
                day_snapshot.draw_taking(found.id, key="meeting.snapshot")
        if found.state is not MeetingState.ENDED:
            room.draw(process.id, found.id)
            projector.draw(found.id)
        st.subheader("Agenda", anchor=False)
        agenda.draw(found, process.time_zone)
        breaks.draw(found)
        st.subheader("Rule", anchor=False)
        st.caption(process.definition_sentence)
