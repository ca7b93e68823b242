"""Which references are the same work: the same DOI, or titles that are alike."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain.references.model import Reference

ALIKE = 0.8
_FEWEST_WORDS = 4
_COMMON = frozenset(["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


@dataclass(frozen=True, slots=True)
class Duplicate:
    """That one reference looks like an earlier one (its place in the list), and why, in words."""

    earlier: int
    why: str


def find_duplicates(references: Sequence[Reference]) -> dict[int, Duplicate]:
    """By place: the first earlier reference that is the same work."""
    found: dict[int, Duplicate] = {}
    by_doi: dict[str, int] = {}
    by_title: dict[str, int] = {}
    with_word: defaultdict[str, list[int]] = defaultdict(list)
    words_of = [title_words(reference.title) for reference in references]
    for place, reference in enumerate(references):
        words, title = words_of[place], " ".join(_letters(reference.title))
        if reference.doi and reference.doi in by_doi:
            found[place] = Duplicate(by_doi[reference.doi], "the same DOI")
        elif title and title in by_title:
            found[place] = Duplicate(by_title[title], "the same title")
        elif (near := _nearest(place, words, words_of, with_word)) is not None:
            found[place] = Duplicate(near, "a title that is alike")
        by_doi.setdefault(reference.doi, place)
        by_title.setdefault(title, place)
        for word in words:
            with_word[word].append(place)
    return found


def title_words(title: str) -> frozenset[str]:
    """The words that tell a title from others, without accents and small words."""
    return frozenset(_letters(title)) - _COMMON


def _nearest(
    place: int, words: frozenset[str], words_of: Sequence[frozenset[str]], with_word: dict[str, list[int]]
) -> int | None:
    if len(words) < _FEWEST_WORDS:
        return None
    shared = Counter(other for word in words for other in with_word.get(word, ()))
    alike = [other for other, n in shared.items() if n / len(words | words_of[other]) >= ALIKE]
    return min(alike, default=None)


def _letters(title: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return re.findall(r"\w+", bare.casefold())
