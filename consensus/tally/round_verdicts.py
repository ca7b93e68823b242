"""The verdicts of a round under any rule: a share decides as it always did, every other rule gives a finding."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.how_taken import Taken
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.round_kinds import scale_of
from consensus.domain.rule_registry import rule_from_dict
from consensus.domain.rules import Rule
from consensus.tally.counts import ItemTally
from consensus.tally.judging import judge
from consensus.tally.ranking import Standing, standings
from consensus.tally.rules import Outcome, outcome_of
from consensus.tally.spread import Spread, spread_of
from consensus.tally.verdicts import Verdict, decide

K = TypeVar("K", bound=Hashable)


class Finding(StrEnum):
    """What came of an item under a rule that is not one on a share."""

    APPROPRIATE = "appropriate"
    UNCERTAIN = "uncertain"
    INAPPROPRIATE = "inappropriate"
    IN = "in"
    OUT = "out"
    NO_CONSENSUS = "no_consensus"
    STRONG_FOR = "strong_for"
    WEAK_FOR = "weak_for"
    NONE = "none"
    WEAK_AGAINST = "weak_against"
    STRONG_AGAINST = "strong_against"
    FIRST = "first"
    TIED_FIRST = "tied_first"
    RANKED = "ranked"
    INQUORATE = "inquorate"
    NO_VALID_VOTES = "no_valid_votes"


AnyOutcome = Outcome | Finding
_IN_FAVOUR = frozenset[str](
    {
        Outcome.CONSENSUS,
        Outcome.FULL_CONSENSUS,
        Finding.APPROPRIATE,
        Finding.IN,
        Finding.STRONG_FOR,
        Finding.WEAK_FOR,
    }
)


@dataclass(frozen=True, slots=True)
class RuledVerdict:
    """What a rule that is not one on a share says of an item.

    reached: whether the panel came to what the rule looks for, in favour or against; never by a ranking.
    tally, rule: the inputs; standing: score and place of a ranked item.
    """

    outcome: Finding
    reached: bool
    sentence: str
    definition_sentence: str
    tally: ItemTally
    rule: Rule
    standing: Standing | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form, complete: `verdict_from_dict` gives back an equal verdict without deciding anew."""
        return {
            "outcome": self.outcome.value,
            "reached": self.reached,
            "sentence": self.sentence,
            "definition_sentence": self.definition_sentence,
            "tally": self.tally.to_dict(),
            "rule": self.rule.to_dict(),
            "standing": asdict(self.standing) if self.standing else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "RuledVerdict":
        """Read what `to_dict` wrote."""
        standing = data["standing"]
        return cls(
            outcome=Finding(data["outcome"]),
            reached=data["reached"],
            sentence=data["sentence"],
            definition_sentence=data["definition_sentence"],
            tally=ItemTally.from_dict(data["tally"]),
            rule=rule_from_dict(data["rule"]),
            standing=Standing(**standing) if standing else None,
        )


AnyVerdict = Verdict | RuledVerdict


def verdict_from_dict(data: Mapping[str, Any]) -> AnyVerdict:
    """A stored verdict as it was given; a share rule is stored under `definition`, any other under `rule`."""
    return RuledVerdict.from_dict(data) if "rule" in data else Verdict.from_dict(data)


def is_in_favour(outcome: str) -> bool:
    """Whether a statement with this outcome may be adopted."""
    return outcome in _IN_FAVOUR


def rule_of(verdict: AnyVerdict) -> Rule | None:
    """The rule a verdict was given under; None where a statement was adopted without a vote."""
    return verdict.rule if isinstance(verdict, RuledVerdict) else verdict.definition


def middle_of(verdict: AnyVerdict) -> Spread | None:
    """Median and quartiles of the ratings a verdict was given on; None for other ballots, and without ratings."""
    rule = rule_of(verdict)
    scale = scale_of(rule) if rule else None
    return spread_of(verdict.tally, scale) if scale and verdict.tally else None


def middle_text(verdict: AnyVerdict) -> str:
    """ "Median 8, quartiles 7 to 9", of ratings; else ""."""
    middle = middle_of(verdict)
    if middle is None:
        return ""
    return f"Median {float(middle.median):g}, quartiles {float(middle.q1):g} to {float(middle.q3):g}"


def decide_round(tallies: Mapping[K, ItemTally], rule: Rule) -> dict[K, AnyVerdict]:
    """Every item of a round under its frozen rule. A ranking looks at all of them together."""
    if isinstance(rule, ConsensusDefinition):
        return {key: decide(tally, rule) for key, tally in tallies.items()}
    if isinstance(rule, RankingRule):
        return _ranked(tallies, rule)
    return {key: _judged(tally, rule) for key, tally in tallies.items()}


def with_taking(verdict: AnyVerdict, taken: Taken) -> AnyVerdict:
    """The verdict as it is kept and printed: its sentence says where the votes did not all come from phones."""
    return replace(verdict, sentence=f"{verdict.sentence} {taken.sentence}") if taken.sentence else verdict


def outcome_under(tally: ItemTally, rule: Rule) -> AnyOutcome:
    """The outcome of one item alone; a ranking does not judge items one by one and raises InvalidInputError."""
    return outcome_of(tally, rule) if isinstance(rule, ConsensusDefinition) else Finding(judge(rule, tally).outcome)


def counts_groups(rule: Rule) -> bool:
    """Whether the rule looks at stakeholder groups one by one."""
    if isinstance(rule, CoreOutcomeRule):
        return rule.variant is not Variant.POOLED
    return isinstance(rule, ConsensusDefinition) and rule.group_rule is not None


def _judged(tally: ItemTally, rule: Rule) -> RuledVerdict:
    found = judge(rule, tally)
    return RuledVerdict(Finding(found.outcome), found.reached, found.sentence, rule.sentence(), tally, rule)


def _ranked(tallies: Mapping[K, ItemTally], rule: RankingRule) -> dict[K, AnyVerdict]:
    places = standings(tallies, rule.picks)
    return {
        key: RuledVerdict(
            _place(standing),
            False,
            standing.sentence(len(tallies)),
            rule.sentence(),
            tallies[key],
            rule,
            standing,
        )
        for key, standing in places.items()
    }


def _place(standing: Standing) -> Finding:
    if standing.n_voters == 0:
        return Finding.RANKED if standing.n_ballots else Finding.NO_VALID_VOTES
    if standing.rank > 1:
        return Finding.RANKED
    return Finding.TIED_FIRST if standing.tied else Finding.FIRST
