"""The rating scale that the ratings of a study suggest."""

import numpy as np
from numpy.typing import NDArray

from consensus.domain.scales import RatingScale

_USUAL = tuple(RatingScale(low, high) for low, high in ((1, 5), (1, 7), (1, 9), (0, 10), (1, 10), (0, 100), (1, 100)))
_SHORT = tuple(scale for scale in _USUAL if scale.high <= 10)
_ALMOST_ALL = 0.95


def guess_scale(ratings: NDArray[np.float64]) -> RatingScale:
    """The shortest usual scale that holds all ratings.

    Where only a scale to 100 does, and yet 95 of 100 ratings lie on a short one, it is the short one: the others are
    slips, to be refused one by one.
    """
    low, high = float(ratings.min()), float(ratings.max())
    fitting = [scale for scale in _USUAL if scale.low <= low and high <= scale.high]
    if fitting and fitting[0].high <= 10:
        return fitting[0]
    usual = ratings[(ratings >= 0) & (ratings <= 10)]
    if len(usual) >= _ALMOST_ALL * len(ratings):
        return next(s for s in _SHORT if s.low <= usual.min() and usual.max() <= s.high)
    return fitting[0] if fitting else RatingScale(1, 100)
