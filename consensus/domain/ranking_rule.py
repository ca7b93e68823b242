"""The rule of nominal group ranking: everybody picks their first few, the first scoring most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields
from consensus.domain.rules import fingerprint

_MOST_PICKS = 50


@dataclass(frozen=True, slots=True)
class RankingRule:
    """Each person picks their first `picks` items; the first scores `picks` points, the last one 1.

    A ranking orders the items and says nothing on whether the panel agrees.
    Source: Delbecq, Van de Ven and Gustafson (1975), Group Techniques for Program Planning.
    """

    kind: ClassVar[str] = "ranking"

    picks: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.picks <= _MOST_PICKS:
            raise InvalidInputError(f"Everybody picks between 1 and {_MOST_PICKS} items, not {self.picks}.")

    def sentence(self) -> str:
        """The whole rule in one English sentence."""
        if self.picks == 1:
            return (
                "Each person picks 1 item; items are ordered by the number of people who picked them, "
                "and ties are shown as ties."
            )
        return (
            f"Each person picks {self.picks} items in order; the first scores {self.picks} points and the last 1; "
            "items are ordered by their sum, shown with the number of people who picked them, ties being shown as ties."
        )

    def to_dict(self) -> dict[str, Any]:
        """Canonical JSON-safe form."""
        return {"kind": self.kind, "picks": self.picks}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "RankingRule":
        """Read what `to_dict` wrote or a file says."""
        check_fields(data, {"picks"}, "A ranking rule")
        picks = data.get("picks", 5)
        if not isinstance(picks, int) or isinstance(picks, bool):
            raise InvalidInputError("The field 'picks' is a whole number.")
        return cls(picks)

    def sha256(self) -> str:
        """Fingerprint of the canonical form."""
        return fingerprint(self.to_dict())
