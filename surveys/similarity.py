"""Which texts look alike, and by which words: suggestions for people who read them, in any language.

Each text is a vector of its words and word pairs and of its runs of three to five characters (TF-IDF, so that what
everybody writes counts little). Runs of characters see what words do not: inflections, compounds, misspellings, and
scripts without spaces. Nothing here is random, and the order of the texts does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from threading import Thread
from typing import Any

ALIKE = 0.22
"""From this cosine on, on average, answers are suggested as a group."""

NEAR = 0.15
"""From this cosine on an answer is suggested for a theme."""

SAME = 0.6
"""From this cosine on two statements say nearly the same."""

MOST_SHARED = 4
MOST_CLUSTERED = 3_000
"""Pairwise distances of more texts would take too much memory; the rest waits for the next suggestion."""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that look alike, by their places in ascending order; `shared` says by which words."""

    members: tuple[int, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A text near to others: how near (0 to 1), and the words it shares with them."""

    member: int
    closeness: float
    shared: tuple[str, ...]


@cache
def load_early() -> Thread:
    """Begin to load what likeness is computed with, once and in a thread of its own, for which whoever needs it waits.

    It takes about two seconds, which nobody has to spend who never asks what looks alike. One thread loads it, and no
    other before that one is done: modules that two threads import at once can be seen half loaded.
    """
    thread = Thread(target=_load, name="similarity", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for module in ("scipy.sparse", "sklearn.cluster", "sklearn.feature_extraction.text", "sklearn.preprocessing"):
        import_module(module)


class TextSpace:
    """Texts laid out so that similar ones lie close together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)

    def groups(self, among: Sequence[int] | None = None, *, alike: float = ALIKE) -> tuple[Group, ...]:
        """Groups of two or more, the largest first, of those `among` the texts (all of them by default).

        Average linkage: on average every text of a group is at least `alike` to those it was joined with.
        """
        load_early().join()
        from sklearn.cluster import AgglomerativeClustering

        chosen = sorted(range(len(self._texts)) if among is None else set(among), key=self._by_text)[:MOST_CLUSTERED]
        chosen = [member for member in chosen if self._vectors[member].nnz]
        if len(chosen) < 2:
            return ()
        vectors = self._vectors[chosen]
        distances = (1.0 - (vectors @ vectors.T).toarray()).clip(0.0, 1.0)
        found = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - alike
        ).fit_predict(distances.round(12))
        members: dict[int, list[int]] = {}
        for member, label in zip(chosen, found.tolist(), strict=True):
            members.setdefault(label, []).append(member)
        groups = [Group(tuple(sorted(group)), self._shared(group)) for group in members.values() if len(group) > 1]
        return tuple(sorted(groups, key=lambda group: (-len(group.members), self._by_text(group.members[0]))))

    def nearest(self, seeds: Sequence[int], among: Sequence[int], *, near: float = NEAR) -> tuple[Near, ...]:
        """Those `among` the texts that are near to the middle of the `seeds`, the nearest first."""
        import numpy as np

        others = sorted(set(among) - set(seeds), key=self._by_text)
        if not seeds or not others:
            return ()
        middle = np.asarray(self._vectors[sorted(seeds)].sum(axis=0)).ravel()
        length = float(np.linalg.norm(middle)) or 1.0
        closeness = self._vectors[others] @ middle / length
        words = np.asarray(self._words[sorted(seeds)].sum(axis=0)).ravel()
        found = [
            Near(member, round(float(close), 4), self._named(self._words[member].toarray().ravel() * words))
            for member, close in zip(others, closeness, strict=True)
            if close >= near
        ]
        return tuple(sorted(found, key=lambda one: (-one.closeness, self._by_text(one.member))))

    def pairs(self, *, same: float = SAME) -> tuple[tuple[int, Near], ...]:
        """Pairs of texts that say nearly the same: a place, and the later one that is near to it."""
        if len(self._texts) < 2:
            return ()
        closeness = (self._vectors @ self._vectors.T).toarray()
        return tuple(
            (first, Near(second, round(float(closeness[first, second]), 4), self._shared([first, second])))
            for first in range(len(self._texts))
            for second in range(first + 1, len(self._texts))
            if closeness[first, second] >= same
        )

    def _by_text(self, member: int) -> tuple[str, int]:
        return self._texts[member], member

    @cached_property
    def _vectors(self) -> Any:
        """Words and runs of characters side by side, with equal weight; every row of length one, or empty."""
        load_early().join()
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.preprocessing import normalize

        runs, _ = self._fitted(TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True))
        return normalize(csr_matrix(hstack([self._words, runs])))

    @cached_property
    def _counted_words(self) -> tuple[Any, list[str]]:
        load_early().join()
        from sklearn.feature_extraction.text import TfidfVectorizer

        return self._fitted(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True))

    @property
    def _words(self) -> Any:
        return self._counted_words[0]

    @property
    def _names(self) -> list[str]:
        return self._counted_words[1]

    def _fitted(self, vectorizer: Any) -> tuple[Any, list[str]]:
        """The vectors and what their columns are called; one empty column where there is not a single word."""
        from scipy.sparse import csr_matrix

        texts = [text.casefold() for text in self._texts]
        analyse = vectorizer.build_analyzer()
        if not any(analyse(text) for text in texts):
            return csr_matrix((len(texts), 1)), [""]
        vectors = csr_matrix(vectorizer.fit_transform(texts))
        return vectors, vectorizer.get_feature_names_out().tolist()

    def _shared(self, members: Sequence[int]) -> tuple[str, ...]:
        """The words that at least half of these texts have in common, the most telling first."""
        import numpy as np

        found = self._words[members]
        n_with = np.asarray((found > 0).sum(axis=0)).ravel()
        is_common = (n_with * 2 >= len(members)) & (n_with > 1)
        return self._named(np.asarray(found.sum(axis=0)).ravel() * is_common)

    def _named(self, weights: Any) -> tuple[str, ...]:
        """The single words of largest weight."""
        rounded = weights.round(9)
        words = [place for place in rounded.nonzero()[0].tolist() if " " not in self._names[place]]
        words.sort(key=lambda place: (-rounded[place], self._names[place]))
        return tuple(self._names[place] for place in words[:MOST_SHARED])
