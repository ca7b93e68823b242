"""What changed between two wordings, word by word."""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one fate."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The stretches in reading order, what was removed before what took its place.

    Without the added ones they spell `before`, without the removed ones `after`. Words and punctuation marks are
    never cut.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.KEPT, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(Change.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(Change.ADDED, "".join(new[new_from:new_to])))
    return tuple(pieces)
