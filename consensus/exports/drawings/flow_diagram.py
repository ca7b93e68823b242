"""Participation as a diagram: how many came to each stage, and how many did not."""

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.exports.document.model import Drawing
from consensus.exports.drawings.svg import arrow, box, drawing, line, text, wrapped

_WIDTH = 453
_MAIN, _SIDE, _GAP = 215, 178, 24
_LINE, _PAD, _BETWEEN = 14, 9, 22
# So many letters fit into a box in the fonts that stand in for ours too; what is longer goes on below.
_IN_MAIN, _IN_SIDE, _MOST_LINES = 35, 27, 4


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its words and number, further lines, and who did not come from the one before, as lines."""

    title: str
    n: int
    notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def flow_diagram(stages: Sequence[Stage]) -> Drawing:
    """Boxes from top to bottom, with those who are lost beside the arrow."""
    parts: list[str] = []
    y = 2.0
    middle = _MAIN / 2
    for place, stage in enumerate(stages):
        notes = _lines(stage.notes, _IN_MAIN)
        height = 2 * _PAD + _LINE * (1 + len(notes)) - 2
        parts.append(box(1, y, _MAIN, height))
        parts.append(text(middle, y + _PAD + 9, f"{stage.title}: {stage.n}", size=12, anchor="middle", bold=True))
        for row, note in enumerate(notes, start=1):
            parts.append(text(middle, y + _PAD + 9 + row * _LINE, note, size=10, anchor="middle", kind="muted"))
        y += height
        if place == len(stages) - 1:
            break
        lost = _lines(stages[place + 1].lost, _IN_SIDE)
        side = 2 * _PAD + _LINE * len(lost) - 3 if lost else 0
        between = max(_BETWEEN, side + 14)
        parts.append(arrow(middle, y, y + between))
        if lost:
            top = y + (between - side) / 2
            parts.append(line(middle, y + between / 2, _MAIN + _GAP, y + between / 2))
            parts.append(box(_MAIN + _GAP, top, _SIDE, side))
            for row, words in enumerate(lost, start=1):
                parts.append(text(_MAIN + _GAP + 9, top + _PAD + row * _LINE - 5, words, size=10))
        y += between
    return drawing(parts, _WIDTH, y + 3)


def flow_words(stages: Sequence[Stage]) -> str:
    """What the diagram shows, for those who do not see it."""
    said = []
    for stage in stages:
        notes = f" ({', '.join(stage.notes)})" if stage.notes else ""
        lost = f"; {', '.join(stage.lost)}" if stage.lost else ""
        said.append(f"{stage.title}: {stage.n}{notes}{lost}")
    return f"Flow of participation. {'. '.join(said)}."


def _lines(notes: Sequence[str], letters: int) -> list[str]:
    return [line_ for note in notes for line_ in wrapped(note, letters, _MOST_LINES)]
