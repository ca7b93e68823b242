"""The chance that a statement passes, by the size of the panel, for planning."""

from collections.abc import Hashable, Mapping

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import axes, style

HEIGHT = 300
LEGEND_HEIGHT = 30
GOOD, WEAK = "Should pass", "Should not pass"


def pass_chance_chart(plan: pd.DataFrame, *, power: float | None = None) -> go.Figure:
    """Chances from 0 to 1 over panel sizes; columns `n`, `chance` and, if there, `false_chance`.

    The dots are not joined by a curve but by steps of straight lines: votes are whole, and so the chance is jagged.
    power: the chance that is wanted, as a level line.
    """
    sizes = [int(n) for n in plan["n"]]
    traces = [_series(GOOD, sizes, plan["chance"], "circle", style.AGREE, "solid")]
    if "false_chance" in plan:
        traces.append(_series(WEAK, sizes, plan["false_chance"], "square", style.DISAGREE, "dot"))
    percent = {**axes.share_axis(), "range": [-0.04, 1.14], "showgrid": True}
    return style.figure(
        traces,
        height=HEIGHT,
        x_max=1,
        annotations=[],
        shapes=[] if power is None else [_level(power)],
        showlegend=len(traces) > 1,
        legend={**style.LEGEND, "yanchor": "top", "y": 1.02},
        yaxis=percent,
        left=46,
        **axes.below(axes.count_axis(sizes), "People on the panel"),
    )


def pass_chance_alt(plan: pd.DataFrame) -> str:
    """The same in words, one clause per panel size."""
    parts = [_clause(row) for row in plan.to_dict("records")]
    return f"Chance to pass by panel size: {'; '.join(parts) or 'no sizes'}."


def pass_chance_table(plan: pd.DataFrame) -> pd.DataFrame:
    """The numbers behind the dots, with the columns named for readers."""
    names = {"n": "People", "needed": "Must agree", "chance": GOOD, "false_chance": WEAK}
    return plan.rename(columns=names)


def _series(name: str, sizes: list[int], values: "pd.Series[float]", symbol: str, colour: str, dash: str) -> object:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": sizes,
        "y": [float(value) for value in values],
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"symbol": symbol, "size": 8, "color": colour},
        "cliponaxis": False,
        "hovertemplate": "%{x} people: %{y:.1%}<extra></extra>",
    }


def _level(power: float) -> dict[str, object]:
    line = {"color": style.OUTLINE, "width": 1.5, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": power, "y1": power, "line": line}


def _clause(row: Mapping[Hashable, float]) -> str:
    weak = f" (should not pass: {row['false_chance']:.1%})" if "false_chance" in row else ""
    return f"{int(row['n'])} people: {row['chance']:.1%}{weak}"
