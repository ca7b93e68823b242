"""The rule by which a Delphi ends, laid down before its first round."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_reading import check_fields
from consensus.domain.shares import canonical_share, parse_share, rule_share

MOST_ROUNDS = 10
_SHARES = ("consensus_share", "stable_below")


class StopReason(StrEnum):
    """Why no further round is held, in the order in which they are named."""

    CONSENSUS = "consensus"
    STABILITY = "stability"
    MAXIMUM_ROUNDS = "maximum_rounds"


@dataclass(frozen=True, slots=True)
class StopRule:
    """consensus_share: stop when at least this share of the items has consensus; None switches it off.

    stable_below: stop when every item without consensus is stable, which is when less than this share of those who
    rated in both rounds changed; None switches it off. maximum_rounds: stop after so many in any case.
    """

    maximum_rounds: int
    consensus_share: Fraction | None = Fraction(1)
    stable_below: Fraction | None = Fraction(15, 100)

    def __post_init__(self) -> None:
        if self.maximum_rounds < 1:
            raise InvalidInputError("A process has at least 1 round.")
        if self.maximum_rounds > MOST_ROUNDS:
            raise InvalidInputError(f"A process has at most {MOST_ROUNDS} rounds, not {self.maximum_rounds}.")
        for share in (self.consensus_share, self.stable_below):
            if share is not None and not 0 < share <= 1:
                raise InvalidInputError("The share of a stop rule lies above 0% and not above 100%.")

    def sentence(self) -> str:
        """The rule as the protocol prints it."""
        parts = []
        if self.consensus_share is not None:
            parts.append(f"at least {rule_share(self.consensus_share)} of the items have consensus")
        if self.stable_below is not None:
            parts.append(f"less than {rule_share(self.stable_below)} of the ratings of every other item change")
        rounds = "1 round has" if self.maximum_rounds == 1 else f"{self.maximum_rounds} rounds have"
        parts.append(f"{rounds} been held")
        return f"No further round is held once {' or '.join(parts)}."

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form; the shares as exact fractions in text, "off" where one is switched off."""
        shares = {name: getattr(self, name) for name in _SHARES}
        return {"maximum_rounds": self.maximum_rounds} | {
            name: "off" if share is None else canonical_share(share) for name, share in shares.items()
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "StopRule":
        """Read what `to_dict` wrote or a file says; "off" switches a share off, which TOML has no empty value for."""
        check_fields(data, {"maximum_rounds", *_SHARES}, "A stop rule")
        rounds = data.get("maximum_rounds")
        if not isinstance(rounds, int) or isinstance(rounds, bool):
            raise InvalidInputError("The field 'maximum_rounds' is a whole number.")
        shares = {name: None if data[name] == "off" else parse_share(data[name]) for name in _SHARES if name in data}
        return cls(rounds, **shares)
