"""What one panelist is shown about one item, by the arm they are in and their own rating."""

from dataclasses import dataclass

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.terms import GroupsShown
from consensus.tally.feedback import GroupFeedback, ItemFeedback


@dataclass(frozen=True, slots=True)
class ShownFeedback:
    """The parts that are shown; what the arm leaves out, or nobody may see, is None or empty.

    sentence: where the own rating stands, in words; or why nothing is shown.
    """

    own: int | None = None
    n: int = 0
    counts: tuple[int, ...] | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    groups: tuple[GroupFeedback, ...] = ()
    sentence: str = ""


def shown_to(
    feedback: ItemFeedback,
    plan: FeedbackPlan,
    own: int | None,
    group: str = "",
    *,
    could_not_judge: bool = False,
    is_counted: bool = True,
) -> ShownFeedback:
    """What somebody who rated `own` a round before is shown; nothing without an independent answer of their own.

    could_not_judge: that they said so, which is an answer too. is_counted: whether the numbers hold their rating for
    certain; where it may be newer than they are, the words do not count its reader in.
    """
    if own is None and not could_not_judge:
        return ShownFeedback(sentence="You have not rated this item yet: first your own rating, then the panel's.")
    own_shown = own if plan.own_rating else None
    if not feedback.n:
        why = "Too few people rated this item for their ratings to be shown." if feedback.is_hidden else ""
        return ShownFeedback(own_shown, sentence=why)
    return ShownFeedback(
        own=own_shown,
        n=feedback.n,
        counts=feedback.counts if plan.distribution else None,
        median=feedback.median if plan.median else None,
        quartiles=feedback.band if plan.quartiles else None,
        groups=_groups(feedback, plan.groups, group),
        sentence=_words(feedback, own, is_counted=is_counted) if plan.words else "",
    )


def standing_in_words(feedback: ItemFeedback, own: int) -> str:
    """ "You are among the 3 of 14 who rated lower than 4." The middle half of the panel are those from q1 to q3."""
    if feedback.band is None:
        return ""
    place, n = own - feedback.low, feedback.n
    lower, upper = feedback.band
    if feedback.counts[place] == n:
        return f"All {n} rated {own}, as you did."
    if own < lower:
        return _among(sum(feedback.counts[: place + 1]), n, f"rated lower than {own + 1}")
    if own > upper:
        return _among(sum(feedback.counts[place:]), n, f"rated higher than {own - 1}")
    return f"Your rating of {own} lies in the middle half of the {n} ratings, {_span(lower, upper)}."


def place_in_words(feedback: ItemFeedback, own: int) -> str:
    """Where a rating lies that need not be among those counted."""
    if feedback.band is None:
        return ""
    lower, upper = feedback.band
    where = "below" if own < lower else "above" if own > upper else "in"
    return f"Your rating of {own} lies {where} the middle half of {feedback.n} ratings, {_span(lower, upper)}."


def _words(feedback: ItemFeedback, own: int | None, *, is_counted: bool) -> str:
    if own is None:
        return "You said that you cannot judge this item."
    return standing_in_words(feedback, own) if is_counted else place_in_words(feedback, own)


def _among(k: int, n: int, did: str) -> str:
    return f"You are the only one of {n} who {did}." if k == 1 else f"You are among the {k} of {n} who {did}."


def _span(lower: float, upper: float) -> str:
    return f"which are all {lower:g}" if lower == upper else f"from {lower:g} to {upper:g}"


def _groups(feedback: ItemFeedback, shown: GroupsShown, own: str) -> tuple[GroupFeedback, ...]:
    if shown is GroupsShown.ALL:
        return feedback.groups
    if shown is GroupsShown.NONE:
        return ()
    is_own = shown is GroupsShown.OWN
    return tuple(group for group in feedback.groups if (own in group.names) is is_own)
