"""How items moved between two rounds: a dumbbell from the median before to the median after."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style

BEFORE, AFTER = "Before", "After"
LEGEND_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class Movement:
    """The medians of one item in two rounds; None where nobody rated."""

    label: str
    before: float | None
    after: float | None

    @property
    def shift(self) -> float | None:
        """After minus before, in points of the scale."""
        return None if self.before is None or self.after is None else self.after - self.before


def movement_chart(
    items: Sequence[Movement], *, points: int, low: int = 1, names: tuple[str, str] = (BEFORE, AFTER)
) -> go.Figure:
    """One row per item on a scale of so many points from `low` up: hollow before, filled after, a bar between them.

    names: what the two rounds are called, in the legend.
    """
    rows, height = style.lay_out([item.label for item in items], top=LEGEND_HEIGHT)
    traces = [
        *_bars(items, rows),
        _dots(names[0], [item.before for item in items], rows, hollow=True),
        _dots(names[1], [item.after for item in items], rows, hollow=False),
    ]
    axis = axes.scale_axis(points, low=low)
    return style.figure(
        traces,
        height=height,
        x_max=points,
        annotations=style.label_annotations(rows),
        showlegend=True,
        legend=style.LEGEND,
        shapes=axes.row_grid(axis, rows),
        **axes.below(axis),
    )


def movement_alt(items: Sequence[Movement], *, names: tuple[str, str] = (BEFORE, AFTER)) -> str:
    """The same in words, one sentence per item."""
    lead = f"Medians of {len(items)} item{'' if len(items) == 1 else 's'}, {names[0]} and {names[1]}."
    return " ".join([lead, *map(_sentence, items)])


def movement_table(items: Sequence[Movement], *, names: tuple[str, str] = (BEFORE, AFTER)) -> pd.DataFrame:
    """The numbers behind the dots."""
    return pd.DataFrame(
        {
            "Item": [item.label for item in items],
            f"Median, {names[0]}": pd.array([item.before for item in items], dtype="Float64"),
            f"Median, {names[1]}": pd.array([item.after for item in items], dtype="Float64"),
            "Shift": pd.array([item.shift for item in items], dtype="Float64"),
        }
    )


def _bars(items: Sequence[Movement], rows: Sequence[style.Row]) -> list[dict[str, object]]:
    """The bars between the dots in one trace, broken between items."""
    x: list[float | None] = []
    y: list[float | None] = []
    for item, row in zip(items, rows, strict=True):
        if item.shift:
            x += [item.before, item.after, None]
            y += [row.bar_middle, row.bar_middle, None]
    line = {"color": style.OUTLINE, "width": 4}
    return [
        {"type": "scatter", "mode": "lines", "name": "", "x": x, "y": y, "line": line, "hoverinfo": "skip"}
        | {"showlegend": False}
    ]


def _dots(name: str, values: Sequence[float | None], rows: Sequence[style.Row], *, hollow: bool) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": style.escape(name),
        "x": list(values),
        "y": [row.bar_middle for row in rows],
        "marker": {
            "symbol": "circle-open" if hollow else "circle",
            "size": axes.MARK_SIZE + (3 if hollow else -1),
            "color": style.NEUTRAL if hollow else style.AGREE,
            "line": {"color": style.NEUTRAL, "width": 3 if hollow else 0},
        },
        "cliponaxis": False,
        "hovertemplate": f"{style.escape(name)}: median %{{x}}<extra></extra>",
    }


def _sentence(item: Movement) -> str:
    if item.before is None or item.after is None or item.shift is None:
        return f"{item.label.rstrip('.')}: not rated in both rounds."
    moved = "unchanged" if item.shift == 0 else f"{'up' if item.shift > 0 else 'down'} by {abs(item.shift):g}"
    return f"{item.label.rstrip('.')}: from {item.before:g} to {item.after:g}, {moved}."
