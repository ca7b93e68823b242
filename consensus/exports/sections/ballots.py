"""Everything that was put to the panel, adopted or not, with how the votes fell."""

from collections.abc import Iterator

from consensus.domain.results import CandidateResult, Results
from consensus.domain.round_kinds import KINDS
from consensus.exports.document.model import Block, Column, Line, Run, Table, paragraph, plain, strong
from consensus.exports.sections.words import outcome_words

CANDIDATES = "table-candidates"
_COLUMNS = (
    Column("Statement", 47),
    Column("Outcome", 21),
    Column("Agree", 11, is_number=True),
    Column("Dis\u00adagree", 11, is_number=True),
    Column("Ab\u00adstain", 11, is_number=True),
    Column("Can\u00adnot judge", 11, is_number=True),
    Column("Miss\u00ading", 11, is_number=True),
    Column("Eli\u00adgible", 11, is_number=True),
    Column("Re\u00adcused", 12, is_number=True),
    Column("Adop\u00adted", 14),
)


def candidate_table(results: Results) -> Iterator[Block]:
    """A row for every vote and for every adoption without one."""
    if not results.candidates:
        yield paragraph("Nothing has been put to the panel.")
        return
    rows: list[tuple[Line, ...]] = []
    topic = ""
    for candidate in results.candidates:
        if candidate.topic != topic:
            topic = candidate.topic
            rows.append((plain(topic),))
        rows.append(_row(candidate))
    yield Table(CANDIDATES, "All statements put to the panel, adopted or not", _COLUMNS, tuple(rows))


def _row(candidate: CandidateResult) -> tuple[Line, ...]:
    votes = (
        candidate.n_agree,
        candidate.n_disagree,
        candidate.n_abstain,
        candidate.n_cannot_judge,
    )
    told = f" ({KINDS[candidate.kind].title}, round {candidate.round_number}: {candidate.answers_text}.)"
    return (
        (
            strong(candidate.label),
            Run(f" {candidate.text}"),
            *([Run(told)] if candidate.was_voted_on and not candidate.counts_votes else []),
        ),
        plain(outcome_words(candidate.outcome)),
        *(plain(str(n) if candidate.counts_votes else "–") for n in votes),
        plain(str(candidate.n_missing) if candidate.was_voted_on else "–"),
        plain(str(candidate.eligible)),
        plain(str(candidate.recused)),
        plain("yes" if candidate.adopted else "no"),
    )
