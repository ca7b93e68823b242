"""How the answers to several statements fell on a scale: a small row of columns for each statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.exports.document.model import Drawing
from consensus.exports.drawings.svg import bar, drawing, line, text, wrapped

MOST_ROWS = 10
_WIDTH, _LABEL, _GAP = 453, 172, 14
_COLUMNS, _ABOVE, _LINE, _BETWEEN = 30, 12, 9, 12
_WIDEST = 34
# How wide a letter of 7.5 points is, at least as wide in the fonts that stand in for ours.
_LETTER = 4.4


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A statement and how many made each choice, in the order of the scale; `n_missing` said nothing."""

    label: str
    words: str
    choices: tuple[tuple[str, int], ...]
    n_missing: int = 0


def choice_columns(rows: Sequence[ChoiceRow]) -> Drawing:
    """Columns on the scale of the most frequent answer of all rows, each with its number above it."""
    most = max((n for row in rows for _, n in row.choices), default=1) or 1
    parts: list[str] = []
    y = 2.0
    for row in rows:
        room = (_WIDTH - _LABEL - _GAP) / max(len(row.choices), 1)
        labels = [_label(label, room) for label, _ in row.choices]
        floor = y + _ABOVE + _COLUMNS
        parts.append(text(0, y + 14, row.label, size=9.5, bold=True))
        for number, words in enumerate(wrapped(row.words, 33, 3)):
            parts.append(text(22, y + 14 + 11 * number, words, size=8.5))
        for place, ((_, n), lines) in enumerate(zip(row.choices, labels, strict=True)):
            middle = _LABEL + _GAP + (place + 0.5) * room
            width, height = min(room * 0.7, _WIDEST), _COLUMNS * n / most
            parts.append(bar(middle - width / 2, floor - height, width, height, "yes"))
            parts.append(text(middle, floor - height - 3, str(n), size=8.5, anchor="middle", kind="ink"))
            for number, words in enumerate(lines):
                parts.append(text(middle, floor + 9 + _LINE * number, words, size=7.5, anchor="middle", kind="muted"))
        parts.append(line(_LABEL + _GAP, floor, _WIDTH, floor))
        y = floor + 4 + _LINE * max(map(len, labels), default=1) + _BETWEEN
    return drawing(parts, _WIDTH, y - _BETWEEN + 4)


def choice_words(rows: Sequence[ChoiceRow]) -> str:
    """What the columns show, for those who do not see them."""
    said = (
        f"{row.label}: {', '.join(f'{label} {n}' for label, n in row.choices)}"
        + (f"; missing {row.n_missing}" if row.n_missing else "")
        for row in rows
    )
    return f"Columns of the answers. {'. '.join(said)}."


def _label(label: str, room: float) -> list[str]:
    return wrapped(label, max(int(room / _LETTER), 3), 3)
