"""Taking a process in from an archive: the file, what it would bring, and the button that does it."""

import streamlit as st

from consensus.domain.wording import counted
from consensus.services.archive import importing
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import key_facts
from consensus.ui.widgets.refusals import load

FILE = "archive.file"
ROUND = "archive.round"


def draw() -> None:
    """The file first; it is taken in only after what it holds was looked at."""
    st.caption("It is verified first: where anything in it was changed, nothing of it is taken in.")
    # A new key after each import, so that the field is empty again.
    key = f"{FILE}.{st.session_state.get(ROUND, 0)}"
    file = st.file_uploader("Archive", type="zip", key=key)
    if file is None:
        return
    brought, refusal = load(importing.read_archive, current.context(), file.getvalue())
    if brought is None:
        st.error(escape(refusal), title="This archive is not taken in", icon=":material/error:")
        return
    st.markdown(f"**{escape(brought.title)}**")
    key_facts({"People": brought.n_people, "Statements": brought.n_statements, "Rounds": brought.n_rounds})
    st.caption(f"With a record of {counted(brought.n_events, 'event')}. You become a facilitator of it. Fingerprint:")
    st.code(brought.fingerprint, language=None, wrap_lines=True)
    st.button(
        "Take this process in",
        type="primary",
        key="archive.import",
        icon=":material/move_to_inbox:",
        on_click=_import,
        args=(file.getvalue(),),
    )


def _import(content: bytes) -> None:
    if notices.attempt(importing.import_archive, current.context(), content, done="The process was taken in."):
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
