"""The points a ballot offers, as a round freezes them: a rating scale and the words at its ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from consensus.domain.scales import RatingScale


@dataclass(frozen=True, slots=True)
class BallotScale:
    """The points from lowest to highest, and what some of them mean."""

    points: RatingScale
    anchors: tuple[tuple[int, str], ...] = ()

    def meaning(self, point: int) -> str:
        """What a point means; "" where nothing is said of it."""
        return dict(self.anchors).get(point, "")

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {**self.points.to_dict(), "anchors": {str(point): words for point, words in self.anchors}}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "BallotScale":
        """Read what `to_dict` wrote; anchors in the order of the points."""
        anchors = sorted((int(point), words) for point, words in data.get("anchors", {}).items())
        return cls(_points(data["low"], data["high"]), tuple(anchors))


def anchored(points: RatingScale, low: str, middle: str, high: str) -> BallotScale:
    """A scale with words at both ends, and in the middle where it has one and there are any."""
    words = [(points.low, low), ((points.low + points.high) // 2, middle), (points.high, high)]
    has_middle = points.n_points % 2 == 1
    return BallotScale(points, tuple(pair for pair in words if pair[1] and (has_middle or pair[1] != middle)))


@cache
def _points(low: int, high: int) -> RatingScale:
    return RatingScale(low, high)
