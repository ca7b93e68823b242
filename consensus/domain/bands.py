"""Named bands of agreement that together cover every share from 0 to 1, each share once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.shares import canonical_share, parse_share, rule_share


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of shares; the lower end belongs to it by default, the upper end does not."""

    name: str
    lower: Fraction
    upper: Fraction
    includes_lower: bool = True
    includes_upper: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidInputError("A band needs a name.")
        if not 0 <= self.lower <= self.upper <= 1:
            raise InvalidInputError(f"The band '{self.name}' must run upwards between 0% and 100%.")
        if self.lower == self.upper and not (self.includes_lower and self.includes_upper):
            raise InvalidInputError(f"The band '{self.name}' is empty.")

    def holds(self, share: Fraction) -> bool:
        """Whether the share lies in this band, ends as declared."""
        above = share >= self.lower if self.includes_lower else share > self.lower
        below = share <= self.upper if self.includes_upper else share < self.upper
        return above and below

    def sentence_part(self) -> str:
        """ "strong (more than 95% up to 100%)"."""
        return f"{self.name} ({_stretch(self.lower, self.includes_lower, self.upper, self.includes_upper)})"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form; the ends as exact fractions in text."""
        return {
            "name": self.name,
            "lower": canonical_share(self.lower),
            "upper": canonical_share(self.upper),
            "includes_lower": self.includes_lower,
            "includes_upper": self.includes_upper,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Band":
        """Read what `to_dict` wrote; a missing or unknown field is refused by name."""
        known = {"name", "lower", "upper", "includes_lower", "includes_upper"}
        for field in ("name", "lower", "upper"):
            if field not in data:
                raise InvalidInputError(f"A band lacks its '{field}'.")
        if unknown := set(data) - known:
            raise InvalidInputError(f"A band has no field '{min(unknown)}'.")
        return cls(
            name=str(data["name"]),
            lower=parse_share(data["lower"]),
            upper=parse_share(data["upper"]),
            includes_lower=bool(data.get("includes_lower", True)),
            includes_upper=bool(data.get("includes_upper", False)),
        )


def check_tiling(bands: Sequence[Band]) -> None:
    """Refuse bands that leave a gap, overlap, share a name, or do not reach from 0 to 1; none at all is fine."""
    if not bands:
        return
    if len({band.name for band in bands}) != len(bands):
        raise InvalidInputError("Two bands bear the same name.")
    ordered = sorted(bands, key=lambda band: (band.lower, band.upper))
    first, last = ordered[0], ordered[-1]
    if first.lower != 0 or not first.includes_lower:
        gap = _stretch(Fraction(0), True, first.lower, not first.includes_lower)
        raise InvalidInputError(
            f"The bands leave a gap below '{first.name}': they must begin at 0%, and {gap} has no name."
        )
    for below, above in pairwise(ordered):
        pair = f"the bands '{below.name}' and '{above.name}'"
        if below.upper < above.lower or (
            below.upper == above.lower and not below.includes_upper and not above.includes_lower
        ):
            gap = _stretch(below.upper, not below.includes_upper, above.lower, not above.includes_lower)
            raise InvalidInputError(f"There is a gap between {pair}: {gap} has no name.")
        if below.upper > above.lower or (below.includes_upper and above.includes_lower):
            upper, in_both = min((below.upper, below.includes_upper), (above.upper, above.includes_upper))
            twice = _stretch(above.lower, above.includes_lower, upper, in_both)
            raise InvalidInputError(f"There is an overlap of {pair}: {twice} has two names.")
    if last.upper != 1 or not last.includes_upper:
        raise InvalidInputError(
            f"The bands leave a gap above '{last.name}': they must end at 100%, and "
            f"{_stretch(last.upper, not last.includes_upper, Fraction(1), True)} has no name."
        )


def _stretch(lower: Fraction, with_lower: bool, upper: Fraction, with_upper: bool) -> str:
    """ "75%", "from 75% up to 80%", "more than 75% to less than 80%"."""
    if lower == upper:
        return rule_share(lower)
    start, end = "from" if with_lower else "more than", "up to" if with_upper else "to less than"
    return f"{start} {rule_share(lower)} {end} {rule_share(upper)}"


def band_of(bands: Sequence[Band], share: Fraction) -> str | None:
    """The name of the band that holds the share; None when there are no bands."""
    return next((band.name for band in bands if band.holds(share)), None)
