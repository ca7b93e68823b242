"""How a panel rated one item: a column per point, with the median, the quartiles and the reader's own rating."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style
from consensus.domain.shares import share_text

HEIGHT = 230
OWN = style.AGREE


def rating_distribution(
    counts: pd.DataFrame,
    *,
    own_rating: int | None = None,
    median: float | None = None,
    quartiles: tuple[float, float] | None = None,
    labels: Sequence[str] = (),
) -> go.Figure:
    """Columns of how many panelists chose each point; columns `rating` (every point of the scale), `n_panelists`.

    The bar under the columns runs from the first quartile to the third, the diamond on it stands at the median; both
    are left out where they are None. The own rating is marked by colour and by the word "you".
    """
    points, numbers = _columns(counts)
    tallest = max(numbers, default=0) or 1
    columns = {
        "type": "bar",
        "x": points,
        "y": numbers,
        "width": 0.82,
        "marker": {"color": [OWN if p == own_rating else style.NEUTRAL for p in points], "line": {"width": 0}},
        "text": [_column_text(p, n, own_rating) for p, n in zip(points, numbers, strict=True)],
        "textposition": "outside",
        "textfont": {"size": style.SMALL_FONT_SIZE},
        "cliponaxis": False,
        "hovertemplate": "Rated %{x}: %{y}<extra></extra>",
    }
    axis = axes.scale_axis(len(points) or 1, labels, low=min(points, default=1))
    layout = axes.below(axis)
    return style.figure(
        [columns, *_location(tallest, median, quartiles)],
        height=HEIGHT,
        x_max=1,
        annotations=[],
        yaxis={"visible": False, "range": [-tallest * 0.2, tallest * 1.32], "fixedrange": True},
        **layout,
    )


def rating_distribution_alt(
    counts: pd.DataFrame,
    *,
    own_rating: int | None = None,
    median: float | None = None,
    quartiles: tuple[float, float] | None = None,
) -> str:
    """The same in words."""
    points, numbers = _columns(counts)
    n = sum(numbers)
    rated = "; ".join(f"{p}: {share_text(k, n)}" for p, k in zip(points, numbers, strict=True) if k)
    parts = [f"Ratings of {n} {'person' if n == 1 else 'people'}: {rated or 'none'}."]
    if median is not None:
        middle = f" The middle half lies from {quartiles[0]:g} to {quartiles[1]:g}." if quartiles else ""
        parts.append(f"The median is {median:g}.{middle}")
    if own_rating is not None:
        parts.append(f"Your own rating is {own_rating}.")
    return " ".join(parts)


def rating_distribution_table(counts: pd.DataFrame) -> pd.DataFrame:
    """The numbers behind the columns."""
    points, numbers = _columns(counts)
    return pd.DataFrame({"Rating": points, "People": numbers})


def _columns(counts: pd.DataFrame) -> tuple[list[int], list[int]]:
    return [int(rating) for rating in counts["rating"]], [int(n) for n in counts["n_panelists"]]


def _column_text(point: int, n: int, own_rating: int | None) -> str:
    count = str(n) if n else ""
    return f"{count}<br><b>you</b>" if point == own_rating else count


def _location(tallest: float, median: float | None, quartiles: tuple[float, float] | None) -> list[dict[str, object]]:
    y = -tallest * 0.1
    traces: list[dict[str, object]] = []
    if quartiles is not None:
        line = {"color": style.OUTLINE, "width": 6}
        words = f"Quartiles {quartiles[0]:g} to {quartiles[1]:g}<extra></extra>"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Quartiles",
                "x": list(quartiles),
                "y": [y, y],
                "line": line,
                "hovertemplate": words,
            }
        )
    if median is not None:
        marker = {
            "symbol": "diamond",
            "size": axes.MARK_SIZE,
            "color": style.DISAGREE,
            "line": {"color": style.ON_DARK_FILL, "width": 1},
        }
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "Median",
                "x": [median],
                "y": [y],
                "marker": marker,
                "hovertemplate": f"Median {median:g}<extra></extra>",
            }
        )
    return traces
