"""Secondary analyses of a decided item: other rules, one person less, one group less, the missing, the fragile.

None of this changes a verdict. The registered rule decides; the rest says how much hangs on its choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from consensus.domain.groups import SMALLEST_GROUP
from consensus.domain.presets import Preset
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rules import Rule
from consensus.domain.scales import RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.judging import RuleVerdict, applies_to, judge
from consensus.tally.leave_out import leave_one_group_out, leave_one_out
from consensus.tally.round_verdicts import AnyVerdict, RuledVerdict, decide_round, is_in_favour

REGISTERED = "Registered rule"
_NOT_DEFINED = "not defined"


@dataclass(frozen=True, slots=True)
class OtherRule:
    """The verdict under a rule that was not the registered one."""

    slug: str
    title: str
    verdict: RuleVerdict
    differs: bool


@dataclass(frozen=True, slots=True)
class Removals:
    """How many of the n eligible people would change the outcome by not having been on the panel; never which."""

    n_changing: int
    n_people: int

    def sentence(self) -> str:
        """ "2 of 15 removals change the outcome."."""
        verb = "changes" if self.n_changing == 1 else "change"
        return f"{self.n_changing} of {self.n_people} removals of one person {verb} the outcome."


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One item under everything but what was registered.

    others: the standard rules that apply, the registered one left out.
    removals: None where stakeholder groups decide that are too small to be told apart.
    groups_changing: the groups without which the outcome differs; None without groups, or with too small ones.
    """

    label: str
    registered: AnyVerdict
    others: tuple[OtherRule, ...]
    removals: Removals | None
    groups_changing: tuple[str, ...] | None


def applicable(presets: Iterable[Preset], registered: Rule, scale: RatingScale | None) -> tuple[Preset, ...]:
    """The standard rules that can judge ballots of this kind; one equal to the registered rule is left out.

    scale: of the ratings; None for votes.
    """
    own = registered.sha256()
    return tuple(p for p in presets if applies_to(p.rule, scale) and p.rule.sha256() != own)


def what_if(
    label: str,
    tally: ItemTally,
    registered: Rule,
    presets: Sequence[Preset],
    verdict: AnyVerdict | None = None,
    *,
    smallest: int = SMALLEST_GROUP,
) -> WhatIf:
    """Judge one item anew in every way there is; `presets` as `applicable` gives them.

    verdict: the one that was stored; without it the registered rule decides here. smallest: eligible people each group
    needs for groups to be told apart.
    """
    decided = verdict or decide_round({label: tally}, registered)[label]
    others = tuple(_other(preset, tally, decided) for preset in presets)
    told_apart = all(group.eligible >= smallest for group in tally.groups.values())
    if isinstance(registered, RankingRule):
        return WhatIf(label, decided, (), None, None)
    removals = None
    if told_apart and tally.eligible > 1:
        removals = Removals(leave_one_out(tally, registered).n_changing, tally.eligible)
    groups = leave_one_group_out(tally, registered).changing if told_apart and len(tally.groups) > 1 else None
    return WhatIf(label, decided, others, removals, groups)


def rules_table(items: Sequence[WhatIf]) -> pd.DataFrame:
    """One row per item, one column per rule: the registered one first, then the others as they come."""
    titles = list(dict.fromkeys(other.title for item in items for other in item.others))
    frame = pd.DataFrame({"Item": [item.label for item in items]})
    frame[REGISTERED] = [_words(item.registered.outcome.value) for item in items]
    for title in titles:
        frame[title] = [_outcome_under(item, title) for item in items]
    return frame


def robustness_table(items: Sequence[WhatIf]) -> pd.DataFrame:
    """One row per item: outcome, margin, fragility, the bounds by the missing, and what removals change."""
    return pd.DataFrame(
        {
            "Item": [item.label for item in items],
            "Outcome": [_words(item.registered.outcome.value) for item in items],
            "Share": [_share(item.registered) for item in items],
            "Votes that flip it": pd.array([_fragility(item.registered) for item in items], dtype="Int64"),
            "If all missing agree": [_bounds(item.registered)[0] for item in items],
            "If none of them does": [_bounds(item.registered)[1] for item in items],
            "Removals that change it": [_removals(item) for item in items],
            "Groups that change it": [_groups(item) for item in items],
        }
    )


def _other(preset: Preset, tally: ItemTally, decided: AnyVerdict) -> OtherRule:
    verdict = judge(preset.rule, tally)
    differs = is_in_favour(verdict.outcome) is not is_in_favour(decided.outcome)
    return OtherRule(preset.slug, preset.title, verdict, differs)


def _share(verdict: AnyVerdict) -> str:
    return _NOT_DEFINED if isinstance(verdict, RuledVerdict) else verdict.share_text()


def _fragility(verdict: AnyVerdict) -> int | None:
    return None if isinstance(verdict, RuledVerdict) else verdict.fragility


def _bounds(verdict: AnyVerdict) -> tuple[str, str]:
    if isinstance(verdict, RuledVerdict):
        return _NOT_DEFINED, _NOT_DEFINED
    return _words(verdict.bounds.if_missing_agree.value), _words(verdict.bounds.if_missing_disagree.value)


def _outcome_under(item: WhatIf, title: str) -> str:
    return next((_words(other.verdict.outcome) for other in item.others if other.title == title), "does not apply")


def _removals(item: WhatIf) -> str:
    return "not shown" if item.removals is None else f"{item.removals.n_changing} of {item.removals.n_people}"


def _groups(item: WhatIf) -> str:
    if item.groups_changing is None:
        return "no groups to compare"
    return ", ".join(item.groups_changing) or "none"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")
