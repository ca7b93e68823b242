"""Results of a small process, with hostile wording where people may type."""

from datetime import UTC, datetime

import pytest

from consensus.domain.results import CandidateResult, Evidence, FinalStatement, ParticipationFlow, Results

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def results():
    return Results(
        title="Pumps *and* lines",
        question="Which?",
        scope="Adults",
        source="A paper, 2014",
        simulated=True,
        definition_sentence="Consensus is reached at 80%.",
        flow=ParticipationFlow(28, 26, 15, 15, 9, 2),
        statements=(
            FinalStatement(
                topic="Combination",
                label="1",
                text="Give both.",
                plain_text="Both together.",
                sha256="ab" * 32,
                route="full_consensus",
                verdict_sentence="Adopted by full consensus without a vote.",
                outcome="full_consensus",
                n_agree=0,
                n_disagree=0,
                n_abstain=0,
                n_cannot_judge=0,
                eligible=15,
                present=15,
                rationale="First line\n# no heading\n\nSecond paragraph",
                evidence=(Evidence("74% of 46 responded.", "A trial", "10.1000/xyz"),),
                dissent="",
                adopted_at=NOON,
            ),
        ),
        candidates=(
            CandidateResult(
                "Combination",
                "1",
                "Give both.",
                "full_consensus",
                "full_consensus",
                "Adopted by full consensus without a vote.",
                0,
                0,
                0,
                0,
                15,
                True,
            ),
            CandidateResult(
                "Institution",
                "2",
                '=HYPERLINK("http://x|y")',
                "vote",
                "no_consensus",
                "11 of 14.",
                11,
                3,
                0,
                0,
                15,
                False,
            ),
        ),
        future_study=("- a list?", "Registries"),
        methods="28 people were invited.",
    )
