"""How the items of a study moved from each round to the next, among the people who answered in both."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consensus.tally.paired_tests import mcnemar, quadratic_weighted_kappa, wilcoxon_signed_rank
from consensus.tally.stability import change_table, compare_rounds
from consensus.tally.study_tallies import asked, scale_of
from surveys.tabular.study_data import StudyData

_MISSING = -1


def movement_frame(data: StudyData) -> pd.DataFrame:
    """One row per item and pair of rounds that follow each other; empty for a single round.

    Ratings: changed, towards and away from the earlier median, medians and ranges before and after, Wilcoxon's
    signed-rank test, quadratic weighted kappa. Votes: who turned to and away from agreeing, McNemar's test.
    """
    rows = []
    for before in range(len(data.rounds) - 1):
        after = before + 1
        for item in sorted(set(asked(data, before)) & set(asked(data, after))):
            key = {"item": data.items[item], "from": data.rounds[before], "to": data.rounds[after]}
            rows.append(
                key | (_votes(data, before, after, item) if data.scale is None else _ratings(data, before, after, item))
            )
    return pd.DataFrame(rows)


def _ratings(data: StudyData, before: int, after: int, item: int) -> dict[str, Any]:
    points, shift = scale_of(data).n_points, scale_of(data).low - 1
    first, second = (_places(data, round_, item, points) for round_ in (before, after))
    found = compare_rounds(first, second, points)
    table = change_table(first, second, points)
    test = wilcoxon_signed_rank(table)
    return {
        "people_in_both": found.n_pairs,
        "only_before": found.n_lost,
        "only_after": found.n_new,
        "changed": found.n_changed,
        "share_changed": found.share_changed,
        "towards_median": found.n_towards,
        "away_from_median": found.n_away,
        "median_before": _moved(found.median_before, shift),
        "median_after": _moved(found.median_after, shift),
        "median_shift": found.median_shift,
        "iqr_before": found.iqr_before,
        "iqr_after": found.iqr_after,
        "wilcoxon_p": test.p,
        "weighted_kappa": quadratic_weighted_kappa(table),
    }


def _votes(data: StudyData, before: int, after: int, item: int) -> dict[str, Any]:
    """Among those who voted for or against both times; abstaining and being unable to judge are neither."""
    first, second = data.codes[before, item], data.codes[after, item]
    both = np.isin(first, (0, 1)) & np.isin(second, (0, 1))
    gained, lost = int((both & (first == 1) & (second == 0)).sum()), int((both & (first == 0) & (second == 1)).sum())
    n = int(both.sum())
    return {
        "people_in_both": n,
        "agree_before": int((both & (first == 0)).sum()),
        "agree_after": int((both & (second == 0)).sum()),
        "changed": gained + lost,
        "share_changed": (gained + lost) / n if n else None,
        "turned_to_agree": gained,
        "turned_from_agree": lost,
        "mcnemar_p": mcnemar(gained, lost).p,
    }


def _places(data: StudyData, round_: int, item: int, points: int) -> NDArray[np.int16]:
    codes = data.codes[round_, item]
    return np.where((codes >= 0) & (codes < points), codes + 1, _MISSING).astype(np.int16)


def _moved(value: float | None, shift: int) -> float | None:
    return None if value is None else value + shift
