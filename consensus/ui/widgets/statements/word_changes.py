"""Two wordings as one text in which what was removed is struck out and what was added is underlined."""

from consensus.domain.word_diff import Change, word_diff
from consensus.ui.widgets.literal import to_html

_TAGS = {
    Change.KEPT: ("", ""),
    Change.REMOVED: ('<del style="opacity:.65">', "</del>"),
    Change.ADDED: ('<ins style="font-weight:600;text-decoration-thickness:2px">', "</ins>"),
}


def changes_html(before: str, after: str) -> str:
    """The changes as HTML; both wordings stand in it literally, and screen readers hear insertion and deletion."""
    return "".join(
        f"{_TAGS[piece.change][0]}{to_html(piece.text)}{_TAGS[piece.change][1]}" for piece in word_diff(before, after)
    )
