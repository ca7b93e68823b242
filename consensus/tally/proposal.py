"""Which of several candidate statements on one topic is proposed for adoption."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from consensus.tally.round_verdicts import AnyVerdict, is_in_favour
from consensus.tally.verdicts import Verdict

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Proposal(Generic[K]):
    """winner: the candidate proposed, or None; tied: those that share the largest share exactly, if several;
    reached: every candidate that meets the rule, in the order given.
    """

    winner: K | None
    tied: tuple[K, ...]
    reached: tuple[K, ...]


def propose(verdicts: Mapping[K, AnyVerdict]) -> Proposal[K]:
    """Of the candidates that meet the rule, the one with the largest exact share.

    An exact tie is never broken, neither by order nor by id nor by the number of votes: it goes back to
    discussion, and `winner` is None. Only a rule on a share compares candidates: under any other each candidate that
    meets it stands for itself, and of several none is proposed before another.
    """
    reached = {key: verdict for key, verdict in verdicts.items() if is_in_favour(verdict.outcome)}
    by_share = {key: verdict for key, verdict in reached.items() if isinstance(verdict, Verdict) and _by_share(verdict)}
    exact = {key: verdict.share for key, verdict in by_share.items()}
    shares = {key: share for key, share in exact.items() if share is not None}
    if len(reached) == 1:
        return Proposal(next(iter(reached)), (), tuple(reached))
    largest = max(shares.values(), default=Fraction(0))
    best = tuple(key for key, share in shares.items() if share == largest)
    if len(best) == 1:
        return Proposal(best[0], (), tuple(reached))
    return Proposal(None, best, tuple(reached))


def _by_share(verdict: Verdict) -> bool:
    """A definition by median and spread alone asks for no share, even where one can be counted."""
    return verdict.definition is None or verdict.definition.threshold is not None
