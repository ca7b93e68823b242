"""Rankings of items by many people: the nominal group technique and the Borda count."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.wording import counted
from consensus.tally.counts import ItemTally

K = TypeVar("K", bound=Hashable)


class Truncated(StrEnum):
    """What a ballot that ranks only some of the items says of the others, declared before the ranking opens."""

    REFUSED = "refused"
    NOTHING = "nothing"
    SHARED = "shared"
    FEWER_POINTS = "fewer_points"

    def phrase(self) -> str:
        """The policy as a report prints it."""
        return {
            Truncated.REFUSED: "Every ballot has to rank every item.",
            Truncated.NOTHING: "Items a ballot leaves out get no points from it.",
            Truncated.SHARED: "Items a ballot leaves out share the points it did not give away.",
            Truncated.FEWER_POINTS: "A ballot that ranks r items gives r points to its first and 1 to its last.",
        }[self]


@dataclass(frozen=True, slots=True)
class RankedItem:
    """score: exact; n_voters: people who listed the item; rank: 1 for the best, equal scores sharing one rank."""

    item: str
    score: Fraction
    n_voters: int
    rank: int
    tied: bool


def nominal_group(ballots: Sequence[Sequence[str]], items: Sequence[str], picks: int) -> tuple[RankedItem, ...]:
    """Scores of the nominal group technique, best first, ties in the order of `items`.

    ballots: each person's choice, most important first; the first of `picks` gets `picks` points, the next one less.
    Somebody who picks fewer gives fewer points. Every item is listed, unpicked ones with 0. Ties are never broken, by
    the number of voters neither, which stands beside the score. Raises InvalidInputError for an unknown or repeated
    item and for more picks than asked for.
    Source: Delbecq, Van de Ven and Gustafson (1975), Group Techniques for Program Planning.
    """
    if not 1 <= picks <= len(items):
        raise InvalidInputError(f"Each person can pick between 1 and {len(items)} of the items, not {picks}.")
    scores = dict.fromkeys(items, Fraction(0))
    for number, ballot in enumerate(ballots, start=1):
        _check_ballot(ballot, scores, number)
        if len(ballot) > picks:
            raise InvalidInputError(f"Ballot {number} picks {len(ballot)} items where {picks} were asked for.")
        for place, item in enumerate(ballot):
            scores[item] += picks - place
    return _ranked(scores, ballots)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands after a ranking in places.

    n_voters: people who gave it a place, of the n_ballots who ranked at all; rank, tied: as in `RankedItem`.
    """

    score: int
    n_voters: int
    n_ballots: int
    rank: int
    tied: bool

    def sentence(self, n_items: int) -> str:
        """Points, people and place in words."""
        if not self.n_ballots:
            return "Nobody ranked: there is no order."
        points = counted(self.score, "point")
        place = f"place {self.rank} of {n_items}{', shared with an equal score' if self.tied else ''}"
        people = f"{self.n_voters} of {counted(self.n_ballots, 'person', 'people')}"
        return f"{points} from {people} who ranked: {place}."


def standings(tallies: Mapping[K, ItemTally], picks: int) -> dict[K, Standing]:
    """The same scores as `nominal_group`, from how many people gave each item which place ("1" to "picks").

    Every other choice, such as "unranked", is none of the places. Everybody who ranked has a ballot on every item.
    """
    places = {key: {place: tally.n_of({str(place)}) for place in range(1, picks + 1)} for key, tally in tallies.items()}
    scores = {key: sum((picks + 1 - place) * n for place, n in of.items()) for key, of in places.items()}
    all_scores = list(scores.values())
    n_ballots = max((tally.n_cast for tally in tallies.values()), default=0)
    return {
        key: Standing(
            scores[key],
            sum(of.values()),
            n_ballots,
            1 + sum(score > scores[key] for score in all_scores),
            all_scores.count(scores[key]) > 1,
        )
        for key, of in places.items()
    }


def borda(
    ballots: Sequence[Sequence[str]], items: Sequence[str], truncated: Truncated = Truncated.REFUSED
) -> tuple[RankedItem, ...]:
    """Borda scores, best first, ties in the order of `items`.

    ballots: each person's order, best first. Of m items the first gets m-1 points and the last 0; `truncated` says
    what happens to items a ballot leaves out. An empty ballot gives nothing under any policy. Raises
    InvalidInputError for an unknown or repeated item, and for a truncated ballot where these are refused.
    Sources: Borda (1781); Emerson (2013), Social Choice and Welfare 40, for fewer points to shorter ballots.
    """
    scores = dict.fromkeys(items, Fraction(0))
    for number, ballot in enumerate(ballots, start=1):
        _check_ballot(ballot, scores, number)
        if truncated is Truncated.REFUSED and 0 < len(ballot) < len(items):
            raise InvalidInputError(f"Ballot {number} ranks {len(ballot)} of {len(items)} items; it has to rank all.")
        top = len(ballot) if truncated is Truncated.FEWER_POINTS else len(items) - 1
        for place, item in enumerate(ballot):
            scores[item] += top - place
        left_out = set(items) - set(ballot)
        if truncated is Truncated.SHARED and ballot:
            for item in left_out:
                scores[item] += Fraction(len(left_out) - 1, 2)
    return _ranked(scores, ballots)


def _check_ballot(ballot: Sequence[str], known: dict[str, Fraction], number: int) -> None:
    if isinstance(ballot, str):
        raise InvalidInputError(f"Ballot {number} is a list of items, not one text.")
    if unknown := [item for item in ballot if item not in known]:
        raise InvalidInputError(f"Ballot {number} ranks '{unknown[0]}', which is not one of the items.")
    if len(set(ballot)) < len(ballot):
        raise InvalidInputError(f"Ballot {number} ranks an item twice.")


def _ranked(scores: dict[str, Fraction], ballots: Sequence[Sequence[str]]) -> tuple[RankedItem, ...]:
    voters = dict.fromkeys(scores, 0)
    for ballot in ballots:
        for item in ballot:
            voters[item] += 1
    ordered = sorted(scores, key=lambda item: -scores[item])
    all_scores = list(scores.values())
    return tuple(
        RankedItem(
            item,
            scores[item],
            voters[item],
            1 + sum(score > scores[item] for score in all_scores),
            all_scores.count(scores[item]) > 1,
        )
        for item in ordered
    )
