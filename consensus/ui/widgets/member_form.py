"""The inputs that describe a member of the panel."""

import streamlit as st

from consensus.domain.roles import Role
from consensus.services.panel import MemberDraft
from consensus.services.participation import MemberRow

_ROLES = {
    Role.PANELIST: "Panelist",
    Role.CHAIR: "Chair",
    Role.OBSERVER: "Observer",
    Role.FACILITATOR: "Facilitator",
}
_TEXTS = ("name", "email", "institution", "country", "discipline", "stakeholder_group")


def inputs(key: str, member: MemberRow | None = None) -> None:
    """Draw the inputs inside a form, filled from `member` when they are new."""
    for name in _TEXTS:
        st.session_state.setdefault(f"{key}.{name}", getattr(member, name) if member else "")
    st.session_state.setdefault(f"{key}.role", member.role if member else Role.PANELIST)
    st.session_state.setdefault(f"{key}.votes", member.votes if member else True)
    left, right = st.columns(2)
    left.text_input("Name", key=f"{key}.name", max_chars=200)
    right.text_input("E-mail address", key=f"{key}.email", max_chars=254)
    left.text_input("Institution", key=f"{key}.institution", max_chars=200)
    right.text_input("Country", key=f"{key}.country", max_chars=100)
    left.text_input("Discipline", key=f"{key}.discipline", max_chars=200)
    right.text_input(
        "Stakeholder group",
        key=f"{key}.stakeholder_group",
        max_chars=100,
        help="Such as surgeon, or patient representative, who is counted apart.",
    )
    left.selectbox("Role", list(_ROLES), format_func=_ROLES.__getitem__, key=f"{key}.role")
    right.radio(
        "Vote",
        [True, False],
        format_func=lambda votes: "Votes" if votes else "Takes part without a vote",
        key=f"{key}.votes",
    )


def read(key: str) -> MemberDraft:
    """What the inputs of `key` say at this moment."""
    state = st.session_state
    texts = {name: str(state[f"{key}.{name}"] or "") for name in _TEXTS}
    return MemberDraft(role=state[f"{key}.role"], votes=bool(state[f"{key}.votes"]), **texts)


def clear(key: str) -> None:
    """Empty the inputs for the next member; for callbacks."""
    for name in (*_TEXTS, "role", "votes"):
        st.session_state.pop(f"{key}.{name}", None)
