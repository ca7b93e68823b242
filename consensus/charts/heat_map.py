"""All ratings at a glance: one strip of cells per item, one cell per panelist, and no way back to a person."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import style
from consensus.charts.colours import diverging_scale

STRIP_HEIGHT = style.BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class Strip:
    """The ratings of one item, one place per panelist in the same order for all items; None is missing."""

    label: str
    ratings: tuple[int | None, ...]


def heat_map(
    items: Sequence[Strip],
    *,
    points: int,
    low_to: int,
    high_from: int,
    low: int = 1,
    shuffle: random.Random | None = None,
) -> go.Figure:
    """Cells coloured by rating on a scale of so many points from `low` up; missing ones are left blank.

    low_to, high_from: where the low side ends and the high side begins, in points counted from 1.

    Without `shuffle` each item's cells are sorted by rating, so that no place belongs to a person and nobody can be
    followed from item to item: the form for confidential rounds. With `shuffle`, places are dealt out anew by it (use
    `random.SystemRandom`), the same for all items of this drawing and different in the next: only where the ratings
    of a person may be seen beside each other.
    """
    arranged = _dealt(items, shuffle) if shuffle else [_in_order(item.ratings) for item in items]
    rows, height = style.lay_out([item.label for item in items])
    n = max((len(ratings) for ratings in arranged), default=0)
    cells, edges = _cells(arranged, rows, n)
    trace = {
        "type": "heatmap",
        "z": cells,
        "x": [i + 0.5 for i in range(n)],
        "y": edges,
        "zmin": low - 0.5,
        "zmax": low + points - 0.5,
        "colorscale": diverging_scale(points, low_to, high_from),
        "showscale": False,
        "xgap": 1 if n <= 120 else 0,
        "hoverongaps": False,
        "hovertemplate": "Rated %{z}<extra></extra>",
    }
    frames = [_frame(row, n) for row in rows]
    annotations = style.label_annotations(rows)
    traces = [trace] if n else []
    return style.figure(traces, height=height, x_max=n or 1, annotations=annotations, shapes=frames)


def heat_map_alt(items: Sequence[Strip]) -> str:
    """The same in words, one sentence per item."""
    return " ".join([f"Ratings of {len(items)} item{'' if len(items) == 1 else 's'}.", *map(_sentence, items)])


def heat_map_table(items: Sequence[Strip], *, points: int, low: int = 1) -> pd.DataFrame:
    """How often each point was chosen per item, and how often nothing: nothing that leads to a person."""
    frame = pd.DataFrame({"Item": [item.label for item in items]})
    for point in range(low, low + points):
        frame[str(point)] = [item.ratings.count(point) for item in items]
    frame["Missing"] = [item.ratings.count(None) for item in items]
    return frame


def _in_order(ratings: Sequence[int | None]) -> list[int | None]:
    return sorted(ratings, key=lambda rating: (rating is None, rating or 0))


def _dealt(items: Sequence[Strip], shuffle: random.Random) -> list[list[int | None]]:
    n = len(items[0].ratings) if items else 0
    places = shuffle.sample(range(n), n)
    return [[item.ratings[place] for place in places] for item in items]


def _cells(
    arranged: Sequence[Sequence[int | None]], rows: Sequence[style.Row], n: int
) -> tuple[list[list[int | None]], list[float]]:
    """The cells of all strips with blank ones between, and the edges of those rows in pixels."""
    cells: list[list[int | None]] = []
    edges: list[float] = []
    for ratings, row in zip(arranged, rows, strict=True):
        top = row.bar_middle - STRIP_HEIGHT / 2
        if edges:
            cells.append([None] * n)
        edges += [top, top + STRIP_HEIGHT]
        cells.append([*ratings, *[None] * (n - len(ratings))])
    return cells, edges


def _frame(row: style.Row, n: int) -> dict[str, object]:
    top = row.bar_middle - STRIP_HEIGHT / 2
    line = {"color": style.OUTLINE, "width": 1}
    return {"type": "rect", "x0": 0, "x1": n, "y0": top, "y1": top + STRIP_HEIGHT, "line": line, "layer": "below"}


def _sentence(item: Strip) -> str:
    rated = sorted(rating for rating in item.ratings if rating is not None)
    found = ", ".join(f"{rated.count(point)} times {point}" for point in sorted(set(rated)))
    missing = item.ratings.count(None)
    return f"{item.label.rstrip('.')}: {found or 'no rating'}{f', {missing} missing' if missing else ''}."
