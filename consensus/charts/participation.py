"""How many people took part at each stage, from invitation to vote."""

from collections.abc import Sequence

import plotly.graph_objects as go

from consensus.charts import style
from consensus.domain.shares import percent_text


def participation_flow(stages: Sequence[tuple[str, int]]) -> go.Figure:
    """One bar per stage (its name, people), in order; shares are of the first stage."""
    numbers = [n for _, n in stages]
    texts = [_text(i, stages) for i in range(len(stages))]
    names = [name for name, _ in stages]
    return style.filled_tracks(names, numbers, full=max(numbers, default=1), texts=texts, anchor="start")


def participation_alt(stages: Sequence[tuple[str, int]]) -> str:
    """The same in words."""
    parts = "; ".join(f"{stages[i][0]}: {_text(i, stages)}" for i in range(len(stages)))
    return f"Participation by stage: {parts or 'no stages'}."


def _text(i: int, stages: Sequence[tuple[str, int]]) -> str:
    """ "28" for the first stage, "15 (53.6%)" of the first for the others."""
    n, first = stages[i][1], stages[0][1]
    return str(n) if i == 0 or first == 0 else f"{n} ({percent_text(n, first)})"
