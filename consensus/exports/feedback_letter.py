"""The letter a panelist takes home from a Delphi round, on paper."""

from dataclasses import asdict
from itertools import groupby

from consensus.domain.delphi.letters import FeedbackLetter, LetterItem
from consensus.exports.minutes import SIMULATED
from consensus.exports.printing import to_pdf

FOR_YOU = "Made for you alone. Only you can open it; nobody else is shown your ratings beside your name."


def to_letter_pdf(letter: FeedbackLetter) -> bytes:
    """The letter as an accessible PDF."""
    return to_pdf(
        "feedback_letter.typ",
        {
            "process": letter.process,
            "title": f"Your feedback after round {letter.number}",
            "for": f"For {letter.name}, round closed on {letter.day}",
            "note": SIMULATED if letter.is_simulated else "",
            "shown": f"By the protocol a panelist is shown {letter.shown}. {letter.n_rated}",
            "made": FOR_YOU,
            "sections": [
                {"title": title, "items": [_item(item) for item in items]}
                for title, items in groupby(letter.items, key=lambda item: item.section)
            ],
        },
        is_accessible=True,
    )


def _item(item: LetterItem) -> dict[str, object]:
    most = max((bar.n for bar in item.bars), default=0) or 1
    return asdict(item) | {
        "facts": item.facts,
        "picture": item.picture,
        "bars": [{"label": bar.label, "n": bar.n, "own": bar.is_own, "share": bar.n / most} for bar in item.bars],
        "groups": [f"{one.name}: {one.n} rated{f', median {one.median}' if one.median else ''}" for one in item.groups],
    }
