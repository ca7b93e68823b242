"""The coding board: what people wrote in their own words is read, tagged and grouped into themes."""

import streamlit as st

from consensus.services.processes import processes
from consensus.services.surveys import coding_board, themes
from consensus.services.surveys.coding_board import Board, ThemeView
from consensus.ui import current, notices
from consensus.ui.widgets import alone
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import empty_state
from consensus.ui.widgets.refusals import load
from consensus.ui.widgets.survey import theme_list, theme_reading, theme_suggestions

READ, LIST, ALIKE = "Read one by one", "Themes", "What looks alike"
MODES = (READ, LIST, ALIKE)
ALL = ""


def undo() -> None:
    """Take back one's newest act."""
    notices.attempt(themes.undo, current.context(), current.process_id(), done="Undone.")


def show_head(board: Board) -> tuple[str, str]:
    """How far the reading is, the mode and the question chosen, and the way back from the last act."""
    n_open = len(board.texts) - board.n_coded
    st.caption(
        f"{len(board.texts)} answers in people's own words, {n_open} without a theme. "
        "None carries a name, and they stand in no order that tells who wrote them."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        mode = st.segmented_control("View", MODES, default=READ, required=True, key="themes.mode")
        asked = [key for key in board.questions if any(text.key == key for text in board.texts)]
        question = ALL
        if len(asked) > 1:
            question = st.selectbox(
                "Question", [ALL, *asked], format_func=lambda key: question_words(board, key), key="themes.question"
            )
        if board.may_code:
            st.button(
                "Undo",
                icon=":material/undo:",
                shortcut="U",
                disabled=not board.last_act,
                help=escape(board.last_act) or "There is nothing to undo.",
                key="themes.undo",
                on_click=undo,
            )
    return mode or READ, question or ALL


def question_words(board: Board, key: str) -> str:
    """The question as a choice in a list."""
    if not key:
        return "All questions"
    where = board.questions[key]
    return f"Comments on: {where.question.text}" if where.is_comment else where.question.text


def by_id(board: Board) -> list[tuple[str, ThemeView]]:
    """The themes by their ids, and by those of the themes that went into them."""
    return [(str(theme_id), theme) for theme in board.themes for theme_id in (theme.id, *theme.merged_ids)]


st.set_page_config(layout="wide")
process = processes.get_process(current.context(), current.process_id())
found, refusal = load(coding_board.get_board, current.context(), process.id)

st.title("Themes")
notices.show()
if found is None:
    empty_state("Nothing to read yet", refusal, icon="lock_clock")
    draw_link(process, "survey_monitor.py", "Go to the survey")
elif not found.texts:
    empty_state("Nothing to read", "Nobody wrote anything in their own words.", icon="notes")
else:
    linked = alone.find("theme", by_id(found))
    if linked is not None:
        alone.draw_way_back("theme", "All themes")
        theme_list.draw_alone(found, linked, process)
    else:
        chosen, question = show_head(found)
        if chosen == LIST:
            theme_list.draw(found, question, process)
        else:
            {READ: theme_reading.draw, ALIKE: theme_suggestions.draw}[chosen](found, question)
