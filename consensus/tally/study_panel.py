"""Measures of a whole panel over all items of a round: descriptive, and no consensus verdict."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consensus.tally.concordance import kendalls_w
from consensus.tally.intraclass import intraclass_correlation
from consensus.tally.rating_counts import count_ratings
from consensus.tally.reliability import Level, Weights, fleiss_kappa, gwet_agreement, krippendorff_alpha
from consensus.tally.study_tallies import asked, rating_table, scale_of, vote_table
from surveys.tabular.study_data import StudyData


def panel_frame(data: StudyData) -> pd.DataFrame:
    """Columns round (where there are several), measure, value (missing: not defined), p, and what was counted."""
    rows = []
    for round_, name in enumerate(data.rounds):
        key = {"round": name} if len(data.rounds) > 1 else {}
        measures = _of_votes(data, round_) if data.scale is None else _of_ratings(data, round_)
        rows += [key | measure for measure in measures]
    frame = pd.DataFrame(rows)
    return frame.astype({"value": "Float64", "p": "Float64"}) if len(frame) else frame


def _of_ratings(data: StudyData, round_: int) -> list[dict[str, Any]]:
    points = scale_of(data).n_points
    table = rating_table(data, round_)[asked(data, round_)]
    w, icc = kendalls_w(table), intraclass_correlation(table)
    panelists = f"{w.n_panelists} panelists rated every item, {w.n_dropped} dropped"
    return [
        _measure("Kendall's W, corrected for ties", w.w, panelists, w.p_chi_square),
        _measure("Intraclass correlation (2,1)", icc.single, panelists),
        _measure("Intraclass correlation (2,k)", icc.average, panelists),
        *_from_counts(table, points, ordered=True),
    ]


def _of_votes(data: StudyData, round_: int) -> list[dict[str, Any]]:
    return _from_counts(vote_table(data, round_)[asked(data, round_)], 2, ordered=False)


def _from_counts(table: NDArray[np.int16], points: int, *, ordered: bool) -> list[dict[str, Any]]:
    counts = count_ratings(table, points).counts
    nominal, ac1, fleiss = krippendorff_alpha(counts, Level.NOMINAL), gwet_agreement(counts), fleiss_kappa(counts)
    found = [
        _measure("Krippendorff's alpha, nominal", nominal.value, _items(nominal.n_items, nominal.n_dropped)),
        _measure("Gwet's AC1", ac1.value, _items(ac1.n_items, ac1.n_dropped)),
        _measure("Fleiss' kappa", fleiss.value, _items(fleiss.n_items, fleiss.n_dropped)),
    ]
    if ordered:
        ordinal, ac2 = krippendorff_alpha(counts, Level.ORDINAL), gwet_agreement(counts, Weights.QUADRATIC)
        found += [
            _measure("Krippendorff's alpha, ordinal", ordinal.value, _items(ordinal.n_items, ordinal.n_dropped)),
            _measure("Gwet's AC2, quadratic weights", ac2.value, _items(ac2.n_items, ac2.n_dropped)),
        ]
    return found


def _measure(name: str, value: float | None, counted: str, p: float | None = None) -> dict[str, Any]:
    return {"measure": name, "value": value, "p": p, "counted": counted}


def _items(n: int, dropped: int) -> str:
    return f"{n} item{'' if n == 1 else 's'}" + (f", {dropped} dropped" if dropped else "")
