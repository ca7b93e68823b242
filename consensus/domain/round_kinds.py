"""The kinds of round as one table: what each offers, how it is answered, and which rules can decide it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.ballot_scale import BallotScale, anchored
from consensus.domain.ballots import Choice, Option, RoundKind
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.objections import Answer
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rules import Rule
from consensus.domain.scales import RatingScale

UNRANKED = "unranked"
_FEWEST_PLACES = 2
ABSTAIN = Option(Choice.ABSTAIN, "Abstain")
CANNOT_JUDGE = Option(Choice.CANNOT_JUDGE, "Cannot judge")

Frozen = tuple[Rule, BallotScale | None]


@dataclass(frozen=True, slots=True)
class KindOfRound:
    """One row of the table.

    title, explanation: how a facilitator finds it. verb: what the panel does, on buttons.
    options: what is offered after the points of the scale, in the order of the keys.
    check_whole: what the answers to all items, which are then recorded together or not at all, have to keep to;
        None where each item is answered on its own.
    settles: whether the verdict is one on agreement, so that a statement is then adopted or not; a ranking is none.
    preset: the ready-made rule that decides where the process's own definition cannot; "" where there is none.
    judges: whether a rule can decide it; freeze: rule and scale for so many items.
    """

    title: str
    explanation: str
    verb: str
    options: tuple[Option, ...]
    preset: str
    judges: Callable[[Rule], bool]
    freeze: Callable[[Rule, int], Frozen]
    check_whole: Callable[[Collection[str]], None] | None = None
    settles: bool = True

    @property
    def is_cast_whole(self) -> bool:
        """Whether one person's answers to all items are one ballot paper."""
        return self.check_whole is not None


def _decides_votes(rule: Rule) -> bool:
    return isinstance(rule, ConsensusDefinition) and rule.decides_votes


def scale_of(rule: Rule) -> RatingScale | None:
    """The rating scale a rule judges; None for a rule on votes, cells or ranks."""
    if isinstance(rule, ConsensusDefinition | AppropriatenessRule | CoreOutcomeRule):
        return rule.scale
    return None


def _without_scale(rule: Rule, _: int) -> Frozen:
    return rule, None


_ANCHORS = {
    ConsensusDefinition.kind: ("strongly disagree", "neither", "strongly agree"),
    AppropriatenessRule.kind: ("extremely inappropriate", "uncertain", "extremely appropriate"),
    CoreOutcomeRule.kind: ("not important", "important, not critical", "critical"),
}


def _with_anchors(rule: Rule, _: int) -> Frozen:
    points = scale_of(rule)
    if points is None:
        raise InvalidInputError("Ratings need a rule on a scale.")
    return rule, anchored(points, *_ANCHORS[rule.kind])


def _with_places(rule: Rule, n_items: int) -> Frozen:
    """Nobody can pick more than there are; a place is a point, 1 the first."""
    if not isinstance(rule, RankingRule):
        raise InvalidInputError("A ranking needs a rule that orders items.")
    picks = min(rule.picks, n_items)
    if picks < _FEWEST_PLACES:
        raise InvalidInputError("A ranking needs at least two candidates and two places.")
    return replace(rule, picks=picks), BallotScale(RatingScale(1, picks))


def _check_places(choices: Collection[str]) -> None:
    places = sorted(int(choice) for choice in choices if choice != UNRANKED)
    if not places:
        raise InvalidInputError("Put at least one candidate in a place.")
    if places != list(range(1, len(places) + 1)):
        raise InvalidInputError("Each place is given once, from the first on without a gap.")


def _check_nothing(_: Collection[str]) -> None:
    """Any answers may stand beside each other."""


KINDS: Mapping[RoundKind, KindOfRound] = {
    RoundKind.VOTE: KindOfRound(
        "Vote: agree or disagree",
        "Each candidate on its own. The process's definition decides.",
        "vote",
        (Option(Choice.AGREE, "Agree"), Option(Choice.DISAGREE, "Disagree"), ABSTAIN, CANNOT_JUDGE),
        "",
        _decides_votes,
        _without_scale,
    ),
    RoundKind.APPROVAL: KindOfRound(
        "Approval: as many as you like",
        "Everybody ticks every candidate they can live with; one that is left out is not approved.",
        "approve",
        (Option(Choice.AGREE, "Approve"), Option(Choice.DISAGREE, "Do not approve"), ABSTAIN),
        "",
        _decides_votes,
        _without_scale,
        check_whole=_check_nothing,
    ),
    RoundKind.RATING: KindOfRound(
        "Rating on a scale",
        "Each candidate gets a point on a scale, such as 1 to 9.",
        "rate",
        (CANNOT_JUDGE,),
        "median_and_iqr",
        lambda rule: scale_of(rule) is not None,
        _with_anchors,
    ),
    RoundKind.GRADE: KindOfRound(
        "GRADE grid: direction and strength",
        "Five answers, from strongly for to strongly against.",
        "vote",
        (
            Option("strong_for", "Strong for", "almost everybody should"),
            Option("weak_for", "Weak for", "most should"),
            Option("neutral", "Neutral", "no recommendation"),
            Option("weak_against", "Weak against", "most should not"),
            Option("strong_against", "Strong against", "almost nobody should"),
            CANNOT_JUDGE,
        ),
        "grade_grid",
        lambda rule: isinstance(rule, GradeGridRule),
        _without_scale,
    ),
    RoundKind.RANKING: KindOfRound(
        "Ranking: the most important first",
        "Everybody puts their first few candidates in order. It sets priorities and adopts nothing.",
        "rank",
        (Option(UNRANKED, "Not ranked"),),
        "nominal_group",
        lambda rule: isinstance(rule, RankingRule),
        _with_places,
        check_whole=_check_places,
        settles=False,
    ),
}


# No rule decides an objection check, so it is no row of the table.
_ANSWERS: Mapping[RoundKind, tuple[Option, ...]] = {
    **{kind: row.options for kind, row in KINDS.items()},
    RoundKind.OBJECTION: (Option(Answer.NO_OBJECTION, "No objection"), Option(Answer.OBJECT, "I object")),
}


def is_cast_whole(kind: RoundKind) -> bool:
    """Whether one person's answers to all items of such a round are one ballot paper."""
    row = KINDS.get(kind)
    return row is not None and row.is_cast_whole


def options_of(kind: RoundKind, scale: BallotScale | None) -> tuple[Option, ...]:
    """What a ballot offers, in the order of the keys: the points of the scale first."""
    if scale is None:
        return _ANSWERS[kind]
    points = range(scale.points.low, scale.points.high + 1)
    rated = tuple(Option(str(point), str(point), scale.meaning(point)) for point in points)
    return rated + _ANSWERS[kind]


def check_choice(kind: RoundKind, scale: BallotScale | None, choice: str) -> None:
    """Refuse a choice that a round of this kind, on this scale, does not offer."""
    if choice not in _values(kind, scale.points if scale else None):
        raise InvalidInputError("This is not one of the answers offered.")


@cache
def _values(kind: RoundKind, points: RatingScale | None) -> frozenset[str]:
    offered = frozenset(option.value for option in _ANSWERS[kind])
    return offered | points.points if points else offered


def check_paper(kind: RoundKind, scale: BallotScale | None, n_items: int, choices: Mapping[object, str]) -> None:
    """Refuse answers to all items of a round that do not make one ballot paper: incomplete, or places given twice."""
    if len(choices) != n_items:
        raise InvalidInputError("These statements are answered together, and the answer to one of them is missing.")
    for choice in choices.values():
        check_choice(kind, scale, choice)
    check_whole = KINDS[kind].check_whole
    if check_whole is None:
        raise InvalidInputError("Here each statement is answered on its own.")
    check_whole(choices.values())
