"""Whether a rating is one that a reason is asked for."""

from collections.abc import Collection

from consensus.domain.delphi.terms import ReasonTrigger
from consensus.domain.scales import RatingScale


def third_of(scale: RatingScale, rating: int) -> int:
    """0, 1 or 2: the lower, middle or upper third of a scale; on 1 to 9 these are 1-3, 4-6 and 7-9.

    Where the points do not divide by three, the middle third takes what is left over.
    """
    ends = scale.n_points // 3
    if rating < scale.low + ends:
        return 0
    return 2 if rating > scale.high - ends else 1


def asks_reason(
    triggers: Collection[ReasonTrigger],
    scale: RatingScale,
    rating: int,
    *,
    before: int | None,
    band: tuple[float, float] | None,
) -> frozenset[ReasonTrigger]:
    """The triggers that hold for a rating; none of them without an earlier round.

    before: the rating of the same person on the same wording a round earlier; band: the quartiles of the panel then.
    """
    holds = {
        ReasonTrigger.OUTSIDE_BAND: band is not None and not band[0] <= rating <= band[1],
        ReasonTrigger.CATEGORY_CROSSED: before is not None and third_of(scale, before) != third_of(scale, rating),
    }
    return frozenset(trigger for trigger in triggers if holds[trigger])
