"""The charts of a study as one HTML file that opens without a network."""

import html
import json
from collections.abc import Sequence

import pandas as pd
from plotly.offline import get_plotlyjs

from consensus.charts.style import CONFIG
from consensus.exports.study.figures import Chart
from consensus.exports.study.frames import is_undefined

_LIGHT, _DARK = ("#fbfaf7", "#0e1720"), ("#10181d", "#e6e9e7")

_STYLE = f"""
:root {{ color-scheme: light dark; --back: {_LIGHT[0]}; --text: {_LIGHT[1]}; }}
@media (prefers-color-scheme: dark) {{ :root {{ --back: {_DARK[0]}; --text: {_DARK[1]}; }} }}
body {{ background: var(--back); color: var(--text); font: 17px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 60rem; padding: 1rem; }}
h1, h2 {{ font-family: Georgia, serif; line-height: 1.25; }}
h2 {{ font-size: 1.2rem; margin: 2.2rem 0 .6rem; }}
figure {{ margin: 0; }}
details {{ margin-top: .4rem; }}
summary {{ cursor: pointer; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .85rem; }}
th, td {{ border-bottom: 1px solid #7b858e66; padding: .25rem .6rem; text-align: left; }}
td.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
"""
_DRAW = """
const charts = JSON.parse(document.getElementById("charts").textContent);
const config = JSON.parse(document.getElementById("config").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
function draw() {
  const color = getComputedStyle(document.body).color;
  charts.forEach((chart, i) => Plotly.react("chart-" + i, chart.data,
    {...chart.layout, font: {...chart.layout.font, color}}, config));
}
draw();
dark.addEventListener("change", draw);
"""


def to_page(title: str, notes: Sequence[str], charts: Sequence[Chart]) -> bytes:
    """Each chart under its heading, with its words for those who do not see it and its numbers as a table.

    Nothing is loaded from elsewhere; whatever people typed appears as text.
    """
    bodies = "".join(_section(i, chart) for i, chart in enumerate(charts))
    said = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    figures = [json.loads(str(chart.figure.to_json())) for chart in charts]
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
    document = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        f"<h1>{html.escape(title)}</h1><ul>{said}</ul>{bodies}"
        f'<script type="application/json" id="charts">{_embedded(figures)}</script>'
        f'<script type="application/json" id="config">{_embedded(CONFIG)}</script>'
        f"<script>{get_plotlyjs()}</script><script>{_DRAW}</script></body></html>\n"
    )
    return document.encode()


def _section(i: int, chart: Chart) -> str:
    return (
        f"<section><h2>{html.escape(chart.title)}</h2>"
        f'<figure id="chart-{i}" role="img" aria-label="{html.escape(chart.alt, quote=True)}"></figure>'
        f'<details><summary>The numbers as a table</summary><div class="scroll">{_table(chart.numbers)}</div></details>'
        "</section>"
    )


def _table(frame: pd.DataFrame) -> str:
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in frame.itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: object) -> str:
    if is_undefined(value):
        return "<td></td>"
    if isinstance(value, float):
        return f'<td class="n">{value:.4g}</td>'
    return f'<td class="n">{value}</td>' if isinstance(value, int) else f"<td>{html.escape(str(value))}</td>"


def _embedded(value: object) -> str:
    """JSON inside a script element: no character that could end it."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
