"""All numbers of the analysis of a round as a file."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from consensus.domain.delphi.stop_rule import MOST_ROUNDS
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.exports.analysis_table import Cell, to_analysis_csv
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.delphi.comparisons import GroupDifference
from consensus.services.delphi.delphi_results import ItemResult, get_analysis, list_results
from consensus.services.delphi.delphi_rounds import rounds_of
from consensus.services.delphi.movements import Movement
from consensus.services.delphi.staying import Attrition
from consensus.services.processes.results import Export


def file_of(number: int) -> str:
    """The name under which the analysis of this round is asked for."""
    return f"delphi-analysis-{number}.csv"


FILES = {file_of(number): number for number in range(1, MOST_ROUNDS + 1)}


def export_analysis(ctx: Context, process_id: UUID, *, number: int) -> Export:
    """The analysis of the revealed round of this number, to the staff."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_ANALYSES, process_id)
        held = rounds_of(session, process_id)
        found = [round_ for round_, of in held if of.number == number and round_.state is RoundState.REVEALED]
        if not found:
            raise ConflictError("This round is not revealed yet.")
        round_id, slug = found[0].id, standing.process.slug
    analysis = get_analysis(ctx, round_id)
    moved = {(one.label, one.dimension): one for one in analysis.movements}
    groups = {(one.label, one.dimension): one for one in analysis.groups}
    left = {(one.label, one.dimension): one for one in analysis.attrition}
    rows = [
        {"round": number}
        | _result(result)
        | _movement(moved.get((result.label, result.slug)))
        | _group(groups.get((result.label, result.slug)))
        | _attrition(left.get((result.label, result.slug)))
        for result in list_results(ctx, round_id)
    ]
    return Export(f"{slug}-{file_of(number)}", "text/csv; charset=utf-8", to_analysis_csv(rows))


EXPORTS = {name: partial(export_analysis, number=number) for name, number in FILES.items()}


def _result(result: ItemResult) -> dict[str, Cell]:
    panel = result.panel
    return {
        "item": result.label,
        "text": result.text,
        "question": result.slug,
        "n_rated": None if panel.is_hidden else panel.n,
        "median": panel.median,
        "q1_type7": panel.q1,
        "q3_type7": panel.q3,
        "verdict": result.verdict.outcome.value,
        "stable_disagreement": "yes" if result.is_stable_disagreement else "no",
    }


def _movement(one: Movement | None) -> dict[str, Cell]:
    turned = one.turned if one else None
    return (
        _read(one.comparison if one else None, _COMPARED)
        | _read(one, _MOVED)
        | _read(turned, _TURNED)
        | {"mcnemar_is": None if turned is None else "exact" if turned.exact else "chi-square"}
        | _read(one.cochran if one else None, {"cochran_q": "q", "cochran_p": "p"})
    )


def _group(one: GroupDifference | None) -> dict[str, Cell]:
    return _read(one.found if one else None, _APART) | _read(one, {"group_p_holm": "holm_p"})


def _attrition(one: Attrition | None) -> dict[str, Cell]:
    return _read(one.found if one else None, _LEFT)


def _read(found: object | None, attributes: Mapping[str, str]) -> dict[str, Cell]:
    """By column the attribute of that name, empty where nothing was found."""
    return {column: None if found is None else getattr(found, name) for column, name in attributes.items()}


_COMPARED = {
    "n_pairs": "n_pairs",
    "n_changed": "n_changed",
    "n_towards_median": "n_towards",
    "n_away_from_median": "n_away",
    "iqr_of_pairs_before": "iqr_before",
    "iqr_of_pairs_after": "iqr_after",
}
_MOVED = {
    "median_before": "median_before",
    "wilcoxon_p": "wilcoxon_p",
    "bowker_p": "bowker_p",
    "weighted_kappa": "weighted_kappa",
}
_TURNED = {"n_came_to_agree": "n_gained", "n_left_off_agreeing": "n_lost", "mcnemar_p": "p"}
_APART = {
    "group_chi_square": "chi_square",
    "group_df": "df",
    "group_p": "p",
    "group_smallest_expected": "smallest_expected",
    "group_cramers_v": "cramers_v",
}
_LEFT = {
    "n_stayed": "n_retained",
    "n_left": "n_lost",
    "median_of_stayed": "median_retained",
    "median_of_left": "median_lost",
    "mann_whitney_p": "p",
}
