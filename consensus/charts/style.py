"""The one visual language of every chart: colours, rows, text; made for light and dark pages and narrow phones.

Backgrounds are transparent and text takes the colour and font of the page. Fill colours have a contrast of at least
3:1 against both page backgrounds and differ in lightness or pattern, not only in hue.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

AGREE = "#17809a"
DISAGREE = "#c2502a"
ABSTAIN = "#7b858e"
CANNOT_JUDGE = "#cfd5d9"
CANNOT_JUDGE_LINES = "#a3adb5"
NEUTRAL = "#5b7897"
OUTLINE = "#7b858e"
TRACK = "rgba(123, 133, 142, 0.16)"
ON_DARK_FILL = "#ffffff"
ON_LIGHT_FILL = "#10181d"

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
"""What a page passes to plotly beside the figure: no toolbar, no zoom."""

LEGEND: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1,
    "yanchor": "top",
    "itemclick": False,
    "itemdoubleclick": False,
    "traceorder": "normal",
    "font": {"size": 12},
    "bgcolor": "rgba(0,0,0,0)",
}
"""A legend above the first row that cannot be clicked: a hidden segment would change what a bar says."""

FONT_SIZE = 14
SMALL_FONT_SIZE = 12
CHARACTERS_PER_LINE = 50
LINE_HEIGHT = 19
BAR_HEIGHT = 26
LABEL_GAP = 5
ROW_GAP = 16
BOTTOM_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row stands, in pixels from the top of the plot: its label above, its bar below."""

    lines: tuple[str, ...]
    label_top: float
    bar_middle: float


def escape(text: str) -> str:
    """Text as plotly shows it literally: it would read tags in labels as its own markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lay_out(labels: Sequence[str], *, top: float = 0, below: float = 0) -> tuple[list[Row], float]:
    """Rows for these labels, wrapped to what a phone of 390 pixels shows, and the height of all of them.

    top: pixels left free above the first row; below: pixels left free under each bar.
    """
    rows, y = [], top
    for label in labels:
        lines = tuple(textwrap.wrap(label, CHARACTERS_PER_LINE)) or (" ",)
        bar_top = y + len(lines) * LINE_HEIGHT + LABEL_GAP
        rows.append(Row(lines, y, bar_top + BAR_HEIGHT / 2))
        y = bar_top + BAR_HEIGHT + below + ROW_GAP
    return rows, y


def label_annotations(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The labels, left-aligned above their bars so that bars keep the whole width."""
    return [
        {
            "text": "<br>".join(escape(line) for line in row.lines),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.label_top,
            "yref": "y",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": FONT_SIZE},
        }
        for row in rows
    ]


def figure(
    traces: Sequence[Any],
    *,
    height: float,
    x_max: float,
    annotations: Sequence[Any],
    bottom: float = BOTTOM_MARGIN,
    left: float = 0,
    **layout: Any,
) -> go.Figure:
    """A figure in the common style; the y axis counts pixels downwards, so rows keep their size on every width.

    bottom, left: pixels under and beside the plot, for axes.
    """
    height = max(height, LINE_HEIGHT)
    return go.Figure(
        data=list(traces),
        layout={
            # The axis ends a hair beyond the widest bar, or the outline on its right would be cut off.
            # A template of our own: plotly's default would paint a background. The font stands in the template and
            # nowhere else, because there Streamlit's theme (the default of `st.plotly_chart`) puts the page's own font
            # and colour; elsewhere the caller sets `layout.font.color` if the page is not light.
            "template": go.layout.Template(layout={"font": {"family": "inherit"}}),
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"size": FONT_SIZE},
            "margin": {"l": left, "r": 0, "t": 0, "b": bottom, "pad": 0},
            "height": height + bottom,
            "dragmode": False,
            "hovermode": "closest",
            "showlegend": False,
            "uniformtext": {"minsize": SMALL_FONT_SIZE, "mode": "hide"},
            "xaxis": {"visible": False, "range": [0, max(x_max, 1) * 1.004], "fixedrange": True},
            "yaxis": {"visible": False, "range": [height, 0], "fixedrange": True},
            "annotations": list(annotations),
            **layout,
        },
    )


def in_text_colour(chart: go.Figure, colour: str) -> go.Figure:
    """The same chart with labels in this colour, for a page that knows its own: Streamlit's is a pale grey."""
    coloured = go.Figure(chart).update_layout(font={"color": colour})
    # A theme colours the axes apart from the rest, and too faintly to read.
    coloured.update_xaxes(tickfont_color=colour, title_font_color=colour)
    return coloured.update_yaxes(tickfont_color=colour, title_font_color=colour)


def bar(name: str, x: Sequence[float], rows: Sequence[Row], fill: str, text_colour: str, **more: Any) -> dict[str, Any]:
    """A horizontal bar trace, one bar per row."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": list(x),
        "y": [row.bar_middle for row in rows],
        "width": BAR_HEIGHT,
        "marker": {"color": fill, "line": {"width": 0}},
        "insidetextfont": {"color": text_colour, "size": FONT_SIZE},
        "constraintext": "none",
        "textangle": 0,
        "cliponaxis": False,
        **more,
    }


def filled_tracks(
    labels: Sequence[str], numbers: Sequence[int], *, full: int, texts: Sequence[str], anchor: str
) -> go.Figure:
    """One row per label: a track as wide as `full`, filled to its number, with a text at the `anchor` of the bar."""
    rows, height = lay_out(labels)
    track = bar("", [full] * len(rows), rows, TRACK, ON_LIGHT_FILL, hoverinfo="skip")
    values = bar(
        "",
        numbers,
        rows,
        NEUTRAL,
        ON_DARK_FILL,
        text=list(texts),
        textposition=["inside" if 2 * n > full else "outside" for n in numbers],
        insidetextanchor=anchor,
        hovertemplate="%{text}<extra></extra>",
    )
    return figure([track, values], height=height, x_max=full, annotations=label_annotations(rows), barmode="overlay")
