"""How many people took part at each stage, from invitation to vote."""

from collections.abc import Sequence

import plotly.graph_objects as go

from consensus.charts import style
from consensus.domain.shares import percent_text


def participation_flow(stages: Sequence[tuple[str, int]]) -> go.Figure:
    """One bar per stage (its name, people), in order; shares are of the first stage."""
    rows, height = style.lay_out([name for name, _ in stages])
    numbers = [n for _, n in stages]
    widest = max(numbers, default=1)
    track = style.bar("", [widest] * len(rows), rows, style.TRACK, style.ON_LIGHT_FILL, hoverinfo="skip")
    values = style.bar(
        "",
        numbers,
        rows,
        style.NEUTRAL,
        style.ON_DARK_FILL,
        text=[_text(i, stages) for i in range(len(stages))],
        textposition=["inside" if 2 * n > widest else "outside" for n in numbers],
        insidetextanchor="start",
        hovertemplate="%{text}<extra></extra>",
    )
    return style.figure(
        [track, values],
        height=height,
        x_max=widest,
        annotations=style.label_annotations(rows),
        barmode="overlay",
    )


def participation_alt(stages: Sequence[tuple[str, int]]) -> str:
    """The same in words."""
    parts = "; ".join(f"{stages[i][0]}: {_text(i, stages)}" for i in range(len(stages)))
    return f"Participation by stage: {parts or 'no stages'}."


def _text(i: int, stages: Sequence[tuple[str, int]]) -> str:
    """ "28" for the first stage, "15 (53.6%)" of the first for the others."""
    n, first = stages[i][1], stages[0][1]
    return str(n) if i == 0 or first == 0 else f"{n} ({percent_text(n, first)})"
