"""How ratings fall to both sides: one diverging bar per item, the neutral middle astride the zero line."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style
from consensus.charts.colours import point_colours, text_on
from consensus.domain.shares import share_text

WORDS_HEIGHT = 18
NARROWEST_WITH_NUMBER = 0.06


@dataclass(frozen=True, slots=True)
class RatedItem:
    """People on each of K points of an item, from the lowest up.

    The low side ends with point number `low_to`, the high side begins with number `high_from`, both counted from 1;
    `low` is what the first of them is called on the scale, 0 or 1.
    """

    label: str
    counts: tuple[int, ...]
    low_to: int
    high_from: int
    low: int = 1

    @property
    def n(self) -> int:
        """People who rated."""
        return sum(self.counts)

    @property
    def sides(self) -> tuple[int, int, int]:
        """People on the low side, in the middle, on the high side."""
        low, high = sum(self.counts[: self.low_to]), sum(self.counts[self.high_from - 1 :])
        return low, self.n - low - high, high


def agreement_bars(items: Sequence[RatedItem]) -> go.Figure:
    """Bars in shares of those who rated the item: low to the left of zero, high to the right, the middle halved.

    Every item is on the same scale with the same sides.
    """
    rows, height = style.lay_out([item.label for item in items], below=WORDS_HEIGHT)
    left = max((_reach_left(item) for item in items), default=0.0)
    right = max((_share(item, item.n) - _reach_left(item) for item in items), default=1.0)
    return style.figure(
        _segments(items, rows),
        height=height,
        x_max=1,
        annotations=[*style.label_annotations(rows), *_words(items, rows)],
        barmode="overlay",
        shapes=axes.row_marks(0, rows, style.OUTLINE),
        xaxis={"visible": False, "range": [-left - 0.005, max(right, 0.01) + 0.005], "fixedrange": True},
    )


def agreement_alt(items: Sequence[RatedItem]) -> str:
    """The same in words, one sentence per item."""
    return " ".join([f"Ratings of {len(items)} item{'' if len(items) == 1 else 's'}.", *map(_sentence, items)])


def agreement_table(items: Sequence[RatedItem]) -> pd.DataFrame:
    """The numbers behind the bars: one row per item, one column per point."""
    points = max((len(item.counts) for item in items), default=0)
    frame = pd.DataFrame({"Item": [item.label for item in items], "Rated": [item.n for item in items]})
    for place in range(points):
        frame[str(items[0].low + place)] = [item.counts[place] for item in items]
    return frame


def _segments(items: Sequence[RatedItem], rows: Sequence[style.Row]) -> list[dict[str, object]]:
    if not items:
        return []
    points = len(items[0].counts)
    colours = point_colours(points, items[0].low_to, items[0].high_from)
    bases = [-_reach_left(item) for item in items]
    traces = []
    for point in range(points):
        shares = [_share(item, item.counts[point]) for item in items]
        shown = [str(item.counts[point]) if s > NARROWEST_WITH_NUMBER else "" for item, s in zip(items, shares)]  # noqa: B905
        traces.append(
            style.bar(
                str(point + items[0].low),
                shares,
                rows,
                colours[point],
                text_on(colours[point]),
                base=list(bases),
                marker={"color": colours[point], "line": {"color": style.OUTLINE, "width": 1}},
                text=shown,
                textposition="inside",
                insidetextanchor="middle",
                customdata=[item.counts[point] for item in items],
                hovertemplate=f"Rated {point + items[0].low}: %{{customdata}}<extra></extra>",
            )
        )
        bases = [base + share for base, share in zip(bases, shares, strict=True)]
    return traces


def _words(items: Sequence[RatedItem], rows: Sequence[style.Row]) -> list[dict[str, object]]:
    """The three sides under each bar, so that nobody has to add up segments."""
    return [
        {
            "text": style.escape(_sides_in_words(item)),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.bar_middle + style.BAR_HEIGHT / 2 + 2,
            "yanchor": "top",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": style.SMALL_FONT_SIZE},
        }
        for item, row in zip(items, rows, strict=True)
    ]


def _sides_in_words(item: RatedItem) -> str:
    low, middle, high = item.sides
    parts = [f"{_range(item, 1, item.low_to)}: {low}"]
    if item.high_from - item.low_to > 1:
        parts.append(f"{_range(item, item.low_to + 1, item.high_from - 1)}: {middle}")
    parts.append(
        f"{_range(item, item.high_from, len(item.counts))}: {share_text(high, item.n).replace('/', ' of ', 1)}"
    )
    return ", ".join(parts)


def _sentence(item: RatedItem) -> str:
    return f"{item.label.rstrip('.')}: {_sides_in_words(item)}."


def _range(item: RatedItem, first: int, last: int) -> str:
    names = [str(place + item.low - 1) for place in (first, last)]
    return names[0] if first == last else f"{names[0]}–{names[1]}"


def _reach_left(item: RatedItem) -> float:
    low, middle, _ = item.sides
    return _share(item, low) + _share(item, middle) / 2


def _share(item: RatedItem, k: int) -> float:
    return k / item.n if item.n else 0.0
