"""The RAND/UCLA appropriateness rule: median and disagreement of ratings from 1 to 9."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields, read_member, read_scale
from consensus.domain.rules import fingerprint
from consensus.domain.scales import NINE_POINTS, RatingScale

CLASSIC_MINIMUM_N = 8


class DisagreementTest(StrEnum):
    """How it is told whether a panel disagrees."""

    IPRAS = "ipras"
    CLASSIC = "classic"

    def phrase(self) -> str:
        """What makes disagreement, in words."""
        if self is DisagreementTest.IPRAS:
            return (
                "the range between the 30th and the 70th percentile is wider than the one adjusted for symmetry (IPRAS)"
            )
        return (
            "of n ratings at least (n + 1) / 3, rounded down, lie in 1 to 3 and as many in 7 to 9 (the classic table)"
        )


@dataclass(frozen=True, slots=True)
class AppropriatenessRule:
    """Appropriate, uncertain or inappropriate; defined on the scale from 1 to 9 only.

    minimum_n: the least number of ratings for a verdict; at least 8 for the classic test, which is not defined below.
    Source: Fitch et al. (2001), The RAND/UCLA Appropriateness Method User's Manual.
    """

    kind: ClassVar[str] = "appropriateness"

    disagreement: DisagreementTest = DisagreementTest.IPRAS
    minimum_n: int = 1
    scale: RatingScale = NINE_POINTS

    def __post_init__(self) -> None:
        if self.scale != NINE_POINTS:
            raise InvalidInputError(
                f"RAND/UCLA appropriateness is defined on the scale from 1 to 9 only, not {self.scale.phrase()}."
            )
        if self.minimum_n < 1:
            raise InvalidInputError("A verdict needs at least 1 rating.")
        if self.disagreement is DisagreementTest.CLASSIC and self.minimum_n < CLASSIC_MINIMUM_N:
            raise InvalidInputError(
                f"The classic test of disagreement is defined from {CLASSIC_MINIMUM_N} ratings up, "
                f"not from {self.minimum_n}."
            )

    def sentence(self) -> str:
        """The whole rule in one English sentence."""
        least = f"; there is no verdict on fewer than {self.minimum_n} ratings" if self.minimum_n > 1 else ""
        return (
            "An item is appropriate when the median of its ratings lies in 7 to 9 without disagreement, inappropriate "
            "when it lies in 1 to 3 without disagreement, and uncertain otherwise; medians of 3.5 and 6.5 belong to "
            f"the higher region; there is disagreement when {self.disagreement.phrase()}{least}; "
            "ratings run from 1 to 9."
        )

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""
        return {
            "kind": self.kind,
            "disagreement": self.disagreement.value,
            "minimum_n": self.minimum_n,
            "scale": self.scale.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "AppropriatenessRule":
        """Read what `to_dict` wrote or a file says; what is left out takes its default."""
        check_fields(data, {"disagreement", "minimum_n", "scale"}, "An appropriateness rule")
        test = read_member(data, "disagreement", DisagreementTest, DisagreementTest.IPRAS)
        default = CLASSIC_MINIMUM_N if test is DisagreementTest.CLASSIC else 1
        minimum_n = data.get("minimum_n", default)
        if not isinstance(minimum_n, int) or isinstance(minimum_n, bool):
            raise InvalidInputError("The field 'minimum_n' is a whole number.")
        return cls(test, minimum_n, read_scale(data))

    def sha256(self) -> str:
        """Fingerprint of the canonical form."""
        return fingerprint(self.to_dict())
