"""What the process says about itself, and the rule by which it decides."""

from functools import cache

import streamlit as st

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import Preset, load_presets
from consensus.services import definitions, panel, processes
from consensus.services.panel_search import PanelQuestion
from consensus.services.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets import consent_settings, definition_editor, hand_over, interest_settings
from consensus.ui.widgets.definition_lock import draw_deviations, draw_lock
from consensus.ui.widgets.definition_needs import draw_needs
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.sight import keep_in_sight
from consensus.ui.widgets.typing import speak_while_typing

EDITOR = "settings-rule-editor"
READING = "settings-rule-reading"
REASON = "settings.rule.reason"
SAVED = "settings.rule.saved"


@cache
def share_presets() -> dict[str, Preset]:
    """The presets the editor can spell out: rules on a share, a median or a range."""
    return {slug: preset for slug, preset in load_presets().items() if isinstance(preset.rule, ConsensusDefinition)}


def rule_key(base: ConsensusDefinition) -> str:
    """What sets the inputs of one definition apart from those of the next."""
    return f"settings.rule.{base.sha256()[:12]}"


def save_words() -> None:
    """Save title, question and scope."""
    state = st.session_state
    notices.attempt(
        processes.update_process,
        current.context(),
        current.process_id(),
        title=state["settings.title"],
        question=state["settings.question"],
        scope=state["settings.scope"],
        done="The settings were saved.",
    )


def save_rule(base: ConsensusDefinition) -> None:
    """Save the definition that the inputs spell out, with the reason where one is asked for."""

    def save() -> None:
        definition = definition_editor.read(rule_key(base), base)
        reason = st.session_state.get(REASON, "")
        definitions.set_definition(current.context(), current.process_id(), definition, reason)

    done = "The consensus definition was saved. It holds for every round opened from now on."
    if notices.attempt(save, done=done):
        st.session_state.pop(REASON, None)
        st.session_state[SAVED] = True


def lock_rule() -> None:
    """Bind the process to its definition."""
    notices.attempt(
        definitions.lock_definition,
        current.context(),
        current.process_id(),
        done="The consensus definition is locked.",
    )


def show_words(process: ProcessView) -> None:
    """What the process says about itself."""
    st.header("Title, question and scope", anchor=False)
    with st.form("settings.words", border=False):
        st.text_input("Title", process.title, key="settings.title", max_chars=200)
        st.text_area("Question", process.question, key="settings.question", max_chars=2000)
        st.text_area("Scope", process.scope, key="settings.scope", max_chars=4000)
        st.form_submit_button("Save", key="settings.save", on_click=save_words)


@st.fragment
def show_editor(base: ConsensusDefinition, n_voting: int, groups: tuple[str, ...], *, is_locked: bool) -> None:
    """The definition to be changed, beside what it says in a sentence and asks for in people."""
    if st.session_state.pop(SAVED, False):
        # Lock, deviations and the definition in force stand outside of this part of the page.
        st.rerun()
    notices.show()
    editing, reading = st.columns([1, 1], gap="large")
    with editing, st.container(key=EDITOR):
        definition_editor.inputs(rule_key(base), base, share_presets(), groups)
    definition, refusal = definition_editor.draft(rule_key(base), base)
    with reading, st.container(border=True, key=READING):
        keep_in_sight(READING)
        if definition is None:
            st.warning(refusal, icon=":material/error:")
        else:
            prose(definition.sentence(), size="1.1rem", serif=True)
            show_save(base, is_changed=definition != base, is_locked=is_locked)
            draw_needs(definition, n_voting)
    speak_while_typing(EDITOR, key="settings.rule.typing")


def show_save(base: ConsensusDefinition, *, is_changed: bool, is_locked: bool) -> None:
    """The button that saves; after the lock with the reason it needs."""
    if is_locked and is_changed:
        if definitions.are_votes_known(current.context(), current.process_id()):
            st.warning("Votes are known by now. The report will say that the rule was changed after them.")
        st.text_area("Reason for the deviation", key=REASON, max_chars=2000)
    st.button(
        "Record the deviation" if is_locked else "Save the definition",
        type="primary",
        key="settings.rule.save",
        disabled=not is_changed,
        on_click=save_rule,
        args=(base,),
    )
    st.caption("Not saved yet." if is_changed else "This is the definition in force.")


process = processes.get_process(current.context(), current.process_id())
everybody = panel.get_panel(current.context(), process.id, PanelQuestion(size=0))

st.title("Settings")
notices.show()
show_words(process)
st.header("Taking part", anchor=False)
consent_settings.draw(process)
st.header("Interests", anchor=False)
interest_settings.draw(process)
st.header("Consensus definition", anchor=False)
draw_lock(process.locked_at, process.locked_sha256, process.time_zone, lock=lock_rule)
st.caption("A round keeps the definition it was opened with. A change holds for rounds opened afterwards.")
show_editor(process.definition, everybody.counts.voting, everybody.groups, is_locked=process.locked_at is not None)
draw_deviations(definitions.list_deviations(current.context(), process.id), process.time_zone)
st.header("Hand the process over", anchor=False)
hand_over.draw(process.id)
