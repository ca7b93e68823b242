"""What the process says about itself, and the rule by which it decides."""

import pandas as pd
import streamlit as st

from consensus.domain.definitions import ConsensusDefinition, needed
from consensus.services import definitions, panel, processes
from consensus.services.processes import ProcessView
from consensus.ui import current, notices
from consensus.ui.widgets import definition_editor
from consensus.ui.widgets.pieces import prose

SIZES = (8, 10, 12, 15, 20, 25)


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
    """Save the definition that the inputs spell out."""

    def save() -> None:
        definition = definition_editor.read(rule_key(base), base)
        definitions.set_definition(current.context(), current.process_id(), definition)

    notices.attempt(save, done="The consensus definition was saved. It holds for every round opened from now on.")


def show_words(process: ProcessView) -> None:
    """What the process says about itself."""
    st.header("Title, question and scope", anchor=False)
    with st.form("settings.words", border=False):
        st.text_input("Title", process.title, key="settings.title", max_chars=200)
        st.text_area("Question", process.question, key="settings.question", max_chars=2000)
        st.text_area("Scope", process.scope, key="settings.scope", max_chars=4000)
        st.form_submit_button("Save", key="settings.save", on_click=save_words)


def show_rule(base: ConsensusDefinition, n_voting: int) -> None:
    """The definition to be changed, beside what it says in a sentence."""
    st.header("Consensus definition", anchor=False)
    st.caption(
        "A round keeps the definition it was opened with. A change here holds for rounds opened afterwards, "
        "and stands in the record."
    )
    editing, reading = st.columns([1, 1], gap="large")
    with editing, st.container():
        definition_editor.inputs(rule_key(base), base)
    definition, refusal = definition_editor.draft(rule_key(base), base)
    with reading, st.container(border=True):
        if definition is None:
            st.warning(refusal, icon=":material/error:")
            return
        prose(definition.sentence(), size="1.1rem", serif=True)
        show_needs(definition, n_voting)
        changed = definition != base
        st.button(
            "Save the definition",
            type="primary",
            key="settings.rule.save",
            disabled=not changed,
            on_click=save_rule,
            args=(base,),
        )
        st.caption("Not saved yet." if changed else "This is the definition in force.")


def show_needs(definition: ConsensusDefinition, n_voting: int) -> None:
    """What the share asks for, in people."""
    sizes = sorted({*SIZES, n_voting} - {0})
    frame = pd.DataFrame(
        {
            "Of so many counted": [f"{n}" + (" (the whole panel)" if n == n_voting else "") for n in sizes],
            "must agree": [str(needed(definition, n)) for n in sizes],
        }
    )
    st.table(frame, border="horizontal", hide_index=True, alt="How many must agree, for a few sizes of the panel")


process = processes.get_process(current.context(), current.process_id())
n_voting = panel.get_panel(current.context(), process.id).counts.voting

st.title("Settings")
notices.show()
show_words(process)
show_rule(process.definition, n_voting)
