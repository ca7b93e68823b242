"""The parts of a long page, one at a time; which one is shown stands in its address."""

from collections.abc import Callable, Sequence

import streamlit as st

PARAMETER = "part"


def choose(parts: Sequence[str], *, words: Callable[[str], str] = str) -> str:
    """Draw the parts side by side and return the chosen one, the first where the address names none."""
    chosen = st.segmented_control(
        "Part of the page",
        list(parts),
        default=parts[0],
        required=True,
        format_func=words,
        key=PARAMETER,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen if chosen in parts else parts[0]
