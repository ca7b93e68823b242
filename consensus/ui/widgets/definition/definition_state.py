"""A consensus definition as the values of the editor's inputs, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from consensus.domain.ballots import Choice
from consensus.domain.bands import Band
from consensus.domain.definitions import (
    ConsensusDefinition,
    Denominator,
    Electorate,
    GroupMode,
    GroupRule,
    Operator,
    RatingScale,
    SpreadClause,
)
from consensus.domain.errors import InvalidInputError
from consensus.domain.shares import canonical_share, parse_share, rule_share
from consensus.domain.spread_clause import parse_point, point_text

VOTES, RATINGS = "votes", "ratings"
MOST_LISTED_POINTS = 11

_DEFAULT_SCALE = RatingScale(1, 9)
_DEFAULT_AGREEING = frozenset("789")
_AGREE, _DISAGREE = frozenset({Choice.AGREE.value}), frozenset({Choice.DISAGREE.value})
_FOUR_FIFTHS = Fraction(4, 5)
# What an editor that is asked for bands begins with: they tile, and meet at the usual threshold.
_FIRST_BANDS = (
    Band("no consensus", Fraction(0), _FOUR_FIFTHS),
    Band("consensus", _FOUR_FIFTHS, Fraction(1), includes_upper=True),
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one definition in a page's state: each is kept under the key of the definition and its name."""

    state: Mapping[Any, Any]
    key: str

    def __getitem__(self, name: str) -> Any:
        return self.state[f"{self.key}.{name}"]

    def is_on(self, name: str) -> bool:
        """Whether a clause is switched on."""
        return bool(self.state.get(f"{self.key}.{name}"))

    @property
    def on_scale(self) -> bool:
        """Whether ratings are judged rather than votes."""
        return bool(self["answers"] == RATINGS)


def values_of(definition: ConsensusDefinition) -> dict[str, Any]:
    """What the inputs hold when they spell out this definition; a clause that is off holds what it would begin with."""
    scale = definition.scale or _DEFAULT_SCALE
    agreeing = definition.agreeing if definition.scale else _DEFAULT_AGREEING
    points = sorted(map(int, agreeing))
    group, spread = definition.group_rule, definition.spread or SpreadClause(Fraction(7), iqr_at_most=Fraction(3))
    return {
        "answers": RATINGS if definition.scale else VOTES,
        "low": scale.low,
        "high": scale.high,
        "points": [str(point) for point in points],
        "from_point": points[0],
        "to_point": points[-1],
        "has_threshold": definition.threshold is not None,
        "threshold": canonical_share(definition.threshold or _FOUR_FIFTHS),
        "operator": definition.operator,
        "denominator": definition.denominator,
        "electorate": definition.electorate,
        "quorum": rule_share(definition.quorum),
        "minimum_n": definition.minimum_n,
        "majority": definition.require_majority_of_eligible,
        "has_dissent": definition.max_dissent is not None,
        "max_dissent": definition.max_dissent or 0,
        "dissent_choices": sorted(definition.dissent_choices),
        "has_groups": group is not None,
        "group_mode": group.mode if group else GroupMode.EVERY,
        "group_names": sorted(group.names) if group else [],
        "group_minimum": group.minimum_n if group else 5,
        "has_spread": definition.spread is not None,
        **_spread_values(spread),
        "has_bands": bool(definition.bands),
        **band_values(definition.bands or _FIRST_BANDS),
    }


def band_values(bands: tuple[Band, ...]) -> dict[str, Any]:
    """The inputs of the bands: one row each, and the list of rows."""
    values: dict[str, Any] = {"bands": list(range(len(bands)))}
    for row, band in enumerate(bands):
        values |= {
            f"band.{row}.name": band.name,
            f"band.{row}.lower": rule_share(band.lower),
            f"band.{row}.includes_lower": band.includes_lower,
            f"band.{row}.upper": rule_share(band.upper),
            f"band.{row}.includes_upper": band.includes_upper,
        }
    return values


def read(inputs: Inputs, base: ConsensusDefinition) -> ConsensusDefinition:
    """The definition that the inputs spell out; `base` keeps the choices of a vote that are none of ours.

    Raises:
        InvalidInputError: the inputs make no definition that could be met.
    """
    scale = RatingScale(int(inputs["low"]), int(inputs["high"])) if inputs.on_scale else None
    agreeing, disagreeing = _choices(inputs, scale, base)
    has_threshold = inputs.is_on("has_threshold") or scale is None
    return ConsensusDefinition(
        threshold=parse_share(inputs["threshold"] or "") if has_threshold else None,
        operator=Operator(inputs["operator"]),
        denominator=Denominator(inputs["denominator"]),
        electorate=Electorate(inputs["electorate"]),
        quorum=parse_share(inputs["quorum"] or "0%"),
        minimum_n=int(inputs["minimum_n"] or 0),
        require_majority_of_eligible=bool(inputs["majority"]),
        max_dissent=int(inputs["max_dissent"] or 0) if inputs.is_on("has_dissent") else None,
        dissent_choices=frozenset(inputs["dissent_choices"]) if inputs.is_on("has_dissent") else _DISAGREE,
        group_rule=_group_rule(inputs) if inputs.is_on("has_groups") and has_threshold else None,
        bands=_bands(inputs) if inputs.is_on("has_bands") and has_threshold else (),
        agreeing=agreeing,
        disagreeing=disagreeing,
        scale=scale,
        spread=_spread(inputs) if scale is not None and inputs.is_on("has_spread") else None,
    )


def dissent_options(inputs: Inputs, base: ConsensusDefinition) -> list[str]:
    """What may count as dissent: whatever does not agree, and the two answers that are neither."""
    neither = [Choice.ABSTAIN.value, Choice.CANNOT_JUDGE.value]
    try:
        scale = RatingScale(int(inputs["low"]), int(inputs["high"])) if inputs.on_scale else None
    except InvalidInputError:
        return neither
    _, disagreeing = _choices(inputs, scale, base)
    return [*sorted(disagreeing, key=lambda choice: int(choice) if choice.isdecimal() else 0), *neither]


def _choices(
    inputs: Inputs, scale: RatingScale | None, base: ConsensusDefinition
) -> tuple[frozenset[str], frozenset[str]]:
    if scale is None:
        return (_AGREE, _DISAGREE) if base.scale else (base.agreeing, base.disagreeing)
    if scale.n_points <= MOST_LISTED_POINTS:
        agreeing = frozenset(inputs["points"])
    else:
        agreeing = frozenset(map(str, range(int(inputs["from_point"]), int(inputs["to_point"]) + 1)))
    return agreeing, scale.points - agreeing


def _group_rule(inputs: Inputs) -> GroupRule:
    mode = GroupMode(inputs["group_mode"])
    names = frozenset(inputs["group_names"]) if mode is GroupMode.NAMED else frozenset[str]()
    return GroupRule(mode, names, int(inputs["group_minimum"] or 0))


def _spread_values(clause: SpreadClause) -> dict[str, str]:
    bounds = {
        "median_at_least": clause.median_at_least,
        "median_at_most": clause.median_at_most,
        "iqr_at_most": clause.iqr_at_most,
    }
    return {name: "" if bound is None else point_text(bound) for name, bound in bounds.items()}


def _spread(inputs: Inputs) -> SpreadClause:
    return SpreadClause(*(parse_point(inputs[name]) for name in ("median_at_least", "median_at_most", "iqr_at_most")))


def _bands(inputs: Inputs) -> tuple[Band, ...]:
    return tuple(
        Band(
            name=str(inputs[f"band.{row}.name"]).strip(),
            lower=parse_share(inputs[f"band.{row}.lower"] or ""),
            upper=parse_share(inputs[f"band.{row}.upper"] or ""),
            includes_lower=bool(inputs[f"band.{row}.includes_lower"]),
            includes_upper=bool(inputs[f"band.{row}.includes_upper"]),
        )
        for row in inputs["bands"]
    )
