"""How the votes on statements fall: one stacked bar per statement, with the mark the agreeing have to reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import style
from consensus.domain.shares import share_text

LEGEND_HEIGHT = 64
# Below this share of the width a number does not fit into its segment on a phone.
NARROWEST_WITH_NUMBER = 0.05
MARK_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class TallyBar:
    """One item: people per choice, how many may vote, and how many have to agree (None: not known or not asked)."""

    label: str
    n_agree: int
    n_disagree: int
    n_abstain: int
    n_cannot_judge: int
    eligible: int
    needed: int | None = None

    @property
    def n_missing(self) -> int:
        """Eligible people who have not voted."""
        return max(0, self.eligible - self.n_agree - self.n_disagree - self.n_abstain - self.n_cannot_judge)


@dataclass(frozen=True, slots=True)
class _Segment:
    name: str
    count: Callable[[TallyBar], int]
    text_colour: str | None
    marker: dict[str, Any]


_SEGMENTS = (
    _Segment("Agree", lambda item: item.n_agree, style.ON_DARK_FILL, {"color": style.AGREE, "line": {"width": 0}}),
    _Segment("Disagree", lambda item: item.n_disagree, style.ON_DARK_FILL, {"color": style.DISAGREE}),
    _Segment("Abstain", lambda item: item.n_abstain, style.ON_LIGHT_FILL, {"color": style.ABSTAIN}),
    _Segment(
        "Cannot judge",
        lambda item: item.n_cannot_judge,
        style.ON_LIGHT_FILL,
        {
            "color": style.CANNOT_JUDGE,
            "line": {"color": style.OUTLINE, "width": 1},
            "pattern": {
                "shape": "/",
                "bgcolor": style.CANNOT_JUDGE,
                "fgcolor": style.CANNOT_JUDGE_LINES,
                "size": 8,
                "solidity": 0.2,
            },
        },
    ),
    _Segment(
        "Not voted",
        lambda item: item.n_missing,
        None,
        {"color": style.TRACK, "line": {"color": style.OUTLINE, "width": 1}},
    ),
)


def tally_bar(items: Sequence[TallyBar]) -> go.Figure:
    """Stacked bars, in people: agree from the left, so that its end is compared with the mark of what is needed.

    All bars share one scale, the largest electorate.
    """
    x_max = max((item.eligible for item in items), default=1)
    marked = any(item.needed is not None for item in items)
    below = MARK_HEIGHT if marked else 0
    rows, height = style.lay_out([item.label for item in items], top=LEGEND_HEIGHT, below=below)
    traces = [_trace(segment, items, rows) for segment in _SEGMENTS]
    return style.figure(
        traces,
        height=height,
        x_max=x_max,
        annotations=[
            *style.label_annotations(rows),
            *_mark_labels(items, rows, x_max),
            *_missing_labels(items, rows, x_max),
        ],
        barmode="stack",
        shapes=_marks(items, rows),
        showlegend=True,
        legend=style.LEGEND,
    )


def tally_alt(items: Sequence[TallyBar]) -> str:
    """The same in words, one sentence per item."""
    return " ".join([f"Votes on {len(items)} item{'' if len(items) == 1 else 's'}.", *map(_sentence, items)])


def tally_table(items: Sequence[TallyBar]) -> pd.DataFrame:
    """The numbers behind the bars, one row per item, columns named as on the chart."""
    columns = {segment.name: [segment.count(item) for item in items] for segment in _SEGMENTS}
    needed = pd.array([item.needed for item in items], dtype="Int64")
    return pd.DataFrame({"Item": [item.label for item in items], **columns, "Needed": needed})


def _trace(segment: _Segment, items: Sequence[TallyBar], rows: Sequence[style.Row]) -> dict[str, Any]:
    counts = [segment.count(item) for item in items]
    return style.bar(
        segment.name,
        counts,
        rows,
        style.AGREE,
        segment.text_colour or style.OUTLINE,
        marker=segment.marker,
        text=[str(n) if n and segment.text_colour else "" for n in counts],
        textposition="inside",
        insidetextanchor="middle",
        hovertemplate=f"{segment.name}: %{{x}}<extra></extra>",
    )


def _marks(items: Sequence[TallyBar], rows: Sequence[style.Row]) -> list[dict[str, Any]]:
    """A line across the bar where agreement suffices; white beneath dark, so that it shows on every fill."""
    lines = []
    for item, row in zip(items, rows, strict=True):
        if item.needed is None:
            continue
        ends = {"y0": row.bar_middle - style.BAR_HEIGHT / 2 - 3, "y1": row.bar_middle + style.BAR_HEIGHT / 2 + 5}
        for colour, width in ((style.ON_DARK_FILL, 5), (style.ON_LIGHT_FILL, 2)):
            line = {"color": colour, "width": width}
            lines.append({"type": "line", "x0": item.needed, "x1": item.needed, **ends, "line": line})
    return lines


def _mark_labels(items: Sequence[TallyBar], rows: Sequence[style.Row], x_max: int) -> list[dict[str, Any]]:
    """ "needs 12" under the mark, kept inside the plot at both edges."""
    return [
        {
            "text": f"needs {item.needed}",
            "x": item.needed,
            "xref": "x",
            "xanchor": "right" if item.needed > x_max * 0.85 else "left" if item.needed < x_max * 0.15 else "center",
            "y": row.bar_middle + style.BAR_HEIGHT / 2 + 4,
            "yanchor": "top",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": style.SMALL_FONT_SIZE},
        }
        for item, row in zip(items, rows, strict=True)
        if item.needed is not None
    ]


def _missing_labels(items: Sequence[TallyBar], rows: Sequence[style.Row], x_max: int) -> list[dict[str, Any]]:
    """The number of people who have not voted, in the colour of the page's text: its segment has no fill of its own."""
    return [
        {
            "text": str(item.n_missing),
            "x": item.eligible - item.n_missing / 2,
            "xref": "x",
            "y": row.bar_middle,
            "showarrow": False,
            "font": {"size": style.FONT_SIZE},
        }
        for item, row in zip(items, rows, strict=True)
        if item.n_missing > NARROWEST_WITH_NUMBER * x_max
    ]


def _sentence(item: TallyBar) -> str:
    parts = [
        f"{item.n_agree} agree",
        f"{item.n_disagree} disagree",
        f"{item.n_abstain} abstain",
        f"{item.n_cannot_judge} cannot judge",
        f"{item.n_missing} of {item.eligible} have not voted",
    ]
    needed = f"; {item.needed} have to agree" if item.needed is not None else ""
    valid = item.n_agree + item.n_disagree
    share = f"; {share_text(item.n_agree, valid)} of the valid votes agree" if valid else ""
    return f"{item.label.rstrip('.')}: {', '.join(parts)}{share}{needed}."
