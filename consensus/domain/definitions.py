"""What counts as consensus: one frozen value that states itself in one sentence and decides on integers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from consensus.domain.ballots import Choice
from consensus.domain.bands import Band, check_tiling
from consensus.domain.definition_wording import definition_sentence
from consensus.domain.errors import InvalidInputError
from consensus.domain.group_rules import GroupMode, GroupRule
from consensus.domain.rule_terms import Denominator, Operator
from consensus.domain.shares import canonical_share, parse_share

__all__ = ["ConsensusDefinition", "Denominator", "GroupMode", "GroupRule", "Operator", "needed"]

_NOT_VALID = frozenset[str]({Choice.ABSTAIN, Choice.CANNOT_JUDGE})


@dataclass(frozen=True, slots=True)
class ConsensusDefinition:
    """Consensus: a share of `threshold` agrees, and every further clause that is switched on holds.

    threshold: in (0, 1], exact; "more than" needs a threshold below 1.
    quorum: share of the eligible who must have cast something (abstaining and "cannot judge" count as present).
    minimum_n: the least size of the deciding denominator; 0 asks for nothing.
    require_majority_of_eligible: besides, at least half of all eligible people agree (2y >= e).
    max_dissent: at most so many votes in `dissent_choices`; None switches the clause off.
    agreeing, disagreeing: the choices that make a valid vote. On a rating scale `disagreeing` is every valid
        point outside the agreeing set, the neutral middle included: it stays in the denominator.
    bands: names for stretches of the share; they must tile 0 to 1. They describe and do not decide.
    """

    threshold: Fraction
    operator: Operator = Operator.AT_LEAST
    denominator: Denominator = Denominator.VALID_VOTES
    quorum: Fraction = Fraction(0)
    minimum_n: int = 0
    require_majority_of_eligible: bool = False
    max_dissent: int | None = None
    dissent_choices: frozenset[str] = frozenset({"disagree"})
    group_rule: GroupRule | None = None
    bands: tuple[Band, ...] = ()
    agreeing: frozenset[str] = frozenset({"agree"})
    disagreeing: frozenset[str] = frozenset({"disagree"})

    def __post_init__(self) -> None:
        _check_shares(self)
        _check_choices(self)
        for number, name in ((self.minimum_n, "minimum number"), (self.max_dissent, "number of dissenting votes")):
            if number is not None and number < 0:
                raise InvalidInputError(f"The {name} cannot be negative.")
        check_tiling(self.bands)

    def sentence(self) -> str:
        """The whole rule in one English sentence, the same on page, report and checklist."""
        return definition_sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form: shares as "4/5", sets sorted."""
        return {
            "threshold": canonical_share(self.threshold),
            "operator": self.operator.value,
            "denominator": self.denominator.value,
            "quorum": canonical_share(self.quorum),
            "minimum_n": self.minimum_n,
            "require_majority_of_eligible": self.require_majority_of_eligible,
            "max_dissent": self.max_dissent,
            "dissent_choices": sorted(self.dissent_choices),
            "group_rule": self.group_rule.to_dict() if self.group_rule else None,
            "bands": [band.to_dict() for band in self.bands],
            "agreeing": sorted(self.agreeing),
            "disagreeing": sorted(self.disagreeing),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ConsensusDefinition":
        """Read what `to_dict` wrote or a file says; what is left out takes its default, the threshold may not be."""
        known = {field.name for field in fields(cls)}
        if unknown := set(data) - known:
            raise InvalidInputError(f"A consensus definition has no field '{min(unknown)}'.")
        if "threshold" not in data:
            raise InvalidInputError("A consensus definition lacks its 'threshold'.")
        return cls(**{name: _read_field(name, value) for name, value in data.items()})

    def sha256(self) -> str:
        """Fingerprint of the canonical form; equal definitions have equal ones."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def needed(definition: ConsensusDefinition, denominator_count: int) -> int:
    """The least number of agreeing votes out of `denominator_count` that satisfies the share ("needs k of n").

    Whole numbers only. Of 0 it is what the inequality yields (0 for "at least"); nothing is decided on 0 votes.
    """
    if denominator_count < 0:
        raise InvalidInputError("The number of votes cannot be negative.")
    product, q = definition.threshold.numerator * denominator_count, definition.threshold.denominator
    return -(-product // q) if definition.operator is Operator.AT_LEAST else product // q + 1


def _check_shares(definition: ConsensusDefinition) -> None:
    for share in (definition.threshold, definition.quorum):
        if not isinstance(share, Fraction):
            raise InvalidInputError(f"Write a share as an exact fraction such as 4/5, not {share!r}.")
    if not 0 < definition.threshold <= 1:
        raise InvalidInputError(f"The threshold must lie above 0% and not above 100%, not at {definition.threshold}.")
    if definition.operator is Operator.MORE_THAN and definition.threshold == 1:
        raise InvalidInputError("More than 100% can never be met: choose 'at least', or a lower threshold.")
    if not 0 <= definition.quorum <= 1:
        raise InvalidInputError(f"The quorum must lie between 0% and 100%, not at {definition.quorum}.")


def _check_choices(definition: ConsensusDefinition) -> None:
    agreeing, disagreeing, dissent = definition.agreeing, definition.disagreeing, definition.dissent_choices
    if not agreeing or not disagreeing:
        raise InvalidInputError("A definition needs choices that agree and choices that do not.")
    if both := agreeing & disagreeing:
        raise InvalidInputError(f"The choice '{min(both)}' cannot both agree and not agree.")
    if invalid := (agreeing | disagreeing) & _NOT_VALID:
        raise InvalidInputError(f"The choice '{min(invalid)}' is neither for nor against and cannot be counted so.")
    if definition.max_dissent is None:
        return
    if not dissent:
        raise InvalidInputError("Name the choices that count as dissent.")
    if wrong := dissent & agreeing:
        raise InvalidInputError(f"The choice '{min(wrong)}' cannot both agree and count as dissent.")
    if unknown := dissent - disagreeing - _NOT_VALID:
        raise InvalidInputError(f"The choice '{min(unknown)}' counts as dissent but cannot be chosen.")


def _read_field(name: str, value: Any) -> Any:
    """One field from its JSON or TOML form; refusals name the field."""
    try:
        return _READERS[name](value)
    except InvalidInputError as error:
        raise InvalidInputError(f"In the field '{name}': {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidInputError(f"The field '{name}' cannot be {value!r}.") from error


def _read_count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _read_flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_choices(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        raise TypeError
    return frozenset(str(choice) for choice in value)


_READERS: dict[str, Any] = {
    "threshold": parse_share,
    "operator": Operator,
    "denominator": Denominator,
    "quorum": parse_share,
    "minimum_n": _read_count,
    "require_majority_of_eligible": _read_flag,
    "max_dissent": lambda value: None if value is None else _read_count(value),
    "dissent_choices": _read_choices,
    "group_rule": lambda value: None if value is None else GroupRule.from_dict(value),
    "bands": lambda value: tuple(Band.from_dict(band) for band in value),
    "agreeing": _read_choices,
    "disagreeing": _read_choices,
}
