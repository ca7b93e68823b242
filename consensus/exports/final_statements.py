"""The final statements of a process as a document: the summary, each statement, and what stands behind them."""

from collections.abc import Iterator
from datetime import datetime

from consensus.domain.results import Results
from consensus.exports.document.model import Block, Contents, Document, Heading, Role, paragraph
from consensus.exports.document.text import paragraphs_of
from consensus.exports.sections.ballots import candidate_table
from consensus.exports.sections.closing import (
    future_study_parts,
    participation_table,
    reference_parts,
    source_parts,
)
from consensus.exports.sections.interests import electorate_parts, interest_parts
from consensus.exports.sections.rule import deviation_parts, rule_parts
from consensus.exports.sections.statements import statement_parts, summary_table
from consensus.exports.sections.survey import survey_parts
from consensus.exports.sections.trails import trail_parts
from consensus.exports.sections.words import SIMULATED_NOTICE, labelled
from consensus.exports.survey_account import SurveyAccount


def final_statements(results: Results, survey: SurveyAccount | None = None, at: datetime | None = None) -> Document:
    """The document; `survey` where its answers may be told, `at` when the results were read."""
    return Document(
        title=results.title,
        subtitle="Final statements",
        subject=results.question,
        running_head=results.title,
        blocks=tuple(_blocks(results, survey)),
        at=at,
    )


def _blocks(results: Results, survey: SurveyAccount | None) -> Iterator[Block]:
    if results.simulated:
        yield paragraph(SIMULATED_NOTICE, Role.NOTICE)
    yield from labelled("Question", results.question)
    yield from labelled("Scope", results.scope)
    yield from rule_parts(results)
    yield Contents(depth=1)
    yield Heading(1, "Summary", "summary")
    yield from summary_table(results)
    if results.statements:
        yield Heading(1, "Consensus statements", "statements")
        yield from statement_parts(results)
    yield from future_study_parts(results)
    yield from reference_parts(results)
    yield Heading(1, "Methods", "methods")
    yield from paragraphs_of(results.methods)
    yield participation_table(results)
    yield from deviation_parts(results)
    yield Heading(1, "All statements put to the panel", "candidates")
    yield from candidate_table(results)
    yield from interest_parts(results)
    yield from electorate_parts(results)
    yield from trail_parts(results.statements)
    if survey is not None:
        yield from survey_parts(survey)
    yield from source_parts(results)
