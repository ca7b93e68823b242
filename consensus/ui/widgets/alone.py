"""One thing of a page by itself, where the address names it: a question, a theme, a statement."""

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

from consensus.ui.widgets.literal import escape

T = TypeVar("T")


def find(kind: str, things: Iterable[tuple[str, T]]) -> T | None:
    """What the address names among these, by id; says so where it names what is not there any more."""
    named = st.query_params.get(kind)
    if not named:
        return None
    # A link from the very page it leads to leaves the address of the browser as it was: said anew, it follows.
    st.query_params[kind] = named
    found = dict(things).get(named)
    if found is None:
        st.caption(f":material/link_off: The {kind} that this link leads to is not here any more.")
    return found


def draw_way_in(kind: str, thing_id: object, words: str, *, icon: str, key: str) -> None:
    """The button on the whole page that leads to one of its things."""
    own = f"{key}.alone.{thing_id}"
    st.button(escape(words), icon=icon, type="tertiary", key=own, on_click=_remember, args=(kind, str(thing_id)))


def draw_way_back(kind: str, words: str) -> None:
    """The button that leads back to the whole page."""
    st.button(
        escape(words),
        icon=":material/arrow_back:",
        type="tertiary",
        key=f"alone.{kind}",
        on_click=_forget,
        args=(kind,),
    )


def _remember(kind: str, thing_id: str) -> None:
    st.query_params[kind] = thing_id


def _forget(kind: str) -> None:
    st.query_params.pop(kind, None)
