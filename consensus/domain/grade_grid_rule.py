"""The rule of the GRADE grid: direction first, strength second."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_exact, check_fields, read_member, read_share
from consensus.domain.rules import fingerprint
from consensus.domain.shares import canonical_share, rule_share

_FIELDS = ("direction_at_least", "opposed_below", "strong_at_least")
_DEFAULTS = (Fraction(1, 2), Fraction(1, 5), Fraction(7, 10))


class StrengthBase(StrEnum):
    """Of whom the strong votes have to be the given share."""

    DIRECTION = "direction"
    EVERYBODY = "everybody"

    def phrase(self) -> str:
        """What is counted for strength, after "at least 70%"."""
        if self is StrengthBase.DIRECTION:
            return "of those who chose that side chose it strongly"
        return "of all votes are strong ones on that side"


@dataclass(frozen=True, slots=True)
class GradeGridRule:
    """A recommendation for or against, strong or weak, from five cells; the neutral cell stays in the denominator.

    Source: Jaeschke et al. (2008), BMJ 337:a744.
    """

    kind: ClassVar[str] = "grade_grid"

    direction_at_least: Fraction = _DEFAULTS[0]
    opposed_below: Fraction = _DEFAULTS[1]
    strong_at_least: Fraction = _DEFAULTS[2]
    strength_base: StrengthBase = StrengthBase.DIRECTION

    def __post_init__(self) -> None:
        check_exact(
            share_for_a_direction=self.direction_at_least,
            share_against_it=self.opposed_below,
            share_for_strength=self.strong_at_least,
        )
        if self.opposed_below > self.direction_at_least:
            raise InvalidInputError("With these shares a panel could recommend for and against at once.")

    def sentence(self) -> str:
        """The whole rule in one English sentence."""
        side, against, strong = map(rule_share, (self.direction_at_least, self.opposed_below, self.strong_at_least))
        return (
            f"There is a recommendation when at least {side} choose one side, strong or weak, and fewer than {against} "
            f"the other, neutral votes staying in the denominator; it is strong when at least {strong} "
            f"{self.strength_base.phrase()}, and weak otherwise."
        )

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""
        shares = {name: canonical_share(getattr(self, name)) for name in _FIELDS}
        return {"kind": self.kind, **shares, "strength_base": self.strength_base.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GradeGridRule":
        """Read what `to_dict` wrote or a file says; what is left out takes its default."""
        check_fields(data, {*_FIELDS, "strength_base"}, "A GRADE grid rule")
        return cls(
            **{name: read_share(data, name, default) for name, default in zip(_FIELDS, _DEFAULTS, strict=True)},
            strength_base=read_member(data, "strength_base", StrengthBase, StrengthBase.DIRECTION),
        )

    def sha256(self) -> str:
        """Fingerprint of the canonical form."""
        return fingerprint(self.to_dict())
