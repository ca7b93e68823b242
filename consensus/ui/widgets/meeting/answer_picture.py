"""The answers of a round as one picture with its numbers, drawn for its kind in plain HTML."""

import html
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import streamlit as st

from consensus.charts.style import ABSTAIN, AGREE, CANNOT_JUDGE, CANNOT_JUDGE_LINES, DISAGREE, NEUTRAL
from consensus.domain.ballots import AnswerCount, RoundKind
from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.spread import Spread, spread_of

Answers = Sequence[AnswerCount]

_STRIPES = f"repeating-linear-gradient(45deg,{CANNOT_JUDGE} 0 4px,{CANNOT_JUDGE_LINES} 4px 6px)"
_FILLS: Mapping[str, str] = {
    "agree": AGREE,
    "disagree": DISAGREE,
    "abstain": ABSTAIN,
    "cannot_judge": _STRIPES,
    "strong_for": AGREE,
    "weak_for": f"color-mix(in srgb,{AGREE} 55%,#fff)",
    "neutral": ABSTAIN,
    "weak_against": f"color-mix(in srgb,{DISAGREE} 55%,#fff)",
    "strong_against": DISAGREE,
}
_ALWAYS = frozenset({"agree", "disagree"})
_CELL = "border:none;padding:.1rem 1.2rem .1rem 0"
_TALLEST = 5.0


def draw_answers(
    kind: RoundKind, answers: Answers, *, eligible: int, recused: int = 0, is_open: bool = False, score: str = ""
) -> None:
    """The picture, and below it the same numbers as a table; while the round is open the missing may still come.

    score: points and place of a ranked item.
    """
    missing = max(0, eligible - sum(answer.n for answer in answers))
    picture = _PICTURES[kind](answers, missing)
    words = describe(answers, eligible=eligible, recused=recused, is_open=is_open)
    middle = middle_of(answers) if kind is RoundKind.RATING else None
    lead = _middle_words(middle) if middle else html.escape(score)
    head = f'<p style="margin:0 0 .4rem;font-weight:600">{lead}</p>' if lead else ""
    st.html(
        f'{head}<div role="img" aria-label="{html.escape(words)}">{picture}{_strip(answers, middle)}</div>'
        f"{_table(answers, missing, recused, is_open, every=kind is RoundKind.GRADE)}"
    )


def describe(answers: Answers, *, eligible: int, recused: int = 0, is_open: bool = False) -> str:
    """The picture in words, for those who do not see it."""
    missing = max(0, eligible - sum(answer.n for answer in answers))
    parts = [f"{answer.label} {answer.n}" for answer in answers]
    parts.append(f"{_missing_label(is_open)} {missing}")
    out = f"; {recused} recused" if recused else ""
    return f"{', '.join(parts)}, of {eligible} who could vote{out}."


def middle_of(answers: Answers) -> Spread | None:
    """Median and quartiles of the points among the answers."""
    points = [int(answer.value) for answer in answers if answer.value.isdecimal()]
    rated = {answer.value: answer.n for answer in answers if answer.value.isdecimal()}
    if not sum(rated.values()):
        return None
    return spread_of(ItemTally(sum(rated.values()), rated), RatingScale(min(points), max(points)))


def _middle_words(middle: Spread) -> str:
    return f"Median {_number(middle.median)}, quartiles {_number(middle.q1)} to {_number(middle.q3)}"


def _stacked(answers: Answers, missing: int) -> str:
    parts = "".join(
        f'<span style="flex:{answer.n};min-width:3px;background:{_FILLS.get(answer.value, NEUTRAL)}"></span>'
        for answer in answers
        if answer.n
    )
    rest = f'<span style="flex:{missing};min-width:3px;{_EMPTY}"></span>' if missing else ""
    return f'<div style="display:flex;gap:2px;height:1.4rem;border-radius:4px;overflow:hidden">{parts}{rest}</div>'


_EMPTY = "border:1px dashed currentColor;box-sizing:border-box;opacity:.6"


def _rated(answers: Answers, _: int) -> str:
    return _columns(answers, max((answer.n for answer in answers if answer.value.isdecimal()), default=0))


def _placed(answers: Answers, _: int) -> str:
    """Against everybody who ranked, so that the pictures of several candidates can be compared."""
    return _columns(answers, sum(answer.n for answer in answers))


def _columns(answers: Answers, highest: int) -> str:
    points = [answer for answer in answers if answer.value.isdecimal()]
    most = highest or 1
    columns = "".join(
        f'<span style="flex:1;display:flex;flex-direction:column;justify-content:flex-end;text-align:center">'
        f'<span style="font-size:.85rem;line-height:1.3">{answer.n or ""}</span>'
        f'<span style="height:{_TALLEST * answer.n / most:.2f}rem;background:{NEUTRAL};'
        f'border-radius:3px 3px 0 0;min-height:{"2px" if answer.n else "0"}"></span>'
        f'<span style="border-top:1px solid currentColor;font-size:.85rem;font-weight:600">{answer.label}</span></span>'
        for answer in points
    )
    return f'<div style="display:flex;gap:4px;max-width:30rem;height:{_TALLEST + 2.6}rem">{columns}</div>'


def _strip(answers: Answers, middle: Spread | None) -> str:
    """Where the middle half lies, as a line under the points, and the median as a mark on it."""
    if middle is None:
        return ""
    points = [int(answer.value) for answer in answers if answer.value.isdecimal()]
    low, n = min(points), len(points)

    def place(value: Fraction) -> float:
        return 100 * (float(value) - low + 0.5) / n

    left, right, at = place(middle.q1), place(middle.q3), place(middle.median)
    return (
        '<div style="position:relative;max-width:30rem;height:.9rem;margin-top:.15rem">'
        f'<span style="position:absolute;left:{left:.1f}%;width:{right - left:.1f}%;top:.3rem;height:.3rem;'
        f'background:{AGREE};border-radius:2px"></span>'
        f'<span style="position:absolute;left:calc({at:.1f}% - .3rem);top:.1rem;width:.6rem;height:.7rem;'
        f'background:{AGREE};border-radius:50%"></span></div>'
    )


_PICTURES: Mapping[RoundKind, Callable[[Answers, int], str]] = {
    RoundKind.VOTE: _stacked,
    RoundKind.APPROVAL: _stacked,
    RoundKind.RATING: _rated,
    RoundKind.GRADE: _stacked,
    RoundKind.RANKING: _placed,
}


def _table(answers: Answers, missing: int, recused: int, is_open: bool, *, every: bool) -> str:
    points = [answer for answer in answers if answer.value.isdecimal()]
    listed = [answer for answer in answers if answer not in points]
    rows = [
        (answer.label, answer.n, _FILLS.get(answer.value, ""))
        for answer in listed
        if every or answer.n or answer.value in _ALWAYS
    ]
    if missing:
        rows.append((_missing_label(is_open), missing, ""))
    cells = "".join(_row(f"{_swatch(fill)}{html.escape(label)}", n) for label, n, fill in rows)
    if recused:
        cells += _row("Recused, not counted", recused)
    return f'<table style="border-collapse:collapse;margin:.5rem 0 0;font-size:.92rem">{cells}</table>'


def _row(label: str, n: int) -> str:
    return (
        f'<tr><th scope="row" style="{_CELL};font-weight:400;text-align:left">{label}</th>'
        f'<td style="{_CELL};text-align:right;font-variant-numeric:tabular-nums">{n}</td></tr>'
    )


def _swatch(fill: str) -> str:
    style = f"background:{fill}" if fill else _EMPTY
    return (
        '<span style="display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.5rem;'
        f'{style}"></span>'
    )


def _missing_label(is_open: bool) -> str:
    return "Not yet" if is_open else "Did not vote"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
