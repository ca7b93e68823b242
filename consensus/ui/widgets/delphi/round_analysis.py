"""What the numbers say of a revealed round: response, movement with its tests, and attrition."""

import streamlit as st

from consensus.services.delphi.delphi_results import Movement, RoundAnalysis
from consensus.services.delphi.staying import Attrition
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape

_THEN_AND_NOW = "Only the same people on the same wording; the median is that of everybody then and now."
_FIRST_AND_LAST = (
    "The first answer, given before the panel was shown, against the last; of those who were shown the panel in "
    "between. The median is that of everybody's first and last answers."
)


def draw(analysis: RoundAnalysis) -> None:
    """Draw it behind a fold."""
    with st.expander("Response, movement and attrition", icon=":material/timeline:"):
        answered = f"{analysis.n_answers} of {analysis.n_possible} possible ratings"
        st.markdown(f"{analysis.n_rated} of {analysis.n_electors} people answered, with {answered}.")
        if analysis.movements:
            _draw_movements(analysis.movements, is_real_time=analysis.is_real_time)
        if analysis.retention:
            draw_table(
                ["Group", "Rated before", "Came back", "Lost"],
                [
                    [one.group or "No group", *map(str, (one.n_before, one.n_retained, one.n_lost))]
                    for one in analysis.retention
                ],
                caption="Groups too small to be told apart are put together.",
            )
        _draw_leaving(analysis)


def _draw_movements(movements: tuple[Movement, ...], *, is_real_time: bool) -> None:
    draw_table(
        ["Item", "Saw the panel" if is_real_time else "Rated twice", "Changed", "Towards the median", "Away", "Median"],
        [_movement(movement) for movement in movements],
        caption=_FIRST_AND_LAST if is_real_time else _THEN_AND_NOW,
    )
    draw_table(
        ["Item", "Wilcoxon p", "Bowker p", "Weighted kappa"],
        [
            [one.label, *map(_decimal, (one.wilcoxon_p, one.bowker_p, one.weighted_kappa))]
            for one in movements
            if one.comparison is not None
        ],
        caption=(
            "Described, not decided by: signed ranks (who did not change is dropped), symmetry of changes, quadratic "
            "weights. A dash: nobody changed, or it is not defined."
        ),
    )


def _draw_leaving(analysis: RoundAnalysis) -> None:
    if analysis.completers is not None:
        changed = ", ".join(analysis.completers.changed)
        outcome = f"change the verdict on {changed}" if changed else "change no verdict"
        st.markdown(escape(f"The {analysis.completers.n} who rated in every round, counted alone, {outcome}."))
    told = [one for one in analysis.attrition if one.found is not None]
    if told:
        draw_table(
            ["Item", "Stayed", "Left", "Median of those who stayed", "Of those who left", "Mann-Whitney p"],
            [_attrition(one) for one in told],
            caption="How they had rated in the round before.",
        )
    elif analysis.attrition:
        st.caption("Too few left for their earlier ratings to be compared with those of the others.")


def _movement(movement: Movement) -> list[str]:
    found = movement.comparison
    if found is None:
        return [f"{movement.label} ({movement.why})", "–", "–", "–", "–", "–"]
    before, after = map(_short, (movement.median_before, movement.median_after))
    counts = (found.n_pairs, found.n_changed, found.n_towards, found.n_away)
    return [movement.label, *map(str, counts), f"{before} → {after}"]


def _attrition(one: Attrition) -> list[str]:
    found = one.found
    if found is None:
        return [one.label, "–", "–", "–", "–", "–"]
    medians = map(_short, (found.median_retained, found.median_lost))
    return [one.label, str(found.n_retained), str(found.n_lost), *medians, _decimal(found.p)]


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
