"""The verdict on an item: decided once, with its inputs and in words, and stored as it was given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from consensus.domain.bands import band_of
from consensus.domain.definitions import ConsensusDefinition, Denominator, needed
from consensus.domain.errors import InvalidInputError
from consensus.domain.objections import Hearing
from consensus.domain.shares import share_text
from consensus.tally.counts import ItemTally
from consensus.tally.rules import (
    Clause,
    GroupResult,
    Outcome,
    denominator_count,
    failing_clauses,
    group_results,
    outcome_from,
    share_of,
)
from consensus.tally.sensitivity import Bounds, bounds, fragility
from consensus.tally.spread import Spread, deciding_spread
from consensus.tally.verdict_wording import FULL_CONSENSUS_RULE, full_consensus_sentence, verdict_sentence

__all__ = ["Bounds", "Clause", "GroupResult", "Outcome", "Verdict", "decide", "full_consensus", "share_text"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a consensus definition says of a tally.

    numerator, denominator: the deciding share.
    shares: (agreeing, denominator) under every denominator policy, the deciding one among them.
    needed: agreeing votes the share asks for, of this denominator; 0 where no share is asked for.
    margin: numerator - needed; from 0 up the share is reached with so many votes to spare, below it falls short
        by so many. A share that is reached is not yet consensus where further clauses fail.
    fragility: see `consensus.tally.sensitivity.fragility`.
    bounds: the outcomes if all missing had agreed, and if none of them had.
    failing: the clauses that did not hold.
    band: the name of the band the share lies in; None without bands or without a verdict on the share.
    spread: median and quartiles, where the definition asks for them and somebody rated.
    tally, definition: the inputs; None where a statement was adopted without a vote.
    """

    outcome: Outcome
    numerator: int
    denominator: int
    shares: Mapping[Denominator, tuple[int, int]] = field(hash=False)
    needed: int
    margin: int
    fragility: int | None
    bounds: Bounds
    sentence: str
    definition_sentence: str
    tally: ItemTally | None = None
    definition: ConsensusDefinition | None = None
    band: str | None = None
    failing: tuple[Clause, ...] = ()
    groups: tuple[GroupResult, ...] = ()
    spread: Spread | None = None

    @property
    def reached(self) -> bool:
        """Whether there is consensus, by vote or without one."""
        return self.outcome.reached

    @property
    def robust(self) -> bool:
        """Whether the outcome is the same however those who did not answer would have voted."""
        return self.bounds.if_missing_agree is self.outcome is self.bounds.if_missing_disagree

    @property
    def share(self) -> Fraction | None:
        """The deciding share, exact; None when nothing stands in the denominator."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def share_text(self, policy: Denominator | None = None) -> str:
        """ "13/15 (86.7%)" for the deciding share or another policy; bare counts where nobody was for or against."""
        k, n = (self.numerator, self.denominator) if policy is None else self.shares[policy]
        if self.outcome is Outcome.NO_VALID_VOTES:
            return f"{k}/{n}"
        return share_text(k, n, self.definition.threshold if self.definition else None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form, complete: `from_dict` gives back an equal verdict without deciding anew."""
        return {
            "outcome": self.outcome.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "shares": {policy.value: list(share) for policy, share in self.shares.items()},
            "needed": self.needed,
            "margin": self.margin,
            "fragility": self.fragility,
            "bounds": [outcome.value for outcome in self.bounds],
            "robust": self.robust,
            "sentence": self.sentence,
            "definition_sentence": self.definition_sentence,
            "tally": self.tally.to_dict() if self.tally else None,
            "definition": self.definition.to_dict() if self.definition else None,
            "band": self.band,
            "failing": [clause.value for clause in self.failing],
            "groups": [_group_to_dict(group) for group in self.groups],
            "spread": self.spread.to_dict() if self.spread else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Verdict":
        """Read what `to_dict` wrote; the stored words and numbers are taken as they are."""
        return cls(
            outcome=Outcome(data["outcome"]),
            numerator=data["numerator"],
            denominator=data["denominator"],
            shares={Denominator(policy): (k, n) for policy, (k, n) in data["shares"].items()},
            needed=data["needed"],
            margin=data["margin"],
            fragility=data["fragility"],
            bounds=Bounds(*map(Outcome, data["bounds"])),
            sentence=data["sentence"],
            definition_sentence=data["definition_sentence"],
            tally=ItemTally.from_dict(data["tally"]) if data["tally"] else None,
            definition=ConsensusDefinition.from_dict(data["definition"]) if data["definition"] else None,
            band=data["band"],
            failing=tuple(map(Clause, data["failing"])),
            groups=tuple(GroupResult(**group) for group in data["groups"]),
            spread=Spread.from_dict(data["spread"]) if data.get("spread") else None,
        )


def decide(tally: ItemTally, definition: ConsensusDefinition) -> Verdict:
    """Apply a consensus definition: on whole numbers only, so that 2 of 3 does reach two thirds.

    A tally the definition cannot decide gives a verdict that says so; only a choice the definition does not know
    raises `InvalidInputError`.
    """
    failing = failing_clauses(tally, definition)
    outcome = outcome_from(failing)
    numerator, denominator = share_of(tally, definition)
    least = needed(definition, denominator)
    judged = outcome in (Outcome.CONSENSUS, Outcome.NO_CONSENSUS)
    groups = group_results(tally, definition)
    return Verdict(
        outcome=outcome,
        numerator=numerator,
        denominator=denominator,
        shares={policy: (numerator, denominator_count(tally, definition, policy)) for policy in Denominator},
        needed=least,
        margin=numerator - least,
        fragility=fragility(tally, definition),
        bounds=bounds(tally, definition),
        sentence=verdict_sentence(tally, definition, failing, groups),
        definition_sentence=definition.sentence(),
        tally=tally,
        definition=definition,
        band=band_of(definition.bands, Fraction(numerator, denominator)) if judged else None,
        failing=failing,
        groups=groups,
        spread=deciding_spread(tally, definition),
    )


def full_consensus(n_present: int, hearing: Hearing | None = None) -> Verdict:
    """The verdict for a statement on which everybody present agreed, adopted without a vote."""
    if n_present < 1:
        raise InvalidInputError("Full consensus needs at least 1 person present.")
    return Verdict(
        outcome=Outcome.FULL_CONSENSUS,
        numerator=n_present,
        denominator=n_present,
        shares={},
        needed=n_present,
        margin=0,
        fragility=None,
        bounds=Bounds(Outcome.FULL_CONSENSUS, Outcome.FULL_CONSENSUS),
        sentence=full_consensus_sentence(n_present, hearing),
        definition_sentence=FULL_CONSENSUS_RULE,
    )


def _group_to_dict(group: GroupResult) -> dict[str, Any]:
    return {
        "name": group.name,
        "numerator": group.numerator,
        "denominator": group.denominator,
        "needed": group.needed,
        "decides": group.decides,
    }
