"""Whether the draft can be asked as it stands, and putting it in force while a survey is open."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import SurveyState
from consensus.services.surveys import instruments
from consensus.services.surveys.instruments import EditedInstrument
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape


def draw_state(edited: EditedInstrument) -> None:
    """One line on where the draft stands, and what it lacks."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_badge(edited), width="content")
        st.caption("Every change is stored when you make it." if edited.may_edit else "The questions stay as asked.")
    if edited.problem:
        st.warning(escape(edited.problem), icon=":material/pending:")


def draw_notes(edited: EditedInstrument) -> None:
    """What an imported file held that the instrument does not."""
    if not edited.notes:
        return
    with st.container(border=True):
        st.markdown(f"**Not carried over from the file ({len(edited.notes)})**")
        with st.container(height=260 if len(edited.notes) > 6 else "content", border=False, gap="xsmall"):
            for note in edited.notes:
                st.caption(f"**{escape(note.where)}** {escape(note.why)}")
        st.button(
            "I have seen these", key="instrument.dismiss", type="tertiary", on_click=_dismiss, args=(edited.survey_id,)
        )


def draw_revision(edited: EditedInstrument) -> None:
    """What would change for the panel, and the step that changes it."""
    if edited.state is not SurveyState.OPEN or not edited.is_changed:
        return
    with st.container(border=True):
        st.markdown("**The panel does not see these changes yet**")
        changes = edited.changes
        if changes is None:
            st.caption("Make the draft whole first.")
        else:
            parts = [
                (changes.changed, "reworded: answers given so far are set aside"),
                (changes.removed, "removed: answers given so far are set aside"),
                (changes.added, "new"),
                (changes.same, "as before: answers are counted on"),
            ]
            st.caption("  \n".join(f"{len(ids)} {words}" for ids, words in parts if ids))
        with st.container(horizontal=True):
            with st.popover("Put in force", icon=":material/published_with_changes:", disabled=changes is None):
                _draw_step(edited)
            with st.popover("Throw the draft away", icon=":material/undo:"):
                st.text("The draft goes; the questions stay as the panel sees them.")
                st.button(
                    "Yes, throw it away",
                    key="instrument.discard",
                    type="primary",
                    on_click=_discard,
                    args=(edited.survey_id,),
                )


def _draw_step(edited: EditedInstrument) -> None:
    if edited.n_answered:
        people = "1 person has" if edited.n_answered == 1 else f"{edited.n_answered} people have"
        st.text(f"{people} answered. This becomes version {edited.number + 1}, with the reason you give.")
        st.text_area("Reason", key="instrument.reason", height=80)
        if edited.n_finished:
            st.toggle(
                f"Ask the {edited.n_finished} again who have sent it in",
                key="instrument.ask_again",
                help="They find their answers as they were, and send the survey in again.",
            )
    else:
        st.text("Nobody has answered yet. The questions change for everybody.")
    st.button(
        "Yes, put it in force", key="instrument.revise", type="primary", on_click=_revise, args=(edited.survey_id,)
    )


def _badge(edited: EditedInstrument) -> str:
    if edited.state is SurveyState.CLOSED:
        return f":green-badge[:material/check: Version {edited.number}, closed]"
    if edited.state is SurveyState.OPEN:
        return f":blue-badge[:material/edit_note: Version {edited.number}, open]"
    return ":gray-badge[:material/draft: Not open yet]"


def _revise(survey_id: UUID) -> None:
    notices.attempt(
        instruments.revise,
        current.context(),
        survey_id,
        st.session_state.get("instrument.reason", ""),
        ask_again=bool(st.session_state.get("instrument.ask_again")),
        done="The new questions are in force.",
    )


def _discard(survey_id: UUID) -> None:
    notices.attempt(instruments.discard_draft, current.context(), survey_id, done="The draft was thrown away.")


def _dismiss(survey_id: UUID) -> None:
    notices.attempt(instruments.dismiss_notes, current.context(), survey_id)
