"""The consensus definition of a process: its lock, the editor beside what it says, and the deviations."""

from functools import cache

import streamlit as st

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import Preset, load_presets
from consensus.services.people import panel
from consensus.services.people.panel_search import PanelQuestion
from consensus.services.processes import definitions
from consensus.services.processes.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets.definition import definition_editor
from consensus.ui.widgets.definition.definition_lock import draw_deviations, draw_lock
from consensus.ui.widgets.definition.definition_needs import draw_needs
from consensus.ui.widgets.pieces import prose
from consensus.ui.widgets.sight import keep_in_sight
from consensus.ui.widgets.typing import speak_while_typing

_EDITOR = "settings-rule-editor"
_READING = "settings-rule-reading"
_REASON = "settings.rule.reason"
_SAVED = "settings.rule.saved"


def draw(process: ProcessView) -> None:
    """The lock, the editor, and every change since the lock."""
    everybody = panel.get_panel(current.context(), process.id, PanelQuestion(size=0))
    draw_lock(process.locked_at, process.locked_sha256, process.time_zone, lock=_lock)
    st.caption("A round keeps the definition it was opened with. A change holds for rounds opened afterwards.")
    _draw_editor(process.definition, everybody.counts.voting, everybody.groups, is_locked=process.locked_at is not None)
    draw_deviations(definitions.list_deviations(current.context(), process.id), process.time_zone)


@cache
def _share_presets() -> dict[str, Preset]:
    """The presets the editor can spell out: rules on a share, a median or a range."""
    return {slug: preset for slug, preset in load_presets().items() if isinstance(preset.rule, ConsensusDefinition)}


def _rule_key(base: ConsensusDefinition) -> str:
    """What sets the inputs of one definition apart from those of the next."""
    return f"settings.rule.{base.sha256()[:12]}"


@st.fragment
def _draw_editor(base: ConsensusDefinition, n_voting: int, groups: tuple[str, ...], *, is_locked: bool) -> None:
    """The definition to be changed, beside what it says in a sentence and asks for in people."""
    if st.session_state.pop(_SAVED, False):
        # Lock, deviations and the definition in force stand outside of this part of the page.
        st.rerun()
    notices.show()
    editing, reading = st.columns([1, 1], gap="large")
    with editing, st.container(key=_EDITOR):
        definition_editor.inputs(_rule_key(base), base, _share_presets(), groups)
    definition, refusal = definition_editor.draft(_rule_key(base), base)
    with reading, st.container(border=True, key=_READING):
        keep_in_sight(_READING)
        if definition is None:
            st.warning(refusal, icon=":material/error:")
        else:
            prose(definition.sentence(), size="1.1rem", serif=True)
            _draw_saving(base, is_changed=definition != base, is_locked=is_locked)
            draw_needs(definition, n_voting)
    speak_while_typing(_EDITOR, key="settings.rule.typing")


def _draw_saving(base: ConsensusDefinition, *, is_changed: bool, is_locked: bool) -> None:
    """The button that saves; after the lock with the reason it needs."""
    if is_locked and is_changed:
        if definitions.are_votes_known(current.context(), current.process_id()):
            st.warning("Votes are known by now. The report will say that the rule was changed after them.")
        st.text_area("Reason for the deviation", key=_REASON, max_chars=2000)
    st.button(
        "Record the deviation" if is_locked else "Save the definition",
        type="primary",
        key="settings.rule.save",
        disabled=not is_changed,
        on_click=_save,
        args=(base,),
    )
    st.caption("Not saved yet." if is_changed else "This is the definition in force.")


def _save(base: ConsensusDefinition) -> None:
    """Save the definition that the inputs spell out, with the reason where one is asked for."""

    def save() -> None:
        definition = definition_editor.read(_rule_key(base), base)
        reason = st.session_state.get(_REASON, "")
        definitions.set_definition(current.context(), current.process_id(), definition, reason)

    done = "The consensus definition was saved. It holds for every round opened from now on."
    if notices.attempt(save, done=done):
        st.session_state.pop(_REASON, None)
        st.session_state[_SAVED] = True


def _lock() -> None:
    notices.attempt(
        definitions.lock_definition,
        current.context(),
        current.process_id(),
        done="The consensus definition is locked.",
    )
