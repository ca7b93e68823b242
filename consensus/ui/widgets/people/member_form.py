"""The inputs that describe a member of the panel."""

import streamlit as st

from consensus.domain.members import MemberDraft, fields_text, parse_fields
from consensus.domain.people import MAX_ADDRESS, MAX_FACT, MAX_NAME
from consensus.domain.roles import Role
from consensus.services.people.participation import MemberRow

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
    st.session_state.setdefault(f"{key}.fields", fields_text(member.fields) if member else "")
    st.session_state.setdefault(f"{key}.role", member.role if member else Role.PANELIST)
    st.session_state.setdefault(f"{key}.votes", member.votes if member else True)
    left, right = st.columns(2)
    left.text_input("Name", key=f"{key}.name", max_chars=MAX_NAME)
    right.text_input("E-mail address", key=f"{key}.email", max_chars=MAX_ADDRESS)
    left.text_input("Institution", key=f"{key}.institution", max_chars=MAX_FACT)
    right.text_input("Country", key=f"{key}.country", max_chars=MAX_FACT)
    left.text_input("Discipline", key=f"{key}.discipline", max_chars=MAX_FACT)
    right.text_input(
        "Stakeholder group",
        key=f"{key}.stakeholder_group",
        max_chars=MAX_FACT,
        help="Such as surgeon, or patient representative, who is counted apart.",
    )
    left.selectbox("Role", list(_ROLES), format_func=_ROLES.__getitem__, key=f"{key}.role")
    right.radio(
        "Vote",
        [True, False],
        format_func=lambda votes: "Votes" if votes else "Takes part without a vote",
        key=f"{key}.votes",
    )
    st.text_area(
        "Further facts",
        key=f"{key}.fields",
        height=80,
        placeholder="Ward: 7\nLanguage: French",
        help="One a line, as name: text. They can be searched, and stand in the exported panel.",
    )


def read(key: str) -> MemberDraft:
    """What the inputs of `key` say at this moment.

    Raises:
        InvalidInputError: a further fact is not written as name: text.
    """
    state = st.session_state
    texts = {name: str(state[f"{key}.{name}"] or "") for name in _TEXTS}
    return MemberDraft(
        name=texts.pop("name"),
        role=state[f"{key}.role"],
        votes=bool(state[f"{key}.votes"]),
        fields=parse_fields(str(state[f"{key}.fields"] or "")),
        **texts,
    )


def clear(key: str) -> None:
    """Empty the inputs for the next member; for callbacks."""
    for name in (*_TEXTS, "fields", "role", "votes"):
        st.session_state.pop(f"{key}.{name}", None)
