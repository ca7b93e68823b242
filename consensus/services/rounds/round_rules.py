"""Which rule decides a round that is opened now: the process's own definition, or a ready-made one for the kind."""

from dataclasses import dataclass, replace
from functools import cache

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import RoundKind
from consensus.domain.definitions import ConsensusDefinition, Electorate
from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import StatementState
from consensus.domain.presets import Preset, load_presets
from consensus.domain.round_kinds import KINDS
from consensus.domain.rule_registry import rule_from_dict
from consensus.domain.rules import Rule
from consensus.persistence.tables import Process, Round
from consensus.tally.round_verdicts import counts_groups


@dataclass(frozen=True, slots=True)
class RoundRule:
    """What a round is frozen under; `origin` says where the rule comes from."""

    rule: Rule
    scale: BallotScale | None
    origin: str

    def sentence(self) -> str:
        """The rule and where it comes from."""
        return f"{self.origin} {self.rule.sentence()}"


def rules_on_offer(kind: RoundKind, definition: ConsensusDefinition) -> dict[str, str]:
    """Slug and title of the ready-made rules for a kind; empty where the process's own definition decides it."""
    if KINDS[kind].judges(definition):
        return {}
    return {slug: preset.title for slug, preset in _presets().items() if KINDS[kind].judges(preset.rule)}


def rule_for(kind: RoundKind, definition: ConsensusDefinition, n_items: int, preset: str = "") -> RoundRule:
    """The rule of a round of this kind on so many items.

    preset: which ready-made rule, where the process's own definition does not judge this kind.

    Raises:
        InvalidInputError: no rule judges this kind, or not for so few items.
    """
    if KINDS[kind].judges(definition):
        return RoundRule(*KINDS[kind].freeze(definition, n_items), "By the consensus definition of this process:")
    slug = preset or KINDS[kind].preset
    if not slug:
        raise InvalidInputError("The consensus definition judges ratings and cannot decide a vote.")
    chosen = _presets().get(slug)
    if chosen is None or not KINDS[kind].judges(chosen.rule):
        raise InvalidInputError("This rule cannot decide a round of this kind.")
    rule = chosen.rule
    if isinstance(rule, ConsensusDefinition):
        rule = replace(rule, electorate=definition.electorate)
    return RoundRule(*KINDS[kind].freeze(rule, n_items), f"By the ready-made rule “{chosen.title}”:")


def frozen_rule(round_: Round) -> Rule:
    """The rule a round was opened under."""
    return rule_from_dict(round_.definition)


def frozen_scale(round_: Round) -> BallotScale | None:
    """The scale of a round's ballots, where its kind has one."""
    return BallotScale.from_dict(round_.scale) if round_.scale else None


def breaks_out_groups(round_: Round) -> bool:
    """Whether the rule of a round looks at stakeholder groups one by one."""
    return counts_groups(frozen_rule(round_))


def base_of(round_: Round, process: Process) -> Electorate:
    """Whom the electorate of a round was taken from; a rule that does not say so leaves it to the process."""
    rule = frozen_rule(round_)
    if isinstance(rule, ConsensusDefinition):
        return rule.electorate
    return ConsensusDefinition.from_dict(process.definition).electorate


def settled_state(kind: RoundKind, *, is_in_favour: bool) -> StatementState | None:
    """What a statement becomes at the reveal; None where it stays before the panel."""
    return StatementState.NO_CONSENSUS if KINDS[kind].settles and not is_in_favour else None


@cache
def _presets() -> dict[str, Preset]:
    return load_presets()
