"""The charts of a study, each with its words and its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go

from consensus.charts.agreement_bars import RatedItem, agreement_alt, agreement_bars, agreement_table
from consensus.charts.group_comparison import (
    GroupLocation,
    group_comparison,
    group_comparison_alt,
    group_comparison_table,
)
from consensus.charts.heat_map import Strip, heat_map, heat_map_alt, heat_map_table
from consensus.charts.movement import Movement, movement_alt, movement_chart, movement_table
from consensus.charts.rating_distribution import (
    rating_distribution,
    rating_distribution_alt,
    rating_distribution_table,
)
from consensus.charts.tally_bars import TallyBar, tally_alt, tally_bar, tally_table
from consensus.charts.threshold import ItemShare, threshold_alt, threshold_chart, threshold_table
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.intervals import wilson
from consensus.tally.location import Location, location
from consensus.tally.study import ItemResult, StudyTables
from consensus.tally.study_rules import StudyRule
from surveys.tabular.study_data import ABSENT, StudyData

MOST_SINGLE_ITEMS = 40
MOST_CELLS_PER_ITEM = 500


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its heading, what it shows in words, and its numbers."""

    title: str
    figure: go.Figure
    alt: str
    numbers: pd.DataFrame


def draw_study(data: StudyData, chosen: StudyRule | None, tables: StudyTables) -> tuple[Chart, ...]:
    """Every chart that applies; of the last round, and of its movement from the one before."""
    last = len(data.rounds) - 1
    results = [result for result in tables.results if result.round_index == last]
    when = f", {data.rounds[last]}" if len(data.rounds) > 1 else ""
    return (
        *_votes(data, results, when),
        *_shares(data, chosen, results, when),
        *_ratings(data, chosen, results, when),
    )


def _votes(data: StudyData, results: list[ItemResult], when: str) -> Iterator[Chart]:
    if data.scale is not None:
        return
    bars = [
        TallyBar(
            _name(data, result),
            result.tally.n_agree,
            result.tally.n_disagree,
            result.tally.n_abstain,
            result.tally.n_cannot_judge,
            result.tally.eligible,
            result.share.needed if result.share else None,
        )
        for result in results
    ]
    yield Chart(f"Votes{when}", tally_bar(bars), tally_alt(bars), tally_table(bars))


def _shares(data: StudyData, chosen: StudyRule | None, results: list[ItemResult], when: str) -> Iterator[Chart]:
    threshold = _threshold(chosen)
    if threshold is None:
        return
    shares = []
    for result in results:
        if result.share is not None:
            k, n = result.share.numerator, result.share.denominator
            interval = wilson(k, n)
            bounds = (interval.lower, interval.upper) if interval else None
            shares.append(ItemShare(_name(data, result), k, n, result.share.reached, bounds))
    title = f"Agreement against the threshold{when}"
    yield Chart(title, threshold_chart(shares, threshold), threshold_alt(shares, threshold), threshold_table(shares))


def _ratings(data: StudyData, chosen: StudyRule | None, results: list[ItemResult], when: str) -> Iterator[Chart]:
    scale = data.scale
    if scale is None:
        return
    low_to, high_from = _sides(chosen, scale)
    rated = [RatedItem(_name(data, r), _counts(r.tally, scale), low_to, high_from, scale.low) for r in results]
    yield Chart(f"Ratings{when}", agreement_bars(rated), agreement_alt(rated), agreement_table(rated))
    yield from _movement(data, scale)
    yield from _all_ratings(data, results, scale, (low_to, high_from), when)
    for result in results[:MOST_SINGLE_ITEMS]:
        yield _distribution(data, result, scale, when)
        if result.tally.groups:
            yield _groups(data, result, scale, when)


def _all_ratings(
    data: StudyData, results: list[ItemResult], scale: RatingScale, sides: tuple[int, int], when: str
) -> Iterator[Chart]:
    """A cell for every rating, as long as cells can be told apart; the bars show larger panels as well."""
    if len(data.panelists) > MOST_CELLS_PER_ITEM:
        return
    strips = [_strip(data, result) for result in results]
    yield Chart(
        f"All ratings{when}; each item in an order of its own, so that nobody can be followed",
        heat_map(strips, points=scale.n_points, low_to=sides[0], high_from=sides[1], low=scale.low),
        heat_map_alt(strips),
        heat_map_table(strips, points=scale.n_points, low=scale.low),
    )


def _movement(data: StudyData, scale: RatingScale) -> Iterator[Chart]:
    if len(data.rounds) < 2:
        return
    before, after = len(data.rounds) - 2, len(data.rounds) - 1
    names = data.rounds[before], data.rounds[after]
    items = [
        Movement(_label(data, item), _median(data, before, item, scale), _median(data, after, item, scale))
        for item in range(len(data.items))
    ]
    items = [item for item in items if item.before is not None or item.after is not None]
    figure = movement_chart(items, points=scale.n_points, names=names, low=scale.low)
    title = f"Medians of everybody who rated, from {names[0]} to {names[1]}"
    yield Chart(title, figure, movement_alt(items, names=names), movement_table(items, names=names))


def _distribution(data: StudyData, result: ItemResult, scale: RatingScale, when: str) -> Chart:
    counts = _counts(result.tally, scale)
    points = range(scale.low, scale.high + 1)
    frame = pd.DataFrame({"rating": list(points), "n_panelists": counts})
    found, shift = location(counts), scale.low - 1
    median = None if found.median is None else found.median + shift
    quartiles = None if found.q1 is None or found.q3 is None else (found.q1 + shift, found.q3 + shift)
    return Chart(
        f"{_name(data, result)}{when}",
        rating_distribution(frame, median=median, quartiles=quartiles),
        rating_distribution_alt(frame, median=median, quartiles=quartiles),
        rating_distribution_table(frame),
    )


def _groups(data: StudyData, result: ItemResult, scale: RatingScale, when: str) -> Chart:
    groups = [_group(name, location(_counts(tally, scale)), scale) for name, tally in result.tally.groups.items()]
    return Chart(
        f"{_name(data, result)}{when}, by group",
        group_comparison(groups, points=scale.n_points, low=scale.low),
        group_comparison_alt(groups),
        group_comparison_table(groups),
    )


def _group(name: str, found: Location, scale: RatingScale) -> GroupLocation:
    if found.median is None or found.q1 is None or found.q3 is None:
        return GroupLocation(name, 0)
    shift = scale.low - 1
    return GroupLocation(name, found.n, found.median + shift, found.q1 + shift, found.q3 + shift)


def _counts(tally: ItemTally, scale: RatingScale) -> tuple[int, ...]:
    return tuple(tally.counts.get(str(point), 0) for point in range(scale.low, scale.high + 1))


def _strip(data: StudyData, result: ItemResult) -> Strip:
    scale, codes = data.scale, data.codes[result.round_index, result.item_index]
    assert scale is not None
    ratings = tuple(int(code) + scale.low if 0 <= code < scale.n_points else None for code in codes if code != ABSENT)
    return Strip(_name(data, result), ratings)


def _median(data: StudyData, round_: int, item: int, scale: RatingScale) -> float | None:
    codes = data.codes[round_, item]
    counts = [int((codes == place).sum()) for place in range(scale.n_points)]
    found = location(counts).median
    return None if found is None else found + scale.low - 1


def _sides(chosen: StudyRule | None, scale: RatingScale) -> tuple[int, int]:
    """Where the low side ends and the high side begins: the agreeing set of the rule and its mirror, or thirds."""
    points = scale.n_points
    rule = chosen.rule if chosen else None
    if isinstance(rule, ConsensusDefinition) and rule.scale == scale:
        first = min(int(point) for point in rule.agreeing) - scale.low + 1
        is_top = len(rule.agreeing) == points - first + 1
        if is_top and 2 * first > points + 1:
            return points - first + 1, first
    side = 2 if points in (5, 7) else max(1, points // 3)
    return side, points - side + 1


def _threshold(chosen: StudyRule | None) -> Fraction | None:
    rule = chosen.rule if chosen else None
    return rule.threshold if isinstance(rule, ConsensusDefinition) else None


def _name(data: StudyData, result: ItemResult) -> str:
    return _label(data, result.item_index)


def _label(data: StudyData, item: int) -> str:
    name = data.items[item]
    text = data.labels.get(name, "")
    return f"{name}: {text}" if text else name
