"""The clause that asks where the ratings lie and how close together they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import RatingScale
from consensus.domain.shares import canonical_share

_FIELDS = ("median_at_least", "median_at_most", "iqr_at_most")


@dataclass(frozen=True, slots=True)
class SpreadClause:
    """Bounds on the median and on the interquartile range of the ratings, each included, in points of the scale.

    Direction and concentration are two questions: a narrow range says that ratings are close together, and only
    the median says on which side. Quartiles are of type 7 (Hyndman and Fan 1996). None switches a bound off.
    """

    median_at_least: Fraction | None = None
    median_at_most: Fraction | None = None
    iqr_at_most: Fraction | None = None

    def __post_init__(self) -> None:
        bounds = (self.median_at_least, self.median_at_most, self.iqr_at_most)
        if all(bound is None for bound in bounds):
            raise InvalidInputError("A clause on median and spread needs a bound on one of them.")
        if any(not isinstance(bound, Fraction | None) for bound in bounds):
            raise InvalidInputError("Write a median or a range as a whole number or an exact fraction such as 13/2.")
        if self.iqr_at_most is not None and self.iqr_at_most < 0:
            raise InvalidInputError("An interquartile range cannot be negative.")
        low, high = self.median_at_least, self.median_at_most
        if low is not None and high is not None and low > high:
            raise InvalidInputError(
                f"A median of at least {point_text(low)} cannot be at most {point_text(high)} as well."
            )

    @property
    def asks_for_median(self) -> bool:
        """Whether there is a bound on the median."""
        return self.median_at_least is not None or self.median_at_most is not None

    def check_on(self, scale: RatingScale) -> None:
        """Refuse bounds on the median that lie off the scale."""
        for bound in (self.median_at_least, self.median_at_most):
            if bound is not None and not scale.low <= bound <= scale.high:
                raise InvalidInputError(f"A median of {point_text(bound)} does not lie on the scale {scale.phrase()}.")

    def median_holds(self, median: Fraction) -> bool:
        """Whether the median lies within its bounds."""
        above = self.median_at_least is None or median >= self.median_at_least
        return above and (self.median_at_most is None or median <= self.median_at_most)

    def iqr_holds(self, iqr: Fraction) -> bool:
        """Whether the ratings are close enough together."""
        return self.iqr_at_most is None or iqr <= self.iqr_at_most

    def median_phrase(self) -> str:
        """ "at least 7", "at most 3", "from 4 to 6"."""
        low, high = self.median_at_least, self.median_at_most
        if low is not None and high is not None:
            return f"exactly {point_text(low)}" if low == high else f"from {point_text(low)} to {point_text(high)}"
        if low is not None:
            return f"at least {point_text(low)}"
        return f"at most {point_text(high)}" if high is not None else ""

    def sentence_parts(self) -> list[str]:
        """ "the median of the ratings is at least 7", "their interquartile range is at most 3"."""
        parts = [f"the median of the ratings is {self.median_phrase()}"] if self.asks_for_median else []
        if self.iqr_at_most is not None:
            whose = "their" if parts else "the"
            parts.append(f"{whose} interquartile range (quartiles of type 7) is at most {point_text(self.iqr_at_most)}")
        return parts

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form; the bounds as exact fractions in text."""
        return {name: None if (bound := getattr(self, name)) is None else canonical_share(bound) for name in _FIELDS}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "SpreadClause":
        """Read what `to_dict` wrote; whole numbers are fine, floats are not exact and refused."""
        if unknown := set(data) - set(_FIELDS):
            raise InvalidInputError(f"A clause on median and spread has no field '{min(unknown)}'.")
        return cls(**{name: parse_point(value) for name, value in data.items()})


def parse_point(value: object) -> Fraction | None:
    """A place on a scale or a distance on it: 7, "6.5", "13/2"; None and empty text switch the bound off."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise InvalidInputError(f"Write a median or a range as a number such as 7 or 6.5, not {value!r}.")


def point_text(value: Fraction) -> str:
    """ "7", "6.5", "20/3": decimal where that is exact with at most two places, else the fraction."""
    hundredths = value * 100
    if hundredths.denominator != 1:
        return canonical_share(value)
    sign, (whole, rest) = "-" if hundredths < 0 else "", divmod(abs(hundredths.numerator), 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")
