"""What is asked about each item: one question or several, each with its rule and the points it is rated on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rule_reading import check_fields
from consensus.domain.rule_registry import rule_from_dict
from consensus.domain.rules import Rule
from consensus.domain.scales import RatingScale

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,31}")
_TEXTS = ("slug", "title", "question", "low_label", "high_label")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One question about each item, judged by its own rule.

    low_label, high_label: what the ends of the scale mean; empty where there is no scale.
    """

    slug: str
    title: str
    question: str
    rule: Rule
    low_label: str = ""
    high_label: str = ""

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise InvalidInputError(
                f"A dimension is called by small letters, digits and underscores, not '{self.slug}'."
            )
        if not self.title.strip() or not self.question.strip():
            raise InvalidInputError(f"The dimension '{self.slug}' needs a title and a question.")
        if (self.low_label or self.high_label) and self.scale is None:
            raise InvalidInputError(f"The dimension '{self.slug}' has no scale whose ends could be named.")

    @property
    def scale(self) -> RatingScale | None:
        """The points it is rated on; None where it is voted on, ranked, or answered on the GRADE grid."""
        return getattr(self.rule, "scale", None)

    @property
    def answers(self) -> str:
        """How it is answered: "vote", "rating", "grade_grid" or "ranking"."""
        if isinstance(self.rule, GradeGridRule | RankingRule):
            return self.rule.kind
        if isinstance(self.rule, ConsensusDefinition) and self.scale is None:
            return "vote"
        return "rating"

    def sentence(self) -> str:
        """What is asked, and by which rule it is judged."""
        on = f" on a scale {self.scale.phrase()}{self._ends(self.scale)}" if self.scale else ""
        return f"{self.title}{on}: “{self.question}” {self.rule.sentence()}"

    def _ends(self, scale: RatingScale) -> str:
        if not (self.low_label and self.high_label):
            return ""
        return f" ({scale.low}: {self.low_label}; {scale.high}: {self.high_label})"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form with the rule in full and its kind."""
        texts = {name: getattr(self, name) for name in _TEXTS}
        return texts | {"rule": self.rule.to_dict() | {"kind": self.rule.kind}}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Dimension":
        """Read what `to_dict` wrote or a file says; refusals name the dimension."""
        check_fields(data, {*_TEXTS, "rule"}, "A dimension")
        name = data.get("slug", "without a slug")
        for text in _TEXTS:
            if not isinstance(data.get(text, ""), str):
                raise InvalidInputError(f"In the dimension '{name}': the field '{text}' is text.")
        if not isinstance(data.get("rule"), Mapping):
            raise InvalidInputError(f"The dimension '{name}' lacks its 'rule'.")
        try:
            rule = rule_from_dict(data["rule"])
        except InvalidInputError as error:
            raise InvalidInputError(f"In the dimension '{name}': {error}") from error
        slug, title, question, low, high = (data.get(text, "").strip() for text in _TEXTS)
        return cls(slug, title, question, rule, low, high)
