"""Stakeholder groups beside each other on one item: median and quartiles of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style


@dataclass(frozen=True, slots=True)
class GroupLocation:
    """Where the ratings of one group lie; the numbers are None where nobody of it rated."""

    group: str
    n: int
    median: float | None = None
    q1: float | None = None
    q3: float | None = None


def group_comparison(groups: Sequence[GroupLocation], *, points: int, low: int = 1) -> go.Figure:
    """One row per group on a scale of so many points from `low` up: quartiles as a bar, the median a diamond."""
    rows, height = style.lay_out([_label(group) for group in groups])
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": "Quartiles",
        "base": [group.q1 for group in groups],
        "x": [None if g.q1 is None or g.q3 is None else g.q3 - g.q1 for g in groups],
        "y": [row.bar_middle for row in rows],
        "width": style.BAR_HEIGHT / 2,
        "marker": {"color": style.NEUTRAL, "line": {"width": 0}},
        "text": ["" if g.q1 is None or g.q3 is None else f"{g.q1:g} to {g.q3:g}" for g in groups],
        "textposition": "none",
        "hovertemplate": "Quartiles %{text}<extra></extra>",
    }
    medians = {
        "type": "scatter",
        "mode": "markers",
        "name": "Median",
        "x": [group.median for group in groups],
        "y": [row.bar_middle for row in rows],
        "marker": {
            "symbol": "diamond",
            "size": axes.MARK_SIZE,
            "color": style.DISAGREE,
            "line": {"color": style.ON_DARK_FILL, "width": 1},
        },
        "cliponaxis": False,
        "hovertemplate": "Median %{x}<extra></extra>",
    }
    axis = axes.scale_axis(points, low=low)
    return style.figure(
        [bars, medians],
        height=height,
        x_max=points,
        annotations=style.label_annotations(rows),
        shapes=axes.row_grid(axis, rows),
        **axes.below(axis),
    )


def group_comparison_alt(groups: Sequence[GroupLocation]) -> str:
    """The same in words."""
    return " ".join([f"Ratings of {len(groups)} group{'' if len(groups) == 1 else 's'}.", *map(_sentence, groups)])


def group_comparison_table(groups: Sequence[GroupLocation]) -> pd.DataFrame:
    """The numbers behind the rows."""
    return pd.DataFrame(
        {
            "Group": [group.group for group in groups],
            "Rated": [group.n for group in groups],
            "Median": pd.array([group.median for group in groups], dtype="Float64"),
            "Q1": pd.array([group.q1 for group in groups], dtype="Float64"),
            "Q3": pd.array([group.q3 for group in groups], dtype="Float64"),
        }
    )


def _label(group: GroupLocation) -> str:
    return f"{group.group} (n = {group.n})"


def _sentence(group: GroupLocation) -> str:
    if group.median is None or group.q1 is None or group.q3 is None:
        return f"{group.group}: nobody rated."
    return f"{group.group}: {group.n} rated, median {group.median:g}, quartiles {group.q1:g} to {group.q3:g}."
