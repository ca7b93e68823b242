"""What each column of a list holds: as it was recognised, to be put right."""

from collections.abc import Mapping

import streamlit as st

from consensus.ui.widgets.literal import escape
from surveys.panel_file.columns import Holds

_CHOSEN = "panel.import.columns"
_KEY = "panel.import.column."


def read() -> Mapping[str, Holds]:
    """What was chosen for columns whose names said something else."""
    return dict(st.session_state.get(_CHOSEN, {}))


def forget() -> None:
    """Go back to the names of the columns."""
    st.session_state.pop(_CHOSEN, None)


def draw(columns: Mapping[str, Holds], samples: Mapping[str, str]) -> None:
    """Draw a choice for each column, taken over together."""
    with (
        st.expander(f"Columns: {_summary(columns)}", icon=":material/view_column:"),
        st.form("panel.import.columns.form", border=False),
    ):
        with st.grid(3, min_column_width=200, gap="small"):
            for place, (column, holds) in enumerate(columns.items()):
                st.selectbox(
                    escape(column),
                    list(Holds),
                    index=list(Holds).index(holds),
                    format_func=lambda one: one.value.capitalize(),
                    key=f"{_KEY}{place}.{column}.{holds.name}",
                    help=f"Such as {escape(samples[column][:60])}" if samples[column] else None,
                )
        keys = {column: f"{_KEY}{place}.{column}.{holds.name}" for place, (column, holds) in enumerate(columns.items())}
        st.form_submit_button("Read the columns so", key="panel.import.columns.read", on_click=_take, args=(keys,))


def _take(keys: Mapping[str, str]) -> None:
    st.session_state[_CHOSEN] = {column: Holds(st.session_state[key]) for column, key in keys.items()}


def _summary(columns: Mapping[str, Holds]) -> str:
    """ "6 recognised, 2 further fields, 1 left out"."""
    held = list(columns.values())
    fields, nothing = held.count(Holds.FIELD), held.count(Holds.NOTHING)
    parts = [f"{len(held) - fields - nothing} recognised"]
    parts += [f"{fields} further field{'' if fields == 1 else 's'}"] if fields else []
    parts += [f"{nothing} left out"] if nothing else []
    return ", ".join(parts)
