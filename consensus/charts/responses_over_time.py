"""How many surveys had come in by when: a line that rises by steps, up to the number asked."""

from collections.abc import Sequence
from datetime import datetime

import plotly.graph_objects as go

from consensus.charts import axes, style

HEIGHT = 190
ASKED_LINE = {"color": style.OUTLINE, "width": 1.5, "dash": "dot"}


def responses_over_time(moments: Sequence[datetime], n_asked: int, *, since: datetime, until: datetime) -> go.Figure:
    """Steps from `since` to `until`, one at each moment; a dotted line at the number asked.

    moments: in the time zone they are to be read in, in any order.
    """
    ordered = sorted(moments)
    times = [since, *ordered, max(until, *ordered) if ordered else until]
    counts = [0, *range(1, len(ordered) + 1), len(ordered)]
    steps = {
        "type": "scatter",
        "mode": "lines",
        "x": times,
        "y": counts,
        "line": {"shape": "hv", "color": style.AGREE, "width": 2.5},
        "fill": "tozeroy",
        "fillcolor": style.TRACK,
        "hovertemplate": "%{y} by %{x|%-d %b, %H:%M}<extra></extra>",
    }
    top = max(n_asked, len(ordered), 1)
    count_axis = axes.count_axis([0, top])
    return style.figure(
        [steps],
        height=HEIGHT,
        x_max=1,
        annotations=[],
        left=30,
        bottom=axes.AXIS_MARGIN,
        xaxis={**count_axis, "range": None, "tickvals": None, "ticktext": None, "type": "date", "nticks": 5},
        yaxis={**count_axis, "range": [0, top * 1.06]},
        shapes=[{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": n_asked, "y1": n_asked, "line": ASKED_LINE}],
    )


def over_time_alt(moments: Sequence[datetime], n_asked: int) -> str:
    """The same in words."""
    if not moments:
        return f"Nobody of {n_asked} has sent the survey in yet."
    first, last = min(moments), max(moments)
    return (
        f"{len(moments)} of {n_asked} sent the survey in, the first on {first.day} {first:%B, %H:%M}, "
        f"the last on {last.day} {last:%B, %H:%M}."
    )
