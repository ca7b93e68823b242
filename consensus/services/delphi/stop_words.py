"""What the stop rule said of a revealed round, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.domain.delphi.stop_rule import StopReason

_WHY = {
    StopReason.CONSENSUS: "enough items have consensus",
    StopReason.STABILITY: "no item without consensus still moves",
    StopReason.MAXIMUM_ROUNDS: "the last round has been held",
}


@dataclass(frozen=True, slots=True)
class StopWords:
    """stops: whether the rule ends the Delphi; sentences: that, and how the items stand."""

    stops: bool
    sentences: tuple[str, ...]


def stop_words(stop: Mapping[str, Any], *, is_real_time: bool = False) -> StopWords:
    """The decision that was stored at the reveal, in words; without rounds the deadline alone ends it."""
    reasons = [_WHY[StopReason(reason)] for reason in stop["reasons"]]
    first = (
        f"The stop rule ends the Delphi: {' and '.join(reasons)}."
        if reasons
        else "By the stop rule another round follows."
    )
    if is_real_time:
        first = "There are no rounds: the answers at the deadline stand."
    return StopWords(
        bool(reasons),
        (
            first,
            *_listed("Consensus", stop["with_consensus"]),
            *_listed("Stable without consensus, which is a result", stop["stable_disagreement"]),
            *_listed("Not settled and not stable", stop["moving"]),
            *_listed("Reworded since the round before, so no stability was computed", stop["reworded"]),
        ),
    )


def _listed(what: str, labels: Sequence[str]) -> tuple[str, ...]:
    return (f"{what}: {', '.join(labels)}.",) if labels else ()
