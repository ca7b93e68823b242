"""Which rule judges a study read from a file, and whether it can."""

from collections.abc import Mapping
from dataclasses import dataclass

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import Preset
from consensus.domain.rules import Rule
from consensus.domain.scales import RatingScale
from consensus.tally.judging import applies_to

_DEFAULTS = {
    None: "consensus_conference",
    RatingScale(1, 5): "top_two_of_five",
    RatingScale(1, 7): "top_two_of_seven",
    RatingScale(1, 9): "median_and_iqr",
}


@dataclass(frozen=True, slots=True)
class StudyRule:
    """The rule taken as the registered one; `was_given` is false where it is only the usual one for such answers."""

    title: str
    rule: Rule
    was_given: bool


def default_rule(presets: Mapping[str, Preset], scale: RatingScale | None) -> StudyRule | None:
    """The usual rule for votes (None) or for this scale; None on scales for which none is usual."""
    preset = presets.get(_DEFAULTS.get(scale, ""))
    return StudyRule(preset.title, preset.rule, was_given=False) if preset else None


def check_applies(rule: Rule, title: str, scale: RatingScale | None) -> None:
    """Refuse a rule that judges other answers than these."""
    if applies_to(rule, scale):
        return
    found = "votes" if scale is None else f"ratings {scale.phrase()}"
    wanted = _scale_of(rule)
    if wanted is not None and scale is not None:
        raise InvalidInputError(
            f"“{title}” is defined on ratings {wanted.phrase()} only, and these are read as {found}; "
            f"if the scale was {wanted.phrase()}, say so with --scale {wanted.low}-{wanted.high}."
        )
    if wanted is not None:
        raise InvalidInputError(f"“{title}” judges ratings {wanted.phrase()}, and these are {found}.")
    if isinstance(rule, ConsensusDefinition):
        raise InvalidInputError(f"“{title}” counts votes, and these are {found}; choose a rule on this scale.")
    raise InvalidInputError(f"“{title}” does not judge {found} item by item.")


def _scale_of(rule: Rule) -> RatingScale | None:
    if isinstance(rule, ConsensusDefinition | AppropriatenessRule | CoreOutcomeRule):
        return rule.scale
    return None
