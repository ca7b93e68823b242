"""My tasks: what the process asks of this person, the most urgent thing first."""

import streamlit as st

from consensus.domain.lifecycle import InvitationState
from consensus.services.people import consent, taking_part
from consensus.services.processes import processes
from consensus.services.processes.tasks import Task, list_my_tasks
from consensus.ui import current, notices
from consensus.ui.navigation import VIEWS
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.people import invitation_card
from consensus.ui.widgets.pieces import empty_state, labelled, prose

FILES = {
    "consent": ("consent.py", "Read it and answer"),
    "interests": ("interests.py", "Declare"),
    "survey": ("survey.py", "Go to the survey"),
    "rate": ("rate.py", "Rate the items"),
    "statements": ("statements.py", "Read the statements"),
    "meeting": ("meeting_panelist.py", "Go to the meeting"),
    "results": ("results.py", "See the results"),
}


def draw_task(task: Task, *, is_first: bool) -> None:
    """A task that waits, with the button that leads to it."""
    file, label = FILES[task.page]
    with st.container(border=True, gap="small"):
        now = ":orange-badge[Now] " if task.is_urgent else ""
        st.markdown(f"#### {escape(task.title)} {now}")
        prose(task.detail, muted=True)
        if st.button(
            label,
            key=f"home.{task.key}",
            type="primary" if is_first else "secondary",
            icon=":material/arrow_forward:",
            icon_position="right",
            width="stretch",
        ):
            st.switch_page(VIEWS / file)


def draw_done(process: processes.ProcessView, tasks: list[Task]) -> None:
    """What is behind this person, each still within reach."""
    st.subheader("Done")
    for task in tasks:
        file, _ = FILES[task.page]
        draw_link(process, file, escape(task.title), icon=":material/check_circle:")


def draw_about(process: processes.ProcessView, *, with_question: bool) -> None:
    """What the process is about and how it decides."""
    st.subheader("About this process")
    if with_question:
        labelled("Question", process.question)
    labelled("Scope", process.scope)
    labelled("How a statement is adopted", process.definition_sentence)
    labelled("Your part", "You have a vote." if process.votes else "You take part without a vote.")
    labelled("Source", process.source)


ctx, process_id = current.context(), current.process_id()
process = processes.get_process(ctx, process_id)
tasks = list_my_tasks(ctx, process_id)
invitation = taking_part.get_my_invitation(ctx, process_id)
consent_ = consent.get_my_consent(ctx, process_id)
is_declined = invitation.state is InvitationState.DECLINED
waiting = [task for task in tasks if not task.is_done]
done = [task for task in tasks if task.is_done]

st.title(escape(process.title))
notices.show()
if invitation.is_waiting:
    invitation_card.draw_question(process, invitation, consent_)
    # The consent text is read from the card.
    waiting = [task for task in waiting if task.page != "consent"]
elif is_declined:
    invitation_card.draw_declined(process, invitation, consent_)
for place, task in enumerate(waiting):
    draw_task(task, is_first=place == 0 and not invitation.is_waiting)
if not waiting and not invitation.is_waiting and not is_declined:
    empty_state(
        "Nothing to do just now",
        "When something is asked of you it stands here; you need not keep this page open.",
        icon="task_alt",
    )
if done:
    draw_done(process, done)
draw_about(process, with_question=not invitation.is_waiting)
if invitation.state is InvitationState.ACCEPTED:
    invitation_card.draw_answer(process, invitation)
