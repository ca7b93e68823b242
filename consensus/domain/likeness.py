"""Which names and addresses a reader would take for one another."""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

# Accents, not the vowel signs of Indic scripts, which are combining characters too and make another name.
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_PAIRS = (("rn", "m"), ("vv", "w"))
_TITLES = frozenset("dr prof professor md phd mr mrs ms herr frau mme".split())  # noqa: SIM905


def without_accents(text: str) -> str:
    """The text in its compatibility form, without accents; the vowel signs of other scripts stay."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def likeness(text: str) -> str:
    """A skeleton that two names or two addresses share if they look alike.

    The same for upper and lower case, with and without accents or titles, in any order of the parts of a name, and
    with letters of another script that look like those of this one (UTS 39, the data of confusable-homoglyphs).
    Compare skeletons of names with those of names, and of addresses with those of addresses; they are not to be shown.
    """
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    if "@" in seen:
        return _skeleton(seen.strip())
    words = without_accents("".join(map(_spaced, seen))).casefold().split()
    return " ".join(sorted(_skeleton(word) for word in ([w for w in words if w not in _TITLES] or words)))


def _spaced(character: str) -> str:
    return " " if unicodedata.category(character)[0] in "PZC" else character


def _skeleton(word: str) -> str:
    folded = without_accents(without_accents(word).casefold())
    shape = without_accents(folded.translate(_shapes())).casefold()
    for pair, letter in _PAIRS:
        shape = shape.replace(pair, letter)
    return shape


@cache
def _shapes() -> dict[int, str]:
    """For each lower-case character what it looks like, first as a capital: scripts share more of these."""
    as_drawn = {
        character: _plainest([character, *(other["c"] for other in others)])
        for character, others in confusables_data.items()
        if len(character) == 1
    }
    # Of characters that stand for each other, only the one with many others says what all of them look like.
    shape_of = {
        character: as_drawn.get(confusables_data[character][0]["c"], shape)
        if len(confusables_data[character]) == 1
        else shape
        for character, shape in as_drawn.items()
    }
    small = {character.lower() for character in shape_of} | {chr(code) for code in range(ord("a"), ord("z") + 1)}
    return {ord(character): _shape(character, shape_of) for character in small if len(character) == 1}


def _shape(character: str, shape_of: dict[str, str]) -> str:
    capital = shape_of.get(character.upper(), character.upper())
    drawn = shape_of.get(character, character)
    return next((shape for shape in (capital, drawn) if shape.isascii()), drawn)


def _plainest(alike: list[str]) -> str:
    """Of characters that look alike the one to stand for all: ASCII, short, a small letter."""
    plain = [without_accents(text.replace("\u200e", "")) or text for text in alike]
    return min(plain, key=lambda text: (not text.isascii(), len(text), not text.islower(), not text.isalpha(), text))
