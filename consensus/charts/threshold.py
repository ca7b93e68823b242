"""Agreement against the threshold: one dot per item, and the line it has to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style
from consensus.domain.shares import rule_share, share_text

LEGEND_HEIGHT = 52
WORDS_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class ItemShare:
    """The deciding share of an item, whether the whole rule is met, and an interval around the share if there is one.

    The share may reach the threshold and the rule still fail by another clause: the mark tells the verdict, its place
    the share.
    """

    label: str
    n_agree: int
    n: int
    reached: bool
    interval: tuple[float, float] | None = None

    @property
    def share(self) -> float | None:
        """The share as drawn; None where nothing stands in the denominator."""
        return self.n_agree / self.n if self.n else None


def threshold_chart(items: Sequence[ItemShare], threshold: Fraction) -> go.Figure:
    """Filled circles for consensus, hollow squares for none, and a line at the threshold; in the order given."""
    rows, height = style.lay_out([item.label for item in items], top=LEGEND_HEIGHT, below=WORDS_HEIGHT)
    traces = [
        _intervals(items, rows),
        _marks("Consensus", items, rows, reached=True),
        _marks("No consensus", items, rows, reached=False),
    ]
    axis = axes.share_axis()
    line = axes.row_marks(float(threshold), rows, style.OUTLINE, width=3)
    return style.figure(
        traces,
        height=height,
        x_max=1,
        annotations=[*style.label_annotations(rows), *_words(items, rows, threshold), _line_name(threshold)],
        shapes=[*axes.row_grid(axis, rows), *line],
        showlegend=True,
        legend=style.LEGEND,
        **axes.below(axis),
    )


def threshold_alt(items: Sequence[ItemShare], threshold: Fraction) -> str:
    """The same in words, one sentence per item."""
    n = sum(item.reached for item in items)
    lead = f"{n} of {len(items)} item{'' if len(items) == 1 else 's'} reached consensus at {rule_share(threshold)}."
    return " ".join([lead, *(_sentence(item, threshold) for item in items)])


def threshold_table(items: Sequence[ItemShare]) -> pd.DataFrame:
    """The numbers behind the dots."""
    return pd.DataFrame(
        {
            "Item": [item.label for item in items],
            "Agree": [item.n_agree for item in items],
            "Counted": [item.n for item in items],
            "Share": pd.array([item.share for item in items], dtype="Float64"),
            "Consensus": ["yes" if item.reached else "no" for item in items],
        }
    )


def _marks(name: str, items: Sequence[ItemShare], rows: Sequence[style.Row], *, reached: bool) -> dict[str, object]:
    mine = [(i, r) for i, r in zip(items, rows, strict=True) if i.reached is reached and i.share is not None]
    colour = style.AGREE if reached else style.DISAGREE
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [item.share for item, _ in mine],
        "y": [row.bar_middle for _, row in mine],
        "marker": {
            "symbol": "circle" if reached else "square-open",
            "size": axes.MARK_SIZE,
            "color": colour,
            "line": {"color": colour, "width": 0 if reached else 3},
        },
        "cliponaxis": False,
        "text": [share_text(item.n_agree, item.n) for item, _ in mine],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _intervals(items: Sequence[ItemShare], rows: Sequence[style.Row]) -> dict[str, object]:
    x: list[float | None] = []
    y: list[float | None] = []
    for item, row in zip(items, rows, strict=True):
        if item.interval is not None:
            x += [*item.interval, None]
            y += [row.bar_middle, row.bar_middle, None]
    line = {"color": style.OUTLINE, "width": 2}
    trace = {"type": "scatter", "mode": "lines", "name": "Interval", "x": x, "y": y, "line": line, "hoverinfo": "skip"}
    return trace | {"showlegend": bool(x)}


def _words(items: Sequence[ItemShare], rows: Sequence[style.Row], threshold: Fraction) -> list[dict[str, object]]:
    return [
        {
            "text": share_text(item.n_agree, item.n, threshold).replace("/", " of ", 1) if item.n else "no valid votes",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.bar_middle + style.BAR_HEIGHT / 2 + 4,
            "yanchor": "top",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": style.SMALL_FONT_SIZE},
        }
        for item, row in zip(items, rows, strict=True)
    ]


def _line_name(threshold: Fraction) -> dict[str, object]:
    return {
        "text": f"threshold {rule_share(threshold)}",
        "x": float(threshold),
        "xref": "x",
        "xanchor": "right" if threshold > Fraction(3, 5) else "left",
        "y": LEGEND_HEIGHT - 22,
        "yanchor": "top",
        "showarrow": False,
        "borderpad": 2,
        "font": {"size": style.SMALL_FONT_SIZE},
    }


def _sentence(item: ItemShare, threshold: Fraction) -> str:
    share = f"{share_text(item.n_agree, item.n, threshold)} agree" if item.n else "no valid votes"
    return f"{item.label.rstrip('.')}: {share}, {'consensus' if item.reached else 'no consensus'}."
