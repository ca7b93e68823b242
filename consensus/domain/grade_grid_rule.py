"""The rule of the GRADE grid: direction first, strength second."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_exact, check_fields, read_share
from consensus.domain.rules import fingerprint
from consensus.domain.shares import canonical_share, rule_share

_FIELDS = ("direction_at_least", "opposed_below", "strong_at_least")
_DEFAULTS = (Fraction(1, 2), Fraction(1, 5), Fraction(7, 10))


@dataclass(frozen=True, slots=True)
class GradeGridRule:
    """A recommendation for or against, strong or weak, from five cells; the neutral cell stays in the denominator.

    Source: Jaeschke et al. (2008), BMJ 337:a744.
    """

    kind: ClassVar[str] = "grade_grid"

    direction_at_least: Fraction = _DEFAULTS[0]
    opposed_below: Fraction = _DEFAULTS[1]
    strong_at_least: Fraction = _DEFAULTS[2]

    def __post_init__(self) -> None:
        check_exact(
            share_for_a_direction=self.direction_at_least,
            share_against_it=self.opposed_below,
            share_for_strength=self.strong_at_least,
        )
        if self.direction_at_least < Fraction(1, 2) and self.opposed_below > self.direction_at_least:
            raise InvalidInputError("With these shares a panel could recommend for and against at once.")

    def sentence(self) -> str:
        """The whole rule in one English sentence."""
        side, against, strong = map(rule_share, (self.direction_at_least, self.opposed_below, self.strong_at_least))
        return (
            f"There is a recommendation when at least {side} choose one side, strong or weak, and fewer than {against} "
            f"the other, neutral votes staying in the denominator; it is strong when at least {strong} of the same "
            "votes are strong in that direction, and weak otherwise."
        )

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""
        return {"kind": self.kind} | {name: canonical_share(getattr(self, name)) for name in _FIELDS}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GradeGridRule":
        """Read what `to_dict` wrote or a file says; what is left out takes its default."""
        check_fields(data, set(_FIELDS), "A GRADE grid rule")
        return cls(*(read_share(data, name, default) for name, default in zip(_FIELDS, _DEFAULTS, strict=True)))

    def sha256(self) -> str:
        """Fingerprint of the canonical form."""
        return fingerprint(self.to_dict())
