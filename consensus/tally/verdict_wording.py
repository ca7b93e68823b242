"""A verdict in one English sentence that names the rule, the numbers and the margin."""

from collections.abc import Sequence

from consensus.domain.definition_wording import agree_phrase, choice_words, counted, join_words
from consensus.domain.definitions import ConsensusDefinition, GroupMode, needed
from consensus.domain.objections import Hearing
from consensus.domain.shares import percent_text, rule_share
from consensus.tally.counts import ItemTally
from consensus.tally.rules import Clause, GroupResult, quorum_needed, share_of
from consensus.tally.spread_wording import spread_against_rule, spread_reasons

FULL_CONSENSUS_RULE = "A statement on which everybody present agrees is adopted without a vote."


def full_consensus_sentence(n_present: int, hearing: Hearing | None = None) -> str:
    """ "All 15 people present agreed: ..."; where phones were asked, how the room was heard."""
    if hearing is not None and hearing.is_by_phone:
        who = "The only person asked did not object" if n_present == 1 else f"None of {n_present} people objected"
        return f"{who} ({hearing.words}): full consensus, adopted without a vote."
    who = "The only person present agreed" if n_present == 1 else f"All {n_present} people present agreed"
    return f"{who}: full consensus, adopted without a vote."


def verdict_sentence(
    tally: ItemTally, definition: ConsensusDefinition, failing: Sequence[Clause], groups: Sequence[GroupResult]
) -> str:
    """One sentence for whatever came out; `failing` and `groups` as decided for this tally."""
    if Clause.QUORUM in failing:
        return _without_quorum(tally, definition)
    if Clause.VALID_VOTES in failing:
        return _without_valid_votes(tally)
    if Clause.MINIMUM_N in failing:
        return _too_few(tally, definition)
    measured = [*_share_against_rule(tally, definition), *spread_against_rule(tally, definition)]
    sentence = f"{'; '.join(measured)}: {_conclusion(tally, definition, failing, groups)}."
    return sentence[0].upper() + sentence[1:]


def _without_quorum(tally: ItemTally, definition: ConsensusDefinition) -> str:
    least = quorum_needed(tally.eligible, definition.quorum)
    part = f"{tally.n_cast} of {_people(tally.eligible, 'eligible ')} took part"
    part += f" ({percent_text(tally.n_cast, tally.eligible, definition.quorum)})"
    return (
        f"{part}; the quorum is at least {rule_share(definition.quorum)}, that is {least}: "
        f"no verdict, {_people(least - tally.n_cast)} short of the quorum."
    )


def _without_valid_votes(tally: ItemTally) -> str:
    return (
        f"Nobody voted for or against ({tally.n_abstain} abstained, {tally.n_cannot_judge} could not judge, "
        f"{tally.n_missing} did not answer): there is no share and no verdict."
    )


def _too_few(tally: ItemTally, definition: ConsensusDefinition) -> str:
    _, d = share_of(tally, definition)
    return (
        f"There are {d} {counted(definition)}; the rule asks for at least {definition.minimum_n}: "
        f"no verdict, {definition.minimum_n - d} short of the minimum."
    )


def _share_against_rule(tally: ItemTally, definition: ConsensusDefinition) -> list[str]:
    if definition.threshold is None:
        return []
    y, d = share_of(tally, definition)
    share = f"{y} of {d} {counted(definition)} {agree_phrase(definition, plural=y != 1)}"
    percent = percent_text(y, d, definition.threshold)
    rule = f"{definition.operator.phrase()} {rule_share(definition.threshold)}, that is {needed(definition, d)} of {d}"
    return [f"{share} ({percent})", f"the rule asks for {rule}"]


def _conclusion(
    tally: ItemTally, definition: ConsensusDefinition, failing: Sequence[Clause], groups: Sequence[GroupResult]
) -> str:
    y, d = share_of(tally, definition)
    margin = y - needed(definition, d)
    if not failing:
        return "consensus" if definition.threshold is None else f"consensus with {_votes(margin)} to spare"
    reasons = [] if margin >= 0 else [f"{_votes(-margin)} short"]
    reasons += spread_reasons(definition, failing)
    if Clause.MAJORITY_OF_ELIGIBLE in failing:
        reasons.append(f"with {y} agreeing out of {_people(tally.eligible, 'eligible ')}, fewer than half")
    if Clause.DISSENT in failing:
        dissent = tally.n_of(definition.dissent_choices)
        chose = choice_words(definition.dissent_choices)
        reasons.append(f"with {_people(dissent)} choosing {chose} where at most {definition.max_dissent} may")
    if Clause.GROUPS in failing:
        reasons.append(_groups_reason(definition, groups))
    share_is_enough = margin >= 0 and definition.threshold is not None
    lead = "the share is reached, yet no consensus" if share_is_enough else "no consensus"
    return f"{lead}, {join_words(reasons)}"


def _groups_reason(definition: ConsensusDefinition, groups: Sequence[GroupResult]) -> str:
    rule = definition.group_rule
    deciding = [group for group in groups if group.decides]
    absent = sorted(rule.names - {group.name for group in deciding}) if rule else []
    if absent:
        return f"with no deciding group {join_words([repr(name) for name in absent], 'or')}"
    if not deciding:
        return "with no group large enough to decide"
    if rule and rule.mode is GroupMode.ANY:
        return "with no deciding group that reaches the share"
    short = [
        f"{group.name} ({group.numerator} of {group.denominator}, {group.needed} needed)"
        if group.denominator
        else f"{group.name} (no counted votes)"
        for group in deciding
        if not group.met
    ]
    return f"with the share not reached by {join_words(short)}"


def _votes(n: int) -> str:
    return "no vote" if n == 0 else f"{n} vote" if n == 1 else f"{n} votes"


def _people(n: int, kind: str = "") -> str:
    return f"{n} {kind}person" if n == 1 else f"{n} {kind}people"
