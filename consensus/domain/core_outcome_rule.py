"""The rule of core outcome sets: many call an outcome critical and few call it unimportant."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_exact, check_fields, read_member, read_scale, read_share
from consensus.domain.rules import fingerprint
from consensus.domain.scales import NINE_POINTS, RatingScale
from consensus.domain.shares import canonical_share, rule_share


class Variant(StrEnum):
    """Whose ratings have to reach the shares."""

    EACH_GROUP = "each_group"
    POOLED = "pooled"
    ANY_GROUP = "any_group"

    def phrase(self) -> str:
        """In words, after a comma."""
        return {
            Variant.EACH_GROUP: "in each stakeholder group",
            Variant.POOLED: "in the whole panel taken together",
            Variant.ANY_GROUP: "in at least one stakeholder group",
        }[self]


@dataclass(frozen=True, slots=True)
class CoreOutcomeRule:
    """In: at least `supported_at_least` rate 7-9 and fewer than `opposed_below` rate 1-3; out: the mirror image.

    Source: Williamson et al. (2017), The COMET Handbook.
    """

    kind: ClassVar[str] = "core_outcome"

    supported_at_least: Fraction = Fraction(7, 10)
    opposed_below: Fraction = Fraction(3, 20)
    variant: Variant = Variant.EACH_GROUP
    scale: RatingScale = NINE_POINTS

    def __post_init__(self) -> None:
        if self.scale != NINE_POINTS:
            raise InvalidInputError(
                f"The rule of core outcome sets is defined on the scale from 1 to 9 only, not {self.scale.phrase()}."
            )
        check_exact(share_that_supports=self.supported_at_least, share_that_opposes=self.opposed_below)
        if self.opposed_below > self.supported_at_least:
            raise InvalidInputError("The share that opposes cannot exceed the share that supports.")

    def sentence(self) -> str:
        """The whole rule in one English sentence."""
        most, few = rule_share(self.supported_at_least), rule_share(self.opposed_below)
        return (
            f"An outcome is in when at least {most} rate it 7 to 9 and fewer than {few} rate it 1 to 3, "
            f"{self.variant.phrase()}, out when it is the other way round, and without consensus otherwise; "
            "'cannot judge' and missing ratings are left out of the denominator; ratings run from 1 to 9."
        )

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""
        return {
            "kind": self.kind,
            "supported_at_least": canonical_share(self.supported_at_least),
            "opposed_below": canonical_share(self.opposed_below),
            "variant": self.variant.value,
            "scale": self.scale.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "CoreOutcomeRule":
        """Read what `to_dict` wrote or a file says; what is left out takes its default."""
        check_fields(data, {"supported_at_least", "opposed_below", "variant", "scale"}, "A core outcome rule")
        return cls(
            read_share(data, "supported_at_least", Fraction(7, 10)),
            read_share(data, "opposed_below", Fraction(3, 20)),
            read_member(data, "variant", Variant, Variant.EACH_GROUP),
            read_scale(data),
        )

    def sha256(self) -> str:
        """Fingerprint of the canonical form."""
        return fingerprint(self.to_dict())
