"""What the answers to a ranking question say of each option."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from consensus.tally.ranking import Truncated, borda

TRUNCATED = Truncated.SHARED
"""In a survey people may rank only some: what they leave out shares the points they did not give away."""


@dataclass(frozen=True, slots=True)
class RankedOption:
    """How one option fared among n people who ranked.

    n_first: how many placed it first; n_listed: how many ranked it at all.
    mean_place: mean over those who ranked it, None where nobody did.
    score: Borda count; place: by that score, 1 for the best, equal ones sharing a place.
    """

    option_id: str
    n_first: int
    n_listed: int
    mean_place: Fraction | None
    score: Fraction
    place: int
    tied: bool


def rank_options(rankings: Sequence[Sequence[str]], options: Sequence[str]) -> tuple[RankedOption, ...]:
    """All options, the best Borda score first, ties in the order of `options`; empty where nobody ranked."""
    if not any(rankings):
        return ()
    places: dict[str, list[int]] = {option: [] for option in options}
    for ranking in rankings:
        for place, option in enumerate(ranking, start=1):
            places[option].append(place)
    return tuple(
        RankedOption(
            option_id=ranked.item,
            n_first=places[ranked.item].count(1),
            n_listed=ranked.n_voters,
            mean_place=Fraction(sum(places[ranked.item]), ranked.n_voters) if ranked.n_voters else None,
            score=ranked.score,
            place=ranked.rank,
            tied=ranked.tied,
        )
        for ranked in borda(rankings, options, TRUNCATED)
    )
