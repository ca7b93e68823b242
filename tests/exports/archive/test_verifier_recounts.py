"""The verifier of the archive counts on its own and comes to what the product came to."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.appropriateness_rule import AppropriatenessRule, DisagreementTest
from consensus.domain.bands import Band
from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, GroupRule, Operator
from consensus.domain.grade_grid_rule import GradeGridRule, StrengthBase
from consensus.domain.scales import RatingScale
from consensus.domain.spread_clause import SpreadClause
from consensus.exports.archive.verifier.check_rounds import rule_hash
from consensus.exports.archive.verifier.recount_grid import recount_grade_grid, scores
from consensus.exports.archive.verifier.recount_ratings import recount_appropriateness, recount_core_outcome
from consensus.exports.archive.verifier.recount_share import recount_share
from consensus.tally.counts import ItemTally
from consensus.tally.judging import GRADE_CELLS, judge
from consensus.tally.ranking import nominal_group
from consensus.tally.verdicts import decide

VOTES = ("agree", "disagree", "abstain", "cannot_judge")
RATINGS = (*map(str, range(1, 10)), "cannot_judge")
BANDS = (
    Band("low", Fraction(0), Fraction(1, 2)),
    Band("middle", Fraction(1, 2), Fraction(4, 5), includes_upper=True),
    Band("high", Fraction(4, 5), Fraction(1), includes_lower=False, includes_upper=True),
)
GROUP_RULES = (
    None,
    GroupRule(GroupMode.EVERY),
    GroupRule(GroupMode.EVERY, minimum_n=2),
    GroupRule(GroupMode.ANY),
    GroupRule(GroupMode.NAMED, frozenset({"patients"})),
)
shares = st.fractions(Fraction(1, 10), Fraction(19, 20), max_denominator=20)
common = {
    "operator": st.sampled_from(Operator),
    "denominator": st.sampled_from(Denominator),
    "quorum": st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(4, 5)]),
    "minimum_n": st.integers(0, 4),
    "require_majority_of_eligible": st.booleans(),
    "group_rule": st.sampled_from(GROUP_RULES),
    "bands": st.sampled_from([(), BANDS]),
}
on_votes = st.builds(
    ConsensusDefinition,
    threshold=shares,
    max_dissent=st.none() | st.integers(0, 2),
    dissent_choices=st.sampled_from([frozenset({"disagree"}), frozenset({"disagree", "abstain"})]),
    **common,
)
spreads = st.builds(
    SpreadClause,
    median_at_least=st.none() | st.sampled_from([Fraction(7), Fraction(13, 2)]),
    iqr_at_most=st.sampled_from([Fraction(1), Fraction(3), Fraction(5, 2)]),
)
ratings = {
    "scale": st.just(RatingScale(1, 9)),
    "agreeing": st.just(frozenset("789")),
    "disagreeing": st.just(frozenset("123456")),
    "dissent_choices": st.just(frozenset("123")),
    "max_dissent": st.none() | st.integers(0, 2),
    "spread": spreads,
}
on_ratings = st.builds(ConsensusDefinition, threshold=shares, **ratings, **common) | st.builds(
    ConsensusDefinition, threshold=st.none(), quorum=common["quorum"], **ratings
)


def tallies(choices):
    """Panels of up to twelve people in two groups or none; whoever has no choice did not answer."""
    person = st.tuples(st.sampled_from(["doctors", "patients", None]), st.sampled_from([*choices, None]))
    return st.lists(person, max_size=12).map(_tally)


def _tally(panel):
    def of(people):
        return ItemTally.from_choices([choice for _, choice in people if choice], len(people))

    names = {group for group, _ in panel if group}
    groups = {name: of([person for person in panel if person[0] == name]) for name in names}
    return ItemTally(len(panel), of(panel).counts, groups=groups)


def agrees(recount, verdict):
    return recount == {name: verdict.to_dict()[name] for name in recount}


@given(on_votes, tallies(VOTES))
def test_a_vote_counted_twice_by_two_programs_gives_one_verdict(definition, tally):
    assert agrees(recount_share(definition.to_dict(), tally.to_dict()), decide(tally, definition))


@given(on_ratings, tallies(RATINGS))
def test_ratings_under_clauses_on_median_and_spread_give_one_verdict(definition, tally):
    assert agrees(recount_share(definition.to_dict(), tally.to_dict()), decide(tally, definition))


@given(st.sampled_from(DisagreementTest), st.integers(1, 9), tallies(RATINGS))
def test_appropriateness_is_found_alike(test, minimum_n, tally):
    rule = AppropriatenessRule(test, max(minimum_n, 8) if test is DisagreementTest.CLASSIC else minimum_n)

    assert recount_appropriateness(rule.to_dict(), tally.to_dict())["outcome"] == judge(rule, tally).outcome


@given(
    st.builds(CoreOutcomeRule, shares.filter(lambda s: s > Fraction(3, 20)), variant=st.sampled_from(Variant)),
    tallies(RATINGS),
)
def test_core_outcomes_are_found_alike(rule, tally):
    assert recount_core_outcome(rule.to_dict(), tally.to_dict())["outcome"] == judge(rule, tally).outcome


@given(st.sampled_from(StrengthBase), tallies((*GRADE_CELLS, "cannot_judge")))
def test_recommendations_of_the_grid_are_found_alike(base, tally):
    rule = GradeGridRule(strength_base=base)

    assert recount_grade_grid(rule.to_dict(), tally.to_dict())["outcome"] == judge(rule, tally).outcome


@given(st.integers(1, 4), st.lists(st.permutations("ABCD"), max_size=6))
def test_a_ranking_scored_from_its_places_is_the_one_scored_from_its_ballots(picks, orders):
    ballots = [order[:picks] for order in orders]
    places = [{str(n + 1): sum(ballot[n] == item for ballot in ballots) for n in range(picks)} for item in "ABCD"]

    ranked = {item.item: (item.score, item.n_voters, item.rank) for item in nominal_group(ballots, "ABCD", picks)}
    assert scores(picks, places) == [ranked[item] for item in "ABCD"]


@given(on_votes)
def test_a_rule_has_the_same_fingerprint_to_both(definition):
    assert rule_hash(definition.to_dict()) == definition.sha256()
