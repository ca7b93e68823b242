"""How a panel is made up: for each part how many are on it, responded and attended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import style

LEGEND_HEIGHT = 34
_HEIGHT = 11
_GAP = 4
_STAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("On the panel", {"color": style.TRACK, "line": {"color": style.OUTLINE, "width": 1}}),
    ("Responded", {"color": style.ABSTAIN, "line": {"width": 0}}),
    ("Attended", {"color": style.AGREE, "line": {"width": 0}}),
)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One part of the panel; the stages count people."""

    name: str
    on_panel: int
    responded: int
    attended: int

    @property
    def stages(self) -> tuple[int, int, int]:
        """The counts in the order of the bars."""
        return (self.on_panel, self.responded, self.attended)


def balance_bars(rows: Sequence[BalanceRow]) -> go.Figure:
    """Three thin bars for each part, one below the other, all on one scale in people."""
    below = 3 * _HEIGHT + 2 * _GAP - style.BAR_HEIGHT
    laid, height = style.lay_out([row.name for row in rows], top=LEGEND_HEIGHT, below=below)
    x_max = max((n for row in rows for n in row.stages), default=1)
    traces = []
    for place, (name, marker) in enumerate(_STAGES):
        counts = [row.stages[place] for row in rows]
        first = [row.bar_middle - style.BAR_HEIGHT / 2 + _HEIGHT / 2 for row in laid]
        traces.append(
            style.bar(
                name,
                counts,
                laid,
                style.AGREE,
                style.ON_LIGHT_FILL,
                marker=marker,
                y=[top + place * (_HEIGHT + _GAP) for top in first],
                width=_HEIGHT,
                text=[str(count) for count in counts],
                textposition="outside",
                outsidetextfont={"size": style.SMALL_FONT_SIZE},
                hovertemplate=f"{name}: %{{x}}<extra></extra>",
            )
        )
    return style.figure(
        traces,
        height=height,
        # Room for the number beside the widest bar.
        x_max=x_max * 1.12,
        annotations=style.label_annotations(laid),
        barmode="overlay",
        showlegend=True,
        legend=style.LEGEND,
    )


def balance_alt(fact: str, rows: Sequence[BalanceRow]) -> str:
    """The same in words."""
    parts = "; ".join(
        f"{row.name}: {row.on_panel} on the panel, {row.responded} responded, {row.attended} attended" for row in rows
    )
    return f"The panel by {fact.lower()}. {parts or 'Nobody'}."


def balance_table(fact: str, rows: Sequence[BalanceRow]) -> pd.DataFrame:
    """The numbers behind the bars."""
    columns = {name: [row.stages[place] for row in rows] for place, (name, _) in enumerate(_STAGES)}
    return pd.DataFrame({fact: [row.name for row in rows], **columns})


def fewest_rows(rows: Sequence[BalanceRow], most: int) -> tuple[BalanceRow, ...]:
    """At most `most` rows: the rest put together in a last one."""
    if len(rows) <= most:
        return tuple(rows)
    rest = rows[most - 1 :]
    sums = [sum(row.stages[place] for row in rest) for place in range(len(_STAGES))]
    return (*rows[: most - 1], BalanceRow(f"{len(rest)} others", *sums))
