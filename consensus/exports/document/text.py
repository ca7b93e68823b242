"""Text that people typed, as far as files must be careful with it: what no file may hold, paragraphs, direction."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from consensus.exports.document.model import Paragraph, Role, paragraph

# They turn the order of everything that follows around, beyond the text they stand in.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
# Controls but line break and tab, line and paragraph separators, halves of characters, and what is no character.
_UNHELD = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_RIGHT = frozenset({"R", "AL"})
_STRONG = _RIGHT | {"L"}


def clean(text: str) -> str:
    """The text without what XML, Typst or a browser cannot hold: controls become a space, turning marks go.

    Joiners and marks of direction that concern their neighbours alone stay: emoji and scripts need them.
    """
    return _UNHELD.sub(" ", _TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def paragraphs_of(text: str, role: Role = Role.BODY) -> Iterator[Paragraph]:
    """A text of several paragraphs, which blank lines part."""
    for part in re.split(r"\n\s*\n", clean(text).strip()):
        if part.strip():
            yield paragraph(part.strip(), role)


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph of this text begins at the right, by its first letter that has a direction (UAX 9, P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _STRONG:
            return kind in _RIGHT
    return False


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each with whether it runs from right to left; what has no direction joins what it is in.

    Signs between two stretches of the same direction belong to it, others to the stretch before.
    """
    if text.isascii():
        yield text, False
        return
    kinds = [_direction(character) for character in text]
    following: bool | None = None
    after: list[bool | None] = []
    for kind in reversed(kinds):
        following = kind if kind is not None else following
        after.append(following)
    after.reverse()
    before = is_right_to_left(text)
    base, resolved = before, []
    for kind, next_ in zip(kinds, after, strict=True):
        if kind is not None:
            before = kind
            resolved.append(kind)
        else:
            resolved.append(before if next_ is None or next_ == before else base)
    place = 0
    for is_right, group in groupby(resolved):
        length = len(list(group))
        yield text[place : place + length], is_right
        place += length


def _direction(character: str) -> bool | None:
    kind = unicodedata.bidirectional(character)
    return kind in _RIGHT if kind in _STRONG else None
