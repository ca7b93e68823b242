"""The one thing to do next in a meeting: its sentence and its button, in a frame that is always in the same place."""

from collections.abc import Callable, Sequence
from typing import Literal
from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import StatementState
from consensus.domain.secret_ballots import FEWEST_SECRET
from consensus.domain.undoing import LIVE_VOTE_STAYS_CLOSED, SEALED_BOX_STAYS_CLOSED
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import MeetingView
from consensus.services.rounds import countdowns, rounds
from consensus.services.rounds.round_views import RoundView
from consensus.services.statements.statements import StatementView
from consensus.ui import current, navigation, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting import agenda, breaks, floor, objection, stage, undo
from consensus.ui.widgets.meeting.guidance import Guidance, Move, next_move, next_topic

ON_STAGE = frozenset({Move.TALK, Move.GIVE_FLOOR, Move.RESUME, Move.STOP_CLOCK})


def draw(
    view: MeetingView,
    *,
    present: Callable[[Sequence[UUID]], None],
    adopt: Callable[[UUID], None],
) -> None:
    """Draw the sentence, the primary button where one click is the answer, and the quieter ways beside it."""
    guidance = next_move(view)
    with st.container(border=True, key="meeting.next"):
        st.html(
            '<p style="margin:0;font-size:.8rem;font-weight:600;opacity:.75">Next</p>'
            f'<p style="margin:.1rem 0 0;font-size:1.08rem;line-height:1.45">{to_html(guidance.sentence)}</p>'
        )
        if not view.may_run:
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if guidance.move in (Move.CHECK, Move.DECIDE):
                objection.draw_next(view)
            elif guidance.move in ON_STAGE and guidance.object_id is not None:
                _draw_on_stage(view, guidance, guidance.object_id, present)
            else:
                _draw_buttons(view, guidance, present, adopt)


def draw_adoption(statement: StatementView, *, key: str, adopt: Callable[[UUID], None], primary: bool = False) -> None:
    """The button that adopts a statement, with the step that makes sure."""
    with st.popover(
        f"Adopt {escape(statement.label)}", icon=":material/task_alt:", type="primary" if primary else "secondary"
    ):
        st.text(f"Statement {statement.label} becomes the panel's statement, in the wording that was voted on.")
        st.button("Yes, adopt it", type="primary", key=key, on_click=adopt, args=(statement.id,))


def _draw_buttons(
    view: MeetingView,
    guidance: Guidance,
    present: Callable[[Sequence[UUID]], None],
    adopt: Callable[[UUID], None],
) -> None:
    match guidance.move:
        case Move.START | Move.GO_ON:
            _draw_begin(view, guidance.move)
        case Move.BEGIN_TOPIC if guidance.object_id is not None:
            label = f"Take up: {escape(guidance.object_title)}"
            _act(label, "arrow_forward", "meeting.begin", agenda.choose_topic, view.id, guidance.object_id)
        case Move.PRESENT:
            _draw_presenting(view, present, kind="primary")
        case Move.CLOSE if view.round is not None:
            _draw_close(view.round)
            _draw_extension(view.round)
        case Move.REVEAL if view.round is not None:
            _draw_reveal(view.round)
        case Move.ADOPT if view.topic is not None and view.round is not None:
            proposed = {item.statement_id for item in view.round.items if item.is_proposed}
            for statement in view.topic.statements:
                if statement.id in proposed and statement.may_adopt_by_vote:
                    draw_adoption(statement, key=f"meeting.next.adopt.{statement.id}", adopt=adopt, primary=True)
        case Move.DRAFT:
            st.page_link(navigation.VIEWS / "topics.py", label="Write a candidate", icon=":material/arrow_forward:")
        case Move.SETTLE:
            _draw_onward(view)
        case Move.END:
            _draw_end(view.id)
        case Move.NONE if view.state.value == "ended":
            st.page_link(navigation.VIEWS / "results.py", label="Go to the results", icon=":material/arrow_forward:")


def _draw_on_stage(
    view: MeetingView, guidance: Guidance, object_id: UUID, present: Callable[[Sequence[UUID]], None]
) -> None:
    """The step of a talk, a clock or the queue; what is decided comes after it and stands below."""
    match guidance.move:
        case Move.TALK:
            _act("Start its clock", "timer", "meeting.next.talk", stage.begin_presentation, view.id, object_id)
            _draw_presenting(view, present, kind="secondary")
        case Move.GIVE_FLOOR:
            label = f"Give the floor to {escape(guidance.object_title)}"
            _act(label, "mic", "meeting.next.give", floor.give, object_id)
        case Move.RESUME:
            _act("Let it run on", "play_arrow", "meeting.next.resume", stage.resume, object_id)
        case _:
            _act("Stop the clock", "stop", "meeting.next.stop", stage.stop, object_id)


def _draw_presenting(
    view: MeetingView, present: Callable[[Sequence[UUID]], None], *, kind: Literal["primary", "secondary"]
) -> None:
    """Put all drafted candidates of the topic before the panel; the quieter way on while talks are still due."""
    statements = view.topic.statements if view.topic is not None else ()
    ids = [one.id for one in statements if one.state is StatementState.CANDIDATE and one.may_present]
    if ids:
        words = "Present the candidate" if len(ids) == 1 else f"Present all {len(ids)} candidates"
        icon = ":material/campaign:"
        st.button(words, type=kind, icon=icon, key="meeting.present_all", on_click=present, args=(ids,), wrap=True)


def _act(label: str, icon: str, key: str, fn: Callable[..., None], *args: object) -> None:
    st.button(label, type="primary", icon=f":material/{icon}:", key=key, on_click=fn, args=args, wrap=True)


def _draw_begin(view: MeetingView, move: Move) -> None:
    if move is Move.START:
        _act("Start the meeting", "play_arrow", "meeting.start", _start, view.id)
    else:
        _act("Go on", "play_arrow", "meeting.go_on", breaks.go_on, view.id)
        undo.draw_break(view.id)


def _draw_close(round_: RoundView) -> None:
    missing = round_.n_electors - round_.n_cast
    if missing == 0 or round_.hands is not None:
        _act("Close the vote", "lock", "meeting.close", _close, round_.id)
        return
    with st.popover("Close the vote", icon=":material/lock:"):
        people = "1 person has" if missing == 1 else f"{missing} people have"
        if round_.secret is not None:
            st.text(f"{people} not voted and will be counted as missing. {_what_a_secret_close_means(round_)}")
            st.button("Yes, close it", type="primary", key="meeting.close", on_click=_close, args=(round_.id,))
            return
        again = (
            "You can open it again as long as nothing is revealed."
            if round_.tally_mode.value == "sealed"
            else "It cannot be opened again, because you have watched the counts."
        )
        st.text(f"{people} not voted and will be counted as missing. {again}")
        st.button("Yes, close it", type="primary", key="meeting.close", on_click=_close, args=(round_.id,))


def _draw_extension(round_: RoundView) -> None:
    countdown = round_.countdown
    if countdown is not None and not (countdown.closes_itself and countdown.is_over):
        st.button(
            "1 minute more",
            icon=":material/more_time:",
            key="meeting.extend",
            on_click=_extend,
            args=(round_.id,),
        )


def _what_a_secret_close_means(round_: RoundView) -> str:
    if 0 < round_.n_cast < FEWEST_SECRET:
        return (
            f"With fewer than {FEWEST_SECRET} ballots the counts would tell who voted how: closing now makes the vote "
            "void, and its ballots are destroyed uncounted."
        )
    return "A secret vote cannot be opened again."


def _draw_reveal(round_: RoundView) -> None:
    _act("Reveal the verdict", "visibility", "meeting.reveal", _reveal, round_.id)
    if round_.may_reopen:
        st.button(
            "Open it again", icon=":material/lock_open:", key="meeting.reopen", on_click=_reopen, args=(round_.id,)
        )
    elif round_.hands is None:
        st.caption(LIVE_VOTE_STAYS_CLOSED if round_.secret is None else SEALED_BOX_STAYS_CLOSED)


def _draw_onward(view: MeetingView) -> None:
    row = next_topic(view)
    if row is None:
        _draw_end(view.id)
        return
    st.button(
        f"Go on to: {escape(row.title)}",
        icon=":material/arrow_forward:",
        key="meeting.onward",
        wrap=True,
        on_click=agenda.choose_topic,
        args=(view.id, row.topic_id),
    )


def _draw_end(meeting_id: UUID) -> None:
    with st.popover("End the meeting", icon=":material/flag:", type="primary"):
        st.text("After that nobody can be checked in, and no vote can be opened in this meeting.")
        st.button("Yes, end it", type="primary", key="meeting.end", on_click=_end, args=(meeting_id,))


def _start(meeting_id: UUID) -> None:
    notices.attempt(meeting.start_meeting, current.context(), meeting_id, done="The meeting is running.")


def _end(meeting_id: UUID) -> None:
    notices.attempt(meeting.end_meeting, current.context(), meeting_id, done="The meeting is over.")


def _close(round_id: UUID) -> None:
    notices.attempt(rounds.close_round, current.context(), round_id, done="The vote is closed.")


def _extend(round_id: UUID) -> None:
    notices.attempt(countdowns.extend_countdown, current.context(), round_id, done="The vote runs one minute longer.")


def _reveal(round_id: UUID) -> None:
    notices.attempt(rounds.reveal_round, current.context(), round_id, done="The verdict is out.")


def _reopen(round_id: UUID) -> None:
    notices.attempt(rounds.reopen_round, current.context(), round_id, done="The vote is open again.")
