"""Content validity: whether experts hold items to be essential, or relevant."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from consensus.domain.errors import InvalidInputError

ONE_SIDED_ALPHA = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class ContentValidityRatio:
    """n_essential of n experts; cvr from -1 to 1; critical_n: the fewest that chance explains in less than alpha.

    critical_n and critical_cvr are None where even all of them would not be enough; all but the counts where n is 0.
    """

    n_essential: int
    n: int
    cvr: Fraction | None
    critical_n: int | None
    critical_cvr: Fraction | None

    @property
    def retained(self) -> bool | None:
        """Whether the item reaches the critical number; None where n is 0."""
        if self.n == 0:
            return None
        return self.critical_n is not None and self.n_essential >= self.critical_n


@dataclass(frozen=True, slots=True)
class ContentValidityIndex:
    """n_relevant of n experts; i_cvi: their share; chance: of exactly so many by tossing coins; kappa: i_cvi beyond it.

    All three are None where n is 0.
    """

    n_relevant: int
    n: int
    i_cvi: Fraction | None
    chance: Fraction | None
    kappa: Fraction | None


@dataclass(frozen=True, slots=True)
class ScaleValidity:
    """average: mean of the items' indices (S-CVI/Ave); universal: share of items all experts hold relevant (S-CVI/UA).

    Over the n_items with ratings, n_dropped without; both None where there are none.
    """

    n_items: int
    n_dropped: int
    average: Fraction | None
    universal: Fraction | None


def content_validity_ratio(n_essential: int, n: int, alpha: Fraction = ONE_SIDED_ALPHA) -> ContentValidityRatio:
    """Lawshe's ratio 2 Ne / N - 1 with its exact critical value.

    Raises InvalidInputError unless 0 <= n_essential <= n. Sources: Lawshe (1975), Personnel Psychology 28; Ayre and
    Scally (2014), Measurement and Evaluation in Counseling and Development 47, for the exact one-sided binomial.
    """
    _check(n_essential, n)
    if n == 0:
        return ContentValidityRatio(0, 0, None, None, None)
    critical = critical_essential(n, alpha)
    critical_cvr = None if critical is None else Fraction(2 * critical, n) - 1
    return ContentValidityRatio(n_essential, n, Fraction(2 * n_essential, n) - 1, critical, critical_cvr)


def critical_essential(n: int, alpha: Fraction = ONE_SIDED_ALPHA) -> int | None:
    """The fewest of n experts whom tossing coins yields, or more, with a chance of at most alpha; None if none is.

    Whole numbers decide. Raises InvalidInputError for a negative n or an alpha outside of (0, 1).
    """
    _check(0, n)
    if not 0 < alpha < 1:
        raise InvalidInputError(f"A level of significance lies between 0 and 1, not at {alpha}.")
    critical, tail = None, 0
    for k in range(n, -1, -1):
        tail += math.comb(n, k)
        if tail * alpha.denominator > alpha.numerator * 2**n:
            break
        critical = k
    return critical


def content_validity_index(n_relevant: int, n: int) -> ContentValidityIndex:
    """I-CVI and modified kappa of one item, n_relevant being those who rate it 3 or 4 of 4.

    Raises InvalidInputError unless 0 <= n_relevant <= n. Sources: Lynn (1986), Nursing Research 35; Polit, Beck and
    Owen (2007), Research in Nursing and Health 30, for kappa.
    """
    _check(n_relevant, n)
    if n == 0:
        return ContentValidityIndex(0, 0, None, None, None)
    share, chance = Fraction(n_relevant, n), Fraction(math.comb(n, n_relevant), 2**n)
    return ContentValidityIndex(n_relevant, n, share, chance, (share - chance) / (1 - chance))


def scale_validity(items: Sequence[tuple[int, int]]) -> ScaleValidity:
    """S-CVI/Ave and S-CVI/UA of (n_relevant, n) per item. Raises as `content_validity_index`.

    Source: Polit and Beck (2006), Research in Nursing and Health 29.
    """
    shares = [index.i_cvi for index in (content_validity_index(k, n) for k, n in items) if index.i_cvi is not None]
    if not shares:
        return ScaleValidity(0, len(items), None, None)
    universal = Fraction(sum(share == 1 for share in shares), len(shares))
    return ScaleValidity(len(shares), len(items) - len(shares), sum(shares, start=Fraction(0)) / len(shares), universal)


def _check(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise InvalidInputError(f"{k} of {n} experts is not possible.")
