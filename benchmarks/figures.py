"""What a run yields, and how figures are put together."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """One measurement: `seconds` long, `cpu_seconds` of the server, `waits` (seconds) of each acknowledged vote."""

    seconds: float
    cpu_seconds: float
    waits: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Votes acknowledged a second."""
        return len(self.waits) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for each vote, in milliseconds."""
        return self.cpu_seconds / max(1, len(self.waits)) * 1000

    def wait_ms(self, share: float) -> float:
        """The wait that this share of the votes did not exceed, in milliseconds."""
        return quantile(self.waits, share) * 1000


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, -int(-len(ordered) * share // 1))
    return ordered[rank - 1] if ordered else float("nan")


def middle(runs: Sequence[Figures]) -> Figures:
    """The run with the median rate."""
    rate = statistics.median_low([run.per_second for run in runs])
    return next(run for run in runs if run.per_second == rate)
