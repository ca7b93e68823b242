"""The inputs of a consensus definition, and the definition they spell out."""

from dataclasses import replace
from typing import Any

import streamlit as st

from consensus.domain.ballots import Choice
from consensus.domain.definitions import ConsensusDefinition, Denominator, Operator
from consensus.domain.errors import ConsensusError
from consensus.domain.shares import canonical_share, parse_share, rule_share

PRESETS: tuple[tuple[str, str, Operator], ...] = (
    ("> 1/2", "1/2", Operator.MORE_THAN),
    ("2/3", "2/3", Operator.AT_LEAST),
    ("75%", "3/4", Operator.AT_LEAST),
    ("80%", "4/5", Operator.AT_LEAST),
    ("90%", "9/10", Operator.AT_LEAST),
    ("100%", "1/1", Operator.AT_LEAST),
)

_OPERATORS = {Operator.AT_LEAST: "At least the threshold", Operator.MORE_THAN: "More than the threshold"}
_DENOMINATORS = {
    Denominator.VALID_VOTES: ("Valid votes", "agree and disagree; abstentions are left out"),
    Denominator.VOTES_CAST: ("Votes cast", "agree, disagree and abstain"),
    Denominator.ELIGIBLE: ("Everyone eligible", "whoever does not vote counts as not agreeing"),
}
_DISSENT = {
    Choice.DISAGREE.value: "Disagree",
    Choice.ABSTAIN.value: "Abstain",
    Choice.CANNOT_JUDGE.value: "Cannot judge",
}


def read(key: str, base: ConsensusDefinition) -> ConsensusDefinition:
    """The definition that the inputs of `key` spell out at this moment; what has no input is taken from `base`.

    Raises:
        InvalidInputError: the inputs make no definition that could be met.
    """
    state = st.session_state
    return replace(
        base,
        threshold=parse_share(state[f"{key}.threshold"] or ""),
        operator=state[f"{key}.operator"],
        denominator=state[f"{key}.denominator"],
        quorum=parse_share(state[f"{key}.quorum"] or "0%"),
        minimum_n=int(state[f"{key}.minimum_n"] or 0),
        require_majority_of_eligible=bool(state[f"{key}.majority"]),
        max_dissent=int(state.get(f"{key}.max_dissent") or 0) if state[f"{key}.has_dissent"] else None,
        dissent_choices=frozenset(state.get(f"{key}.dissent_choices", base.dissent_choices)),
    )


def draft(key: str, base: ConsensusDefinition) -> tuple[ConsensusDefinition | None, str]:
    """What the inputs spell out, or None and the sentence that says why it cannot be met."""
    try:
        return read(key, base), ""
    except ConsensusError as refusal:
        return None, str(refusal)


def inputs(key: str, base: ConsensusDefinition) -> None:
    """Draw the inputs, filled from `base` when they are new."""
    for name, value in _values(base).items():
        st.session_state.setdefault(f"{key}.{name}", value)
    _share_inputs(key)
    _clause_inputs(key)


def _values(base: ConsensusDefinition) -> dict[str, Any]:
    return {
        "threshold": canonical_share(base.threshold),
        "operator": base.operator,
        "denominator": base.denominator,
        "quorum": rule_share(base.quorum),
        "minimum_n": base.minimum_n,
        "majority": base.require_majority_of_eligible,
        "has_dissent": base.max_dissent is not None,
        "max_dissent": base.max_dissent or 0,
        "dissent_choices": sorted(base.dissent_choices),
    }


def _use_preset(key: str, threshold: str, operator: Operator) -> None:
    st.session_state[f"{key}.threshold"] = threshold
    st.session_state[f"{key}.operator"] = operator


def _share_inputs(key: str) -> None:
    st.text_input(
        "Threshold",
        key=f"{key}.threshold",
        max_chars=20,
        help="An exact share: a fraction such as 4/5 or 2/3, or per cent such as 80%.",
    )
    with st.container(horizontal=True, gap="xsmall"):
        for label, threshold, operator in PRESETS:
            st.button(
                label,
                key=f"{key}.preset.{threshold}",
                type="tertiary",
                on_click=_use_preset,
                args=(key, threshold, operator),
            )
    st.radio(
        "The share has to be",
        list(_OPERATORS),
        format_func=_OPERATORS.__getitem__,
        horizontal=True,
        key=f"{key}.operator",
    )
    st.radio(
        "Share of",
        list(_DENOMINATORS),
        format_func=lambda choice: _DENOMINATORS[choice][0],
        captions=[caption for _, caption in _DENOMINATORS.values()],
        key=f"{key}.denominator",
    )


def _clause_inputs(key: str) -> None:
    quorum, minimum = st.columns(2)
    quorum.text_input(
        "Quorum",
        key=f"{key}.quorum",
        max_chars=20,
        help="The share of the eligible people who must take part. Abstaining counts as taking part; 0% asks nothing.",
    )
    minimum.number_input(
        "Minimum number of votes",
        min_value=0,
        max_value=1000,
        step=1,
        key=f"{key}.minimum_n",
        help="The least number of votes in the denominator; 0 asks nothing.",
    )
    st.checkbox("At least half of all eligible people must agree as well", key=f"{key}.majority")
    if st.checkbox("Limit dissent", key=f"{key}.has_dissent"):
        most, which = st.columns([1, 2])
        most.number_input("At most", min_value=0, max_value=1000, step=1, key=f"{key}.max_dissent")
        which.multiselect(
            "votes of",
            list(_DISSENT),
            format_func=_DISSENT.__getitem__,
            key=f"{key}.dissent_choices",
        )
