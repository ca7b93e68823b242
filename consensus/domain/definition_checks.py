"""What makes a consensus definition impossible: each refusal is one sentence."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from consensus.domain.ballots import Choice
from consensus.domain.bands import check_tiling
from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_terms import Operator

if TYPE_CHECKING:
    from consensus.domain.definitions import ConsensusDefinition

NOT_VALID = frozenset[str]({Choice.ABSTAIN, Choice.CANNOT_JUDGE})


def check_definition(definition: ConsensusDefinition) -> None:
    """Refuse a definition that nobody could meet, or that contradicts itself."""
    _check_threshold(definition)
    _check_shares(definition)
    _check_choices(definition)
    _check_dissent(definition)
    _check_scale(definition)
    for number, name in (
        (definition.minimum_n, "minimum number"),
        (definition.max_dissent, "number of dissenting votes"),
    ):
        if number is not None and number < 0:
            raise InvalidInputError(f"The {name} cannot be negative.")
    check_tiling(definition.bands)


def _check_threshold(definition: ConsensusDefinition) -> None:
    threshold = definition.threshold
    if threshold is None:
        if definition.spread is None:
            raise InvalidInputError("A consensus definition needs a threshold or a clause on median and spread.")
        if definition.group_rule is not None:
            raise InvalidInputError("A group clause repeats the share, so it needs a threshold.")
        return
    _check_exact(threshold)
    if not 0 < threshold <= 1:
        raise InvalidInputError(f"The threshold must lie above 0% and not above 100%, not at {threshold}.")
    if definition.operator is Operator.MORE_THAN and threshold == 1:
        raise InvalidInputError("More than 100% can never be met: choose 'at least', or a lower threshold.")


def _check_shares(definition: ConsensusDefinition) -> None:
    _check_exact(definition.quorum)
    if not 0 <= definition.quorum <= 1:
        raise InvalidInputError(f"The quorum must lie between 0% and 100%, not at {definition.quorum}.")


def _check_exact(share: object) -> None:
    if not isinstance(share, Fraction):
        raise InvalidInputError(f"Write a share as an exact fraction such as 4/5, not {share!r}.")


def _check_choices(definition: ConsensusDefinition) -> None:
    agreeing, disagreeing = definition.agreeing, definition.disagreeing
    if not agreeing or not disagreeing:
        raise InvalidInputError("A definition needs choices that agree and choices that do not.")
    if both := agreeing & disagreeing:
        raise InvalidInputError(f"The choice '{min(both)}' cannot both agree and not agree.")
    if invalid := (agreeing | disagreeing) & NOT_VALID:
        raise InvalidInputError(f"The choice '{min(invalid)}' is neither for nor against and cannot be counted so.")


def _check_dissent(definition: ConsensusDefinition) -> None:
    dissent = definition.dissent_choices
    if definition.max_dissent is None:
        return
    if not dissent:
        raise InvalidInputError("Name the choices that count as dissent.")
    if wrong := dissent & definition.agreeing:
        raise InvalidInputError(f"The choice '{min(wrong)}' cannot both agree and count as dissent.")
    if unknown := dissent - definition.disagreeing - NOT_VALID:
        raise InvalidInputError(f"The choice '{min(unknown)}' counts as dissent but cannot be chosen.")


def _check_scale(definition: ConsensusDefinition) -> None:
    scale = definition.scale
    if scale is None:
        if definition.spread is not None:
            raise InvalidInputError("A clause on median and spread needs a rating scale.")
        return
    if off := (definition.agreeing | definition.disagreeing) - scale.points:
        raise InvalidInputError(f"The agreeing set must lie on the scale {scale.phrase()}, and '{min(off)}' does not.")
    if left_out := scale.points - definition.agreeing - definition.disagreeing:
        point = min(left_out, key=int)
        raise InvalidInputError(f"Every point of the scale counts for or against, so {point} cannot be left out.")
    if definition.spread is not None:
        definition.spread.check_on(scale)
