"""What is asked of the panel: words to search, filters, and the page of the answer."""

import streamlit as st

from consensus.domain.lifecycle import InvitationState
from consensus.domain.roles import Role
from consensus.services.people.panel_search import PanelQuestion, Stage

PAGE_SIZE = 50
_WORDS, _ROLE, _GROUP, _INVITATION, _STAGE = (
    f"panel.find.{name}" for name in ("words", "role", "group", "invitation", "stage")
)
_PAGE = "panel.page"


def read() -> PanelQuestion:
    """What the inputs said when they were drawn last; everybody at first."""
    state = st.session_state
    return PanelQuestion(
        words=str(state.get(_WORDS) or ""),
        role=state.get(_ROLE),
        group=state.get(_GROUP),
        invitation=state.get(_INVITATION),
        stage=state.get(_STAGE),
        page=int(state.get(_PAGE) or 1),
        size=PAGE_SIZE,
    )


def draw(groups: tuple[str, ...]) -> None:
    """Draw the inputs; changing one goes back to the first page."""
    st.text_input(
        "Search the panel",
        key=_WORDS,
        placeholder="Name, address, institution, anything known",
        icon=":material/search:",
        label_visibility="collapsed",
        on_change=_to_first_page,
    )
    with st.grid(4, min_column_width=150, gap="small"):
        _choice("Any role", list(Role), _ROLE)
        _choice("Any group", list(groups), _GROUP)
        _choice("Any invitation", list(InvitationState), _INVITATION)
        _choice("Any stage", list(Stage), _STAGE)


def draw_pages(n_found: int) -> None:
    """Draw which members of how many are shown, and the way to the others."""
    page = read().page
    first, last = (page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, n_found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first:,} to {last:,} of {n_found:,}" if n_found > PAGE_SIZE else f"{n_found:,} found")
        if n_found > PAGE_SIZE:
            st.pagination(-(-n_found // PAGE_SIZE), key=_PAGE)


def _choice(label: str, options: list[str], key: str) -> None:
    if st.session_state.get(key) not in options:
        st.session_state[key] = None
    st.selectbox(
        label.removeprefix("Any ").capitalize(),
        options,
        format_func=str,
        index=None,
        placeholder=label,
        key=key,
        label_visibility="collapsed",
        on_change=_to_first_page,
    )


def _to_first_page() -> None:
    st.session_state.pop(_PAGE, None)
