"""The RAND/UCLA appropriateness method on its scale from 1 to 9."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.domain.appropriateness_rule import CLASSIC_MINIMUM_N, AppropriatenessRule, DisagreementTest
from consensus.domain.errors import InvalidInputError
from consensus.tally.quantiles import doubled_median, scaled_quantile
from consensus.tally.rating_counts import Counts, check_counts

SCALE_POINTS = 9


class Appropriateness(StrEnum):
    """What the panel says of an indication."""

    APPROPRIATE = "appropriate"
    UNCERTAIN = "uncertain"
    INAPPROPRIATE = "inappropriate"


class PanelAgreement(StrEnum):
    """The classic reading of the table of counts."""

    AGREEMENT = "agreement"
    DISAGREEMENT = "disagreement"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class RandUcla:
    """One item; every field but n is None where nobody rated.

    p30, p70: percentiles of type 7; ipr: p70 - p30; iprcp: their midpoint; asymmetry_index: |5 - iprcp|;
    ipras: 2.35 + 1.5 * asymmetry_index; disagreement_index: ipr / ipras.
    disagreement: ipr > ipras, strictly, decided on whole numbers.
    appropriateness: from the median and this disagreement.
    classic: agreement by the classic table; None below 8 raters, for whom it is not defined.
    classic_needed: ratings in each outer third that make classic disagreement, floor((n+1)/3); None likewise.
    classic_appropriateness: from the median and classic disagreement; None likewise.
    """

    n: int
    median: float | None = None
    p30: float | None = None
    p70: float | None = None
    ipr: float | None = None
    iprcp: float | None = None
    asymmetry_index: float | None = None
    ipras: float | None = None
    disagreement_index: float | None = None
    disagreement: bool | None = None
    appropriateness: Appropriateness | None = None
    classic: PanelAgreement | None = None
    classic_needed: int | None = None
    classic_appropriateness: Appropriateness | None = None


class RandUclaColumns(NamedTuple):
    """The same for many items, each of shape (items,); meaningless where `rated` (or `classic_defined`) is false.

    region: 0 for a median in 1-3, 1 for 4-6, 2 for 7-9. In units of 1/40 point, whole: ipr40 and ipras40.
    """

    rated: NDArray[np.bool_]
    median2: NDArray[np.int64]
    p30_10: NDArray[np.int64]
    p70_10: NDArray[np.int64]
    ipr40: NDArray[np.int64]
    ipras40: NDArray[np.int64]
    region: NDArray[np.int64]
    disagreement: NDArray[np.bool_]
    classic_defined: NDArray[np.bool_]
    classic_needed: NDArray[np.int64]
    classic_disagreement: NDArray[np.bool_]
    classic_agreement: NDArray[np.bool_]


_REGIONS = (Appropriateness.INAPPROPRIATE, Appropriateness.UNCERTAIN, Appropriateness.APPROPRIATE)


def rand_ucla(counts: Sequence[int] | Counts) -> RandUcla:
    """Judge one item from the number of people on each of the points 1..9.

    Medians of 3.5 and 6.5 belong to the higher region. Raises InvalidInputError on any scale but 1-9.
    Source: Fitch et al. (2001), The RAND/UCLA Appropriateness Method User's Manual.
    """
    row = check_counts(counts)
    columns = rand_ucla_columns(row[None, :])
    n = int(row.sum())
    if n == 0:
        return RandUcla(0)
    p30, p70 = int(columns.p30_10[0]), int(columns.p70_10[0])
    ipr40, ipras40 = int(columns.ipr40[0]), int(columns.ipras40[0])
    disagreement = bool(columns.disagreement[0])
    region = _REGIONS[columns.region[0]]
    classic = _classic(columns) if columns.classic_defined[0] else None
    return RandUcla(
        n=n,
        median=int(columns.median2[0]) / 2,
        p30=p30 / 10,
        p70=p70 / 10,
        ipr=(p70 - p30) / 10,
        iprcp=(p30 + p70) / 20,
        asymmetry_index=abs(100 - p30 - p70) / 20,
        ipras=ipras40 / 40,
        disagreement_index=ipr40 / ipras40,
        disagreement=disagreement,
        appropriateness=Appropriateness.UNCERTAIN if disagreement else region,
        classic=classic,
        classic_needed=int(columns.classic_needed[0]) if classic else None,
        classic_appropriateness=_classic_verdict(classic, region),
    )


def judge_appropriateness(counts: Sequence[int] | Counts, rule: AppropriatenessRule) -> Appropriateness | None:
    """Judge one item from the people on each of the points 1..9; None on fewer ratings than the rule asks for.

    Raises InvalidInputError on any scale but 1-9.
    """
    found = rand_ucla(counts)
    if found.n < rule.minimum_n:
        return None
    by_classic_table = rule.disagreement is DisagreementTest.CLASSIC
    return found.classic_appropriateness if by_classic_table else found.appropriateness


def rand_ucla_columns(counts: Counts) -> RandUclaColumns:
    """The whole-number parts for many items; counts of shape (items, 9), refused on other scales."""
    if counts.shape[1] != SCALE_POINTS:
        raise InvalidInputError(
            f"RAND/UCLA appropriateness is defined on the scale from 1 to 9 only, not on {counts.shape[1]} points."
        )
    n = counts.sum(axis=1)
    median2 = doubled_median(counts)
    p30, p70 = scaled_quantile(counts, 3, 10), scaled_quantile(counts, 7, 10)
    # With a and b ten times the percentiles, IPR is (b-a)/10 and IPRAS, 2.35 + 1.5 |5 - (a+b)/20|, is
    # (94 + 3 |100-a-b|)/40: in fortieths both are whole, and the strict comparison is exact.
    ipr40, ipras40 = 4 * (p70 - p30), 94 + 3 * np.abs(100 - p30 - p70)
    thirds = counts.reshape(-1, 3, 3).sum(axis=2)
    region = (median2 >= 7).astype(np.int64) + (median2 >= 13)
    needed = (n + 1) // 3
    outside = n - np.take_along_axis(thirds, region[:, None], axis=1)[:, 0]
    return RandUclaColumns(
        rated=n > 0,
        median2=median2,
        p30_10=p30,
        p70_10=p70,
        ipr40=ipr40,
        ipras40=ipras40,
        region=region,
        disagreement=ipr40 > ipras40,
        classic_defined=n >= CLASSIC_MINIMUM_N,
        classic_needed=needed,
        classic_disagreement=(thirds[:, 0] >= needed) & (thirds[:, 2] >= needed),
        classic_agreement=outside <= needed - 1,
    )


def _classic(columns: RandUclaColumns) -> PanelAgreement:
    if columns.classic_disagreement[0]:
        return PanelAgreement.DISAGREEMENT
    return PanelAgreement.AGREEMENT if columns.classic_agreement[0] else PanelAgreement.INDETERMINATE


def _classic_verdict(classic: PanelAgreement | None, region: Appropriateness) -> Appropriateness | None:
    if classic is None:
        return None
    return Appropriateness.UNCERTAIN if classic is PanelAgreement.DISAGREEMENT else region
