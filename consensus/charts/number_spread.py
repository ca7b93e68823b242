"""Numbers people gave: a dot for each value, as large as it is frequent, over a box of the middle half."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import plotly.graph_objects as go

from consensus.charts import style

_HEIGHT = 96.0
_MIDDLE = 44.0
_BOX = 34.0
_SMALLEST_DOT, _LARGEST_DOT = 9.0, 30.0


@dataclass(frozen=True, slots=True)
class NumberSpread:
    """Each value with how many people gave it, and where the values lie (quartiles of type 7)."""

    counts: Mapping[float, int]
    median: float
    lower_quartile: float
    upper_quartile: float
    unit: str = ""

    @property
    def n(self) -> int:
        """People who gave a number."""
        return sum(self.counts.values())


def number_spread(numbers: NumberSpread) -> go.Figure:
    """The box from quartile to quartile with the median as a line, the ends as whiskers, and the dots upon it."""
    low, high = min(numbers.counts), max(numbers.counts)
    margin = (high - low) * 0.05 or max(abs(high) * 0.1, 1.0)
    unit = f" {style.escape(numbers.unit)}" if numbers.unit else ""
    most = max(numbers.counts.values())
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": list(numbers.counts),
        "y": [_MIDDLE] * len(numbers.counts),
        "marker": {
            "size": [max(_SMALLEST_DOT, _LARGEST_DOT * sqrt(n / most)) for n in numbers.counts.values()],
            "color": style.NEUTRAL,
            "opacity": 0.72,
            "line": {"width": 0},
        },
        "text": [f"{value:g}{unit}: {_people(n)}" for value, n in numbers.counts.items()],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    return style.figure(
        [dots],
        height=_HEIGHT,
        x_max=1,
        annotations=[],
        bottom=44 if numbers.unit else 28,
        shapes=_shapes(numbers, low, high),
        xaxis={
            "visible": True,
            "range": [low - margin, high + margin],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": style.OUTLINE,
            "ticks": "outside",
            "tickcolor": style.OUTLINE,
            "nticks": 7,
            "title": {"text": style.escape(numbers.unit), "font": {"size": style.SMALL_FONT_SIZE}},
        },
    )


def number_alt(numbers: NumberSpread) -> str:
    """The same in words."""
    unit = f" {numbers.unit}" if numbers.unit else ""
    low, high = min(numbers.counts), max(numbers.counts)
    return (
        f"Numbers of {_people(numbers.n)}, from {low:g} to {high:g}{unit}: median {numbers.median:g}, "
        f"middle half {numbers.lower_quartile:g} to {numbers.upper_quartile:g} (quartiles of type 7)."
    )


def _shapes(numbers: NumberSpread, low: float, high: float) -> list[dict[str, object]]:
    top, bottom = _MIDDLE - _BOX / 2, _MIDDLE + _BOX / 2
    line = {"color": style.OUTLINE, "width": 1}

    def segment(x0: float, y0: float, x1: float, y1: float, **more: object) -> dict[str, object]:
        return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line, "layer": "below", **more}

    return [
        segment(low, _MIDDLE, numbers.lower_quartile, _MIDDLE),
        segment(numbers.upper_quartile, _MIDDLE, high, _MIDDLE),
        segment(low, _MIDDLE - 7, low, _MIDDLE + 7),
        segment(high, _MIDDLE - 7, high, _MIDDLE + 7),
        {
            "type": "rect",
            "x0": numbers.lower_quartile,
            "x1": numbers.upper_quartile,
            "y0": top,
            "y1": bottom,
            "fillcolor": style.TRACK,
            "line": line,
            "layer": "below",
        },
        segment(numbers.median, top, numbers.median, bottom, line={"color": style.DISAGREE, "width": 3}, layer="above"),
    ]


def _people(n: int) -> str:
    return f"{n} {'person' if n == 1 else 'people'}"
