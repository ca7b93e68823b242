"""Rating scales: whole numbers from a lowest to a highest point."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consensus.domain.errors import InvalidInputError

_HIGHEST = 100


@dataclass(frozen=True, slots=True)
class RatingScale:
    """Every whole number from `low` to `high`, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= _HIGHEST:
            raise InvalidInputError(
                f"A rating scale runs upwards between 0 and {_HIGHEST}, not from {self.low} to {self.high}."
            )

    @property
    def points(self) -> frozenset[str]:
        """The points as they are stored in ballots: "1" to "9"."""
        return frozenset(str(point) for point in range(self.low, self.high + 1))

    @property
    def n_points(self) -> int:
        """How many points there are."""
        return self.high - self.low + 1

    def phrase(self) -> str:
        """ "from 1 to 9"."""
        return f"from {self.low} to {self.high}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {"low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "RatingScale":
        """Read what `to_dict` wrote; a missing or unknown field is refused by name."""
        if unknown := set(data) - {"low", "high"}:
            raise InvalidInputError(f"A rating scale has no field '{min(unknown)}'.")
        for name in ("low", "high"):
            if not isinstance(data.get(name), int) or isinstance(data[name], bool):
                raise InvalidInputError(f"The '{name}' of a rating scale is a whole number.")
        return cls(data["low"], data["high"])


NINE_POINTS = RatingScale(1, 9)
