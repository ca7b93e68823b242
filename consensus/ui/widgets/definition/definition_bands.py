"""The inputs of the bands that give names to stretches of the share."""

from typing import Any

import streamlit as st


def inputs(key: str) -> None:
    """Draw one row for each band; whether they tile is for the definition to say."""
    if not st.checkbox("Give names to stretches of the share", key=f"{key}.has_bands"):
        return
    st.caption("Together they cover every share from 0% to 100%, each once. They describe and do not decide.")
    for row in st.session_state[f"{key}.bands"]:
        _band(key, row)
    st.button("Add a band", icon=":material/add:", key=f"{key}.bands.add", on_click=_add, args=(key,))


def _band(key: str, row: int) -> None:
    for name, value in _NEW.items():
        st.session_state.setdefault(f"{key}.band.{row}.{name}", value)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Name", key=f"{key}.band.{row}.name", max_chars=60)
            st.button(
                "Remove this band",
                icon=":material/delete:",
                type="tertiary",
                key=f"{key}.band.{row}.remove",
                on_click=_remove,
                args=(key, row),
            )
        lower, upper = st.columns(2)
        lower.text_input("From", key=f"{key}.band.{row}.lower", max_chars=20)
        lower.checkbox("itself included", key=f"{key}.band.{row}.includes_lower")
        upper.text_input("To", key=f"{key}.band.{row}.upper", max_chars=20)
        upper.checkbox("itself included", key=f"{key}.band.{row}.includes_upper")


_NEW: dict[str, Any] = {"name": "", "lower": "", "includes_lower": True, "upper": "", "includes_upper": False}


def _add(key: str) -> None:
    rows: list[int] = st.session_state[f"{key}.bands"]
    new = max(rows, default=-1) + 1
    st.session_state[f"{key}.bands"] = [*rows, new]
    for name, value in _NEW.items():
        st.session_state[f"{key}.band.{new}.{name}"] = value


def _remove(key: str, row: int) -> None:
    st.session_state[f"{key}.bands"] = [kept for kept in st.session_state[f"{key}.bands"] if kept != row]
