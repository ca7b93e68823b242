"""What the numbers say of a revealed round: response, movement with its tests, and attrition."""

import streamlit as st

from consensus.domain.shares import percent_text
from consensus.services.delphi import analysis_files
from consensus.services.delphi.comparisons import GroupDifference, VerdictChange
from consensus.services.delphi.delphi_results import RoundAnalysis
from consensus.services.delphi.movements import Movement
from consensus.services.delphi.staying import Attrition
from consensus.tally.paired_tests import McNemar
from consensus.ui import current
from consensus.ui.widgets.downloads import draw_downloads
from consensus.ui.widgets.html_table import draw_table
from consensus.ui.widgets.literal import escape

_THEN_AND_NOW = "Only the same people on the same wording; the median is that of everybody then and now."
_FIRST_AND_LAST = (
    "The first answer, given before the panel was shown, against the last; of those who were shown the panel in "
    "between. The median is that of everybody's first and last answers."
)

_TESTS = (
    "Described, not decided by, and not adjusted for the number of items. Wilcoxon: signed ranks, who did not change "
    "is dropped. Bowker: symmetry of changes. Kappa: quadratic weights. McNemar: who came to agree against who left "
    "off, exact below 25; agreeing is what the rule declares, else the upper third. Cochran's Q: agreeing over three "
    "rounds or more. A dash: nobody changed, or it is not defined."
)
FEWEST_EXPECTED = 5


def draw(analysis: RoundAnalysis, number: int) -> None:
    """Draw it behind a fold."""
    with st.expander("Response, movement and attrition", icon=":material/timeline:"):
        answered = f"{analysis.n_answers} of {analysis.n_possible} possible ratings"
        st.markdown(f"{analysis.n_rated} of {analysis.n_electors} people answered, with {answered}.")
        if analysis.movements:
            _draw_movements(analysis.movements, is_real_time=analysis.is_real_time)
        if analysis.verdicts is not None:
            _draw_verdicts(analysis.verdicts)
        if analysis.groups:
            _draw_groups(analysis.groups)
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
        draw_downloads(current.process_id(), {analysis_files.file_of(number): "All of these numbers (CSV)"})


def _draw_movements(movements: tuple[Movement, ...], *, is_real_time: bool) -> None:
    draw_table(
        ["Item", "Saw the panel" if is_real_time else "Rated twice", "Changed", "Towards", "Away", "Median", "IQR"],
        [_movement(movement) for movement in movements],
        caption=_FIRST_AND_LAST if is_real_time else _THEN_AND_NOW,
    )
    draw_table(
        ["Item", "Wilcoxon p", "Bowker p", "Weighted kappa", "Came to agree", "Left off", "McNemar p", "Cochran p"],
        [_tests(one) for one in movements if one.comparison is not None],
        caption=_TESTS,
    )


def _draw_verdicts(found: VerdictChange) -> None:
    gained = f" ({', '.join(found.gained)})" if found.gained else ""
    lost = f" ({', '.join(found.lost)})" if found.lost else ""
    p = f"; McNemar {_how(found.found)}, p = {_decimal(found.found.p)}" if found.found.p is not None else ""
    items = "item" if found.n_items == 1 else "items"
    words = f"Of {found.n_items} {items} rated in the same wording before, {len(found.gained)} gained consensus{gained}"
    st.markdown(escape(f"{words} and {len(found.lost)} lost it{lost}{p}."))


def _draw_groups(groups: tuple[GroupDifference, ...]) -> None:
    draw_table(
        ["Item", "Groups", "Chi-square", "p", "p by Holm", "Cramér's V"],
        [_group(one) for one in groups],
        worded=["Groups"],
        caption=(
            "Pearson's chi-square of the groups that may be told apart, by thirds of the scale. Described, not decided "
            f"by: {len(groups)} items are tested at once, so read the p that is adjusted by Holm. "
            "“Rough”: fewer than 5 were expected somewhere."
        ),
    )


def _group(one: GroupDifference) -> list[str]:
    found = one.found
    told = "; ".join(
        f"{' and '.join(name or 'no group' for name in group.names)}: {group.n} rated, median {_short(group.median)}"
        for group in one.groups
    )
    square = "–" if found.chi_square is None else f"{found.chi_square:.2f} on {found.df}"
    rough = " (rough)" if found.smallest_expected is not None and found.smallest_expected < FEWEST_EXPECTED else ""
    return [one.label, told, f"{square}{rough}", *map(_decimal, (found.p, one.holm_p, found.cramers_v))]


def _tests(one: Movement) -> list[str]:
    turned = one.turned
    counts = [str(turned.n_gained), str(turned.n_lost)] if turned else ["–", "–"]
    p = "–" if turned is None or turned.p is None else f"{_decimal(turned.p)} {_how(turned)}"
    described = map(_decimal, (one.wilcoxon_p, one.bowker_p, one.weighted_kappa))
    return [one.label, *described, *counts, p, _decimal(one.cochran.p if one.cochran else None)]


def _how(found: McNemar) -> str:
    return "(exact)" if found.exact else "(chi-square)"


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
        return [f"{movement.label} ({movement.why})", *["–"] * 6]
    before, after = map(_short, (movement.median_before, movement.median_after))
    spread, later = map(_short, (found.iqr_before, found.iqr_after))
    changed = f"{found.n_changed} ({percent_text(found.n_changed, found.n_pairs)})"
    counts = (str(found.n_pairs), changed, str(found.n_towards), str(found.n_away))
    return [movement.label, *counts, f"{before} → {after}", f"{spread} → {later}"]


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
