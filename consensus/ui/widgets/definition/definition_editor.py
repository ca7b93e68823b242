"""The inputs of a consensus definition, and the definition they spell out."""

from collections.abc import Mapping, Sequence

import streamlit as st

from consensus.domain.definitions import ConsensusDefinition, Denominator, Electorate, Operator
from consensus.domain.errors import ConsensusError
from consensus.domain.presets import Preset
from consensus.ui.widgets.definition import definition_bands, definition_clauses, definition_state
from consensus.ui.widgets.definition.definition_state import MOST_LISTED_POINTS, RATINGS, VOTES, Inputs
from consensus.ui.widgets.literal import escape

THRESHOLDS: tuple[tuple[str, str, Operator], ...] = (
    ("> 1/2", "1/2", Operator.MORE_THAN),
    ("2/3", "2/3", Operator.AT_LEAST),
    ("75%", "3/4", Operator.AT_LEAST),
    ("80%", "4/5", Operator.AT_LEAST),
    ("90%", "9/10", Operator.AT_LEAST),
    ("100%", "1/1", Operator.AT_LEAST),
)

_ANSWERS = {
    VOTES: ("Votes", "agree, disagree, abstain, cannot judge"),
    RATINGS: ("Ratings on a scale", "whole numbers, some of which count as agreeing"),
}
_OPERATORS = {Operator.AT_LEAST: "At least the threshold", Operator.MORE_THAN: "More than the threshold"}
_DENOMINATORS = {
    Denominator.VALID_VOTES: ("Valid votes", "for and against, the neutral middle of a scale included"),
    Denominator.VOTES_CAST: ("Votes cast", "these and the abstentions"),
    Denominator.ELIGIBLE: ("Everyone eligible", "whoever does not vote counts as not agreeing"),
}

_ELECTORATES = {
    Electorate.PRESENT: ("Those present", "whoever of those entitled is checked in when the vote opens"),
    Electorate.ENTITLED: ("Everyone entitled", "present or not; those absent vote on their own screen"),
}


def draft(key: str, base: ConsensusDefinition) -> tuple[ConsensusDefinition | None, str]:
    """What the inputs spell out, or None and the sentence that says why it cannot be met."""
    try:
        return read(key, base), ""
    except ConsensusError as refusal:
        return None, str(refusal)


def read(key: str, base: ConsensusDefinition) -> ConsensusDefinition:
    """The definition that the inputs of `key` spell out at this moment; raises for one that could not be met."""
    return definition_state.read(Inputs(st.session_state, key), base)


def inputs(key: str, base: ConsensusDefinition, presets: Mapping[str, Preset], groups: Sequence[str]) -> None:
    """Draw the inputs, filled from `base` when they are new; `groups` are the stakeholder groups of the panel."""
    for name, value in definition_state.values_of(base).items():
        st.session_state.setdefault(f"{key}.{name}", value)
    _preset_input(key, base, presets)
    state = Inputs(st.session_state, key)
    _answer_inputs(key, state)
    if state.on_scale:
        st.checkbox("Ask for a share of the ratings", key=f"{key}.has_threshold")
    asks_for_share = not state.on_scale or state.is_on("has_threshold")
    if asks_for_share:
        _share_inputs(key)
    st.radio(
        "Share of" if asks_for_share else "Counted",
        list(_DENOMINATORS),
        format_func=lambda choice: _DENOMINATORS[choice][0],
        captions=[caption for _, caption in _DENOMINATORS.values()],
        key=f"{key}.denominator",
    )
    st.radio(
        "Who may vote in a meeting",
        list(_ELECTORATES),
        format_func=lambda choice: _ELECTORATES[choice][0],
        captions=[caption for _, caption in _ELECTORATES.values()],
        key=f"{key}.electorate",
    )
    definition_clauses.inputs(key, state, base, groups, asks_for_share=asks_for_share)
    if asks_for_share:
        definition_bands.inputs(key)


def fill(key: str, definition: ConsensusDefinition) -> None:
    """Let the inputs of `key` spell out this definition; from a callback, before they are drawn."""
    for name, value in definition_state.values_of(definition).items():
        st.session_state[f"{key}.{name}"] = value


def _use_preset(key: str, base: ConsensusDefinition, presets: Mapping[str, Preset]) -> None:
    slug = st.session_state[f"{key}.start"]
    fill(key, presets[slug].definition if slug else base)


def _preset_input(key: str, base: ConsensusDefinition, presets: Mapping[str, Preset]) -> None:
    slug = st.selectbox(
        "Start from",
        ["", *presets],
        format_func=lambda choice: presets[choice].title if choice else "The definition in force",
        key=f"{key}.start",
        on_change=_use_preset,
        args=(key, base, presets),
    )
    if slug:
        st.caption(f"{escape(presets[slug].description)} Source: {escape(presets[slug].source)}.")


def _answer_inputs(key: str, state: Inputs) -> None:
    st.radio(
        "The panel gives",
        list(_ANSWERS),
        format_func=lambda choice: _ANSWERS[choice][0],
        captions=[caption for _, caption in _ANSWERS.values()],
        key=f"{key}.answers",
    )
    if not state.on_scale:
        return
    low, high = st.columns(2)
    low.number_input("Lowest point", 0, 99, step=1, key=f"{key}.low")
    high.number_input("Highest point", 1, 100, step=1, key=f"{key}.high")
    points = [str(point) for point in range(state["low"], state["high"] + 1)]
    if len(points) <= MOST_LISTED_POINTS:
        st.session_state[f"{key}.points"] = [point for point in state["points"] if point in points]
        st.pills("Points that agree", points, selection_mode="multi", key=f"{key}.points")
    else:
        first, last = st.columns(2)
        first.number_input("Agreeing from", 0, 100, step=1, key=f"{key}.from_point")
        last.number_input("Agreeing up to", 0, 100, step=1, key=f"{key}.to_point")


def _use_threshold(key: str, threshold: str, operator: Operator) -> None:
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
        for label, threshold, operator in THRESHOLDS:
            st.button(
                label,
                key=f"{key}.preset.{threshold}",
                type="tertiary",
                on_click=_use_threshold,
                args=(key, threshold, operator),
            )
    st.radio(
        "The share has to be",
        list(_OPERATORS),
        format_func=_OPERATORS.__getitem__,
        horizontal=True,
        key=f"{key}.operator",
    )
