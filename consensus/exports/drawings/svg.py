"""The few shapes that our pictures are made of; classes let a web page give them the colours of light and dark."""

import html
import textwrap

from consensus.exports.bar_chart import printable
from consensus.exports.document.model import Drawing

FILLS = {
    "ink": "#16202a",
    "muted": "#55616d",
    "yes": "#2f6690",
    "no": "#b5562b",
    "other": "#8a94a0",
    "bare": "#e6eaee",
}
FONT = "Libertinus Serif, Georgia, serif"


def text(
    x: float, y: float, words: str, *, size: float = 11, anchor: str = "start", kind: str = "ink", bold: bool = False
) -> str:
    """One line of text, its baseline at y."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size:g}" fill="{FILLS[kind]}" '
        f'text-anchor="{anchor}"{weight}>{html.escape(printable(words))}</text>'
    )


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A filled rectangle."""
    size = f'width="{max(width, 0):.2f}" height="{height:g}"'
    return f'<rect class="{kind}" x="{x:.2f}" y="{y:g}" {size} fill="{FILLS[kind]}"/>'


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle with a thin border, to write into."""
    return (
        f'<rect class="box" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" fill="#eef4f5" '
        'stroke="#0f5c6e" stroke-width="0.8"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, kind: str = "rule", dashes: str = "") -> str:
    """A thin line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    color = "#16202a" if kind == "mark" else "#55616d"
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line class="{kind}" {ends} stroke="{color}" stroke-width="0.9"{dashed}/>'


def arrow(x: float, y1: float, y2: float) -> str:
    """A line downwards with its head."""
    return (
        line(x, y1, x, y2 - 4)
        + f'<path class="muted" d="M {x - 3:g} {y2 - 5:g} L {x + 3:g} {y2 - 5:g} L {x:g} {y2:g} Z" fill="#55616d"/>'
    )


def wrapped(words: str, characters: int, most: int) -> list[str]:
    """The words on at most so many lines; what does not fit ends in an ellipsis."""
    return textwrap.wrap(printable(words), characters, max_lines=most, placeholder=" …") or [""]


def drawing(parts: list[str], width: float, height: float) -> Drawing:
    """The picture around these shapes."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}">{"".join(parts)}</svg>'
    )
    return Drawing(svg, width, height)
