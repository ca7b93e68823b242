"""Every kind of rule there is, and the one way to read a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rules import Rule


def _read_share_rule(data: Mapping[str, Any]) -> ConsensusDefinition:
    """A share rule was stored before there were other kinds: its form does not name the kind."""
    return ConsensusDefinition.from_dict({name: value for name, value in data.items() if name != "kind"})


RULES: Mapping[str, Callable[[Mapping[str, Any]], Rule]] = {
    ConsensusDefinition.kind: _read_share_rule,
    AppropriatenessRule.kind: AppropriatenessRule.from_dict,
    CoreOutcomeRule.kind: CoreOutcomeRule.from_dict,
    GradeGridRule.kind: GradeGridRule.from_dict,
    RankingRule.kind: RankingRule.from_dict,
}


def rule_from_dict(data: Mapping[str, Any]) -> Rule:
    """Read any rule by its `kind`; without one it is a rule on a share."""
    kind = data.get("kind", ConsensusDefinition.kind)
    if kind not in RULES:
        raise InvalidInputError(f"There is no kind of rule '{kind}', only {', '.join(RULES)}.")
    return RULES[kind](data)
