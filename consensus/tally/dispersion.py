"""How far the ratings of one item lie apart on an ordered scale, empty points kept."""

import math
from collections.abc import Sequence
from fractions import Fraction

from consensus.tally.rating_counts import Counts, check_counts


def agreement_a(counts: Sequence[int] | Counts) -> float | None:
    """Van der Eijk's agreement A: 1 for one point, 0 for all points alike, -1 for the two ends.

    counts: people on each point 1..K. The distribution is taken apart into layers of equal height; each layer's
    agreement is its unimodality, less for every further point it covers, and the layers weigh as many people as
    they hold. None where nobody rated and on a scale of two points.
    Source: van der Eijk (2001), Quality and Quantity 35, 325-341.
    """
    left = [int(n) for n in check_counts(counts)]
    points, total = len(left), sum(left)
    if total == 0 or points < 3:
        return None
    result = Fraction(0)
    while any(left):
        height = min(n for n in left if n)
        pattern = [n > 0 for n in left]
        width = sum(pattern)
        result += Fraction(height * width, total) * _unimodality(pattern) * (1 - Fraction(width - 1, points - 1))
        left = [n - height if n else 0 for n in left]
    return float(result)


def consensus_cns(counts: Sequence[int] | Counts) -> float | None:
    """Tastle and Wierman's consensus: 1 for one point, 0 for halves at the two ends.

    1 + sum of p_i log2(1 - |i - mean| / (K-1)) over the points anybody chose. None where nobody rated.
    Source: Tastle and Wierman (2007), International Journal of Approximate Reasoning 45, 531-545.
    """
    row = [int(n) for n in check_counts(counts)]
    total = sum(row)
    if total == 0:
        return None
    mean = Fraction(sum(point * n for point, n in enumerate(row, start=1)), total)
    spread = sum(n * math.log2(1 - abs(point - mean) / (len(row) - 1)) for point, n in enumerate(row, start=1) if n)
    return 1 + spread / total


def leik_consensus(counts: Sequence[int] | Counts) -> float | None:
    """Leik's ordinal consensus 1 - D: 1 for one point, 0 for halves at the two ends.

    D is 2/(K-1) times the sum, over the cumulative shares F, of F or 1 - F, whichever is smaller. None where nobody
    rated. Source: Leik (1966), Pacific Sociological Review 9, 85-90.
    """
    row = [int(n) for n in check_counts(counts)]
    total = sum(row)
    if total == 0:
        return None
    below = smaller = 0
    for n in row:
        below += n
        smaller += min(below, total - below)
    return float(1 - Fraction(2 * smaller, total * (len(row) - 1)))


def _unimodality(pattern: Sequence[bool]) -> Fraction:
    """1 for one unbroken run; each gap between chosen points counts against it, triple by triple."""
    points, chosen = len(pattern), sum(pattern)
    one_sided = gaps = before = 0
    for is_chosen in pattern:
        if is_chosen:
            before += 1
        else:
            after = chosen - before
            one_sided += math.comb(before, 2) + math.comb(after, 2)
            gaps += before * after
    if one_sided + gaps == 0:
        return Fraction(1)
    return Fraction((points - 2) * one_sided - (points - 1) * gaps, (points - 2) * (one_sided + gaps))
