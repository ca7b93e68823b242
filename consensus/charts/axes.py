"""The axes of charts that have one: points of a scale, shares, counts; quiet lines that hold on any background."""

import math
from collections.abc import Sequence
from typing import Any

from consensus.charts import style

GRID = "rgba(123, 133, 142, 0.28)"
AXIS_MARGIN = 30
TITLE_MARGIN = 26
MARK_SIZE = 13


def scale_axis(points: int, labels: Sequence[str] = (), *, low: int = 1) -> dict[str, Any]:
    """So many points of a rating scale from `low` up; labels replace the numbers where there is one for each."""
    high = low + points - 1
    ticks = list(range(low, high + 1))
    if points > 12:
        step = 5 if points <= 30 else 25
        ticks = sorted({low, high, *range(step, high, step)})
    names = list(labels) if len(labels) == points and points <= 12 else [str(tick) for tick in ticks]
    return {
        **_quiet(),
        "range": [low - 0.6 * _room(points), high + 0.6 * _room(points)],
        "tickvals": ticks,
        "ticktext": [style.escape(n) for n in names],
    }


def share_axis(low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
    """Shares from `low` to `high`, in per cent, with room for a whole mark at both ends."""
    room = (high - low) * 0.055
    return {
        **_quiet(),
        "range": [low - room, high + room],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0%", "25%", "50%", "75%", "100%"],
    }


def count_axis(numbers: Sequence[int]) -> dict[str, Any]:
    """Whole numbers of people, ticks at round steps."""
    low, high = min(numbers, default=0), max(numbers, default=1)
    step = _round_step(high - low)
    ticks = [low, *range(math.ceil((low + 1) / step) * step, high + 1, step)]
    room = max(high - low, 1) * 0.03
    return {**_quiet(), "range": [low - room, high + room], "tickvals": ticks, "ticktext": [str(t) for t in ticks]}


def below(axis: dict[str, Any], title: str = "") -> dict[str, Any]:
    """What `style.figure` needs besides for an axis under its last row."""
    margin = AXIS_MARGIN + (TITLE_MARGIN if title else 0)
    named = {**axis, "title": {"text": style.escape(title), "font": {"size": style.SMALL_FONT_SIZE}, "standoff": 6}}
    return {
        "xaxis": named if title else axis,
        "bottom": margin,
    }


def row_grid(axis: dict[str, Any], rows: Sequence[style.Row]) -> list[dict[str, Any]]:
    """The lines of the axis, drawn within each row only: a line through the labels would make them hard to read."""
    return [mark for row in rows for tick in axis["tickvals"] for mark in row_marks(tick, [row], GRID, width=1)]


def row_marks(x: float, rows: Sequence[style.Row], colour: str, *, width: float = 2) -> list[dict[str, Any]]:
    """A line at x in each row, a little higher than a bar; the rows' lines stand above each other."""
    reach = style.BAR_HEIGHT / 2 + 3
    line = {"color": colour, "width": width}
    return [
        {"type": "line", "x0": x, "x1": x, "y0": row.bar_middle - reach, "y1": row.bar_middle + reach, "line": line}
        | {"layer": "below"}
        for row in rows
    ]


def _quiet() -> dict[str, Any]:
    return {
        "visible": True,
        "fixedrange": True,
        "showgrid": False,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": style.SMALL_FONT_SIZE},
    }


def _room(points: int) -> float:
    """One point of a short scale, and as much of the width on a long one."""
    return max(1.0, points / 16)


def _round_step(span: int) -> int:
    """1, 2 or 5 times a power of ten, so that there are about six steps."""
    rough = max(span / 6, 1)
    power = 10 ** math.floor(math.log10(rough))
    return next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= rough)
