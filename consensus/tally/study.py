"""Every number of a study read from a file, as tables: one row per item and round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import Preset
from consensus.tally.counts import ItemTally
from consensus.tally.dispersion import agreement_a, consensus_cns
from consensus.tally.intervals import wilson
from consensus.tally.judging import RuleVerdict, judge
from consensus.tally.location import location
from consensus.tally.rating_counts import count_ratings
from consensus.tally.study_movement import movement_frame
from consensus.tally.study_panel import panel_frame
from consensus.tally.study_rules import StudyRule
from consensus.tally.study_tallies import asked, present, rating_table, scale_of, tally_item
from consensus.tally.summary import summarise
from consensus.tally.verdicts import Verdict, decide
from consensus.tally.what_if import applicable, what_if
from surveys.tabular.study_data import StudyData

Progress = Callable[[str, int, int], None]

# In places on the scale, to be moved where a scale does not begin at 1.
_PLACES = ("median", "q1", "q3", "mean", "p30", "p70")


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item in one round: its tally, and what the rule says; verdicts are None without a rule.

    round_index, item_index: places in the study; share: the full verdict where the rule is one on a share.
    """

    round_index: int
    item_index: int
    tally: ItemTally
    verdict: RuleVerdict | None
    share: Verdict | None


@dataclass(frozen=True, slots=True)
class StudyTables:
    """summary: every number of an item; counts: people per answer; verdicts: sentences; groups, movement, panel,
    participation: as they say; other_rules, robustness: secondary, they change no verdict. A table that does not
    apply is empty. results: what the tables were made from, in their order.
    """

    summary: pd.DataFrame
    counts: pd.DataFrame
    verdicts: pd.DataFrame
    groups: pd.DataFrame
    participation: pd.DataFrame
    movement: pd.DataFrame
    other_rules: pd.DataFrame
    robustness: pd.DataFrame
    panel: pd.DataFrame
    results: tuple[ItemResult, ...]


def analyse(
    data: StudyData, chosen: StudyRule | None, presets: Sequence[Preset], progress: Progress | None = None
) -> StudyTables:
    """All tables of a study; `presets` are those to compare with, of which the applicable ones are taken."""
    report = progress or _say_nothing
    results = []
    places = [(round_, item) for round_ in range(len(data.rounds)) for item in asked(data, round_)]
    for done, (round_, item) in enumerate(places, start=1):
        results.append(_judge(data, chosen, round_, item))
        report("Judging items", done, len(places))
    report("Comparing", 0, 3)
    secondary = _secondary(data, chosen, presets, results)
    report("Comparing", 1, 3)
    movement = movement_frame(data)
    report("Comparing", 2, 3)
    tables = StudyTables(
        summary=_summary(data, chosen, results),
        counts=_counts(data, results),
        verdicts=_verdicts(data, results),
        groups=_groups(data, results),
        participation=_participation(data),
        movement=movement,
        other_rules=secondary[0],
        robustness=secondary[1],
        panel=panel_frame(data),
        results=tuple(results),
    )
    report("Comparing", 3, 3)
    return tables


def _judge(data: StudyData, chosen: StudyRule | None, round_: int, item: int) -> ItemResult:
    tally = tally_item(data, round_, item)
    if chosen is None:
        return ItemResult(round_, item, tally, None, None)
    share = decide(_for(chosen, tally), chosen.rule) if isinstance(chosen.rule, ConsensusDefinition) else None
    verdict = RuleVerdict(share.outcome.value, share.reached, share.sentence) if share else judge(chosen.rule, tally)
    return ItemResult(round_, item, tally, verdict, share)


def _for(chosen: StudyRule, tally: ItemTally) -> ItemTally:
    """The tally with groups only where the rule asks for them: otherwise they have no part in it."""
    rule = chosen.rule
    has_clause = isinstance(rule, ConsensusDefinition) and rule.group_rule is not None
    return tally if has_clause else replace(tally, groups={})


def _key(data: StudyData, result: ItemResult) -> dict[str, Any]:
    """The first columns of every table; the round only where there are several, the label where the file has one."""
    item = data.items[result.item_index]
    key: dict[str, Any] = {"round": data.rounds[result.round_index]} if len(data.rounds) > 1 else {}
    key["item"] = item
    return key | ({"label": data.labels.get(item, "")} if data.labels else {})


def _summary(data: StudyData, chosen: StudyRule | None, results: Sequence[ItemResult]) -> pd.DataFrame:
    rows = [_summary_row(data, result) for result in results]
    frame = pd.DataFrame(rows)
    if data.scale is None:
        return frame
    numbers = pd.concat([_rating_numbers(data, chosen, round_) for round_ in range(len(data.rounds))])
    verdicts = [name for name in frame.columns if name in _VERDICT_COLUMNS]
    return pd.concat([frame.drop(columns=verdicts), numbers.reset_index(drop=True), frame[verdicts]], axis="columns")


_VERDICT_COLUMNS = (
    "outcome",
    "needed",
    "margin",
    "fragility",
    "if_missing_agree",
    "if_none_missing_agrees",
    "robust",
    "band",
)


def _summary_row(data: StudyData, result: ItemResult) -> dict[str, Any]:
    tally = result.tally
    row = _key(data, result) | {
        "eligible": tally.eligible,
        "missing": tally.n_missing,
        "cannot_judge": tally.n_cannot_judge,
        "abstained": tally.n_abstain,
    }
    if data.scale is None:
        row |= {"agree": tally.n_agree, "disagree": tally.n_disagree}
    share = result.share
    if share is not None and data.scale is None:
        interval = wilson(share.numerator, share.denominator)
        row |= {
            "counted": share.denominator,
            "share": float(share.share) if share.share is not None else None,
            "wilson_lower": interval.lower if interval else None,
            "wilson_upper": interval.upper if interval else None,
        }
    if result.verdict is not None:
        row["outcome"] = result.verdict.outcome
    if share is not None:
        has_threshold = share.definition is not None and share.definition.threshold is not None
        row |= {
            "needed": share.needed if has_threshold else None,
            "margin": share.margin if has_threshold else None,
            "fragility": share.fragility,
            "if_missing_agree": share.bounds.if_missing_agree.value,
            "if_none_missing_agrees": share.bounds.if_missing_disagree.value,
            "robust": share.robust,
            "band": share.band,
        }
    return row


def _rating_numbers(data: StudyData, chosen: StudyRule | None, round_: int) -> pd.DataFrame:
    scale, items = scale_of(data), asked(data, round_)
    rule = chosen.rule if chosen else None
    definition = rule if isinstance(rule, ConsensusDefinition) and scale.low == 1 else None
    agreeing_only = replace(definition, group_rule=None) if definition else None
    ratings = rating_table(data, round_)[items]
    members = [data.groups[person] or None for person in present(data, round_).nonzero()[0]]
    frame = summarise(ratings, scale.n_points, definition=agreeing_only, groups=members)
    counts = count_ratings(ratings, scale.n_points).counts
    frame["agreement_a"] = pd.array([agreement_a(row) for row in counts], dtype="Float64")
    frame["consensus_cns"] = pd.array([consensus_cns(row) for row in counts], dtype="Float64")
    dropped = ["missing", "outcome", *(f"n_{point}" for point in range(1, scale.n_points + 1))]
    frame = frame.drop(columns=dropped, errors="ignore").rename(columns={"n": "rated"})
    for name in _PLACES:
        if name in frame:
            frame[name] += scale.low - 1
    return frame


def _counts(data: StudyData, results: Sequence[ItemResult]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            _key(data, result)
            | {choice: result.tally.counts.get(choice, 0) for choice in data.choices}
            | {"missing": result.tally.n_missing, "eligible": result.tally.eligible}
            for result in results
        ]
    )


def _verdicts(data: StudyData, results: Sequence[ItemResult]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            _key(data, result) | {"outcome": result.verdict.outcome, "verdict": result.verdict.sentence}
            for result in results
            if result.verdict is not None
        ]
    )


def _groups(data: StudyData, results: Sequence[ItemResult]) -> pd.DataFrame:
    rows = []
    for result in results:
        for name, tally in result.tally.groups.items():
            row = _key(data, result) | {"group": name, "eligible": tally.eligible, "missing": tally.n_missing}
            rows.append(row | {"cannot_judge": tally.n_cannot_judge} | _group_numbers(data, tally))
    return pd.DataFrame(rows)


def _group_numbers(data: StudyData, tally: ItemTally) -> dict[str, Any]:
    if data.scale is None:
        return {"agree": tally.n_agree, "disagree": tally.n_disagree, "abstained": tally.n_abstain}
    shift = data.scale.low - 1
    counts = [tally.counts.get(str(point), 0) for point in range(data.scale.low, data.scale.high + 1)]
    found = location(counts)
    places = {name: getattr(found, name) for name in ("median", "q1", "q3")}
    return (
        {"rated": found.n} | {name: None if v is None else v + shift for name, v in places.items()} | {"iqr": found.iqr}
    )


def _participation(data: StudyData) -> pd.DataFrame:
    """People of each round, and of each group in it: how many appear, and how many answered at least one item."""
    rows = []
    for round_, name in enumerate(data.rounds):
        there = present(data, round_)
        answered = (data.codes[round_] >= 0).any(axis=0)
        for group in ("", *data.group_names):
            members = there if not group else there & [member == group for member in data.groups]
            rows.append(
                ({"round": name} if len(data.rounds) > 1 else {})
                | {"group": group or "everybody", "people": int(members.sum())}
                | {"answered_any": int((members & answered).sum())}
            )
    return pd.DataFrame(rows)


def _secondary(
    data: StudyData, chosen: StudyRule | None, presets: Sequence[Preset], results: Sequence[ItemResult]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the other standard rules say of each item, and how firmly the verdict stands."""
    if chosen is None:
        return pd.DataFrame(), pd.DataFrame()
    others = applicable(presets, chosen.rule, data.scale)
    by_rule, firmness = [], []
    for result in results:
        outcome = result.verdict.outcome if result.verdict else ""
        verdicts = {preset.title: judge(preset.rule, result.tally).outcome for preset in others}
        by_rule.append(_key(data, result) | {chosen.title: outcome} | verdicts)
        if isinstance(chosen.rule, ConsensusDefinition):
            decided = result.share or decide(_for(chosen, result.tally), chosen.rule)
            found = what_if(data.items[result.item_index], _for(chosen, result.tally), chosen.rule, (), decided)
            firmness.append(
                _key(data, result)
                | {
                    "outcome": outcome,
                    "fragility": decided.fragility,
                    "if_missing_agree": decided.bounds.if_missing_agree.value,
                    "if_none_missing_agrees": decided.bounds.if_missing_disagree.value,
                    "removals_changing": found.removals.n_changing if found.removals else None,
                    "removals_possible": found.removals.n_people if found.removals else None,
                    "groups_changing": ", ".join(found.groups_changing or ()),
                }
            )
    return pd.DataFrame(by_rule), pd.DataFrame(firmness)


def _say_nothing(what: str, done: int, total: int) -> None:
    pass
