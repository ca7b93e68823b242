"""Bars for the answers to one question, as an SVG that needs nothing around it."""

import html
import textwrap
from collections.abc import Sequence

from consensus.domain.shares import percent_text
from surveys.collation import Count

WIDTH = 640
_LABEL_LINE, _BAR, _GAP = 20, 16, 12
_NUMBERS = 110
_LINE_LENGTH = 78


def bar_chart(counts: Sequence[Count], n_valid: int) -> str:
    """A bar for each answer under its words, as long as its share of the `n_valid` who answered."""
    y, parts = 4, []
    for label, _, n in counts:
        for line in textwrap.wrap(printable(label), _LINE_LENGTH) or [""]:
            y += _LABEL_LINE
            parts.append(f'<text x="0" y="{y - 6}" font-size="15" fill="#1d2733">{html.escape(line)}</text>')
        full = WIDTH - _NUMBERS
        said = f"{n} ({percent_text(n, n_valid)})"
        parts.append(f'<rect x="0" y="{y}" width="{full}" height="{_BAR}" rx="2" fill="#e6eaee"/>')
        parts.append(f'<rect x="0" y="{y}" width="{full * n / n_valid:.1f}" height="{_BAR}" rx="2" fill="#2f6690"/>')
        parts.append(f'<text x="{full + 10}" y="{y + 13}" font-size="14" fill="#1d2733">{said}</text>')
        y += _BAR + _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="100%" role="img" '
        f'aria-label="{html.escape(bar_words(counts, n_valid), quote=True)}">{"".join(parts)}</svg>'
    )


def bar_words(counts: Sequence[Count], n_valid: int) -> str:
    """What the bars say, for those who do not see them."""
    said = "; ".join(f"{printable(label)}: {n} ({percent_text(n, n_valid)})" for label, _, n in counts)
    return f"Bars, of {n_valid} who answered. {said}."


def printable(text: str) -> str:
    """The text on one line, without characters that a document may not hold."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
