"""How the votes on several statements fell: bars that leave the middle to the right for it and to the left against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.exports.document.model import Drawing
from consensus.exports.drawings.svg import bar, drawing, line, text, wrapped

MOST_ROWS = 20
SIDES: Mapping[str, str] = {"agree": "yes", "disagree": "no", "no_objection": "yes", "object": "no"}
_WIDTH, _LABEL, _RIGHT = 453, 172, 92
_ROW, _BAR = 34, 14
# So many fit beside the bars in the fonts that stand in for ours too.
_LETTERS = 30


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A statement: how many for it and against it, how many said neither, and how many were entitled.

    needed: votes for it that the rule asked for, of those it counted; 0 draws no mark.
    """

    label: str
    words: str
    n_for: int
    n_against: int
    n_neither: int
    eligible: int
    needed: int = 0


def vote_bars(rows: Sequence[VoteRow]) -> Drawing:
    """A row for each statement, all on the scale of the largest electorate; the tick is what the rule asked for."""
    most = max((row.eligible for row in rows), default=1) or 1
    widest_against = max((row.n_against for row in rows), default=0)
    whole = most + widest_against
    unit = (_WIDTH - _LABEL - _RIGHT) / whole
    middle = _LABEL + widest_against * unit
    height = 22 + len(rows) * _ROW
    parts = [
        text(middle - 5, 10, "disagree", size=9, anchor="end", kind="muted"),
        text(middle + 5, 10, "agree", size=9, kind="muted"),
        text(_WIDTH, 10, "agree – disagree – other", size=9, anchor="end", kind="muted"),
    ]
    for place, row in enumerate(rows):
        y = 20 + place * _ROW
        for number, words in enumerate(wrapped(row.words, _LETTERS, 2)):
            parts.append(text(22, y + 9 + 11 * number, words, size=8.5))
        parts.append(text(0, y + 9, row.label, size=9.5, bold=True))
        parts.append(bar(middle, y, most * unit, _BAR, "bare"))
        parts.append(bar(middle - row.n_against * unit, y, row.n_against * unit, _BAR, "no"))
        parts.append(bar(middle, y, row.n_for * unit, _BAR, "yes"))
        parts.append(bar(middle + row.n_for * unit, y, row.n_neither * unit, _BAR, "other"))
        if row.needed:
            parts.append(line(middle + row.needed * unit, y - 3, middle + row.needed * unit, y + _BAR + 3, kind="mark"))
        numbers = f"{row.n_for} – {row.n_against} – {row.n_neither}"
        parts.append(text(_WIDTH, y + 11, numbers, size=10, anchor="end"))
    parts.append(line(middle, 14, middle, height - 8))
    return drawing(parts, _WIDTH, height)


def vote_words(rows: Sequence[VoteRow]) -> str:
    """What the bars show, for those who do not see them."""
    said = (
        f"{row.label}: {row.n_for} agree, {row.n_against} disagree, {row.n_neither} neither, of {row.eligible}"
        + (f"; {row.needed} needed" if row.needed else "")
        for row in rows
    )
    return f"Bars of the votes. {'. '.join(said)}."
