"""What counts as consensus: one frozen value that states itself in one sentence and decides on integers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from consensus.domain.ballots import Choice
from consensus.domain.bands import Band
from consensus.domain.definition_checks import check_definition
from consensus.domain.definition_reading import read_fields
from consensus.domain.definition_wording import definition_sentence
from consensus.domain.errors import InvalidInputError
from consensus.domain.group_rules import GroupMode, GroupRule
from consensus.domain.rule_terms import Denominator, Electorate, Operator
from consensus.domain.rules import fingerprint
from consensus.domain.scales import RatingScale
from consensus.domain.shares import canonical_share
from consensus.domain.spread_clause import SpreadClause

__all__ = [
    "ConsensusDefinition",
    "Denominator",
    "Electorate",
    "GroupMode",
    "GroupRule",
    "Operator",
    "RatingScale",
    "SpreadClause",
    "needed",
]


@dataclass(frozen=True, slots=True)
class ConsensusDefinition:
    """Consensus: a share of `threshold` agrees, and every further clause that is switched on holds.

    threshold: in (0, 1], exact; "more than" needs a threshold below 1. None asks for no share, which only a clause
        on median and spread makes up for.
    quorum: share of the eligible who must have cast something (abstaining and "cannot judge" count as present).
    minimum_n: the least size of the deciding denominator; 0 asks for nothing.
    require_majority_of_eligible: besides, at least half of all eligible people agree (2y >= e).
    max_dissent: at most so many votes in `dissent_choices`; None switches the clause off.
    agreeing, disagreeing: the choices that make a valid vote. On a rating scale `disagreeing` is every valid
        point outside the agreeing set, the neutral middle included: it stays in the denominator.
    bands: names for stretches of the share; they must tile 0 to 1. They describe and do not decide.
    scale: the rating scale the choices are points of; None for a vote.
    spread: bounds on median and interquartile range, on a rating scale only.
    electorate: whether those entitled vote only if they are present; the eligible people are those of the electorate.
    """

    kind: ClassVar[str] = "share"

    threshold: Fraction | None
    operator: Operator = Operator.AT_LEAST
    denominator: Denominator = Denominator.VALID_VOTES
    quorum: Fraction = Fraction(0)
    minimum_n: int = 0
    require_majority_of_eligible: bool = False
    max_dissent: int | None = None
    dissent_choices: frozenset[str] = frozenset({"disagree"})
    group_rule: GroupRule | None = None
    bands: tuple[Band, ...] = ()
    agreeing: frozenset[str] = frozenset({"agree"})
    disagreeing: frozenset[str] = frozenset({"disagree"})
    scale: RatingScale | None = None
    spread: SpreadClause | None = None
    electorate: Electorate = Electorate.PRESENT

    def __post_init__(self) -> None:
        check_definition(self)

    @property
    def decides_votes(self) -> bool:
        """Whether it counts votes for and against; a definition on a rating scale or other choices does not."""
        return self.scale is None and Choice.AGREE in self.agreeing and Choice.DISAGREE in self.disagreeing

    def sentence(self) -> str:
        """The whole rule in one English sentence, the same on page, report and checklist."""
        return definition_sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form: shares as "4/5", sets sorted; scale and spread only where there are any.

        What is left out keeps the fingerprints of definitions that were stored before there were scales; so does the
        electorate, left out where it is those present.
        """
        form = {
            "threshold": None if self.threshold is None else canonical_share(self.threshold),
            "operator": self.operator.value,
            "denominator": self.denominator.value,
            "quorum": canonical_share(self.quorum),
            "minimum_n": self.minimum_n,
            "require_majority_of_eligible": self.require_majority_of_eligible,
            "max_dissent": self.max_dissent,
            "dissent_choices": sorted(self.dissent_choices),
            "group_rule": self.group_rule.to_dict() if self.group_rule else None,
            "bands": [band.to_dict() for band in self.bands],
            "agreeing": sorted(self.agreeing),
            "disagreeing": sorted(self.disagreeing),
        }
        further = {"scale": self.scale, "spread": self.spread}
        form |= {name: value.to_dict() for name, value in further.items() if value is not None}
        return form if self.electorate is Electorate.PRESENT else form | {"electorate": self.electorate.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ConsensusDefinition":
        """Read what `to_dict` wrote or a file says; what is left out takes its default, the threshold may not be."""
        return cls(**read_fields(data))

    def sha256(self) -> str:
        """Fingerprint of the canonical form; equal definitions have equal ones."""
        return fingerprint(self.to_dict())


def needed(definition: ConsensusDefinition, denominator_count: int) -> int:
    """The least number of agreeing votes out of `denominator_count` that satisfies the share ("needs k of n").

    Whole numbers only. Of 0 it is what the inequality yields (0 for "at least"); nothing is decided on 0 votes.
    0 also where no share is asked for.
    """
    if denominator_count < 0:
        raise InvalidInputError("The number of votes cannot be negative.")
    if definition.threshold is None:
        return 0
    product, q = definition.threshold.numerator * denominator_count, definition.threshold.denominator
    return -(-product // q) if definition.operator is Operator.AT_LEAST else product // q + 1
